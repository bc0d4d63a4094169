"""How sure a finding is: the share of findings with the same signs that careful readers would note too.

A finding's signals are plain facts about it: its rule and form, how its actors were told, where it stands. What each is worth was
learnt from annotated articles (`bench/calibrate.py`); docs/quality.md shows how well the figures hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from avviso.identity import KINDS
from avviso.knowledge.lexicon import lexicon
from avviso.knowledge.weights import Weights, weights
from avviso.records import ActorMention, AgendaItem, Event, Reading, Span, Statement

FAR = 200
"""Characters between a cue and its speaker beyond which the speaker comes from another sentence as a rule."""
LENGTHS = ((2, "at most 2"), (5, "3 to 5"), (12, "6 to 12"), (40, "13 to 40"))


def with_confidence(reading: Reading) -> Reading:
    """The reading with the confidence of every finding set, to two decimals."""
    known = weights()
    changed: dict[str, Any] = {
        kind: tuple(
            replace(finding, confidence=_chance(known.get(kind), signals)) for finding, signals in signals_of(reading, kind)
        )
        for kind in KINDS
    }  # fmt: skip
    return replace(reading, **changed)


def signals_of(reading: Reading, kind: str) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Each finding of a kind with its signals."""
    scene = _Scene(reading)
    for finding in getattr(reading, kind):
        signals = [f"rule {finding.evidence.rule}", f"by {scene.predicates.get(finding.evidence.rule, 'structure')}"]
        match finding:
            case Statement():
                signals += scene.of_statement(finding)
            case Event():
                signals += scene.of_event(finding)
            case AgendaItem():
                signals += scene.of_item(finding)
        yield finding, tuple(signals)


def _chance(known: Weights | None, signals: tuple[str, ...]) -> float:
    return round(known.chance(signals), 2) if known else 1.0


class _Scene:
    """What signals need to know of the article around a finding."""

    def __init__(self, reading: Reading) -> None:
        self.text = reading.article.text
        self.nested = set(_nested(statement.content for statement in reading.statements))
        self.headings = [part.span for part in reading.parts if part.kind in ("headline", "subheading")]
        self.predicates = predicates(reading.article.language or "")

    def of_statement(self, found: Statement) -> Iterator[str]:
        yield f"form {found.form.value}"
        yield f"act {found.act}"
        yield "cue" if found.cue else "no cue"
        yield from _told("speaker", found.speaker)
        words = len(found.content.of(self.text).split())
        yield next((f"{name} words" for most, name in LENGTHS if words <= most), "over 40 words")
        if found.content in self.nested:
            yield "inside another"
        if found.cue and found.speaker and abs(found.speaker.span.start - found.cue.start) > FAR:
            yield "speaker far away"
        yield from self._where(found.evidence.span)

    def of_event(self, found: Event) -> Iterator[str]:
        yield f"type {found.type}"
        yield f"status {found.status.value}"
        for role, actors in (("source", found.source_actors), ("target", found.target_actors)):
            yield from _told(role, actors[0] if actors else None)
            if len(actors) > 1:
                yield f"several {role}s"
            if any(not _inside_or_same(actor.span, found.evidence.span) for actor in actors):
                yield f"{role} far away"
        if found.asserted_by:
            yield "reported"
        yield from self._where(found.evidence.span)

    def of_item(self, found: AgendaItem) -> Iterator[str]:
        yield f"what {found.what}"
        yield f"certainty {found.certainty}"
        yield f"known to the {found.time.precision}" if found.time else "no date"
        yield "actors" if any(actor.code for actor in found.actors) else "no actors"

    def _where(self, words: Span) -> Iterator[str]:
        if any(_inside_or_same(words, heading) for heading in self.headings):
            yield "in a heading"


@cache
def predicates(language: str) -> Mapping[str, str]:
    """Whether a rule of the language reads verbs, nouns or words."""
    return {entry.id: entry.kind for entry in lexicon(language).entries} if language else {}


def _told(role: str, actor: ActorMention | None) -> Iterator[str]:
    if actor is None:
        yield f"no {role}"
        return
    yield f"{role} by {actor.resolved_by}"
    if actor.code is None:
        yield f"{role} without code"


def _nested(spans: Iterable[Span]) -> Iterator[Span]:
    """The spans that lie inside another."""
    reach, last = -1, None
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.end <= reach and span != last:
            yield span
        reach, last = max(reach, span.end), span


def _inside_or_same(span: Span, other: Span) -> bool:
    return other.start <= span.start and span.end <= other.end
