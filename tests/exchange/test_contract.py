import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stub_reading import NOW, SENTENCE, an_article, full_reading

from avviso.exchange.contract import iso_date, reading_object
from avviso.identity import identify
from avviso.records import ActorMention, Event, Evidence, Form, Link, Part, Reading, Span, Statement, Status, TimeMention, When

PREFIX = "« Œuvre » \U0001f54a\r\n\r\n"


@pytest.fixture(scope="module")
def found():
    article = an_article(
        PREFIX + SENTENCE, id="given", url="https://n.example/1", outlet="Nord", headline="Trêve", published=date(2026, 2, 4)
    )
    return reading_object(identify(full_reading(article)))


def test_the_keys_are_those_of_the_contract(found):
    assert list(found) == ["article", "statements", "events", "positions", "agenda", "omissions", "checks", "places", "times"]
    assert set(found["article"]) == {"id", "url", "outlet", "headline", "published", "language", "text_sha256", "parts"}
    keys = {
        "statements": "id speaker cue content addressee form chain channel act when where confidence rule",
        "events": "id type mode contexts source_actors target_actors status when where asserted_by cameo quad_class goldstein evidence "
        "confidence rule",
        "positions": "id holder issue stance since evidence confidence rule",
        "agenda": "id what actors date when where certainty evidence confidence rule",
        "omissions": "id in topic reported_by evidence confidence rule",
        "checks": "id kind text says holds evidence confidence rule",
        "places": "text start end name country lat lon gazetteer_id",
        "times": "text start end value type",
    }
    for kind, names in keys.items():
        assert set(found[kind][0]) == set(names.split()), kind


def test_an_actor_has_all_its_keys_and_an_unknown_speaker_only_nulls(found):
    known, unknown = (statement["speaker"] for statement in found["statements"])
    assert known == {
        "text": "Ana Rull", "start": 52, "end": 60, "name": "Ana Rull", "code": "LIE", "kind": "person", "office": "ministre",
        "actor_id": "person:ana-rull",
    }  # fmt: skip
    assert set(unknown) == set(known) and set(unknown.values()) == {None}
    assert found["statements"][1]["addressee"] is None and found["statements"][1]["chain"] == []


def test_what_the_article_says_of_itself_is_given_back(found):
    about = found["article"]
    assert (about["id"], about["published"], about["language"]) == ("given", "2026-02-04", "fr")
    assert about["parts"] == [{"kind": "body", "text": PREFIX + SENTENCE, "start": 0, "end": len(PREFIX + SENTENCE)}]
    moment = full_reading(an_article(published=NOW))
    assert reading_object(moment)["article"]["published"] == "2026-02-10T09:30:00+00:00"


def test_the_kinds_hold_what_they_should(found):
    assert found["events"][0]["asserted_by"] == found["statements"][0]["id"]
    assert found["agenda"][0]["date"] == "2026-02-03"
    assert found["omissions"][0]["in"]["text"] == "Ana Rull"
    assert found["checks"][0]["text"] == SENTENCE
    assert found["statements"][0]["when"]["text"] == "Mardi 3 février"
    assert found["statements"][0]["where"]["country"] == "LIE"
    assert found["statements"][0]["chain"][0]["relation"] == "reported"


@pytest.mark.parametrize(
    ("when", "date_"),
    [
        (When("2026-02-01", "day", date(2026, 2, 1)), "2026-02-01"),
        (When("2026-02-01T10:30", "minute", date(2026, 2, 1)), "2026-02-01"),
        (When("2026-W05", "week", date(2026, 1, 26)), "2026-W05"),
        (When("2026-02", "month", date(2026, 2, 1)), "2026-02"),
        (When("2026", "year", date(2026, 1, 1)), "2026"),
        (When("PRESENT_REF", "day", date(2026, 2, 1)), "2026-02-01"),
        (When("2026-SP", "month", date(2026, 3, 1)), "2026-03"),
        (When("P2D", "day"), None),
        (None, None),
    ],
)
def test_a_date_is_as_precise_as_the_text_allows(when, date_):
    assert iso_date(when) == date_


def spans_of(thing):
    """Every object of the contract that names words of the text."""
    if isinstance(thing, dict):
        if {"text", "start", "end"} <= set(thing):
            yield thing
        for value in thing.values():
            yield from spans_of(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from spans_of(value)


@st.composite
def readings(draw):
    text = draw(st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=80))

    def span():
        start = draw(st.integers(0, len(text)))
        return Span(start, draw(st.integers(start, len(text))))

    def actor():
        return ActorMention(span(), draw(st.none() | st.text(max_size=5)), None, draw(st.none() | st.just("FRA")))

    def maybe(make):
        return make() if draw(st.booleans()) else None

    article = an_article(text)
    statements = tuple(
        Statement(
            "s", span(), Form.MIXED, Evidence(article.id, span(), "r"), maybe(actor), maybe(span), maybe(actor), (Link(actor(), "cited"),),
            maybe(span), time=When("2026", "year", words=maybe(span)),
        )
        for _ in range(draw(st.integers(0, 3)))
    )  # fmt: skip
    events = (Event("e", "AID", Status.ALLEGED, Evidence(article.id, span(), "r"), span(), (actor(),), asserted_by="s"),)
    times = (TimeMention(span(), "DATE", When("2026", "year")),)
    return Reading(article, (Part("body", span()),), statements, events, times=times)


@settings(max_examples=150, deadline=None)
@given(readings())
def test_offsets_point_to_what_they_name_in_any_text(reading):
    written = json.loads(json.dumps(reading_object(identify(reading)), ensure_ascii=False))
    named = [thing for thing in spans_of(written) if thing["start"] is not None]
    assert named
    for thing in named:
        assert reading.article.text[thing["start"] : thing["end"]] == thing["text"]


@settings(max_examples=60, deadline=None)
@given(readings())
def test_ids_are_unique_and_the_same_each_time(reading):
    first, second = (reading_object(identify(replace(reading))) for _ in range(2))
    names = [finding["id"] for kind in ("statements", "events") for finding in first[kind]]
    assert len(set(names)) == len(names)
    assert first == second
