"""How sure findings are: signals, weights, and what is passed over."""

from __future__ import annotations

from dataclasses import replace

import pytest
from stub_reading import an_article, full_reading

from avviso.errors import DataError
from avviso.extract import confidence
from avviso.extract.confidence import signals_of, with_confidence
from avviso.identity import KINDS, surer
from avviso.knowledge.weights import Weights, weights
from avviso.records import Span


@pytest.fixture
def reading():
    return full_reading(an_article())


def test_signals_tell_rule_form_and_how_the_actors_were_told(reading) -> None:
    _, signals = next(signals_of(reading, "statements"))
    assert {"rule fr.dire-que", "form direct", "act assert", "cue", "speaker by title", "3 to 5 words"} <= set(signals)
    _, signals = next(signals_of(reading, "events"))
    assert {"type CONSULT", "status happened", "source by title", "target by name", "reported"} <= set(signals)
    assert "no source" in next(signals_of(replace(reading, events=(replace(reading.events[0], source_actors=()),)), "events"))[1]


def test_a_statement_inside_another_is_told(reading) -> None:
    said = reading.statements[0]
    inner = replace(said, content=Span(said.content.start, said.content.end - 2))
    told = dict(signals_of(replace(reading, statements=(said, inner)), "statements"))
    assert "inside another" not in told[said]
    assert "inside another" in told[inner]


def test_every_finding_gets_its_chance(reading, monkeypatch) -> None:
    known = {"statements": Weights(0.0, {"form direct": 2.0, "unheard of": 9.0}), "checks": Weights(-1.0, {})}
    monkeypatch.setattr(confidence, "weights", lambda: known)
    rated = with_confidence(reading)
    assert rated.statements[0].confidence == 0.88  # 1 / (1 + exp(-2))
    assert {check.confidence for check in rated.checks} <= {0.27}
    assert rated.events[0].confidence == 1.0
    assert Weights(-900.0, {}).chance(()) < 0.001


def test_the_less_sure_is_passed_over(reading) -> None:
    unsure = replace(reading, statements=tuple(replace(said, confidence=0.4) for said in reading.statements))
    kept = surer(unsure, 0.5)
    assert kept.statements == ()
    assert kept.events[0].asserted_by is None
    assert surer(unsure, 0.0) == unsure
    assert all(getattr(kept, kind) == getattr(unsure, kind) for kind in KINDS if kind not in ("statements", "events"))


def test_the_weights_that_ship_load() -> None:
    assert all(-9 < value < 9 for known in weights().values() for value in (known.base, *known.signals.values()))


def test_weights_of_another_form_are_refused(tmp_path) -> None:
    (tmp_path / "w.toml").write_text('[events]\nbase = "much"\n')
    with pytest.raises(DataError, match=r"w\.toml: events"):
        weights(tmp_path / "w.toml")
