"""Predicates of several words: "mettre en garde", "faire savoir", "call on", "carry out", "war game"."""

from __future__ import annotations

from collections.abc import Mapping

from avviso.knowledge.grammar import Grammar
from avviso.knowledge.lexicon import Lexicon
from avviso.read.tree import Tree
from avviso.text import Argument, Clause, Token, Variant

INFLECTION = 2
"""Letters that gender and number add to an adjective or participle: "disposé", "disposées"."""
REACH = 7
"""Tokens after the verb within which the expression's other words must stand."""


def _is(token: Token, word: str, rules: Grammar) -> bool:
    surface = token.text.lower()
    if token.lemma == word or surface == word or rules.markers.get(surface) == word:
        return True
    return token.pos in ("ADJ", "VERB") and len(word) > 3 and surface.startswith(word) and len(surface) - len(word) <= INFLECTION


def verb_variants(clause: Clause, tree: Tree, rules: Grammar, words: Lexicon, by_token: Mapping[int, Clause]) -> list[Variant]:
    """The readings of a verb as an expression of the lexicon, longest first."""
    variants: list[Variant] = _adjectival(clause, tree, rules, words) if clause.passive and clause.auxiliaries else []
    expressions = words.expressions.get(clause.lemma, ())
    near = _words_near(clause, tree, rules) if expressions else frozenset()
    for rest in expressions:
        if not near.issuperset(rest):
            continue
        found = _words_after(clause, rest, tree, rules)
        if found is not None:
            variants.append(Variant(f"{clause.lemma} {' '.join(rest)}", _arguments(clause, found, tree, rules, by_token), found))
    return variants


def _words_near(clause: Clause, tree: Tree, rules: Grammar) -> frozenset[str]:
    """All words that `_is` could find among the tokens in reach: most expressions of a verb are ruled out by this alone."""
    near: set[str] = set()
    for token in tree.tokens[clause.predicate + 1 : clause.predicate + 1 + REACH]:
        surface = token.text.lower()
        near.update((token.lemma, surface, rules.markers.get(surface, surface)))
        if token.pos in ("ADJ", "VERB"):
            near.update(surface[:-cut] for cut in range(1, INFLECTION + 1))
    return frozenset(near)


def _adjectival(clause: Clause, tree: Tree, rules: Grammar, words: Lexicon) -> list[Variant]:
    """A passive that the lexicon lists as copula and adjective: "est disposée à", "is set to"."""
    found: list[Variant] = []
    token = tree.tokens[clause.predicate]
    for copula in rules.copulas:
        for rest in words.expressions.get(copula, ()):
            if len(rest) == 1 and _is(token, rest[0], rules):
                arguments = [
                    Argument("subject", "", a.form, a.phrase) if a.relation == "object" else a
                    for a in clause.arguments
                    if a.relation != "subject"
                ]
                found.append(Variant(f"{copula} {rest[0]}", arguments, ()))
    return found


def _words_after(clause: Clause, rest: tuple[str, ...], tree: Tree, rules: Grammar) -> tuple[int, ...] | None:
    found: list[int] = []
    position = clause.predicate + 1
    limit = min(len(tree.tokens), position + REACH)
    for word in rest:
        while position < limit and not _is(tree.tokens[position], word, rules):
            if tree.tokens[position].text in ",;:" or (found and tree.tokens[position].pos not in ("ADV", "DET", "PRON")):
                return None
            position += 1
        if position >= limit:
            return None
        found.append(position)
        position += 1
    return tuple(found) if _belongs(clause, found[0], tree) else None


def _belongs(clause: Clause, index: int, tree: Tree) -> bool:
    """The expression's next word hangs on the predicate, directly or as the preposition of what does."""
    anchors = {clause.predicate, *clause.auxiliaries}
    head = tree.tokens[clause.predicate]
    if head.relation == "copula":
        anchors.add(head.head)
    token = tree.tokens[index]
    if token.i in anchors or token.head in anchors:
        return True
    opens = token.relation in ("case", "marker", "fixed", "determiner") or (token.relation == "auxiliary" and token.pos == "PART")
    above = tree.tokens[token.head]
    if opens and above.relation == "case" and above.pos == "NOUN":
        above = tree.tokens[above.head]  # "en faveur de Rabat"
    return opens and above.head in anchors


