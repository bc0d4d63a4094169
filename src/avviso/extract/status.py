"""What the text says of an event's reality."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avviso.extract.circumstances import time_of
from avviso.extract.frames import Match
from avviso.knowledge.grammar import Grammar
from avviso.knowledge.ontology import EventType
from avviso.records import Status
from avviso.text import Clause

if TYPE_CHECKING:
    from avviso.extract.events import EventFinder

STEPS = 3
"""How many clauses upwards an act of speech still bears on an event."""
ABSORBING = frozenset({"AGREE", "REJECT"})
STANDING = frozenset({"CONSULT", "SUPPORT", "CONCEDE", "ASSAULT", "COERCE", "SANCTION"})
"""Types that stay entries of their own when they are agreed on."""
CONFLICTS = frozenset({3, 4})


def status_of(clause: Clause, match: Match, finder: EventFinder) -> tuple[Status | None, bool]:
    """The event's status, and whether another act gives it; None when the text says that it did not, or only might, take place."""
    fixed = match.entry.facts.get("status")
    if (clause.negated and not match.entry.facts.get("negated")) or _supposed(clause, finder.context.grammar):
        return None, False
    if _ceased(clause, finder):
        return None, False
    told = _told_of_by(clause, finder)
    if told is not None:
        above, kind = told
        return (None if _absorbs(above, kind, clause, finder) else kind.embeds), True
    if _prospect(clause, finder):
        return None, False
    if fixed:
        return Status(str(fixed)), False
    own = _own_status(clause, finder.context.grammar)
    if own is Status.HAPPENED and lasts(clause, finder.context.grammar) and time_of(clause, finder.context) is None:
        own = Status.ONGOING
    return own, False


def _ceased(clause: Clause, finder: EventFinder) -> bool:
    """Whether the act is what somebody ceases to do: "stopped [bombing the delta]"."""
    above = clause.parent
    match = finder.best(above) if above is not None and clause.link == "xcomplement" else None
    return match is not None and match.entry.facts.get("type") == "RETREAT" and "ACT" in match.roles


def lasts(clause: Clause, rules: Grammar) -> bool:
    """Whether the predicate names a state of violence that lasts until the text says that it ended ("la guerre", "the occupation")."""
    return clause.kind == "noun" and clause.lemma in rules.lasting_nouns


def _own_status(clause: Clause, rules: Grammar) -> Status | None:
    if _hedged(clause, rules):
        return Status.ALLEGED
    if clause.modal == "plan" or clause.tense == "future":
        return Status.PLANNED
    if clause.modal == "should":
        return Status.PLANNED if clause.mood == "conditional" else Status.CALLED_FOR
    if clause.modal == "want":
        return Status.CALLED_FOR
    if clause.modal in ("may", "refuse", "fail"):
        return None
    if clause.mood == "conditional":
        participle = clause.sentence.tokens[clause.predicate].morph.get("VerbForm") == "Part"
        return Status.ALLEGED if participle else Status.PLANNED
    if any(a.marker in rules.lasting for a in clause.arguments) or _progressive(clause):
        return Status.ONGOING
    return Status.HAPPENED


def _supposed(clause: Clause, rules: Grammar) -> bool:
    """Whether the act stands in a condition or an indirect question: "[if] Lima withdraws", "asked [whether] it had fired"."""
    verb: Clause | None = clause
    for _ in range(STEPS):
        if verb is None:
            return False
        tokens, predicate = verb.sentence.tokens, verb.predicate
        if verb.kind == "verb":
            opening = (tokens[c] for c in verb.sentence.children[predicate] if c < predicate)
            if any(t.relation in ("marker", "case", "adverb") and t.lemma in rules.conditions for t in opening):
                return verb.link in ("adverbial", "complement", "xcomplement")
            if verb.link not in ("conjunct", "xcomplement"):
                return False
        elif verb.parent is None or verb.parent.kind != "verb":
            return False
        verb = verb.parent if verb.parent is not verb else None
    return False


def _prospect(clause: Clause, finder: EventFinder) -> bool:
    """Whether the act is only what something else is about or for, so that nothing tells that it takes place.

    "Efforts [to reach a deal]", "progress towards [renewing the truce]", "[ending the war] is vital"; but a noun of decision leaves
    the act standing ("the decision [to expel the envoy]").
    """
    rules = finder.context.grammar
    verb = clause if clause.kind == "verb" else None if _given(clause) else clause.parent
    for _ in range(STEPS):
        if verb is None or verb.kind != "verb" or verb.mood not in ("infinitive", "participle"):
            return False
        if _about(verb, rules):
            return True
        if verb.parent is verb or verb.link not in ("xcomplement", "complement", "conjunct", "adverbial"):
            return False
        verb = verb.parent
    return False


