"""Sets that are annotated for one thing alone, on readings of our own."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial

import pytest
from stub_reading import SENTENCE, full_reading, make_reader

from avviso.bench.sets import kilometres, score_set
from avviso.cli import main
from avviso.records import Article, Reading
from avviso.service import Service

CONTENT = SENTENCE.index("la trêve tient")
SPEAKER = SENTENCE.index("Ana Rull")
VADUZ = SENTENCE.index("Vaduz")
TUESDAY = SENTENCE.index("Mardi")


def reading(**changes) -> Reading:
    return replace(full_reading(Article("truce", SENTENCE, language="fr")), **changes)


def counts(annotated: dict, read: Reading | None = None) -> dict[str, tuple[int, int, int]]:
    text = {"id": "truce", "text": SENTENCE} | annotated
    figures = score_set([text], [read or reading()])
    return {name: (figure.gold, figure.found, figure.right) for name, figure in figures.items()}


def quote(**changes) -> dict:
    return {"start": CONTENT, "end": CONTENT + 14, "speaker_start": SPEAKER, "speaker_end": SPEAKER + 8} | changes


def test_contents_speakers_and_characters() -> None:
    alone = reading(statements=reading().statements[:1])
    assert counts({"quotes": [quote()]}, alone) == {"contents": (1, 1, 1), "with speaker": (1, 1, 1), "characters": (12, 12, 12)}
    other = quote(speaker_start=VADUZ, speaker_end=VADUZ + 5)
    assert counts({"quotes": [other]}, alone)["with speaker"] == (1, 1, 0)
    assert counts({"quotes": [quote(end=CONTENT + 29)]}, alone)["contents"] == (1, 1, 0)
    assert counts({"quotes": [quote(speaker_start=None)]}, alone)["with speaker"] == (1, 1, 1)
    assert counts({"quotes": [], "annotated_sentences": [[0, 3]]}, alone)["contents"] == (0, 0, 0)


def test_the_sides_of_an_event_in_either_order_where_it_is_mutual() -> None:
    assert counts({"gold": [{"event": "CONSULT", "source": "Kaltstadt", "target": "the minister Rull"}]}) == {
        "type": (1, 1, 1),
        "pair": (1, 1, 1),
        "pair and type": (1, 1, 1),
    }
    accused = reading(events=(replace(reading().events[0], type="CONCEDE"),))
    assert counts({"gold": [{"event": "YIELD", "source": "Kaltstadt", "target": "Rull"}]}, accused) == {
        "type": (1, 1, 1),
        "pair": (1, 1, 0),
        "pair and type": (1, 1, 0),
    }


def test_times_by_value_and_what_is_put_aside() -> None:
    tuesday = {"start": TUESDAY, "end": TUESDAY + 15, "value": "2026-02-03"}
    assert counts({"timexes": [tuesday]}) == {"found": (1, 1, 1), "value": (1, 1, 1)}
    assert counts({"timexes": [tuesday | {"value": "2025-02-03"}]})["value"] == (1, 1, 0)
    assert counts({"timexes": [], "ignore": [[TUESDAY, TUESDAY + 3]]})["found"] == (0, 0, 0)


def test_places_within_a_hundred_miles() -> None:
    vaduz = {"start": VADUZ, "end": VADUZ + 5, "lat": 47.4, "lon": 8.5}
    assert counts({"toponyms": [vaduz]}) == {"found": (1, 1, 1), "near": (1, 1, 1)}
    assert counts({"toponyms": [vaduz | {"lon": 2.3}]})["near"] == (1, 1, 0)
    assert counts({"toponyms": [vaduz | {"lat": None}]})["found"] == (0, 1, 0)
    assert kilometres((0, 0), (0, 90)) == pytest.approx(10_007, abs=2)


def test_a_text_that_was_not_read_counts_as_read_without_findings() -> None:
    figures = score_set([{"id": "elsewhere", "text": SENTENCE, "quotes": [quote()]}], [reading()])
    assert (figures["contents"].gold, figures["contents"].found) == (1, 0)


def test_the_command_measures_a_set_and_tells_what_is_none(tmp_path, monkeypatch, capsys) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps({"id": "truce", "lang": "fr", "text": SENTENCE, "timexes": []}), encoding="utf-8")
    make = partial(Service, make_reader=make_reader)
    assert main(["bench", "read", "--set", str(path)], make_service=make) == 0
    assert "found         P   0.0  R   0.0  F1   0.0   (gold 0, found 1, right 0)" in capsys.readouterr().out
    path.write_text(json.dumps({"id": "truce", "lang": "fr", "text": SENTENCE}), encoding="utf-8")
    assert main(["bench", "read", "--set", str(path)], make_service=make) == 1
    assert "set.jsonl:1: no text of a set" in capsys.readouterr().err
    path.write_text(json.dumps({"id": "truce", "lang": "fr", "text": SENTENCE, "quotes": [{"start": 1}]}), encoding="utf-8")
    assert main(["bench", "read", "--set", str(path)], make_service=make) == 1
    assert "has not the form it should" in capsys.readouterr().err