def _arguments(clause: Clause, found: tuple[int, ...], tree: Tree, rules: Grammar, by_token: Mapping[int, Clause]) -> list[Argument]:
    """The clause's arguments once the expression's words are taken out: what hung on them hangs on the expression."""
    taken, arguments = set(found), []
    for argument in clause.arguments:
        head = argument.phrase.head
        if head in taken:
            continue
        markers = set(tree.marker_tokens(head))
        if markers & taken and argument.relation in ("oblique", "complement"):
            left = " ".join(w for w in argument.marker.split() if not any(_is(tree.tokens[i], w, rules) for i in found))
            relation = "object" if argument.form == "np" and not left else argument.relation
            arguments.append(Argument(relation, left, argument.form, argument.phrase))
        else:
            arguments.append(argument)
    for index in found:
        inner = by_token.get(index)
        if inner is not None and inner is not clause:
            arguments += [
                a
                for a in inner.arguments
                if a.relation != "subject" and a.phrase.head not in taken and all(a.phrase.head != b.phrase.head for b in arguments)
            ]
        elif inner is None:
            arguments += _below(index, taken, tree, rules)
    return arguments


def _below(index: int, taken: set[int], tree: Tree, rules: Grammar) -> list[Argument]:
    """What hangs on a noun or adjective of the expression ("prêt à négocier", "état de tirs")."""
    arguments = []
    for child in tree.children[index]:
        token = tree.tokens[child]
        if child in taken or child < index:
            if token.relation == "subject":  # "holds [the fleet] responsible"
                arguments.append(Argument("object", "", "np", tree.phrase(child, tree.left[child])))
            continue
        opening = set(tree.marker_tokens(child))
        marker = "" if opening and opening <= taken else tree.marker(child, rules)
        partitive = any(tree.tokens[c].relation == "case" and tree.tokens[c].text.lower() in rules.partitives for c in tree.children[child])
        if partitive and token.pos == "NOUN":
            arguments.append(Argument("object", "", "np", tree.phrase(child, tree.after_marker(child))))
        elif token.relation in ("modifier", "oblique", "object", "apposition") and not marker and token.pos in ("NOUN", "PROPN", "PRON"):
            arguments.append(Argument("object", "", "np", tree.phrase(child, tree.left[child])))
        elif token.relation in ("modifier", "oblique") and marker:
            arguments.append(Argument("oblique", marker, "np", tree.phrase(child, tree.after_marker(child))))
        elif token.relation in ("complement", "xcomplement", "participial", "adverbial") and token.pos in ("VERB", "AUX"):
            finite = token.morph.get("Mood") or token.morph.get("VerbForm") == "Fin" or marker in rules.complementisers
            form = "clause" if finite else "ing" if token.morph.get("Aspect") == "Prog" else "inf"
            arguments.append(Argument("complement", marker, form, tree.phrase(child, tree.after_marker(child))))
    return arguments


def _expression_at(first: int, rest: tuple[str, ...], tree: Tree) -> tuple[int, ...]:
    """Where the words after the first stand: at once, or after an adjective between ("manœuvres navales conjointes")."""
    found, position = [first], first + 1
    for word in rest:
        between = tree.tokens[position] if position + 1 < len(tree.tokens) else None
        if between is not None and between.pos == "ADJ" and word not in (between.lemma, between.text.lower()):
            position += 1
        if position >= len(tree.tokens) or word not in (tree.tokens[position].lemma, tree.tokens[position].text.lower()):
            return ()
        found.append(position)
        position += 1
    return tuple(found)


def noun_expression(token: Token, tree: Tree, words: Lexicon) -> tuple[str, int, tuple[int, ...]] | None:
    """A noun of several words that opens at this token: its lemma, its head, its other words."""
    surface, table = token.text.lower(), words.noun_expressions
    names = (token.lemma,) if surface == token.lemma else (token.lemma, surface)
    for name, rest in [(first, rest) for first in names for rest in table.get(first, ())]:
        indices = _expression_at(token.i, rest, tree)
        if indices and not any(
            t.pos == "VERB" and t.lemma in rest and t.text.lower() != t.lemma for t in map(tree.tokens.__getitem__, indices)
        ):
            head = next((i for i in indices if tree.tokens[i].head not in indices or tree.tokens[i].head == i), token.i)
            return f"{name} {' '.join(rest)}", head, tuple(i for i in indices if i != head)
    return None
