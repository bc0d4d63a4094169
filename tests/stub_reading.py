"""A reading without a parser: it finds one of everything in the same sentence, and misbehaves on command."""

from __future__ import annotations

import os
import re
import sys
import time
from dataclasses import replace
from datetime import UTC, date, datetime

from avviso.errors import InputError, Skip
from avviso.records import (
    Actor,
    ActorKind,
    ActorMention,
    AgendaItem,
    Article,
    Check,
    Event,
    Evidence,
    Form,
    LearnedPerson,
    Link,
    Omission,
    Part,
    Place,
    PlaceMention,
    Position,
    Reading,
    Span,
    Statement,
    Status,
    TimeMention,
    When,
)

NOW = datetime(2026, 2, 10, 9, 30, tzinfo=UTC)
SENTENCE = "Mardi 3 février à Vaduz, la ministre Ana Rull a dit à Kaltstadt que « la trêve tient », selon l'agence Nord."
VADUZ = Place("Vaduz", "LIE", 47.14, 9.52, "3042030", "city")
TUESDAY = date(2026, 2, 3)


def an_article(text: str = SENTENCE, **fields) -> Article:
    return Article(**{"id": "an-article", "text": text, "language": "fr"} | fields)


def full_reading(article: Article) -> Reading:
    """Everything that `SENTENCE` holds, at each place where it stands; an article with other words yields its parts alone."""
    reading = Reading(article=replace(article, language=article.language or "fr"), parts=(Part("body", Span(0, len(article.text))),))
    starts = [match.start() for match in re.finditer(re.escape(SENTENCE), article.text)]
    for start in starts:
        found = _found(article, start)
        reading = replace(reading, **{name: getattr(reading, name) + items for name, items in found.items()})
    return reading


def _found(article: Article, at: int) -> dict:
    def span(words: str) -> Span:
        start = article.text.index(words, at)
        return Span(start, start + len(words))

    whole = span(SENTENCE)
    when = When("2026-02-03", "day", TUESDAY, TUESDAY, span("Mardi 3 février"), "published")
    rull = ActorMention(span("Ana Rull"), "Ana Rull", ActorKind.PERSON, "LIE", "ministre", "person:ana-rull", "title")
    town = ActorMention(span("Kaltstadt"), "Kaltstadt", ActorKind.STATE, "AUT:OPP", None, "AUT", "name")
    agency = ActorMention(span("l'agence Nord"), None, ActorKind.MEDIA, None, None, None, "none")

    def evidence(rule: str) -> Evidence:
        return Evidence(article.id, whole, rule)

    statement = Statement(
        id=f"s{at}", content=span("la trêve tient"), form=Form.DIRECT, evidence=evidence("fr.dire-que"), speaker=rull, cue=span("a dit"),
        addressee=town, chain=(Link(agency, "reported"),), channel=None, place=VADUZ, time=when, act="assert",
    )  # fmt: skip
    event = Event(
        id=f"e{at}", type="CONSULT", status=Status.HAPPENED, evidence=evidence("fr.dire"), trigger=span("a dit"), source_actors=(rull,),
        target_actors=(town,), mode="visit", place=VADUZ, time=when, asserted_by=f"s{at}", cameo="040", quad_class=1, goldstein=-1.5,
    )  # fmt: skip
    taught = Actor("person:ana-rull", "Ana Rull", ActorKind.PERSON, "LIE", "ministre", ("Rull",))
    return {
        "statements": (statement, replace(statement, id=f"t{at}", speaker=None, chain=(), addressee=None, cue=None, act="deny")),
        "events": (event,),
        "positions": (Position(rull, span("la trêve"), "supports", evidence("fr.tenir"), when),),
        "agenda": (AgendaItem("VOTE", evidence("fr.agenda"), (rull, town), when, VADUZ),),
        "omissions": (Omission(span("la trêve"), evidence("fr.taire"), silent=rull, reported_by=agency),),
        "checks": (Check("weekday", "mardi 3 février", "2026-02-03 is a Tuesday", evidence("check.weekday")),),
        "places": (PlaceMention(span("Vaduz"), VADUZ),),
        "times": (TimeMention(span("Mardi 3 février"), "DATE", when),),
        "persons": (LearnedPerson(taught, Evidence(article.id, span("la ministre Ana Rull"), "title"), TUESDAY),),
    }


def make_reader(languages, persons):
    """What the service is given in the place of the real reader. Words in capitals in a text command it to misbehave."""

    def read(article: Article):
        if "BOOM" in article.text:
            raise RuntimeError("boom")
        if "REFUSE" in article.text:
            raise InputError("the text refuses; give another")
        if "DIE" in article.text:
            os._exit(9)
        if "SLOW" in article.text:
            time.sleep(0.3)
        if article.language and article.language not in languages:
            return Skip("", f"the text is in {article.language}, which is not read")
        return full_reading(article)

    return read


def make_teller(languages, persons):
    """A reader that tells how its process is set up, as the reason of a skip."""
    numpy_was_there = "numpy" in sys.modules

    def read(article: Article):
        threads = {os.environ.get(f"{library}_NUM_THREADS") for library in ("OMP", "OPENBLAS", "MKL")}
        return Skip("", f"{os.getpid() != int(article.text)} {threads} {numpy_was_there}")

    return read


def make_no_reader(languages, persons):
    raise RuntimeError("no model")
