"""Finds the agenda: announced meetings, votes, visits, announcements and deadlines, with the date the text lets one resolve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from avviso.extract.circumstances import place_of, time_of
from avviso.extract.context import Context
from avviso.extract.frames import Match, matches
from avviso.records import ActorKind, ActorMention, AgendaItem, Event, Evidence, Span, Status, TimeMention, When
from avviso.text import Argument, Clause, inside

REACH = 24
"""Characters before a time in which "before the", "d'ici la" stand."""
BACK = 3
"""Sentences back in which whom an item concerns may be named."""
PASSING = frozenset({ActorKind.MEDIA, ActorKind.ANONYMOUS, None})
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
        _from_event(event, context)
        for event in events
        if event.status is Status.PLANNED and event.type in MEETINGS and _dated(event, published)
    ]
    return _distinct(items)


def _dated(event: Event, published: date | None) -> bool:
    return event.time is None or event.time.end is None or published is None or event.time.end >= published


def _from_event(event: Event, context: Context) -> AgendaItem:
    actors = (*event.source_actors, *event.target_actors)
    return AgendaItem(event.type, event.evidence, actors, _limit(event.time, context), event.place, "announced")


def _limit(when: When | None, context: Context) -> When | None:
    """A time as a limit where the text says so: "before the end of May" is its last day."""
    if when is None or when.words is None or when.end is None or when.start == when.end:
        return when
    before = context.text[max(0, when.words.start - REACH) : when.words.start].lower().split()
    inner = context.words(when.words).lower()
    limits = context.grammar.limiting
    if not any(inner.startswith(f"{limit} ") or f" {' '.join(before)} ".endswith(f" {limit} ") for limit in limits):
        return when
    return replace(when, value=when.end.isoformat(), precision="day", start=when.end)


def _item(clause: Clause, match: Match, context: Context, published: date | None) -> AgendaItem | None:
    facts = match.entry.facts
    subject = clause.get("subject") or clause.get("object")
    if facts.get("subjects") and not _of_subjects(subject, match, context):
        return None
    time = time_of(clause, context)
    if _called_off(clause, time, context):
        return None
    when = _limit(time.when, context) if time is not None else None
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
    actors = _actors(match, clause, context) or (_concerned(clause, context) if when is not None else ())
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


def _of_subjects(subject: Argument | None, match: Match, context: Context) -> bool:
    """Whether the subject is one that the rule asks for: one of its nouns or, where it allows `persons`, anybody with a name."""
    if subject is None:
        return False
    if subject.phrase.head_token.lemma in match.entry.facts["subjects"]:
        return True
    return bool(match.entry.facts.get("persons")) and context.resolve(subject.phrase).kind is ActorKind.PERSON


def _called_off(clause: Clause, time: TimeMention | None, context: Context) -> bool:
    """Whether a verb calls the meeting off or puts it off without a new date."""
    off = context.grammar.calling_off
    for verb in context.clauses_of(clause.sentence):
        if verb.kind != "verb" or verb.negated or (verb.lemma not in off and all(v.lemma not in off for v in verb.variants)):
            continue
        held = any(
            a.phrase.first <= clause.predicate <= a.phrase.last and a.phrase.sentence is clause.sentence
            for a in verb.arguments
            if a.relation in ("object", "subject")
        )
        shared = {a.phrase.head for a in verb.arguments if a.relation == "object"} & {a.phrase.head for a in clause.arguments}
        if verb is clause or held or shared:
            return time is None or time.span.start < clause.sentence.tokens[verb.predicate].start
    return False


def _concerned(clause: Clause, context: Context) -> tuple[ActorMention, ...]:
    """Whom an item without actors of its own concerns: who was named last before it in its paragraph, but for where it takes place."""
    at = clause.sentence.tokens[clause.predicate].start
    for sentence in reversed(context.document.sentences[max(0, clause.sentence.index - BACK) : clause.sentence.index + 1]):
        if sentence.paragraph != clause.sentence.paragraph:
            continue
        named = [m for m in inside(context.resolver.mentions, sentence.span) if m.code and m.kind not in PASSING and not _where(m, context)]
        before = [m for m in named if m.span.start < at]
        if before or named:
            return (before[-1] if before else named[0],)
    return ()


def _where(mention: ActorMention, context: Context) -> bool:
    """Whether a preposition of place stands before the mention."""
    words = context.text[max(0, mention.span.start - 6) : mention.span.start].lower().split()
    return bool(words) and words[-1] in context.grammar.locatives


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
