"""Mends what small parsers get wrong by grammar alone, before clauses are built."""

from __future__ import annotations

from avviso.knowledge.grammar import Grammar
from avviso.text import Sentence, Token

TWO_SIDED = frozenset({"entre", "between"})
VERBAL = frozenset({"VERB", "AUX"})


def repair_tree(sentence: Sentence, rules: Grammar) -> bool:
    """Mends the sentence's relations in place; tells whether anything changed."""
    tokens = sentence.tokens
    changed = False
    for token in tokens:
        if token.relation == "conjunct" and token.pos in VERBAL:
            changed |= _raise_finite_conjunct(token, sentence, rules)
        elif token.relation == "case" and token.text.lower() in TWO_SIDED:
            changed |= _complete_pair(token, sentence)
    return changed


def _finite(token: Token, sentence: Sentence) -> bool:
    group = [token, *(sentence.tokens[c] for c in sentence.children[token.i] if sentence.tokens[c].relation.endswith("auxiliary"))]
    return any(t.morph.get("VerbForm") == "Fin" or t.morph.get("Mood") for t in group)


def _infinitive(token: Token, sentence: Sentence) -> bool:
    return token.morph.get("VerbForm") == "Inf" and not _finite(token, sentence)


def _raise_finite_conjunct(token: Token, sentence: Sentence, rules: Grammar) -> bool:
    """A finite verb is not coordinated with an infinitive but with the finite verb above it ("a dit vouloir X et n'a pas fait Y")."""
    tokens = sentence.tokens
    head = tokens[token.head]
    if not _finite(token, sentence) or not _infinitive(head, sentence):
        return False
    steps = 0
    while _infinitive(head, sentence) and head.head != head.i and steps < 6:
        head = tokens[head.head]
        steps += 1
    if head.i == token.i or not _finite(head, sentence):
        return False
    token.head = head.i
    return True


def _complete_pair(case: Token, sentence: Sentence) -> bool:
    """ "Entre X et Y" takes two parties: a second one that was read as the verb's subject is given back, its phrase's governor becomes the subject."""
    tokens = sentence.tokens
    first = tokens[case.head]
    if first.head == first.i or any(tokens[c].relation == "conjunct" for c in sentence.children[first.i]):
        return False
    for token in tokens[first.i + 1 : first.i + 12]:
        if token.relation == "subject" and token.pos in ("NOUN", "PROPN") and token.head > token.i:
            opening = min([token.i, *sentence.children[token.i]])
            before = [t for t in (tokens[opening], tokens[max(0, opening - 1)]) if t.pos == "CCONJ"]
            if not before:
                return False
            governor, verb = tokens[first.head], token.head
            token.relation, token.head = "conjunct", first.i
            if governor.pos in ("NOUN", "PROPN") and governor.i < first.i:
                was = governor.head if governor.head != governor.i else None
                governor.relation, governor.head = "subject", verb
                if was is None and tokens[verb].head == governor.i:
                    tokens[verb].relation, tokens[verb].head = "root", verb
            return True
        if token.pos in VERBAL:
            return False
    return False
