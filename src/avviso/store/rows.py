"""Records as rows of the archive's tables, and back."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Table

from avviso.identity import Finding, findings, roles, text_digest
from avviso.records import (
    ActorMention,
    AgendaItem,
    Article,
    Check,
    Event,
    LearnedPerson,
    Omission,
    Outlet,
    Part,
    Place,
    PlaceMention,
    Position,
    Reading,
    Span,
    Statement,
    TimeMention,
    When,
)
from avviso.store import schema
from avviso.store.codec import day_or_moment, pack, unpack

_RECORDS: dict[str, type[Finding]] = {
    "statements": Statement,
    "events": Event,
    "positions": Position,
    "agenda": AgendaItem,
    "omissions": Omission,
    "checks": Check,
}


def digest(reading: Reading) -> str:
    """What changes when a reading of the same text finds or knows anything else. When it was retrieved does not count."""
    article = replace(reading.article, retrieved=None, version=1, supersedes=None)
    packed = json.dumps(pack(replace(reading, article=article)), ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(packed.encode()).hexdigest()


def fold(text: str) -> str:
    """The text without case and accents, for comparing names."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))


def of_outlet(outlet: Outlet) -> dict[str, Any]:
    """The columns of an outlet."""
    return {
        "id": outlet.id,
        "name": outlet.name,
        "country": outlet.country,
        "ownership": outlet.ownership,
        "owner": outlet.owner,
        "reliability": outlet.reliability,
        "languages": list(outlet.languages),
    }


def of_article(reading: Reading, *, origin: str | None, outlet_id: str | None) -> dict[str, Any]:
    """The columns of an article that come from its reading; its version is the archive's matter."""
    article = reading.article
    published = article.published
    return {
        "id": article.id,
        "url": article.url,
        "origin": origin,
        "outlet": article.outlet,
        "outlet_id": outlet_id,
        "headline": article.headline,
        "byline": article.byline,
        "published": published.isoformat() if published else None,
        "published_on": published.date() if isinstance(published, datetime) else published,
        "retrieved": article.retrieved.isoformat() if article.retrieved else None,
        "language": article.language,
        "text": article.text,
        "text_sha256": text_digest(article.text),
        "parts": [pack(part) for part in reading.parts],
    }


def to_article(row: Row[Any]) -> Article:
    """The article of a row."""
    return Article(
        id=row.id,
        text=row.text,
        url=row.url,
        outlet=row.outlet,
        headline=row.headline,
        byline=row.byline,
        published=day_or_moment(row.published) if row.published else None,
        retrieved=datetime.fromisoformat(row.retrieved) if row.retrieved else None,
        language=row.language,
        version=row.version,
        supersedes=row.supersedes,
    )


def to_finding(kind: str, body: Any) -> Finding:
    """The finding that the archive keeps in `body`."""
    return unpack(_RECORDS[kind], body)


def to_reading(
    row: Row[Any],
    found: Sequence[Row[Any]],
    places: Sequence[Row[Any]],
    times: Sequence[Row[Any]],
    persons: Sequence[Row[Any]],
) -> Reading:
    """The reading that was stored."""
    kinds: dict[str, Any] = {kind: tuple(to_finding(kind, item.body) for item in found if item.kind == kind) for kind in _RECORDS}
    return Reading(
        article=to_article(row),
        parts=tuple(unpack(Part, part) for part in row.parts),
        places=tuple(_to_place(place) for place in places),
        times=tuple(unpack(TimeMention, time.body) for time in times),
        persons=tuple(unpack(LearnedPerson, person.body) for person in persons),
        **kinds,
    )


