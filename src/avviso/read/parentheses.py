"""Puts right a verb of speech that stands between commas inside what it reports: "La route, explique le maire, restera fermée"."""

from __future__ import annotations

from collections.abc import Set

from avviso.read.tree import Tree
from avviso.text import Sentence, Token

NOUNS = frozenset({"NOUN", "PROPN", "PRON"})
VERBAL = frozenset({"VERB", "AUX"})
TAKEN = frozenset({"subject", "expletive", "marker"})
GROUP = frozenset({"auxiliary", "passive-auxiliary", "reflexive", "copula"})


def free_parentheses(sentence: Sentence, speech: Set[str]) -> bool:
    """Gives the noun phrase before the parenthesis to the verb after it, and the one inside to the verb of speech."""
    tokens = sentence.tokens
    if sum(token.text == "," for token in tokens) < 2:
        return False
    tree = Tree(sentence)
    return any(token.pos == "VERB" and token.lemma in speech and _free(token, tree) for token in tokens)


def _free(verb: Token, tree: Tree) -> bool:
    tokens = tree.tokens
    opening = min([verb.i, *(c for c in tree.children[verb.i] if tokens[c].relation in GROUP)])
    if opening < 2 or tokens[opening - 1].text != ",":
        return False
    before = [c for c in tree.children[verb.i] if c < opening and tokens[c].relation == "subject" and tokens[c].pos in NOUNS]
    inside = next((c for c in tree.children[verb.i] if c > verb.i and tokens[c].relation == "object"), None)
    if len(before) != 1 or inside is None or tree.left[inside] != verb.i + 1 or tokens[before[0]].morph.get("PronType") == "Rel":
        return False
    close = next((i for i in range(inside, len(tokens)) if tokens[i].text == ","), None)
    later = _verb_after(close, verb, tree) if close is not None else None
    if later is None or any(t.pos in VERBAL for t in tokens[verb.i + 1 : close]):
        return False
    noun = tokens[before[0]]
    later.head, later.relation = (later.i, "root") if verb.head == verb.i else (verb.head, verb.relation)
    noun.head = later.i
    tokens[inside].relation = "subject"
    verb.head, verb.relation = later.i, "parataxis"
    return True


def _verb_after(close: int, verb: Token, tree: Tree) -> Token | None:
    """The finite verb, or predicate with a copula, that goes on after the parenthesis and has no subject of its own."""
    tokens = tree.tokens
    for token in tokens[close + 1 :]:
        children = tree.children[token.i]
        if token.relation in GROUP or not (token.pos in VERBAL or any(tokens[c].relation == "copula" for c in children)):
            continue
        if token.head not in (verb.i, token.i) or any(tokens[c].relation in TAKEN and c < token.i for c in children):
            return None
        first = min([token.i, *(c for c in children if tokens[c].relation in GROUP)])
        skipped = tokens[close + 1 : first]
        group = [token, *(tokens[c] for c in children if tokens[c].relation in GROUP)]
        finite = any(t.morph.get("VerbForm") == "Fin" or t.morph.get("Mood") for t in group)
        return token if finite and all(t.pos in ("ADV", "PRON", "PART") for t in skipped) else None
    return None
