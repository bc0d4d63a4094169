"""Finds the agenda: announced meetings, votes, visits, announcements and deadlines, with the date the text lets one resolve."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from avviso.extract.circumstances import place_of, time_of
from avviso.extract.context import Context
from avviso.extract.frames import Match, matches
from avviso.records import ActorMention, AgendaItem, Event, Evidence, Span, Status
from avviso.text import Argument, Clause

MEETINGS = frozenset({"CONSULT", "COOPERATE", "RETREAT", "AID"})


def find_agenda(context: Context, events: Sequence[Event], published: date | None) -> list[AgendaItem]:
    """What the text announces, in text order; one item for each act and date."""
    items: list[AgendaItem] = []
    for clause in context.document.clauses:
        if clause.negated or clause.question or clause.modal in ("may", "refuse", "fail"):
            continue
        for match in matches(clause, "agenda", context.lexicon, context.grammar):
            item = _item(clause, match, context, published)
            if item is not None:
                items.append(item)
                break
    items += [
        _from_event(event) for event in events if event.status is Status.PLANNED and event.type in MEETINGS and _dated(event, published)
    ]
    return _distinct(items)


def _dated(event: Event, published: date | None) -> bool:
    return event.time is None or event.time.end is None or published is None or event.time.end >= published


def _from_event(event: Event) -> AgendaItem:
    actors = (*event.source_actors, *event.target_actors)
    return AgendaItem(event.type, event.evidence, actors, event.time, event.place, "announced")


def _item(clause: Clause, match: Match, context: Context, published: date | None) -> AgendaItem | None:
    facts = match.entry.facts
    subject = clause.get("subject") or clause.get("object")
    if facts.get("subjects") and (subject is None or subject.phrase.head_token.lemma not in facts["subjects"]):
        return None
    time = time_of(clause, context)
    when = time.when if time is not None else None
    later = when is not None and when.end is not None and published is not None and when.end > published
    ahead = (
        clause.tense == "future"
        or clause.modal == "plan"
        or (clause.modal == "should" and clause.mood == "conditional")
        or bool(facts.get("planned"))
    )
    if clause.kind == "noun":
        if not later and not (ahead and clause.parent is not None):
            return None
    elif not ahead and not (later and clause.tense == "present"):
        return None
    if when is not None and when.end is not None and published is not None and when.end < published:
        return None
    actors = _actors(match, clause, context)
    if not actors and when is None:
        return None
    token = clause.sentence.tokens[clause.predicate]
    spans = [a.phrase.span for a in match.roles.values() if a.phrase.sentence is clause.sentence]
    if time is not None:
        spans.append(time.span)
    evidence = Span(min([token.start, *(s.start for s in spans)]), max([token.end, *(s.end for s in spans)]))
    return AgendaItem(
        what=str(facts.get("what", "CONSULT")),
        evidence=Evidence(context.document.article.id, evidence, match.entry.id),
        actors=actors,
        time=when,
        place=place_of(clause, context),
        certainty="expected" if clause.mood == "conditional" else "announced",
    )


def _actors(match: Match, clause: Clause, context: Context) -> tuple[ActorMention, ...]:
    found: list[ActorMention] = []
    phrases: list[Argument] = [a for role, a in match.roles.items() if role in ("ACTORS", "PARTNER")]
    subject = clause.get("subject")
    if subject is not None and subject not in phrases:
        phrases.append(subject)
    for argument in phrases:
        if argument.form == "adj":
            found += context.resolver.resolve_adjectives(argument.phrase.head, argument.phrase.sentence)
            continue
        inner = [c for c in context.clauses_of(argument.phrase.sentence) if c.kind == "noun" and c.predicate == argument.phrase.head]
        for noun in inner:
            found += _of_noun(noun, context)
        if not inner:
            found += [m for m in context.resolver.resolve_all(argument.phrase) if m.code]
    if clause.kind == "noun":
        found += _of_noun(clause, context)
    return tuple({m.code: m for m in found if m.code}.values())


def _of_noun(noun: Clause, context: Context) -> list[ActorMention]:
    found: list[ActorMention] = []
    for argument in noun.arguments:
        if argument.form in ("adj",):
            found += context.resolver.resolve_adjectives(argument.phrase.head, argument.phrase.sentence)
        elif argument.form in ("np", "poss") and argument.marker in context.grammar.party_markers:
            found += [m for m in context.resolver.resolve_all(argument.phrase) if m.code]
    return found


def _distinct(items: Sequence[AgendaItem]) -> list[AgendaItem]:
    """One item for each date and set of actors: the one that names more. An undated item joins a dated one that shares its words."""
    kept: dict[date | None, list[AgendaItem]] = {}
    taken: list[Span] = []
    for item in sorted(items, key=lambda i: (i.time is None, -len(i.actors))):
        day = item.time.start if item.time is not None else None
        codes = {m.code for m in item.actors}
        alike = kept.setdefault(day, [])
        known = any(codes <= {m.code for m in other.actors} or item.evidence.span.overlaps(other.evidence.span) for other in alike)
        if not known and not (day is None and any(item.evidence.span.overlaps(span) for span in taken)):
            alike.append(item)
            taken.append(item.evidence.span)
    return sorted((i for alike in kept.values() for i in alike), key=lambda i: i.evidence.span.start)
