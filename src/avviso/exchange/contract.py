"""A reading as JSON: the contract of `avviso read --jsonl`.

A span is `{text, start, end}`; an actor is a span with `name, code, kind, office, actor_id`, null where the text does not tell. A
statement always has a speaker, whose every field is null when nobody is named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from avviso.identity import KINDS, Finding, findings, text_digest
from avviso.records import (
    ActorMention,
    AgendaItem,
    Check,
    Event,
    Omission,
    Place,
    Position,
    Reading,
    Span,
    Statement,
    When,
)

Json = dict[str, Any]

_ISO_DATE = re.compile(r"\d{4}(?:-W\d{2}|-\d{2}(?:-\d{2})?)?(?=$|T)")
_LENGTHS = {"year": 4, "month": 7, "day": 10, "minute": 10}


def reading_object(reading: Reading) -> Json:
    """The whole contract for one article."""
    article, text = reading.article, reading.article.text
    found: Json = {
        "article": {
            "id": article.id,
            "url": article.url,
            "outlet": article.outlet,
            "headline": article.headline,
            "published": article.published.isoformat() if article.published else None,
            "language": article.language,
            "text_sha256": text_digest(text),
            "parts": [{"kind": part.kind, **span_object(text, part.span)} for part in reading.parts],
        }
    }
    found |= {kind: [] for kind in KINDS}
    for kind, name, finding in findings(reading):
        found[kind].append(finding_object(text, name, finding))
    found["places"] = [{**span_object(text, mention.span), **_coordinates(mention.place)} for mention in reading.places]
    found["times"] = [{**span_object(text, time.span), "value": time.when.value, "type": time.type} for time in reading.times]
    return found


def finding_object(text: str, name: str, finding: Finding) -> Json:
    """One finding of the contract; `text` is the article's, `name` the finding's id."""
    match finding:
        case Statement():
            about = _statement(text, finding)
        case Event():
            about = _event(text, finding)
        case Position():
            about = {
                "holder": actor_object(text, finding.holder),
                "issue": span_object(text, finding.issue),
                "stance": finding.stance,
                "since": _when(text, finding.since),
            }
        case AgendaItem():
            about = {
                "what": finding.what,
                "actors": _actors(text, finding.actors),
                "date": iso_date(finding.time),
                "when": _when(text, finding.time),
                "where": _place(finding.place),
                "certainty": finding.certainty,
            }
        case Omission():
            about = {
                "in": span_object(text, finding.document) if finding.document else actor_object(text, finding.silent),
                "topic": span_object(text, finding.topic),
                "reported_by": actor_object(text, finding.reported_by),
            }
        case Check():
            words = finding.evidence.span.of(text)
            about = {"kind": finding.kind, "text": words, "says": finding.says, "holds": finding.holds}
    if not isinstance(finding, Statement):
        about["evidence"] = span_object(text, finding.evidence.span)
    return {"id": name, **about, "confidence": finding.confidence, "rule": finding.evidence.rule}


def iso_date(when: When | None) -> str | None:
    """A time as an ISO date, as precise as it is known: a day, a week as an interval of days, a month or a year."""
    if when is None:
        return None
    if when.precision == "week" and when.start and when.end:
        return f"{when.start.isoformat()}/{when.end.isoformat()}"
    written = _ISO_DATE.match(when.value)
    if written:
        return written.group()
    return when.start.isoformat()[: _LENGTHS.get(when.precision, 10)] if when.start else None


def _statement(text: str, found: Statement) -> Json:
    return {
        "speaker": actor_object(text, found.speaker) or dict(_NOBODY),
        "cue": span_object(text, found.cue),
        "content": span_object(text, found.content),
        "addressee": actor_object(text, found.addressee),
        "form": found.form.value,
        "chain": [{**actor_object(text, link.actor), "relation": link.relation} for link in found.chain],
        "channel": span_object(text, found.channel),
        "act": found.act,
        "when": _when(text, found.time),
        "where": _place(found.place),
    }


def _event(text: str, found: Event) -> Json:
    return {
        "type": found.type,
        "mode": found.mode,
        "contexts": list(found.contexts),
        "source_actors": _actors(text, found.source_actors),
        "target_actors": _actors(text, found.target_actors),
        "status": found.status.value,
        "when": _when(text, found.time),
        "where": _place(found.place),
        "asserted_by": found.asserted_by,
        "cameo": found.cameo,
        "quad_class": found.quad_class,
        "goldstein": found.goldstein,
    }


_NOBODY: Json = dict.fromkeys(("text", "start", "end", "name", "code", "kind", "office", "actor_id"))


def span_object(text: str, span: Span | None) -> Any:
    """The words and where they stand, None for none."""
    return None if span is None else {"text": span.of(text), "start": span.start, "end": span.end}


def actor_object(text: str, actor: ActorMention | None) -> Any:
    """An actor as the text names it, None for none."""
    if actor is None:
        return None
    return {
        **span_object(text, actor.span),
        "name": actor.name,
        "code": actor.code,
        "kind": actor.kind.value if actor.kind else None,
        "office": actor.office,
        "actor_id": actor.actor_id,
    }


def _actors(text: str, actors: Sequence[ActorMention]) -> list[Json]:
    return [actor_object(text, actor) for actor in actors]


def _when(text: str, when: When | None) -> Any:
    if when is None:
        return None
    return {
        "value": when.value,
        "precision": when.precision,
        "from": when.start.isoformat() if when.start else None,
        "to": when.end.isoformat() if when.end else None,
        "resolved_by": when.resolved_by,
        **(span_object(text, when.words) or dict.fromkeys(("text", "start", "end"))),
    }


def _coordinates(place: Place) -> Json:
    return {"name": place.name, "country": place.country, "lat": place.lat, "lon": place.lon, "gazetteer_id": place.gazetteer_id}


def _place(place: Place | None) -> Any:
    return None if place is None else {**_coordinates(place), "precision": place.precision}
