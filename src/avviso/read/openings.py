"""Mends what small parsers make of words that open a sentence or a phrase: fronted participles, bare names, nouns taken for verbs."""

from __future__ import annotations

from avviso.knowledge.grammar import Grammar
from avviso.knowledge.lexicon import Lexicon
from avviso.read.retag import PRESENT
from avviso.read.tree import VERBAL
from avviso.text import Sentence, Token

NOUNS = frozenset({"NOUN", "PROPN"})
DETERMINED = frozenset({"subject", "object", "oblique", "modifier", "root", "xcomplement", "complement", "adverbial", "conjunct"})
LONGEST = 18
"""Tokens that a fronted participle with its complements may have."""
UNPLACED = frozenset({"ADJ", "NOUN", "ADV", "X", "PROPN"})


def mend_openings(sentence: Sentence, rules: Grammar, words: Lexicon) -> bool:
    """Mends the sentence's relations in place; tells whether anything changed."""
    changed = False
    for token in sentence.tokens:
        if token.pos == "PRON" and token.relation == "reflexive" and token.text.lower().replace("’", "'") not in rules.reflexives:
            token.relation, changed = "adverb", True  # "Madrid [y] a expédié …": a place, not oneself
        if token.pos == "NUM" and token.head < token.i:
            changed |= _count(token, sentence)
        if token.pos == "VERB":
            changed |= _determined(token, sentence, rules)
            changed |= _finite_beside(token, sentence, rules, words) or _main_not_relative(token, sentence, rules)
            changed |= _named_beside(token, sentence)
    return changed | _fronted(sentence, rules, words)


def _count(number: Token, sentence: Sentence) -> bool:
    """ "A concentré [quinze mille hommes]": numbers belong to the noun that they stand before, not to the verb."""
    tokens, after = sentence.tokens, number.i + 1
    while after < len(tokens) and tokens[after].pos == "NUM":
        after += 1
    if after >= len(tokens) or tokens[after].pos != "NOUN" or number.head == after or tokens[number.head].pos not in VERBAL:
        return False
    number.head, number.relation = after, "numeral"
    return True


def _determined(token: Token, sentence: Sentence, rules: Grammar) -> bool:
    """ "L'opposant", "l'offre": a word right behind an article, with no subject or auxiliary of its own, is a noun."""
    tokens, before = sentence.tokens, token.i - 1
    article = before >= 0 and tokens[before].pos == "DET" and tokens[before].relation == "determiner" and tokens[before].head == token.i
    if not article or token.relation not in DETERMINED or token.morph.get("VerbForm") == "Inf" or not rules.verb_forms:
        return False
    below = [tokens[c] for c in sentence.children[token.i]]
    if any(t.relation in ("subject", "auxiliary", "passive-auxiliary", "copula", "reflexive", "agent") for t in below):
        return False
    plural = tokens[before].morph.get("Number") == "Plur"
    surface = token.text.lower()
    token.pos, token.morph = "NOUN", {"Number": "Plur" if plural else "Sing"}
    token.lemma = surface[:-1] if plural and surface.endswith("s") else surface
    if token.relation in ("xcomplement", "complement", "adverbial"):
        cased = [t for t in below if t.relation == "marker" and t.i < before]
        for marker in cased:
            marker.relation = "case"
        token.relation = ("modifier" if tokens[token.head].pos in NOUNS else "oblique") if cased else "object"
    for child in below:
        if child.relation == "object" and child.pos == "PROPN":
            child.relation = "apposition"
        elif child.relation in ("object", "oblique") and child.pos in NOUNS:
            child.relation = "modifier"
    return True


def _finite_beside(verb: Token, sentence: Sentence, rules: Grammar, words: Lexicon) -> bool:
    """ "La Jordanie [avertit] Israël": a present form right behind the noun that heads a sentence without a verb is its verb."""
    tokens = sentence.tokens
    noun = tokens[verb.head]
    if verb.relation != "participial" or noun.head != noun.i or noun.i >= verb.i or noun.pos not in NOUNS:
        return False
    if verb.text not in words.present or verb.text in rules.participles or any(t.pos in VERBAL and t.relation == "root" for t in tokens):
        return False
    if any(tokens[c].relation in ("agent", "auxiliary", "passive-auxiliary") for c in sentence.children[verb.i]):
        return False
    for token in tokens:
        if token.head == noun.i and token.i > verb.i:
            token.head = verb.i
    verb.relation, verb.head, verb.lemma, verb.morph = "root", verb.i, words.present[verb.text], dict(PRESENT)
    noun.relation, noun.head = "subject", verb.i
    for child in (tokens[c] for c in sentence.children[verb.i]):
        if child.relation == "xcomplement" and child.pos in NOUNS:
            child.relation = "object"
    return True


