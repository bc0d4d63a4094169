"""Sides of an act that go without saying: who marches against a government are its people, forces put on alert are one's own."""

from __future__ import annotations

from dataclasses import replace

from avviso.extract.circumstances import place_inside, place_of
from avviso.extract.context import Context
from avviso.extract.frames import Match
from avviso.knowledge.ontology import EventType
from avviso.records import UNDERSTOOD, ActorKind, ActorMention, Span
from avviso.text import Clause

Sides = tuple[tuple[ActorMention, ...], tuple[ActorMention, ...]]
STATE_CODE = 3
RULING = frozenset({ActorKind.GOVERNMENT, ActorKind.MINISTRY, ActorKind.PERSON, ActorKind.PARTY})
"""Whom only their own people take to the streets against."""
POLICING = frozenset({"GOV", "COP", "JUD", "LEG"})
"""Roles of those who hold power over the people of their own country only."""
FOREIGN = frozenset({ActorKind.STATE, ActorKind.ARMED_FORCE, ActorKind.ARMED_GROUP})


def completed(kind: EventType, clause: Clause, match: Match, sides: Sides, context: Context) -> Sides:
    """The sides of an act, with what its type leaves understood."""
    sources, targets = sides
    if kind.type == "PROTEST" and not _coded(sources):
        return _people(clause, sources, targets, context), targets
    if kind.type == "PROTEST" and "TARGET" in match.roles and not _coded(targets):
        return sources, _rulers(sources, targets)
    if kind.type == "MOBILIZE" and clause.passive and not _coded(sources):
        return (targets, ()) if _coded(targets) else (_local(clause, sources, context), ())
    if kind.type == "MOBILIZE" and _coded(sources):
        own = {_country(m) for m in sources if m.code}
        return sources, tuple(m for m in targets if not (m.code in own and m.kind in (None, ActorKind.STATE)))
    if clause.passive and match.entry.facts.get("host") and not _coded(sources):
        return _hosts(clause, match, sides, context)
    if kind.type == "COERCE" and match.entry.facts.get("mode") == "arrest" and not _coded(sources) and clause.kind == "verb":
        return _holders(clause, sources, targets, context), targets
    if kind.type == "ASSAULT" and not _coded(targets):
        coded = tuple(m for m in sources if m.code)
        source = match.roles.get("SOURCE")
        hyphened = source is not None and source.form == "adj" and any(t.text == "-" for t in source.phrase.tokens)
        if len(coded) > 1 and (hyphened or any(slot.marker in context.grammar.pairing for slot in match.frame.slots)):
            return coded[:1], coded[1:]
        return sources, _at_home(sources, targets)
    if kind.type == "COERCE" and _coded(sources) and not _coded(targets):
        return sources, _subjects(sources, targets)
    return sides


def switched(kind: EventType, match: Match, sides: Sides) -> str:
    """The type of an act once its sides are known: within one country, what would be a sanction abroad is coercion.

    What takes two parties is something else (`alone`) when one does it: an army's exercise shows its force.
    """
    alone = match.entry.facts.get("alone")
    if alone and len({_country(m) for side in sides for m in side if m.code}) == 1 and match.roles.keys() & {"SOURCE", "OBJECT"}:
        return str(alone)
    countries = [{_country(m) for m in side if m.code} for side in sides]
    return "COERCE" if kind.type == "SANCTION" and len(countries[0]) == 1 and countries[0] == countries[1] else kind.type


def foreign(sides: Sides) -> bool:
    """Whether both sides are known, and are not of one country."""
    countries = [{_country(m) for m in side if m.code} for side in sides]
    return bool(countries[0]) and bool(countries[1]) and countries[0] != countries[1]


def _people(
    clause: Clause, sources: tuple[ActorMention, ...], targets: tuple[ActorMention, ...], context: Context
) -> tuple[ActorMention, ...]:
    """The people of the place where a protest is, else of the government that it is against."""
    local = _local(clause, sources, context)
    ruled = next((_country(m) for m in targets if m.code and (m.kind in RULING or ":" in m.code)), None)
    if local or ruled is None:
        return local or sources
    return (_group(f"{ruled}:CVL", clause, sources),)


def _rulers(sources: tuple[ActorMention, ...], targets: tuple[ActorMention, ...]) -> tuple[ActorMention, ...]:
    """A law or a tax that people march against is their own government's."""
    countries = {_country(m) for m in sources if m.code}
    things = [m for m in targets if m.kind is None]
    if len(countries) != 1 or not things:
        return targets
    return (replace(things[0], code=f"{countries.pop()}:GOV", kind=ActorKind.GOVERNMENT, resolved_by=UNDERSTOOD),)


def _local(clause: Clause, sources: tuple[ActorMention, ...], context: Context) -> tuple[ActorMention, ...]:
    place = place_of(clause, context)
    return (_group(place.country, clause, sources),) if place is not None and place.country else sources


def _hosts(clause: Clause, match: Match, sides: Sides, context: Context) -> Sides:
    """Who summons an envoy is the country that he is posted to."""
    sources, targets = sides
    envoy = match.roles.get("TARGET")
    post = place_inside(envoy.phrase, context) if envoy is not None else None
    if post is None or not post.country or not _coded(targets) or post.country in {_country(m) for m in targets}:
        return sides
    return (_group(post.country, clause, sources),), targets


def _subjects(sources: tuple[ActorMention, ...], targets: tuple[ActorMention, ...]) -> tuple[ActorMention, ...]:
    """Somebody of no named country whom the police or a court of a country arrests, fines or silences lives under it."""
    over = {_country(m) for m in sources if m.code and (m.code.partition(":")[2] in POLICING or m.kind not in FOREIGN)}
    if len(over) != 1:
        return targets
    country = over.pop()
    return tuple(replace(m, code=country, resolved_by=UNDERSTOOD) if m.kind is not None or m.name else m for m in targets)


def _at_home(sources: tuple[ActorMention, ...], targets: tuple[ActorMention, ...]) -> tuple[ActorMention, ...]:
    """Rebels and gangs fight in their own country, whatever town it is that they attack there."""
    codes = {m.code for m in sources if m.code}
    own = {c.partition(":")[0] for c in codes if c.partition(":")[2] in ("REB", "CRM")}
    if len(codes) != 1 or len(own) != 1 or not targets:
        return targets
    return (replace(targets[0], code=own.pop(), resolved_by=UNDERSTOOD),)


def _holders(
    clause: Clause, sources: tuple[ActorMention, ...], targets: tuple[ActorMention, ...], context: Context
) -> tuple[ActorMention, ...]:
    """Who is jailed, by nobody whom the text names, is so by the police of the place, else of his own country."""
    place = place_of(clause, context)
    countries = {_country(m) for m in targets if m.code}
    if sources or len(countries) != 1 or not all(len(c) == STATE_CODE for c in countries):
        return sources
    country = place.country if place is not None and place.country else countries.pop()
    return (_group(f"{country}:COP", clause, sources),)


def _group(code: str, clause: Clause, sources: tuple[ActorMention, ...]) -> ActorMention:
    token = clause.sentence.tokens[clause.predicate]
    span = sources[0].span if sources else Span(token.start, token.end)
    return ActorMention(span, None, ActorKind.GROUP, code, None, None, UNDERSTOOD)


def _coded(side: tuple[ActorMention, ...]) -> bool:
    return any(m.code for m in side)


def _country(mention: ActorMention) -> str:
    return (mention.code or "").partition(":")[0]
