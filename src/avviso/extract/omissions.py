"""Finds omissions: what a document or a speaker is said not to have mentioned."""

from __future__ import annotations

from avviso.extract.context import Context
from avviso.extract.frames import Match, matches
from avviso.extract.positions import negation_fits
from avviso.records import Evidence, Omission, Span
from avviso.text import Clause

BACK = 4
"""Tokens before the predicate in which a preposition such as "sans" may stand."""


def find_omissions(context: Context) -> list[Omission]:
    """The silences that the text itself reports, in text order."""
    found: list[Omission] = []
    for clause in context.document.clauses:
        if clause.question or clause.modal in ("should", "may") or clause.tense == "future":
            continue
        for match in matches(clause, "omissions", context.lexicon, context.grammar):
            omission = _omission(clause, match, context)
            if omission is not None:
                found.append(omission)
                break
    return found


def _omission(clause: Clause, match: Match, context: Context) -> Omission | None:
    facts, roles = match.entry.facts, match.roles
    within = facts.get("within")
    if within:
        tokens = clause.sentence.tokens
        before = {t.text.lower() for t in tokens[max(0, clause.predicate - BACK) : clause.predicate]}
        if str(within) not in before:
            return None
    elif not negation_fits(clause, facts.get("negated", False)):
        return None
    topic, document, silent = roles.get("TOPIC"), roles.get("DOCUMENT"), roles.get("SILENT")
    if topic is None or topic.phrase.head_token.pos == "PRON":
        return None
    if document is not None and not context.is_document(document.phrase):
        return None
    mention = context.resolve(silent.phrase) if silent is not None else None
    if document is None and (mention is None or (mention.kind is None and mention.code is None)):
        if silent is None or not context.is_document(silent.phrase):
            return None
        document, mention = silent, None
    spans = [a.phrase.span for a in roles.values() if a.phrase.sentence is clause.sentence]
    token = clause.sentence.tokens[clause.predicate]
    evidence = Span(min([token.start, *(s.start for s in spans)]), max([token.end, *(s.end for s in spans)]))
    return Omission(
        topic=topic.phrase.span,
        evidence=Evidence(context.document.article.id, evidence, match.entry.id),
        document=document.phrase.span if document is not None else None,
        silent=mention,
    )