def _main_not_relative(verb: Token, sentence: Sentence, rules: Grammar) -> bool:
    """ "Des retraités y [ont conspué] la présidente": no relative clause without its pronoun; the noun before is the subject."""
    tokens = sentence.tokens
    noun = tokens[verb.head]
    if verb.relation != "relative" or noun.head != noun.i or noun.i >= verb.i or noun.pos not in NOUNS or rules.contact_relatives:
        return False
    below = [tokens[c] for c in sentence.children[verb.i]]
    between = tokens[noun.i + 1 : verb.i]
    if any(t.relation == "subject" for t in below) or not any(t.relation == "auxiliary" for t in below):
        return False
    if any(t.lemma in rules.relative_pronouns or t.text.lower() in rules.relative_pronouns or t.text == "," for t in between):
        return False
    for token in tokens:
        if token.head == noun.i and token.i > verb.i:
            token.head = verb.i
    verb.relation, verb.head = "root", verb.i
    noun.relation, noun.head = "subject", verb.i
    return True


def _named_beside(verb: Token, sentence: Sentence) -> bool:
    """ "[Quito] récuse …", "… blâme [Quito]": a bare name right before or behind a finite verb is its subject or its object."""
    tokens, children = sentence.tokens, sentence.children
    if not verb.morph.get("Mood") and verb.morph.get("VerbForm") != "Fin":
        return False
    changed = False
    relations = {tokens[c].relation for c in children[verb.i]}
    first = tokens[verb.i - 1] if verb.i else None
    if first is not None and first.i == 0 and "subject" not in relations and _bare_name(first, verb):
        first.pos, first.relation, changed = "PROPN", "subject", True
    after = tokens[verb.i + 1] if verb.i + 1 < len(tokens) else None
    subjects = [tokens[c] for c in children[verb.i] if tokens[c].relation == "subject"]
    if after is not None and len(subjects) > 1 and after in subjects and subjects[0].i < verb.i and after.pos == "PROPN":
        after.relation, changed = "object", True
    if after is not None and "object" not in relations and after.pos != "PROPN" and _bare_name(after, verb) and after.text[:1].isupper():
        after.pos, after.relation, changed = "PROPN", "object", True
    return changed


def _bare_name(token: Token, verb: Token) -> bool:
    placed = token.entity in ("LOC", "ORG", "PER") or token.pos in ("PROPN", "ADV")
    return token.head == verb.i and token.pos in UNPLACED and token.relation in ("adjective", "adverb", "oblique", "other") and placed


def _fronted(sentence: Sentence, rules: Grammar, words: Lexicon) -> bool:
    """ "[Menacé par le Rwanda], le Burundi ferme …": a participle with its agent before a comma tells of the main verb's subject."""
    tokens = sentence.tokens
    comma = next((t.i for t in tokens[:LONGEST] if t.text == ","), 0)
    start = next((t for t in tokens[:2] if t.pos != "ADV"), None)
    if comma < 2 or start is None or start.i >= comma or start.pos in ("ADP", "DET", "PRON", "CCONJ", "SCONJ", "AUX"):
        return False
    doer = next((t for t in tokens[start.i + 1 : comma] if t.text.lower() in rules.passive_by), None)
    lemma = rules.participle_lemma(start.text.lower(), start.text.lower())
    known = words.find("events", "verbs", lemma) or lemma in words.expressions
    if doer is None or not known or lemma == start.text.lower():
        return False
    if any(t.pos in VERBAL and (t.morph.get("Mood") or t.morph.get("VerbForm") == "Fin") for t in tokens[start.i + 1 : comma]):
        return False
    main = _main_verb(tokens, comma)
    agent = tokens[doer.head] if start.i < doer.head < comma else None
    if main is None or agent is None:
        return False
    start.pos, start.lemma, start.morph = "VERB", lemma, {"VerbForm": "Part", "Tense": "Past"}
    for token in tokens[:comma]:
        if token.head >= comma or token.head == token.i:
            token.head, token.relation = start.i, token.relation if token.relation != "root" else "oblique"
    agent.head, agent.relation = start.i, "agent"
    for token in tokens[comma:]:
        if token.head < comma or (token.head == token.i and token is not main):
            token.head = main.i
            if (
                token.i < main.i
                and token.pos in NOUNS
                and token.relation in ("oblique", "object", "root", "apposition", "other", "modifier")
            ):
                token.relation = "subject"
    main.head, main.relation = main.i, "root"
    start.head, start.relation = main.i, "adverbial"
    return True


def _main_verb(tokens: list[Token], comma: int) -> Token | None:
    """The predicate of what follows the comma: what heads it, or the first finite verb with what its auxiliary belongs to."""
    finite = next((t for t in tokens[comma + 1 :] if t.pos in VERBAL and (t.morph.get("Mood") or t.morph.get("VerbForm") == "Fin")), None)
    if finite is None:
        return None
    helped = tokens[finite.head] if finite.relation in ("auxiliary", "passive-auxiliary", "copula") else finite
    return helped if helped.i > comma else None
