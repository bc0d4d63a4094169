"""When and where: the time and place that belong to a predicate, not just to its sentence."""

from __future__ import annotations

from avviso.extract.context import Context
from avviso.records import Place, Span, TimeMention
from avviso.text import Clause, Phrase, inside


def reach(clause: Clause) -> Span:
    """The clause's words, with those of the verb that carries a noun or frames an infinitive."""
    span, above = clause.span, clause.parent
    carried = above is not None and above.sentence is clause.sentence and (clause.kind == "noun" or clause.link == "xcomplement")
    if above is not None and carried and (clause.link == "xcomplement" or any(a.phrase.head == clause.predicate for a in above.arguments)):
        span = Span(min(span.start, above.span.start), max(span.end, above.span.end))
    return span


def time_of(clause: Clause, context: Context) -> TimeMention | None:
    """The date nearest to the predicate among those its clause, or the verb that carries it, names."""
    span = reach(clause)
    trigger = clause.sentence.tokens[clause.predicate].start
    near = [
        t
        for t in inside(context.document.times, span)
        if t.type in ("DATE", "TIME") and t.when.start is not None and not _of_another(t.span, clause, context)
    ]
    return min(near, key=lambda t: abs(t.span.start - trigger)) if near else None


def _of_another(words: Span, clause: Clause, context: Context) -> bool:
    """Whether the words stand in a clause of their own that does not hold the predicate ("… du pont qui fut bâti en 1950")."""
    predicate = Span(clause.sentence.tokens[clause.predicate].start, clause.sentence.tokens[clause.predicate].end)
    for other in context.clauses_of(clause.sentence):
        nested = other.kind == "verb" and other.link in ("relative", "participial", "adverbial", "complement")
        if nested and other is not clause and other.span.contains(words) and not other.span.contains(predicate):
            return True
    return False


def place_of(clause: Clause, context: Context) -> Place | None:
    """The place that a locative phrase of the clause, or of the verb that carries it, names."""
    phrases = [a.phrase for a in clause.arguments if a.marker in context.grammar.locatives and a.form == "np"]
    for other in _carriers(clause, context):
        phrases += [a.phrase for a in other.arguments if a.marker in context.grammar.locatives and a.form == "np"]
    return _named(phrases, context)


def place_inside(phrase: Phrase, context: Context) -> Place | None:
    """The place that a phrase names last: where the envoy is posted in "the Peruvian envoy [to Chile]"."""
    found = inside(context.document.places, phrase.span)
    return found[-1].place if found else None


def _carriers(clause: Clause, context: Context) -> list[Clause]:
    above = clause.parent
    if above is None or not (clause.kind == "noun" and any(a.phrase.head == clause.predicate for a in above.arguments)):
        return []
    return [above, *(c for c in context.clauses_of(clause.sentence) if c.parent is above and c.link == "xcomplement")]


def _named(phrases: list[Phrase], context: Context) -> Place | None:
    for phrase in phrases:
        found = inside(context.document.places, phrase.span)
        if found:
            return found[0].place
    return None