def _given(clause: Clause) -> bool:
    """Whether a noun is spoken of as what is there already: "to justify [its sanctions]"."""
    tokens = clause.sentence.tokens
    below = [tokens[c] for c in clause.sentence.children[clause.predicate]]
    return any(t.relation == "possessive" or t.morph.get("Poss") == "Yes" or t.morph.get("Definite") == "Def" for t in below)


def _about(verb: Clause, rules: Grammar) -> bool:
    """Whether an infinitive or gerund hangs on a noun that is no decision, on a preposition of aim, or is what a quality is said of."""
    tokens, children = verb.sentence.tokens, verb.sentence.children[verb.predicate]
    token = tokens[verb.predicate]
    head = tokens[token.head]
    opened = [
        tokens[c].text.lower() for c in children if c < token.i and (tokens[c].relation in ("case", "marker") or tokens[c].pos == "PART")
    ]
    if head.i < token.i and head.pos == "NOUN" and opened:
        return head.lemma not in rules.resolves
    if verb.link == "adverbial" and any(word in rules.prospective for word in opened):
        return True
    return token.relation == "subject" and verb.parent is not None and verb.parent.lemma in rules.copulas


def _progressive(clause: Clause) -> bool:
    token = clause.sentence.tokens[clause.predicate]
    return clause.kind == "verb" and token.morph.get("Aspect") == "Prog" and bool(clause.auxiliaries)


def _hedged(clause: Clause, rules: Grammar) -> bool:
    tokens = clause.sentence.tokens
    return any(tokens[c].text.lower() in rules.hedges for c in clause.sentence.children[clause.predicate])


def _told_of_by(clause: Clause, finder: EventFinder) -> tuple[Clause, EventType] | None:
    """The act of speech above that an act stands in, with its type: it asks for it, threatens it, alleges it, denies it, promises it."""
    below, above = clause, clause.parent
    for _ in range(STEPS):
        if above is None or above is below:
            return None
        if below.link == "conjunct":
            below, above = above, above.parent
            continue
        if _governs(above, below, finder):
            kind = finder.kind_of(above)
            if kind is not None and kind.embeds is not None and not _denied(above, finder):
                return None if _deplores(above, finder) else (above, kind)
        elif above.kind == "verb" and below.link not in ("noun", "conjunct"):
            return None
        below, above = above, above.parent
    return None


def _denied(above: Clause, finder: EventFinder) -> bool:
    """Whether the negation of a clause undoes its act: not where its rule asks for one ("does not rule out")."""
    match = finder.best(above)
    return above.negated and not (match is not None and match.entry.facts.get("negated"))


def _absorbs(above: Clause, kind: EventType, clause: Clause, finder: EventFinder) -> bool:
    """Whether the act above says all: a promise of one's own act ("agreed to send food"), what is turned down ("refused to meet").

    A meeting, a treaty or a hostile act that is agreed on stays an entry of its own, and so do a hostile act that somebody denies and
    a withdrawal that is refused.
    """
    inner = finder.kind_of(clause)
    if inner is None or kind.type not in ABSORBING:
        return False
    if kind.type == "AGREE":
        return inner.type not in STANDING or (inner.type == "CONCEDE" and clause.link == "xcomplement")
    claims = [a for a in above.arguments if a.relation == "complement" and a.form in ("clause", "ing")]
    if inner.type == "RETREAT":
        return False
    return inner.quad_class not in CONFLICTS or not any(a.phrase.first <= clause.predicate <= a.phrase.last for a in claims)


def _deplores(above: Clause, finder: EventFinder) -> bool:
    """Whether the act above judges the lower one, and so takes it for a fact ("condemned the strikes"), and does not just allege it."""
    match = finder.best(above)
    return match is not None and match.entry.facts.get("mode") == "disapprove"


def _governs(above: Clause, below: Clause, finder: EventFinder) -> bool:
    """Whether the lower clause lies in what the upper one takes as complement or object, or as an oblique that its rule names."""
    match = finder.best(above)
    named = {a.phrase.head for a in match.roles.values()} if match is not None else set()
    for argument in above.arguments:
        if argument.relation == "oblique" and argument.form == "np" and argument.phrase.head not in named:
            continue
        if (
            argument.relation in ("complement", "oblique", "object", "modifier", "attribute")
            and argument.phrase.first <= below.predicate <= argument.phrase.last
        ):
            return argument.phrase.sentence is below.sentence and (argument.relation != "object" or above.lemma != "")
    return False
