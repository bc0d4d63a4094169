"""What is measured, on readings and clocks of our own."""

from __future__ import annotations

import json
import runpy
import sys
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from stub_reading import SENTENCE, full_reading, make_reader

from avviso.bench.gold import Figure, match, score, sentence_around, shared, speaker_right
from avviso.bench.reliability import bands, calibration_error
from avviso.bench.rules import rule_use
from avviso.bench.speed import Scaling, pace, peak_memory
from avviso.cli import main
from avviso.knowledge.lexicon import lexicon
from avviso.records import ActorKind, ActorMention, Article, Evidence, Reading, Span, When
from avviso.service import Service

CONTENT = SENTENCE.index("la trêve tient")
ROOT = Path(__file__).parent.parent


def reading(**changes) -> Reading:
    return replace(full_reading(Article("truce", SENTENCE, language="fr")), **changes)


def gold(**changes) -> dict:
    speaker = {"text": "la ministre Ana Rull", "name": "Ana Rull", "country": "LIE", "kind": "person"}
    statement = {"content": [CONTENT, CONTENT + 14], "form": "direct", "cue": "a dit", "speaker": speaker, "via": ["l'Agence Nord", "Sud"]}
    event = {"type": "CONSULT", "sources": ["AUT"], "targets": ["LIE"], "evidence": [0, 60]}
    item = {"what": "VOTE", "actors": ["LIE"], "date": "2026-02-03", "evidence": [0, 5]}
    return {"id": "truce", "statements": [statement], "events": [event], "agenda": [item]} | changes


def counts(found, name: str) -> tuple[int, int, int]:
    figure = found.figures[name]
    return figure.gold, figure.found, figure.right


def test_a_right_reading_scores() -> None:
    found = score([gold()], [reading()])
    assert counts(found, "statement") == (1, 2, 1)  # the stub says everything twice, once without a speaker
    assert counts(found, "event") == counts(found, "event-loose") == counts(found, "event-type") == (1, 1, 1)  # either order: symmetric
    assert counts(found, "agenda") == (1, 1, 1)
    assert found.rules == {"fr.dire-que": [1, 1], "fr.dire": [1, 0], "fr.agenda": [1, 0]}
    assert [(slip.kind, slip.group) for slip in found.slips if slip.kind != "wrong speaker"] == [("false statement", "fr.dire-que")]


def test_a_speaker_counts_apart_from_the_words() -> None:
    said = reading().statements[0]
    alone = reading(statements=(said,))
    assert counts(score([gold()], [alone]), "attributed") == (1, 1, 1)
    elsewhere = replace(said, speaker=replace(said.speaker, code="AUT"))
    found = score([gold()], [replace(alone, statements=(elsewhere,))])
    assert counts(found, "statement") == (1, 1, 1)
    assert counts(found, "attributed") == (1, 1, 0)
    assert "should be la ministre Ana Rull (LIE)" in next(slip.note for slip in found.slips if slip.kind == "wrong speaker")
    assert found.form == [1, 1]
    assert found.via == [1, 2]


def test_half_of_the_characters_is_enough_and_less_is_not() -> None:
    half = gold(statements=[gold()["statements"][0] | {"content": [CONTENT, CONTENT + 28]}])
    assert counts(score([half], [reading()]), "statement")[2] == 1
    less = gold(statements=[gold()["statements"][0] | {"content": [CONTENT, CONTENT + 29]}])
    found = score([less], [reading()])
    assert counts(found, "statement")[2] == 0
    assert {slip.kind for slip in found.slips} >= {"missed statement", "false statement"}


def test_an_event_needs_type_and_both_sides() -> None:
    event = gold()["events"][0]
    other_type = score([gold(events=[event | {"type": "ACCUSE"}])], [reading()])
    assert [counts(other_type, name)[2] for name in ("event", "event-type")] == [0, 0]
    one_side = score([gold(events=[event | {"sources": ["AUT", "FRA"]}])], [reading()])
    assert [counts(one_side, name)[2] for name in ("event", "event-loose", "event-type")] == [0, 1, 1]
    assert [slip.group for slip in one_side.slips if slip.kind == "missed event"] == ["CONSULT: other actors"]
    directed = replace(reading().events[0], type="ACCUSE")
    turned = score([gold(events=[event | {"type": "ACCUSE"}])], [reading(events=(directed,))])
    assert [counts(turned, name)[2] for name in ("event", "event-type")] == [0, 1]


def test_an_agenda_item_needs_its_day() -> None:
    item = reading().agenda[0]
    later = replace(item, time=When("2026-02-04", "day", date(2026, 2, 4), date(2026, 2, 4)))
    found = score([gold()], [reading(agenda=(later,))])
    assert counts(found, "agenda") == (1, 1, 0)
    assert {slip.kind for slip in found.slips} >= {"missed agenda", "false agenda"}


