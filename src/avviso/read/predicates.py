"""Negation, tense, mood and modality of a predicate."""

from __future__ import annotations

from avviso.knowledge.grammar import Grammar
from avviso.read.tree import Tree
from avviso.text import Clause, Token


def mark_negation(clause: Clause, tree: Tree, rules: Grammar) -> None:
    """Sets `negated` and `never`. Of a two-part negation ("ne … pas") the bare particle alone does not negate."""
    head = tree.tokens[clause.predicate]
    anchor = head.head if head.relation == "copula" else head.i
    for child in _words_beside(anchor, clause, tree):
        if child.relation == "object" and not rules.bare_negation_particle:
            continue  # "said nothing" is what was said; "n'a rien dit" is a negation
        word = child.text.lower().replace("’", "'")
        if word in rules.negations or child.lemma in rules.negations:
            if rules.bare_negation_particle and not _has_particle(anchor, clause, tree, rules):
                continue
            clause.negated = True
            clause.never |= word in rules.never or child.lemma in rules.never


def _words_beside(anchor: int, clause: Clause, tree: Tree) -> list[Token]:
    tokens = tree.tokens
    words = [
        tokens[c]
        for c in tree.children[anchor]
        if tokens[c].relation in ("adverb", "negation", "other", "subject", "object", "determiner", "coordinator")
    ]
    words += [tokens[b] for w in words if w.pos == "ADV" for b in tree.children[w.i] if tokens[b].relation == "negation" and b == w.i - 1]
    for auxiliary in clause.auxiliaries:
        words += [tokens[c] for c in tree.children[auxiliary]]
    for argument in clause.arguments:
        if argument.relation in ("subject", "object") and argument.form == "np":
            words += [tokens[c] for c in tree.children[argument.phrase.head] if tokens[c].relation in ("determiner", "negation")]
            words += [t for t in tokens[max(0, argument.phrase.first - 1) : argument.phrase.last + 1] if t.pos == "CCONJ"]  # "ni X ni Y"
    return words


def _has_particle(anchor: int, clause: Clause, tree: Tree, rules: Grammar) -> bool:
    particle = rules.bare_negation_particle
    start = max(0, min([anchor, clause.predicate, *clause.auxiliaries]) - 3)
    return any(t.lemma == particle or t.text.lower().replace("’", "'") == particle[0] + "'" for t in tree.tokens[start : anchor + 1])


def makes_passive(helper: Token, verb: Token, rules: Grammar) -> bool:
    """Whether an auxiliary before a past participle makes a passive, whatever the parser called it: "[est] attendu"."""
    past = verb.morph.get("VerbForm") == "Part" and verb.morph.get("Tense") == "Past"
    return past and helper.lemma in rules.passive_helpers


def mark_mood(clause: Clause, tree: Tree, rules: Grammar) -> None:
    """Sets tense, mood and modality, taking them from the verb above where that only frames this one ("devraient reprendre")."""
    tokens = tree.tokens
    predicate = tokens[clause.predicate]
    group = [*(tokens[a] for a in clause.auxiliaries), predicate]
    finite = next((t for t in group if t.morph.get("Mood") or t.morph.get("VerbForm") == "Fin"), None)
    for token in group:
        kind = rules.modals.get(token.lemma) if token.relation == "auxiliary" else None
        if kind == "future":
            clause.tense = "future"
        elif kind == "conditional":
            clause.mood = "conditional"
        elif kind:
            clause.modal = kind
    if finite is not None:
        _finite_mood(clause, finite, group)
    else:
        clause.mood = (
            clause.mood if clause.mood != "indicative" else "infinitive" if predicate.morph.get("VerbForm") == "Inf" else "participle"
        )
        _from_above(clause, rules)
        _shared(clause, predicate)
    _finite_modal(clause, predicate, tree, rules)
    if _commands(clause, predicate, tree, rules):
        clause.mood = "imperative"


def _commands(clause: Clause, predicate: Token, tree: Tree, rules: Grammar) -> bool:
    """Whether a verb without a subject, first in its sentence or quotation, has the ending of an order: "[Retirez] vos troupes"."""
    ending = predicate.text.lower().endswith(tuple(rules.imperative_endings)) if rules.imperative_endings else False
    first = predicate.i == 0 or tree.tokens[predicate.i - 1].pos == "PUNCT"
    return ending and first and not clause.auxiliaries and clause.get("subject") is None and predicate.text[:1].isupper()


def _finite_mood(clause: Clause, finite: Token, group: list[Token]) -> None:
    predicate, progressive = group[-1], any(t.morph.get("Aspect") == "Prog" for t in group)
    mood, tense = finite.morph.get("Mood"), finite.morph.get("Tense")
    if mood == "Cnd":
        clause.mood = "conditional"
    elif mood == "Imp":
        clause.mood = "imperative"
    if tense == "Fut":
        clause.tense = "future"
    elif not clause.tense:
        compound = finite is not predicate and predicate.morph.get("Tense") == "Past" and predicate.morph.get("Aspect") != "Prog"
        clause.tense = (
            "past"
            if tense in ("Past", "Imp") or (compound and not clause.passive) or (clause.passive and len(group) > 2 and not progressive)
            else "present"
        )


def _from_above(clause: Clause, rules: Grammar) -> None:
    above = clause.parent
    if above is None or clause.link not in ("xcomplement", "complement"):
        return
    lemma = above.lemma
    kind = rules.modals.get(lemma)
    if kind is None and lemma in rules.copulas:
        attribute = above.get("attribute")
        if attribute is not None:
            kind = rules.modals.get(attribute.phrase.head_token.lemma)
        elif lemma in rules.destined and clause.mood == "infinitive" and above.link != "adverbial":
            kind = "plan"  # "the envoys are to meet", not "if they were to meet"
    if kind is not None or lemma in rules.raising or lemma in rules.copulas:
        clause.tense = "future" if kind == "future" else above.tense
        clause.modal = kind if kind and kind != "future" else above.modal
        if above.mood == "conditional":
            clause.mood = "conditional"
        clause.negated |= above.negated
        clause.never |= above.never


def _shared(clause: Clause, predicate: Token) -> None:
    """A participle that shares the auxiliary of the verb it is coordinated with: "a repris la ville et capturé deux généraux"."""
    above = clause.parent
    if clause.link == "conjunct" and above is not None and above.auxiliaries and predicate.morph.get("Tense") == "Past" and above.tense:
        clause.tense, clause.mood, clause.modal = above.tense, above.mood, above.modal


def _finite_modal(clause: Clause, predicate: Token, tree: Tree, rules: Grammar) -> None:
    """An auxiliary-like verb that the parser made a plain auxiliary ("devrait recevoir")."""
    for auxiliary in clause.auxiliaries:
        token = tree.tokens[auxiliary]
        kind = rules.modals.get(token.lemma)
        if kind and kind not in ("future", "conditional") and not clause.modal:
            clause.modal = kind
        if token.morph.get("Mood") == "Cnd":
            clause.mood = "conditional"
