"""The articles that ship with Avviso, against what a careful reader notes in them (`tests/golden/`).

A file lists under `found` what must be found, each entry with the fields that matter, and under `absent` what must not be. What the
reading misses yet, or finds wrongly yet, stands in `known_gaps`; an entry there that has come right fails until it is moved, so that
the list only shrinks. `python tests/test_golden.py` moves such entries.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from avviso.collect.articles import article_from_fields
from avviso.exchange.contract import reading_object
from avviso.identity import identify
from avviso.knowledge.files import DATA
from avviso.pipeline import Reader

GOLDEN = Path(__file__).parent / "golden"
SAMPLES = {path.stem: path for path in sorted((DATA / "samples").glob("*.json"))}
SYMMETRIC = ("CONSULT", "AGREE", "COOPERATE")
KINDS = ("parts", "statements", "events", "positions", "agenda", "omissions", "checks")
Json = dict[str, Any]


@cache
def reader() -> Reader:
    return Reader()


@cache
def reading(sample: str) -> Json:
    """The sample's findings in the form of the contract."""
    article = article_from_fields(json.loads(SAMPLES[sample].read_text(encoding="utf-8")))
    return reading_object(identify(reader().read(article)))


def golden(sample: str) -> Json:
    found: Json = json.loads((GOLDEN / f"{sample}.json").read_text(encoding="utf-8"))
    return found


def text_of(span: Json | None) -> str | None:
    return span["text"] if span else None


def matches(wanted: Any, actor: Json | None) -> bool:
    """Whether an actor has the fields that are asked for."""
    return actor is not None and all(actor[key] == value for key, value in wanted.items())


def codes(actors: list[Json]) -> set[str]:
    return {actor["code"] for actor in actors if actor["code"]}


def on_statement(key: str, value: Any, found: Json) -> bool:
    match key:
        case "content" | "cue" | "channel":
            return text_of(found[key]) == value
        case "speaker":
            return matches(value, found["speaker"])
        case "addressee":
            return found["addressee"] is None if value is None else matches(value, found["addressee"])
        case "chain":
            return len(value) == len(found["chain"]) and all(map(matches, value, found["chain"]))
    return bool(found[key] == value)


def on_event(key: str, value: Any, found: Json) -> bool:
    sides = [codes(found["source_actors"]), codes(found["target_actors"])]
    match key:
        case "actors":
            return sides[0] | sides[1] == set(value)
        case "includes":
            return set(value) <= sides[0] | sides[1]
        case "sources" | "targets":
            return sides[key == "targets"] == set(value)
        case "date":
            return found["when"] is not None and found["when"]["value"].startswith(value)
        case "place":
            return found["where"] is not None and found["where"]["name"] == value
        case "words":
            return value in found["evidence"]["text"]
    return bool(found[key] == value)


def on_other(key: str, value: Any, found: Json) -> bool:
    match key:
        case "holder":
            return matches(value, found["holder"])
        case "issue" | "topic" | "in":
            return text_of(found[key]) == value
        case "actors":
            return codes(found["actors"]) == set(value)
        case "includes":
            return set(value) <= codes(found["actors"])
        case "place":
            return found["where"] is not None and found["where"]["name"] == value
        case "words":
            return value in found["evidence"]["text"]
    return bool(found[key] == value)


TESTS = {"statements": on_statement, "events": on_event}


def holds(sample: str, kind: str, wanted: Json) -> bool:
    """Whether some finding of that kind has all the fields that are asked for."""
    there = reading(sample)["article"]["parts"] if kind == "parts" else reading(sample)[kind]
    agrees = TESTS.get(kind, on_other)
    return any(all(agrees(key, value, found) for key, value in wanted.items()) for found in there)


def entries(of: Json) -> Iterator[tuple[str, str, Json]]:
    """Every entry with where it stands: "found" or "absent", and the kind."""
    for side in ("found", "absent"):
        for kind, wanted in of.get(side, {}).items():
            yield from ((side, kind, entry) for entry in wanted)


def right(sample: str, side: str, kind: str, entry: Json) -> bool:
    return holds(sample, kind, entry) == (side == "found")


def shown(side: str, kind: str, entry: Json) -> str:
    return f"{side} {kind}: {json.dumps(entry, ensure_ascii=False)}"


