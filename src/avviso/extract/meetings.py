"""A meeting that the agenda announces is an event too, planned: its parties are the item's, or those of the meeting told before."""

from __future__ import annotations

from collections.abc import Sequence

from avviso.extract.merging import codes, distinct
from avviso.knowledge.ontology import event_types
from avviso.records import ActorMention, AgendaItem, Event, Status

PARTIES = 2


def with_planned_meetings(events: Sequence[Event], agenda: Sequence[AgendaItem]) -> list[Event]:
    """The events with the announced meetings that no event tells yet, in text order."""
    found = list(events)
    kind = event_types()["CONSULT"]
    for item in agenda:
        if item.what != kind.type or any(e.type == kind.type and e.evidence.span.overlaps(item.evidence.span) for e in found):
            continue
        parties = _parties(item, found)
        together = len(codes(parties)) >= PARTIES or any(m.code in kind.assemblies for m in parties)
        if not together or any(_told(event, parties) for event in found):
            continue
        found.append(
            Event(
                id=f"e{len(found)}",
                type=kind.type,
                status=Status.PLANNED,
                evidence=item.evidence,
                trigger=item.evidence.span,
                source_actors=parties[:1],
                target_actors=parties[1:],
                place=item.place,
                time=item.time,
                cameo=kind.cameo,
                quad_class=kind.quad_class,
                goldstein=kind.goldstein,
            )
        )
    return sorted(found, key=lambda e: (e.trigger.start, e.trigger.end))


def _parties(item: AgendaItem, events: Sequence[Event]) -> tuple[ActorMention, ...]:
    """Who meets: the item's actors; of one alone, or of none, those it met or meets elsewhere ("they meet again on Friday")."""
    kind = event_types()["CONSULT"]
    named = distinct(m for m in item.actors if m.code)
    if len(named) >= PARTIES or any(m.code in kind.assemblies for m in named):
        return named
    before = [e for e in events if e.type == kind.type and e.trigger.start < item.evidence.span.start]
    for event in reversed(before):
        met = distinct(m for m in (*event.source_actors, *event.target_actors) if m.code)
        if not named or any(m.code == named[0].code for m in met):
            return distinct((*named, *met))
    return named


def _told(event: Event, parties: Sequence[ActorMention]) -> bool:
    """Whether the event is that planned meeting."""
    both = codes(event.source_actors) | codes(event.target_actors)
    return event.type == "CONSULT" and event.status is Status.PLANNED and codes(parties) <= both
