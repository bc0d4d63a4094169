"""Finds positions: where a party stands on an issue ("a adopté une position neutre sur …", "has never condemned …")."""

from __future__ import annotations

from avviso.extract.circumstances import time_of
from avviso.extract.context import Context
from avviso.extract.frames import Match, matches
from avviso.records import ActorKind, Evidence, Position, Span
from avviso.text import Clause

STEPS = 3
"""Clauses upwards in which an accusation still bears on what is said of the accused."""
LAID_ON = frozenset({"accuse", "ask", "demand", "warn", "threaten", "order", "deny", "condemn"})
HOLDERS = frozenset(set(ActorKind) - {ActorKind.ANONYMOUS, ActorKind.MEDIA})


def find_positions(context: Context) -> list[Position]:
    """The positions that the text reports as facts, in text order; those only asked for or denied are left out."""
    found: list[Position] = []
    for clause in context.document.clauses:
        if clause.question or clause.modal in ("should", "may", "want", "plan") or clause.mood == "imperative" or clause.tense == "future":
            continue
        if _laid_on(clause, context):
            continue
        for match in matches(clause, "positions", context.lexicon, context.grammar):
            position = _position(clause, match, context)
            if position is not None:
                found.append(position)
                break
    return found


def _laid_on(clause: Clause, context: Context) -> bool:
    """Whether somebody else only accuses, asks or warns the holder: then the text does not report a position."""
    below, above = clause, clause.parent
    for _ in range(STEPS):
        if above is None or below.link == "conjunct":
            return False
        acts = {str(e.facts.get("act")) for e in context.lexicon.find("cues", "verbs", above.lemma)}
        if acts and acts <= LAID_ON:
            return True
        below, above = above, above.parent
    return False


def negation_fits(clause: Clause, wanted: object) -> bool:
    """Whether the clause's negation is what the rule asks for: none, any (true), or "never"."""
    if wanted == "never":
        return clause.never
    return clause.negated is bool(wanted)


def _position(clause: Clause, match: Match, context: Context) -> Position | None:
    holder, issue = match.roles.get("HOLDER"), match.roles.get("ISSUE")
    if issue is None or not negation_fits(clause, match.entry.facts.get("negated", False)):
        return None
    holder = holder or clause.get("subject")
    if holder is None or issue.phrase.head_token.pos == "PRON":
        return None
    adjectives = context.resolver.resolve_adjectives(holder.phrase.head, holder.phrase.sentence) if holder.form == "adj" else ()
    mention = (adjectives[0] if adjectives else None) if holder.form == "adj" else context.resolve(holder.phrase)
    if mention is None or mention.kind not in HOLDERS or (mention.code is None and mention.name is None):
        return None
    tokens = clause.sentence.tokens
    start = min(holder.phrase.span.start, tokens[clause.predicate].start, issue.phrase.span.start)
    if holder.phrase.sentence is not clause.sentence:
        start = min(tokens[clause.predicate].start, issue.phrase.span.start)
    end = max(tokens[clause.predicate].end, issue.phrase.span.end)
    evidence = Evidence(context.document.article.id, Span(start, end), match.entry.id)
    lasting = any(a.marker in context.grammar.lasting for a in clause.arguments)
    since = time_of(clause, context) if lasting else None
    stance = str(match.entry.facts.get("stance", "supports"))
    return Position(mention, issue.phrase.span, stance, evidence, since.when if since is not None else None)