def test_every_sample_has_its_golden_findings() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.json")) == sorted(SAMPLES)


@pytest.mark.parametrize("sample", SAMPLES)
def test_what_a_reader_notes_is_found(sample: str) -> None:
    wrong = [shown(*entry) for entry in entries(golden(sample)) if not right(sample, *entry)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("sample", SAMPLES)
def test_known_gaps_only_shrink(sample: str) -> None:
    closed = [shown(*entry) for entry in entries(golden(sample)["known_gaps"]) if right(sample, *entry)]
    assert not closed, "these have come right; `python tests/test_golden.py` moves them:\n" + "\n".join(closed)


@pytest.mark.parametrize("sample", SAMPLES)
def test_golden_findings_are_words_of_the_article(sample: str) -> None:
    text = json.loads(SAMPLES[sample].read_text(encoding="utf-8"))["text"]
    of = golden(sample)
    strange = [
        (kind, value)
        for _, kind, entry in [*entries(of), *entries(of["known_gaps"])]
        for value in (entry.get("content"), entry.get("cue"), (entry.get("speaker") or {}).get("text"), entry.get("words"))
        if value is not None and value not in text
    ]
    assert not strange
    assert {kind for _, kind, _ in [*entries(of), *entries(of["known_gaps"])]} <= set(KINDS)


@pytest.mark.parametrize("sample", SAMPLES)
def test_nothing_is_read_in_captions_and_credits(sample: str) -> None:
    found = reading(sample)
    closed = [part for part in found["article"]["parts"] if part["kind"] in ("caption", "credit", "byline", "dateline", "boilerplate")]
    for kind in ("statements", "events", "positions", "agenda", "omissions"):
        for finding in found[kind]:
            span = finding["content"] if kind == "statements" else finding["evidence"]
            assert not any(part["start"] <= span["start"] < part["end"] for part in closed), (kind, span)


def test_the_call_of_two_ministries_holds_every_kind() -> None:
    """The sample that holds, in one article, every kind of finding; each kind is listed, found or as a gap."""
    of = golden("sample-call-fr")
    everything = [*entries(of), *entries(of["known_gaps"])]
    kinds = [kind for side, kind, _ in everything if side == "found"]
    assert set(kinds) == set(KINDS)
    assert kinds.count("statements") == 9
    events = {(entry["type"], entry["status"]) for side, kind, entry in everything if side == "found" and kind == "events"}
    wanted = "CONSULT happened, CONSULT planned, ACCUSE happened, AID alleged, ASSAULT ongoing, AGREE happened, SUPPORT happened"
    assert {tuple(pair.split()) for pair in wanted.split(", ")} <= events
    assert {entry["stance"] for _, kind, entry in everything if kind == "positions"} >= {"neutral", "never-condemned"}
    assert {entry["kind"] for _, kind, entry in everything if kind == "checks"} == {"place-in-wrong-country", "misspelling"}
    assert {entry["kind"] for _, kind, entry in everything if kind == "parts"} >= {"caption", "credit", "standfirst"}


def written(of: Json) -> str:
    """A golden file with one entry a line."""

    def level(table: Json, depth: int) -> str:
        pad, lines = "  " * depth, []
        for key, value in table.items():
            if isinstance(value, dict):
                inner = level(value, depth + 1)
            else:
                rows = [f"{pad}  {json.dumps(entry, ensure_ascii=False)}" for entry in value]
                inner = "[\n" + ",\n".join(rows) + f"\n{pad}]"
            lines.append(f"{pad}{json.dumps(key)}: {inner}")
        return ("{\n" + ",\n".join(lines) + "\n" + "  " * (depth - 1) + "}") if lines else "{}"

    return level(of, 1) + "\n"


def close_gaps() -> None:
    """Moves what has come right out of the gaps."""
    for sample in SAMPLES:
        of = golden(sample)
        gaps: Json = {}
        for side, kind, entry in entries(of["known_gaps"]):
            target = of if right(sample, side, kind, entry) else gaps
            target.setdefault(side, {}).setdefault(kind, []).append(entry)
        of = {side: {kind: of[side][kind] for kind in KINDS if kind in of[side]} for side in ("found", "absent") if side in of}
        (GOLDEN / f"{sample}.json").write_text(written(of | {"known_gaps": gaps}), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(close_gaps())
