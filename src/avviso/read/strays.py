"""Mends words that small parsers lose: participles taken for nouns, names cut in two, prepositions of several words."""

from __future__ import annotations

from functools import cache

from avviso.knowledge.grammar import Grammar
from avviso.knowledge.lexicon import Lexicon
from avviso.read.tree import VERBAL
from avviso.text import Sentence, Token

PAST = {"VerbForm": "Part", "Tense": "Past"}
MISREAD = frozenset({"NOUN", "ADJ", "PROPN", "X"})
NOUNS = frozenset({"NOUN", "PROPN"})
LONGEST = 4
"""Tokens that a preposition of several words may have."""


def restore_participles(sentence: Sentence, words: Lexicon, rules: Grammar) -> bool:
    """ "Haïti a [imploré] …": a known verb's participle right behind an auxiliary is a verb, whatever its tag. Tells whether any was."""
    tokens, changed = sentence.tokens, False
    for token in tokens[1:]:
        lemma = words.past.get(token.text) if token.pos in MISREAD else None
        before = token.i - 1
        while before > 0 and tokens[before].pos == "ADV":
            before -= 1
        helper = tokens[before]
        helps = helper.pos == "AUX" and helper.head == token.i and helper.relation in ("auxiliary", "copula", "passive-auxiliary")
        if lemma is None or not helps or not (helper.lemma in rules.having or _reflexive(token, sentence)):
            continue
        token.pos, token.lemma, token.morph = "VERB", lemma, {**PAST}
        helper.relation, changed = "auxiliary", True
    return changed


def _reflexive(token: Token, sentence: Sentence) -> bool:
    return any(sentence.tokens[c].relation == "reflexive" for c in sentence.children[token.i])


def split_name(adjective: Token, sentence: Sentence) -> bool:
    """ "Le Qatar et l'Arabie [saoudite] ont signé": an adjective right behind a noun is no subject, but belongs to it."""
    tokens = sentence.tokens
    noun, verb = tokens[adjective.i - 1], tokens[adjective.head]
    if adjective.i == 0 or adjective.relation != "subject" or adjective.pos != "ADJ" or verb.i < adjective.i or noun.head == verb.i:
        return False
    if noun.pos not in NOUNS or any(c < adjective.i for c in sentence.children[adjective.i]):
        return False
    adjective.relation, adjective.head = "adjective", noun.i
    return True


def determined_noun(verb: Token, sentence: Sentence) -> bool:
    """ "A retiré à la société [le permis]": a form of a verb with an article of its own right before it is a noun."""
    tokens = sentence.tokens
    article = tokens[verb.i - 1]
    bare = all(tokens[c].relation not in ("auxiliary", "passive-auxiliary", "subject", "object") for c in sentence.children[verb.i])
    if verb.i == 0 or article.head != verb.i or article.relation != "determiner" or not bare:
        return False
    verb.pos, verb.lemma, verb.morph = "NOUN", verb.text.lower(), {}
    for child in sentence.children[verb.i]:
        if tokens[child].relation == "oblique":
            tokens[child].relation = "modifier"
    if verb.relation in ("adverbial", "participial", "complement", "xcomplement", "parataxis"):
        governor = tokens[verb.head]
        free = governor.pos in VERBAL and not any(tokens[c].relation == "object" for c in sentence.children[governor.i])
        verb.relation = "object" if free and governor.i < verb.i else "modifier"
    return True


def named_object(name: Token, sentence: Sentence, rules: Grammar) -> bool:
    """ "Appelle [le Soudan] à agir": a name with its article right behind a verb is whom the verb is aimed at, no predicate."""
    tokens, children = sentence.tokens, sentence.children
    verb = tokens[name.head]
    article = name.i - 1 == verb.i + 1 and tokens[name.i - 1].relation == "determiner" and tokens[name.i - 1].head == name.i
    if name.relation != "xcomplement" or not article or not name.text[:1].isupper() or verb.lemma in rules.copulas:
        return False
    if verb.pos not in VERBAL or any(tokens[c].relation == "object" for c in children[verb.i]):
        return False
    name.relation, name.pos = "object", "PROPN"
    return True


