"""The side of an act that its sentence leaves out: who was the other party in the text so far."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from avviso.extract.context import Context
from avviso.extract.folding import VIOLENT
from avviso.extract.parties import CONFLICT
from avviso.extract.said import one_party
from avviso.records import UNDERSTOOD, ActorKind, ActorMention, Event

ADDRESSED = frozenset({"REQUEST", "REJECT", "THREATEN", "ACCUSE", "SUPPORT", "CONCEDE", "AID"}) | frozenset(
    {"SANCTION", "COERCE", "RETREAT", "PROTEST", "MOBILIZE", "ASSAULT"}
)
"""Acts that are hardly ever aimed at nobody."""
ALONE = frozenset({"resign"})
"""What one does without anybody else."""
JUDGING = frozenset({"ACCUSE", "REQUEST", "SUPPORT", "REJECT"})
"""What is said to or of a party by others than its victim: who condemns a raid is not whom it hit."""
RULED = frozenset({"OPP", "PTY", "CVL", "LEG"})
"""Roles of those who speak to their own government when they name nobody else."""
DOMESTIC = frozenset({"REQUEST", "ACCUSE", "REJECT", "PROTEST", "THREATEN"})
"""What they do to it."""
PRAISE = "SUPPORT"
JOINT = frozenset({"AGREE", "CONSULT", "COOPERATE", "SUPPORT"})
"""What is done together."""
LATELY = 500
"""Characters before a judgement within which the act that it judges was told."""
INWARD = frozenset({"demo", "obstruct", "investigate"})
"""Modes of acts that are aimed at one's own country as well; who strikes or riots has no such target."""
RULING = frozenset({"COERCE", "CONCEDE"})
"""Types that a country mostly turns on itself where no other party is named."""
HOLDING_OUT = frozenset({"REB", "CRM"})
"""Roles of those who lay down their arms before their own state."""
COUNTRY = 3
"""Letters of a country's code."""
NEAR = 400
"""Characters before an act within which its other side was named, when no other act of the text tells it."""


def complete(events: Sequence[Event], context: Context, spoken_of: Sequence[Event] = ()) -> list[Event]:
    """The events, in which an act without a known target has the other party of the nearest act that its source had part in.

    `spoken_of` are further acts that the text only speaks of.
    """
    acts = [*events, *spoken_of]
    return [_aimed(event, acts, context) if _aimless(event) else event for event in events]


def at_home(events: Sequence[Event]) -> list[Event]:
    """The events, in which what a state restricts, eases or investigates, and names no known party, is its own country's."""
    aimed = {(e.type, _country(m)) for e in events if any(t.code for t in e.target_actors) for m in e.source_actors if m.code}
    return [_domestic(event, aimed) for event in events]


def _domestic(event: Event, aimed: AbstractSet[tuple[str, str]]) -> Event:
    countries = {_country(m) for m in event.source_actors if m.code and m.kind is not ActorKind.ORGANISATION}
    if len(countries) != 1 or any(m.code for m in event.target_actors) or (event.type, *countries) in aimed:
        return event
    code = countries.pop()
    at_home = event.place is not None and event.place.country == code
    rebels = event.type == "RETREAT" and any((m.code or "").partition(":")[2] in HOLDING_OUT for m in event.source_actors)
    inward = event.type in RULING or event.mode in INWARD or rebels or (at_home and event.type == VIOLENT)
    if len(code) != COUNTRY or not inward:
        return event
    span = event.target_actors[0].span if event.target_actors else event.trigger
    return replace(event, target_actors=(ActorMention(span, None, ActorKind.STATE, code, None, None, UNDERSTOOD),))


def with_attackers(events: Sequence[Event]) -> list[Event]:
    """The events, with attackers for those that name only victims; what the text tells in full comes first."""
    found = [(event, _by_attacker(event, events)) for event in events]
    return [event for event, full in found if full is event] + [full for event, full in found if full is not event]


def _by_attacker(event: Event, events: Sequence[Event]) -> Event:
    """An attack that names only its victims, by whom the nearest other attack of the text on the same country was made."""
    hit = {_country(m) for m in event.target_actors if m.code}
    if event.type != VIOLENT or not hit or any(m.code or m.name for m in event.source_actors):
        return event
    others = [
        other
        for other in events
        if other.type == VIOLENT
        and any(m.code and _country(m) not in hit for m in other.source_actors)
        and hit & {_country(m) for m in other.target_actors if m.code}
    ]
    if not others:
        return event
    nearest = min(others, key=lambda other: abs(other.trigger.start - event.trigger.start))
    return replace(event, source_actors=tuple(replace(m, resolved_by=UNDERSTOOD) for m in nearest.source_actors))


def _country(mention: ActorMention) -> str:
    return (mention.code or "").partition(":")[0]