def test_confidence_is_set_against_what_is_right() -> None:
    said = reading().statements[0]
    sure, unsure = replace(said, confidence=0.9), replace(said, content=Span(0, 5), confidence=0.3)
    judged = score([gold()], [reading(statements=(sure, unsure), events=(), agenda=())]).judged
    assert [(one.kind, one.right) for one in judged] == [("statements", True), ("statements", False)]
    table = list(bands(judged))
    assert [(band.low, band.high, band.count, band.sure, band.right) for band in table] == [(0.2, 0.4, 1, 0.3, 0), (0.8, 1.0, 1, 0.9, 1)]
    assert calibration_error(table, "statements") == pytest.approx(0.2)
    assert calibration_error(table, "events") == 0


def test_weights_are_learnt_from_what_was_right() -> None:
    calibrate = runpy.run_path(str(ROOT / "bench" / "calibrate.py"))
    Example = calibrate["Example"]  # noqa: N806
    given = [Example(f"a{number % 5}", ("named",) if number % 4 else ("nobody",), bool(number % 4)) for number in range(60)]
    weights = calibrate["learn"](given)
    assert weights.chance(("named",)) > 0.9
    assert weights.chance(("nobody",)) < 0.2
    assert calibrate["learn"](given) == weights


def test_what_was_not_read_is_missed_and_what_was_not_annotated_does_not_count() -> None:
    assert counts(score([gold()], []), "statement") == (1, 0, 0)
    assert counts(score([gold(until=CONTENT - 1)], [reading()]), "statement") == (1, 0, 0)


def test_figures() -> None:
    figure = Figure(gold=4, found=2, right=1)
    assert (figure.precision, figure.recall) == (50, 25)
    assert figure.f1 == pytest.approx(100 / 3)
    assert Figure().f1 == 0


def test_pairs_are_taken_best_first_and_once() -> None:
    assert match([(0.6, 0, 0), (0.9, 0, 1), (0.8, 1, 1), (0.7, 1, 0)]) == [(0, 1), (1, 0)]
    assert shared(Span(0, 10), Span(5, 10)) == 0.5
    assert shared(Span(0, 5), Span(5, 10)) == 0


@pytest.mark.parametrize(
    ("annotated", "words", "name", "code", "right"),
    [
        ({"country": "FRA|EU"}, "Paris", None, "EU", True),
        ({"country": "FRA"}, "Paris", None, "FRA:OPP", True),
        ({"country": "FRA"}, "Paris", None, None, False),
        ({"country": "FRA", "kind": "person", "name": "Zoé Lémery"}, "LEMERY", None, "FRA", True),
        ({"country": "FRA", "kind": "person", "name": "Zoé Lémery"}, "elle", "Zoe Lemery", "FRA", True),
        ({"country": "FRA", "kind": "person", "name": "Zoé Lémery"}, "elle", None, "FRA", False),
        ({"country": None, "text": "des témoins"}, "Des témoins locaux", None, None, True),
        ({"country": None, "text": "des témoins"}, "la police", None, "FRA", False),
    ],
)
def test_speakers(annotated, words, name, code, right) -> None:
    found = ActorMention(Span(0, len(words)), name, ActorKind.PERSON, code)
    assert speaker_right(annotated, found, words) is right


def test_the_sentence_of_an_error() -> None:
    text = "First one. The second goes on. A third.\nA fourth"
    assert sentence_around(text, Span(text.index("second"), text.index("goes"))) == "The second goes on."
    assert sentence_around(text, Span(0, 5)) == "First one."
    assert sentence_around(text, Span(len(text) - 1, len(text))) == "A fourth"


def test_rules_that_never_fire_are_named() -> None:
    entry = next(entry for entry in lexicon("fr").entries if entry.subject == "cues")
    said = reading().statements[0]
    heard = reading(statements=(replace(said, evidence=Evidence("truce", said.content, entry.id)),))
    (use,) = rule_use([heard])
    assert use.language == "fr"
    assert use.fired[entry.id] == 1
    assert entry.id not in use.silent["cues"]
    assert len(use.silent["cues"]) == len({e.id for e in lexicon("fr").entries if e.subject == "cues"}) - 1