def second_object(noun: Token, sentence: Sentence) -> bool:
    """ "Accuse Israël [et la Turquie] d'avoir …": a noun is coordinated with the noun before it, not with the verb above."""
    tokens, children = sentence.tokens, sentence.children
    verb = tokens[noun.head]
    below = [tokens[c] for c in children[noun.i]]
    if verb.pos != "VERB" or verb.i > noun.i or any(t.relation in ("subject", "copula", "case", "auxiliary", "marker") for t in below):
        return False
    joint = next((t for t in below if t.pos == "CCONJ" and t.i < noun.i), None)
    before = tokens[joint.i - 1] if joint is not None and joint.i > verb.i + 1 else None
    while before is not None and before.pos not in NOUNS and before.head < before.i and before.head > verb.i:
        before = tokens[before.head]
    if before is None or before.pos not in NOUNS or before.relation in ("time", "conjunct"):
        return False
    if before.relation == "flat" and tokens[before.head].pos in NOUNS:
        before = tokens[before.head]
    if (before.pos == "PROPN") != (noun.pos == "PROPN") or (before.head == verb.i and before.relation not in ("object", "oblique")):
        return False
    noun.head = before.i
    return True


def second_order(verb: Token, sentence: Sentence, words: Lexicon) -> bool:
    """ "Exhorte Lima à agir [et Quito à céder]": a name and an infinitive behind an order and its infinitive are a second order."""
    tokens, children = sentence.tokens, sentence.children
    asked = next((tokens[c] for c in children[verb.i] if tokens[c].relation == "object" and c > verb.i), None)
    if asked is None or verb.lemma not in words.takes or asked.pos not in NOUNS:
        return False
    for first in (tokens[c] for c in children[verb.i] if tokens[c].relation == "xcomplement" and c > asked.i):
        for second in (tokens[c] for c in children[first.i] if tokens[c].relation == "xcomplement" and tokens[c].pos == "VERB"):
            marker = next((tokens[c] for c in children[second.i] if c < second.i and tokens[c].relation == "marker"), None)
            other = tokens[marker.i - 1] if marker is not None else None
            if other is None or other.relation != "conjunct" or other.pos != "PROPN" or not first.i < other.i < second.i:
                continue
            other.head, second.head, second.relation = asked.i, first.i, "conjunct"
            return True
    return False


@cache
def _by_noun(phrases: frozenset[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The words of the prepositions before their noun, by the noun."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for phrase in sorted(phrases):
        *opening, noun, _ = phrase.split()
        found[noun] = (*found.get(noun, ()), tuple(opening))
    return found


def join_preposition(noun: Token, sentence: Sentence, rules: Grammar) -> bool:
    """ "Patrouille [aux côtés de] Kényans": the noun of such a preposition is no party of its own; what follows "de" is."""
    openings = _by_noun(rules.compound_prepositions).get(noun.text.lower())
    if openings is None or noun.relation not in ("oblique", "modifier", "fixed", "object", "attribute"):
        return False
    tokens, children = sentence.tokens, sentence.children
    words = tuple(t.text.lower().replace("’", "'") for t in tokens[max(0, noun.i - LONGEST) : noun.i])
    if not any(words[-len(opening) :] == opening for opening in openings) or noun.i + 1 >= len(tokens):
        return False
    case = tokens[noun.i + 1]
    surface = case.text.lower().replace("’", "'")
    inner = tokens[case.head]
    if rules.markers.get(surface, surface) not in rules.genitives or inner.i <= case.i or inner.pos in VERBAL:
        return False
    if inner.head not in (noun.i, noun.head):
        return False
    above = tokens[noun.head]
    inner.head, inner.relation = noun.head, "oblique" if above.pos in VERBAL else "modifier"
    for child in children[noun.i]:
        if child > case.i and child not in (inner.i, noun.i):
            tokens[child].head = inner.i
    noun.head, noun.relation = inner.i, "case"
    return True
