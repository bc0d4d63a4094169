"""Hangs pronouns that lean on their verb, and verbs of two words, where they belong: "a-t-il ajouté", "s'alarme", "fait savoir"."""

from __future__ import annotations

from avviso.knowledge.grammar import Grammar
from avviso.knowledge.lexicon import Lexicon
from avviso.text import Sentence, Token

VERBAL = frozenset({"VERB", "AUX"})
REACH = 3
"""Tokens between a clitic and its verb."""


def mend_clitics(sentence: Sentence, rules: Grammar, words: Lexicon) -> bool:
    """Mends the relations of clitics in place; tells whether anything changed."""
    changed = False
    for token in sentence.tokens:
        surface = token.text.lower().replace("’", "'")
        if surface in rules.inverted_subjects or surface in rules.euphonic:
            changed |= _inverted(token, surface, sentence, rules)
        elif surface in rules.interrogatives and surface in rules.reflexives:
            changed |= _reflexive(token, sentence, rules)
        elif surface in rules.dative_clitics and token.relation in ("subject", "object"):
            changed |= _dative(token, sentence)
        elif token.relation == "other" and token.pos in VERBAL and (token.lemma in words.expressions):
            changed |= _causative(token, sentence, words)
    return changed


def _inverted(token: Token, surface: str, sentence: Sentence, rules: Grammar) -> bool:
    """ "A-t-il ajouté", "indique-t-on": the pronoun after the hyphen is the subject, the t before it nothing."""
    tokens = sentence.tokens
    before = token.i - 1
    while before >= 0 and tokens[before].text.lower() in rules.euphonic:
        before -= 1
    if before < 0 or tokens[before].pos not in VERBAL:
        return False
    verb = tokens[before]
    if verb.pos == "AUX" and verb.relation.endswith(("auxiliary", "copula")) and verb.head > verb.i:
        verb = tokens[verb.head]
    relation = "other" if surface in rules.euphonic else "subject"
    if verb.head == token.i or (token.relation == relation and token.head == verb.i):
        return False
    token.relation, token.head, token.pos = relation, verb.i, "PRON"
    if relation == "subject":
        for child in sentence.children[verb.i]:
            if child > verb.i and child != token.i and tokens[child].relation == "subject":
                tokens[child].relation = "object"
    return True


def _reflexive(token: Token, sentence: Sentence, rules: Grammar) -> bool:
    """ "S'" is "si" only before "il" and "ils"; before anything else it is the verb's own pronoun."""
    tokens = sentence.tokens
    if token.relation == "reflexive" or token.i + 1 >= len(tokens) or tokens[token.i + 1].text.lower() in rules.clitic_subjects:
        return False
    verb = next((t for t in tokens[token.i + 1 : token.i + 1 + REACH] if t.pos in VERBAL), None)
    if verb is None:
        return False
    if verb.pos == "AUX" and verb.head > verb.i:
        verb = tokens[verb.head]
    token.relation, token.head, token.pos = "reflexive", verb.i, "PRON"
    return True


def _dative(token: Token, sentence: Sentence) -> bool:
    """ "Lui a demandé un journaliste": right before a verb the pronoun names whom, never who."""
    tokens = sentence.tokens
    following = tokens[token.i + 1] if token.i + 1 < len(tokens) else None
    if following is None or following.pos not in VERBAL or following.morph.get("VerbForm") == "Part":
        return False
    token.relation = "iobject"
    return True


def _causative(verb: Token, sentence: Sentence, words: Lexicon) -> bool:
    """ "A fait savoir": where the two verbs are an expression of the lexicon the first governs the second."""
    tokens = sentence.tokens
    second = tokens[verb.head]
    if second.i != verb.i + 1 or (second.lemma,) not in words.expressions[verb.lemma]:
        return False
    verb.relation, verb.head = (second.relation, second.head) if second.head != second.i else ("root", verb.i)
    for child in sentence.children[second.i]:
        below = tokens[child]
        if below is not verb and (child < verb.i or below.relation in ("subject", "object", "oblique", "iobject", "adverb", "punctuation")):
            below.head = verb.i
    second.relation, second.head = "xcomplement", verb.i
    return True
