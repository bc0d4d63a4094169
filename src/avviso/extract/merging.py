"""One entry an event: repeated mentions are joined, halves completed, parties counted once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace

from avviso.knowledge.ontology import EventType
from avviso.records import ActorMention, Event, Status

WINDOW = 12
"""Mentions before and after one among which its other half is looked for."""
NEAR = 160
"""Characters within which two half-named mentions of an act are taken for one."""


def merge(events: Sequence[Event], types: Mapping[str, EventType]) -> list[Event]:
    """One entry an event: mentions join the fullest and earliest, one that names fewer parties joins the one that names more."""
    kept: dict[str, list[Event]] = {}
    for index in sorted(range(len(events)), key=lambda i: (-_fullness(events[i]), i)):
        event = events[index]
        alike = kept.setdefault(event.type, [])
        if not any(_same(event, other, symmetric=types[event.type].symmetric) for other in alike):
            alike.append(event)
    return sorted((e for alike in kept.values() for e in alike), key=lambda e: (e.trigger.start, e.trigger.end))


def join_halves(events: Sequence[Event]) -> list[Event]:
    """A mention that names only who acts and a near one only on whom ("la guerre en Ukraine … l'invasion russe") are one."""
    joined = list(events)
    for i, first in enumerate(joined):
        if not codes(first.source_actors) or codes(first.target_actors):
            continue
        for second in joined[max(0, i - WINDOW) : i + WINDOW]:
            near = first.type == second.type and first.status is second.status and abs(first.trigger.start - second.trigger.start) < NEAR
            if near and not codes(second.source_actors) and codes(second.target_actors) - codes(first.source_actors):
                joined[i] = replace(first, target_actors=second.target_actors)
                break
    return joined


def _fullness(event: Event) -> int:
    return (
        2 * (len(codes(event.source_actors)) > 0)
        + 2 * (len(codes(event.target_actors)) > 0)
        + (event.time is not None)
        + (event.place is not None)
    )


def _same(event: Event, other: Event, *, symmetric: bool) -> bool:
    if event.type != other.type:
        return False
    if (event.status is Status.PLANNED) != (other.status is Status.PLANNED):
        return False
    if (event.source_actors and not codes(event.source_actors)) and codes(other.source_actors):
        return False
    a, b = codes(event.source_actors), codes(event.target_actors)
    c, d = codes(other.source_actors), codes(other.target_actors)
    if symmetric:
        return (a | b) <= (c | d)
    return a <= c and b <= d


def codes(mentions: Iterable[ActorMention]) -> frozenset[str]:
    """The codes of those that have one."""
    return frozenset(m.code for m in mentions if m.code)


def distinct(mentions: Iterable[ActorMention]) -> tuple[ActorMention, ...]:
    """The mentions without those of a party already named."""
    seen: dict[object, ActorMention] = {}
    for mention in mentions:
        seen.setdefault(mention.code or mention.span, mention)
    return tuple(seen.values())


def same_party(mention: ActorMention, known: Set[str | None]) -> bool:
    """Whether the mention is one of the known parties, or the plain country of one."""
    return mention.code in known or (mention.code is not None and any(k is not None and k.partition(":")[0] == mention.code for k in known))