class Clock:
    """A clock that the work itself moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_speed_is_told_beside_the_bare_parser() -> None:
    clock, seen = Clock(), []

    def parse(texts):
        seen.append(texts)
        clock.now += 2
        return sum(len(text.split()) for text in texts)

    def read(article):
        clock.now += 5

    text = "one two three\n\nfour five"
    speed = pace("en", [Article("a", text)], read, parse, 3, clock, least=10)
    assert seen[0] == ["one two three", "four five"]
    assert (speed.tokens, speed.articles) == (10, 2)  # read twice, to have ten tokens
    assert speed.bare.median == 10 / 4
    assert speed.reading.fastest == speed.reading.slowest == 1
    assert speed.ratio == pytest.approx(0.4)


def test_memory_and_workers() -> None:
    most = peak_memory()
    assert most is None or 0.01 < most < 100
    assert Scaling(2, 4.0, 7.0).speedup == 1.75


@pytest.fixture
def bench(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "articles.jsonl").write_text(json.dumps({"id": "truce", "text": SENTENCE, "lang": "fr"}) + "\n", encoding="utf-8")
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold()) + "\n", encoding="utf-8")

    def command(*arguments):
        code = main(["bench", "read", *arguments], make_service=partial(Service, make_reader=make_reader))
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return command


def test_the_command_scores(bench) -> None:
    code, out, _ = bench("--gold", "gold.jsonl", "--articles", "articles.jsonl")
    assert code == 0
    assert "event         P 100.0  R 100.0  F1 100.0   (gold 1, found 1, right 1)" in out
    code, out, _ = bench("--gold", "gold.jsonl", "--articles", "articles.jsonl", "--errors")
    assert "false statement, fr.dire-que (1)" in out
    assert f"      in: {SENTENCE}" in out
    assert [line.split() for line in out.splitlines()][-3:] == [["fr.dire-que", "1", "1"], ["fr.agenda", "1", "0"], ["fr.dire", "1", "0"]]


def test_the_command_gives_json(bench) -> None:
    _, out, _ = bench("--gold", "gold.jsonl", "--articles", "articles.jsonl", "--rules", "--json")
    told = json.loads(out)
    assert told["figures"]["event"] == {"gold": 1, "found": 1, "right": 1, "precision": 100, "recall": 100, "f1": 100}
    assert told["rule_use"][0]["language"] == "fr"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--gold", "gold.jsonl"), 2, "belong together"),
        (("--errors",), 2, "give --gold"),
        (("--gold", "none.jsonl", "--articles", "articles.jsonl"), 1, "none.jsonl: cannot be read"),
        (("--gold", "articles.jsonl", "--articles", "articles.jsonl"), 1, "articles.jsonl:1: no annotated article"),
        (("none.txt",), 1, "nothing to measure on"),
    ],
)
def test_the_command_refuses(bench, arguments, code, said) -> None:
    assert (bench(*arguments)[0], said in bench(*arguments)[2]) == (code, True)


def test_an_annotation_of_the_wrong_form_is_told(bench, tmp_path) -> None:
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold(statements=[{"content": 3}])) + "\n", encoding="utf-8")
    code, _, err = bench("--gold", "gold.jsonl", "--articles", "articles.jsonl")
    assert code == 1
    assert "gold.jsonl: an annotation has not the form it should" in err


def floors(monkeypatch, *arguments) -> int:
    monkeypatch.setattr(sys, "argv", ["floors.py", *map(str, arguments)])
    with pytest.raises(SystemExit) as end:
        runpy.run_path(str(ROOT / "bench" / "floors.py"), run_name="__main__")
    return end.value.code


def test_without_gold_no_floor_is_measured(monkeypatch, capsys, tmp_path) -> None:
    assert floors(monkeypatch, "--dev", tmp_path) == 0
    assert "no gold at hand, floors not measured" in capsys.readouterr().out


def test_a_figure_below_its_floor_fails(monkeypatch, capsys, tmp_path) -> None:
    monkeypatch.setattr("avviso.service.Service.read", lambda *_, **__: iter(()))
    (tmp_path / "gold-fr.jsonl").write_text(json.dumps(gold()) + "\n", encoding="utf-8")
    (tmp_path / "articles-fr.jsonl").write_text("", encoding="utf-8")
    assert floors(monkeypatch, tmp_path) == 1
    assert "fr statement: 0.0 is below" in capsys.readouterr().err


def test_floors_name_figures_that_there_are() -> None:
    held = json.loads((ROOT / "bench" / "floors.json").read_text(encoding="utf-8"))
    known = set(score([], []).figures)
    assert {name for by_language in (held, held["own"]) for language in ("fr", "en") for name in by_language[language]} <= known
    assert set(held["own"]) == {path.stem[-2:] for path in (ROOT / "bench" / "gold").glob("gold-*.jsonl")}
    assert held["speed_ratio"] > 0
    assert held["memory_gb"] > 0


@pytest.mark.parametrize("half", ["learnt", "aside"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_sentences_are_well_formed(language: str, half: str) -> None:
    sentences = runpy.run_path(str(ROOT / "bench" / "sentences.py"))
    found = list(sentences["annotated"](ROOT / "bench" / "sentences" / half / f"{language}.txt"))
    assert len(found) == 360
    assert sum(not events for _, events in found) == 40


def test_a_malformed_sentence_is_named(tmp_path: Path) -> None:
    sentences = runpy.run_path(str(ROOT / "bench" / "sentences.py"))
    (tmp_path / "en.txt").write_text("Lima met Quito.|CONSULT PER>ECU happened\nLima met Quito.|CONSULT\n")
    with pytest.raises(SystemExit, match="line 2"):
        list(sentences["annotated"](tmp_path / "en.txt"))


def test_sentences_are_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sentences = runpy.run_path(str(ROOT / "bench" / "sentences.py"))
    lines = ["Paris condemned the attack.|ACCUSE FRA> happened", "China invaded Peru.|ASSAULT CHN>PER happened", "The rose is red.|"]
    (tmp_path / "en.txt").write_text("\n".join(lines))
    sentences["main"]([str(tmp_path / "en.txt")])
    printed = capsys.readouterr().out
    assert "annotated 2, found 1, right 1" in printed
    assert "nothing found in 1 of 1" in printed