def of_findings(reading: Reading, key: str) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    """The rows of everything found in an article, table by table, in an order that foreign keys allow."""
    text = reading.article.text
    found = list(findings(reading))
    yield schema.findings, [_of_finding(key, text, kind, name, finding) for kind, name, finding in found]
    yield (
        schema.mentions,
        [_of_mention(key, text, name, role, actor) for _, name, finding in found for role, actor in roles(finding)],
    )
    yield schema.persons, [_of_person(key, person) for person in reading.persons]
    yield schema.places, [_of_place(key, text, place) for place in reading.places]
    yield schema.times, [_of_time(key, text, time) for time in reading.times]


def _of_finding(key: str, text: str, kind: str, name: str, finding: Finding) -> dict[str, Any]:
    span, when = finding.evidence.span, _time(finding)
    return {
        "id": name,
        "article_key": key,
        "kind": kind,
        "label": _label(finding),
        "status": finding.status.value if isinstance(finding, Event) else None,
        "rule": finding.evidence.rule,
        "confidence": finding.confidence,
        "start": span.start,
        "end": span.end,
        "words": _hull(finding).of(text),
        "time_start": when.start if when else None,
        "time_end": (when.end or when.start) if when else None,
        "asserted_by": finding.asserted_by if isinstance(finding, Event) else None,
        "body": pack(finding),
    }


def _label(finding: Finding) -> str:
    match finding:
        case Statement():
            return finding.act
        case Event():
            return finding.type
        case Position():
            return finding.stance
        case AgendaItem():
            return finding.what
        case Omission():
            return "omission"
        case Check():
            return finding.kind


def _time(finding: Finding) -> When | None:
    if isinstance(finding, Position):
        return finding.since
    return None if isinstance(finding, Omission | Check) else finding.time


def _hull(finding: Finding) -> Span:
    """From the first to the last word that the finding rests on."""
    spans = [finding.evidence.span]
    if isinstance(finding, Statement):
        spans += [finding.content] if finding.cue is None else [finding.content, finding.cue]
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _of_mention(key: str, text: str, finding_id: str, role: str, actor: ActorMention) -> dict[str, Any]:
    words = actor.span.of(text)
    return {
        "finding_id": finding_id,
        "article_key": key,
        "role": role,
        "start": actor.span.start,
        "end": actor.span.end,
        "text": words,
        "name": actor.name,
        "code": actor.code,
        "kind": actor.kind.value if actor.kind else None,
        "office": actor.office,
        "actor_id": actor.actor_id,
        "resolved_by": actor.resolved_by,
        "folded": fold("\n".join(filter(None, (words, actor.name, actor.office)))),
    }


def _of_person(key: str, person: LearnedPerson) -> dict[str, Any]:
    return {
        "article_key": key,
        "actor_id": person.actor.id,
        "name": person.actor.name,
        "code": person.actor.code,
        "office": person.actor.office,
        "since": person.since.date() if isinstance(person.since, datetime) else person.since,
        "start": person.evidence.span.start,
        "end": person.evidence.span.end,
        "rule": person.evidence.rule,
        "body": pack(person),
    }


def _of_place(key: str, text: str, mention: PlaceMention) -> dict[str, Any]:
    place = mention.place
    return {
        "article_key": key,
        "start": mention.span.start,
        "end": mention.span.end,
        "text": mention.span.of(text),
        "name": place.name,
        "country": place.country,
        "lat": place.lat,
        "lon": place.lon,
        "gazetteer_id": place.gazetteer_id,
        "precision": place.precision,
    }


def _to_place(row: Row[Any]) -> PlaceMention:
    place = Place(row.name, row.country, row.lat, row.lon, row.gazetteer_id, row.precision)
    return PlaceMention(Span(row.start, row.end), place)


def _of_time(key: str, text: str, mention: TimeMention) -> dict[str, Any]:
    start: date | None = mention.when.start
    return {
        "article_key": key,
        "start": mention.span.start,
        "end": mention.span.end,
        "text": mention.span.of(text),
        "type": mention.type,
        "value": mention.when.value,
        "time_start": start,
        "time_end": mention.when.end or start,
        "body": pack(mention),
    }