def _aimless(event: Event) -> bool:
    if event.type not in ADDRESSED or event.mode in ALONE or not any(m.code for m in event.source_actors):
        return False
    return not any(m.code or m.name or m.kind for m in event.target_actors)


def _where(event: Event, sources: AbstractSet[str | None]) -> ActorMention | None:
    """Whose ground an attack took place on, when that is not the attacker's own: "frappes … dans le sud du Liban"."""
    place = event.place
    if place is None or not place.country or not (event.type == VIOLENT or (event.type == "ACCUSE" and place.precision == "country")):
        return None
    ground = ActorMention(event.trigger, None, ActorKind.STATE, place.country, None, None, "place")
    return None if _related(ground, sources) else ground


def _aimed(event: Event, events: Sequence[Event], context: Context) -> Event:
    sources = {m.code for m in event.source_actors if m.code}
    if event.type == "AGREE" and len(sources) > 1:
        return event
    judged = sources | _judges(event, events)
    other = (
        _where(event, sources)
        or _rulers(event)
        or _author(event, events, sources)
        or _of_events(event, events, sources)
        or _named_before(event, context, judged)
    )
    if other is None:
        return event
    thing = event.target_actors[0] if event.target_actors else None
    span = thing.span if thing is not None else other.span
    parties = (other, *(_partners_of(other, event, events) if event.type == PRAISE else ()))
    return replace(event, target_actors=tuple(replace(m, span=span, resolved_by=UNDERSTOOD) for m in parties))


def _partners_of(party: ActorMention, event: Event, events: Sequence[Event]) -> list[ActorMention]:
    """Who did together with a party what it did last: who welcomes a truce welcomes it of both sides."""
    told = [e for e in events if 0 < event.trigger.start - e.trigger.start < LATELY and e.type in JOINT]
    for act in sorted(told, key=lambda e: -e.trigger.start):
        both = [*act.source_actors, *act.target_actors]
        if any(m.code == party.code for m in both):
            sources = {m.code for m in event.source_actors}
            return [m for m in both if m.code and m.code != party.code and not _related(m, sources)]
    return []


def _rulers(event: Event) -> ActorMention | None:
    """The government of those who speak or march at home: what the opposition demands, it demands of its own government."""
    codes = {m.code for m in event.source_actors if m.code}
    country, _, role = codes.pop().partition(":") if len(codes) == 1 else ("", "", "")
    if event.type not in DOMESTIC or role not in RULED:
        return None
    return ActorMention(event.trigger, None, ActorKind.GOVERNMENT, f"{country}:GOV", None, None, UNDERSTOOD)


def _author(event: Event, events: Sequence[Event], sources: AbstractSet[str | None]) -> ActorMention | None:
    """Whose act is judged, where only a thing is named: the doer of the act told last ("… Kyiv welcomed the decision")."""
    if event.type not in JUDGING or not event.target_actors:
        return None
    told = [e for e in events if 0 < event.trigger.start - e.trigger.start < LATELY]
    doers = (m for e in sorted(told, key=lambda e: -e.trigger.start) for m in e.source_actors)
    return next((m for m in doers if m.code and not _related(m, sources)), None)


def _of_events(event: Event, events: Sequence[Event], sources: AbstractSet[str | None]) -> ActorMention | None:
    """Whom the source met or acted upon, or who acted upon it, in the nearest other act."""
    best: tuple[int, ActorMention] | None = None
    for other in events:
        if other is event:
            continue
        sides = (other.source_actors, other.target_actors)
        judged = event.quad_class == CONFLICT and other.type in JUDGING
        for mine, theirs in (sides,) if judged else (sides, sides[::-1]):
            partner = next((m for m in theirs if m.code and m.code not in sources), None)
            if partner is None or not any(m.code in sources for m in mine):
                continue
            distance = abs(other.trigger.start - event.trigger.start)
            if best is None or distance < best[0]:
                best = (distance, partner)
    return best[1] if best is not None else None


def _judges(event: Event, events: Sequence[Event]) -> set[str | None]:
    """Who only speaks of a hostile act: the accuser, the one who asks for its end."""
    if event.quad_class != CONFLICT:
        return set()
    speaking = [e for e in events if e.type in JUDGING and e.evidence.span.overlaps(event.trigger)]
    return {m.code for e in speaking for m in e.source_actors if m.code}


def _named_before(event: Event, context: Context, sources: AbstractSet[str | None]) -> ActorMention | None:
    """The party named last before the act that is none of its sources."""
    start = event.evidence.span.start
    for mention in reversed(context.resolver.mentions):
        if mention.span.start >= start:
            continue
        if start - mention.span.start > NEAR:
            return None
        if mention.code and mention.kind is not ActorKind.MEDIA and not _related(mention, sources):
            return mention
    return None


def _related(mention: ActorMention, sources: AbstractSet[str | None]) -> bool:
    return any(s is not None and one_party(s, mention.code or "") for s in sources)
