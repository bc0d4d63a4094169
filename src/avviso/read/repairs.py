"""Mends what small parsers get wrong by grammar alone, before clauses are built."""

from __future__ import annotations

from avviso.knowledge.grammar import Grammar
from avviso.knowledge.lexicon import Lexicon
from avviso.read.attachment import (
    NOUNS,
    agreeing_noun,
    bare_object,
    complete_pair,
    dominates,
    finite,
    free_companion,
    free_complements,
    marker_of,
    near_noun,
    object_after_place,
    partitive_object,
    split_small_clause,
)
from avviso.read.openings import mend_openings
from avviso.read.strays import determined_noun, join_preposition, named_object, second_object, second_order, split_name
from avviso.read.subclauses import relative_clause, relative_of_lasting, reported_clause
from avviso.read.subjects import coordinate_subjects, give_subject, join_subjects, plural_subject, return_subject
from avviso.read.syntax import children_of
from avviso.read.tree import VERBAL
from avviso.text import Sentence, Token


def repair_tree(sentence: Sentence, rules: Grammar, words: Lexicon) -> bool:
    """Mends the sentence's relations in place; tells whether anything changed."""
    tokens = sentence.tokens
    changed = mend_openings(sentence, rules, words)
    if changed:
        sentence.children = children_of(tokens)
    for token in tokens:
        if token.text.endswith("-") and len(token.text) > 1 and token.i + 1 < len(tokens) and tokens[token.i + 1].start == token.end:
            changed |= _join_hyphenated(token, tokens[token.i + 1])
        if token.text == "-" and 0 < token.i < len(tokens) - 1:
            changed |= _join_around(token, sentence)
        if token.pos in VERBAL and not token.relation.endswith("auxiliary") and token.relation != "copula":
            changed |= _give_object(token, sentence, rules)
        if token.pos == "VERB":
            changed |= determined_noun(token, sentence) or second_order(token, sentence, words)
        if token.pos == "VERB":
            changed |= _return_complements(token, sentence, rules, words)
        elif token.pos == "NOUN" and token.lemma in words.noun_takes:
            changed |= free_complements(token, sentence, rules, words, words.noun_takes[token.lemma])
        if rules.partitives and token.pos == "VERB" and token.lemma not in words.genitive:
            changed |= partitive_object(token, sentence, rules, words)
        if token.relation == "expletive" and token.pos == "PRON":
            changed |= _personal(token, sentence, rules, words)
        if rules.euphonic and token.text.lower() in rules.inverted_subjects:
            changed |= _inverted_compound(token, sentence, rules)
        if token.relation == "subject" and token.pos == "ADJ":
            changed |= split_name(token, sentence)
        elif token.relation == "xcomplement" and token.pos in ("NOUN", "PROPN"):
            changed |= named_object(token, sentence, rules)
        elif token.pos in ("NOUN", "VERB") and rules.compound_prepositions:
            changed |= join_preposition(token, sentence, rules)
        if token.relation == "attribute":
            changed |= split_small_clause(token, sentence)
        if token.relation == "conjunct" and token.pos in ("NOUN", "PROPN"):
            changed |= second_object(token, sentence)
        if token.relation == "conjunct" and token.pos in VERBAL:
            changed |= join_subjects(token, sentence)
            changed |= _raise_finite_conjunct(token, sentence, rules) or _lower_infinitive(token, sentence)
            changed |= _raise_second_cue(token, sentence, words)
        elif token.pos in ("SCONJ", "PRON") and token.relation == "marker":
            changed |= reported_clause(token, sentence, rules, words)
        elif token.pos == "ADV":
            changed |= _prepositional_adverb(token, sentence, rules)
        elif token.relation == "case":
            changed |= near_noun(token, sentence, rules, words)
            if token.text.lower() in rules.two_sided:
                changed |= complete_pair(token, sentence)
        elif token.pos in VERBAL and not token.relation.endswith("auxiliary") and token.relation != "copula":
            changed |= _join_auxiliary(token, sentence)
            changed |= relative_clause(token, sentence, rules, words)
            changed |= relative_of_lasting(token, sentence, rules)
            changed |= coordinate_subjects(token, sentence, rules)
            changed |= return_subject(token, sentence)
            changed |= give_subject(token, sentence)
            changed |= plural_subject(token, sentence, rules)
            changed |= bare_object(token, sentence, rules, words) or object_after_place(token, sentence, rules, words)
            changed |= agreeing_noun(token, sentence)
    return changed


def _return_complements(verb: Token, sentence: Sentence, rules: Grammar, words: Lexicon) -> bool:
    """Gives a verb what its frames name and the parser hung on its other phrases."""
    name = _name_of(verb, sentence, rules)
    if name != verb.lemma and any(sentence.tokens[c].relation == "subject" for c in sentence.children[verb.i]):
        for child in (sentence.tokens[c] for c in sentence.children[verb.i] if sentence.tokens[c].relation == "agent"):
            child.relation = "oblique"  # "s'est entretenu [par téléphone]"
    changed = name in words.accompanied and free_companion(verb, sentence, rules, words)
    taken = words.takes.get(name) or words.takes.get(verb.lemma)
    if taken:
        changed |= free_complements(verb, sentence, rules, words, taken)
        changed |= _raise_object(verb, sentence, rules, taken)
    return changed


def _name_of(verb: Token, sentence: Sentence, rules: Grammar) -> str:
    """The verb as the lexicon lists it: "se rendre" where it is reflexive."""
    reflexive = any(sentence.tokens[c].relation == "reflexive" for c in sentence.children[verb.i])
    return f"{rules.reflexive_lemma} {verb.lemma}" if reflexive else verb.lemma


def _raise_object(verb: Token, sentence: Sentence, rules: Grammar, takes: frozenset[tuple[str, str]]) -> bool:
    """Whom a verb of asking or letting is aimed at is its object, not only who acts below: "allow [the convoys] [to pass]"."""
    tokens, children = sentence.tokens, sentence.children
    if any(tokens[c].relation in ("object", "iobject") for c in children[verb.i]):
        return False
    for child in (tokens[c] for c in children[verb.i] if c > verb.i and tokens[c].relation == "complement"):
        if not _infinitive(child, sentence) or (marker_of(child.i, sentence, rules), "inf") not in takes:
            continue
        aimed = next((tokens[c] for c in children[child.i] if tokens[c].relation == "subject" and verb.i < c < child.i), None)
        if aimed is None or aimed.pos not in NOUNS:
            continue
        beside = tokens[verb.i + 1]
        if beside is aimed or dominates(aimed.i, beside, tokens):
            aimed.head, aimed.relation, child.relation = verb.i, "object", "xcomplement"
            return True
    return False


def _inverted_compound(clitic: Token, sentence: Sentence, rules: Grammar) -> bool:
    """ "Ces soldats, [a-t-elle prévenu], …": a participle right behind the auxiliary and its subject is the verb of both."""
    tokens = sentence.tokens
    before = clitic.i - 1 - (tokens[clitic.i - 1].text.lower() in rules.euphonic)
    if before < 0 or clitic.i + 1 >= len(tokens) or tokens[before].pos != "AUX":
        return False
    verb = tokens[clitic.i + 1]
    if verb.pos != "VERB" or verb.relation not in ("fixed", "other", "flat") or clitic.head == verb.i:
        return False
    above = next((t for t in tokens if t.relation == "root" and t.i not in (verb.i, before)), verb)
    verb.head, verb.relation = above.i, "root" if above is verb else "parataxis"
    for token in tokens[before : clitic.i + 1]:
        token.head = verb.i
    tokens[before].relation, clitic.relation = "auxiliary", "subject"
    return True


def _personal(pronoun: Token, sentence: Sentence, rules: Grammar, words: Lexicon) -> bool:
    """ "[Il] estime que …": the pronoun of a verb of speech in the active stands for somebody."""
    verb = sentence.tokens[pronoun.head]
    below = {sentence.tokens[c].relation for c in sentence.children[verb.i]}
    if verb.lemma not in words.speech or verb.lemma in rules.impersonal or below & {"subject", "passive-auxiliary", "reflexive"}:
        return False
    pronoun.relation = "subject"
    return True


def _join_auxiliary(verb: Token, sentence: Sentence) -> bool:
    """ "Dément [avoir menti]": an infinitive of an auxiliary right before a past participle beside it is that verb's."""
    tokens = sentence.tokens
    if verb.pos != "AUX" or verb.morph.get("VerbForm") != "Inf" or verb.i + 1 >= len(tokens):
        return False
    participle = tokens[verb.i + 1]
    past = participle.pos == "VERB" and participle.morph.get("VerbForm") == "Part" and participle.morph.get("Tense") == "Past"
    if not past or participle.head != verb.head:
        return False
    participle.relation, verb.relation, verb.head = verb.relation, "auxiliary", participle.i
    return True


def _give_object(verb: Token, sentence: Sentence, rules: Grammar) -> bool:
    """A bare noun phrase right after a finite verb that hangs on a noun before the verb, or nowhere, is the verb's object."""
    tokens, children = sentence.tokens, sentence.children
    if verb.i + 1 >= len(tokens) or tokens[verb.i + 1].relation not in ("determiner", "numeral") or not finite(verb, sentence):
        return False
    noun = tokens[tokens[verb.i + 1].head]
    stray = noun.head == noun.i and verb.head == verb.i
    hung = noun.head < verb.i and noun.relation in ("modifier", "apposition", "object") and tokens[noun.head].pos in ("NOUN", "PROPN")
    if noun.pos not in ("NOUN", "PROPN") or noun.i < verb.i or not (stray or hung) or noun.lemma in rules.time_nouns:
        return False
    if any(tokens[c].relation in ("object", "complement", "xcomplement") for c in children[verb.i]):
        return False
    if any(tokens[c].relation in ("case", "copula", "auxiliary", "subject") for c in children[noun.i]):
        return False
    noun.relation, noun.head = "object", verb.i
    sentence.children = children_of(tokens)
    return True


def _amount(adverb: Token, sentence: Sentence) -> bool:
    """ "Enverra [davantage de munitions]": what an adverb of quantity counts is the object, its preposition part of the count."""
    tokens = sentence.tokens
    case = tokens[adverb.i + 1]
    noun, verb = tokens[case.head], tokens[adverb.head]
    if noun.head != adverb.i or noun.pos not in NOUNS or verb.pos not in VERBAL or adverb.i < verb.i:
        return False
    noun.head, noun.relation = verb.i, "object"
    adverb.head, adverb.relation, case.relation = noun.i, "determiner", "determiner"
    for child in sentence.children[adverb.i]:
        if tokens[child].head == adverb.i and child != noun.i:
            tokens[child].head = noun.i
    return True


def _prepositional_adverb(adverb: Token, sentence: Sentence, rules: Grammar) -> bool:
    """ "Lors de", "auprès de": an adverb that carries a prepositional phrase is part of the preposition."""
    tokens, children = sentence.tokens, sentence.children
    if adverb.head == adverb.i or adverb.i + 1 >= len(tokens) or tokens[adverb.i + 1].relation != "case":
        return False
    if adverb.text.lower() in rules.amounts:
        return _amount(adverb, sentence)
    noun = tokens[tokens[adverb.i + 1].head]
    if noun.head != adverb.i or noun.pos not in NOUNS:
        return False
    noun.head, noun.relation = adverb.head, "oblique"
    for child in children[adverb.i]:
        if tokens[child].head == adverb.i:
            tokens[child].head = noun.i
            tokens[child].relation = "modifier" if tokens[child].relation == "oblique" else tokens[child].relation
    adverb.head, adverb.relation, adverb.pos = noun.i, "case", "ADP"
    return True


def _join_hyphenated(first: Token, second: Token) -> bool:
    """ "Royaume-" and "Uni" are one name: the first part hangs on the second, which takes its place."""
    if second.head == first.i:
        second.head, second.relation = (first.head, first.relation) if first.head != first.i else (second.i, first.relation)
    first.head, first.relation = second.i, "compound"
    if second.pos in ("ADJ", "VERB", "ADV"):
        second.pos = "PROPN" if first.text[0].isupper() else "NOUN"
    return True


def _join_around(hyphen: Token, sentence: Sentence) -> bool:
    """ "Croix", "-", "Rouge": a name cut at its hyphen is one again, headed by its first part."""
    first, second = sentence.tokens[hyphen.i - 1], sentence.tokens[hyphen.i + 1]
    if first.end != hyphen.start or second.start != hyphen.end or first.pos != "PROPN" or second.pos != "PROPN":
        return False
    for part in (hyphen, second):
        if part.head == part.i or first.head == part.i:
            return False
        part.relation, part.head = "flat", first.i
    return True


def _infinitive(token: Token, sentence: Sentence) -> bool:
    group = [token, *(sentence.tokens[c] for c in sentence.children[token.i] if sentence.tokens[c].relation.endswith("auxiliary"))]
    return any(t.morph.get("VerbForm") == "Inf" for t in group) and not finite(token, sentence)


def _bare_participle(token: Token, sentence: Sentence) -> bool:
    """A past participle that shares its auxiliary with an earlier verb: "a appelé à … et demandé que …"."""
    past = token.morph.get("VerbForm") == "Part" and token.morph.get("Tense") == "Past"
    return past and not any(sentence.tokens[c].relation.endswith("auxiliary") for c in sentence.children[token.i])


def _lower_infinitive(token: Token, sentence: Sentence) -> bool:
    """A bare infinitive is coordinated with the infinitive before it ("promised [to repay and, once rich, double] the loan")."""
    tokens = sentence.tokens
    head = tokens[token.head]
    below = {tokens[c].relation for c in sentence.children[token.i]}
    bare = token.text.lower() == token.lemma and not below & {"auxiliary", "subject", "marker"}
    if not bare or not finite(head, sentence):
        return False
    before = [tokens[c] for c in sentence.children[head.i] if head.i < c < token.i and tokens[c].relation in ("complement", "xcomplement")]
    if not before or not _infinitive(before[-1], sentence):
        return False
    token.head = before[-1].i
    return True


def _raise_second_cue(token: Token, sentence: Sentence, words: Lexicon) -> bool:
    """A second verb of speech in the tense of the first goes on with it, not with what was said ("said it was failing and urged …")."""
    tokens = sentence.tokens
    head = tokens[token.head]
    above = tokens[head.head]
    below = {tokens[c].relation for c in sentence.children[token.i]}
    if (
        head.relation != "complement"
        or above.lemma not in words.speech
        or not words.find("cues", "verbs", token.lemma)
        or below & {"auxiliary", "passive-auxiliary", "subject", "marker", "copula"}
        or not _simple_past(token)
        or not _simple_past(above)
    ):
        return False
    helped = [tokens[c] for c in sentence.children[head.i] if tokens[c].relation in ("auxiliary", "passive-auxiliary", "copula")]
    joint = next((tokens[c] for c in range(token.i - 1, head.i, -1) if tokens[c].pos == "CCONJ"), None)
    if joint is None or not (tokens[joint.i - 1].text == "," or _differs(head, helped)):
        return False
    token.head = joint.head = above.i
    return True


def _differs(head: Token, helped: list[Token]) -> bool:
    """Whether the reported verb stands in another tense than a narrator's past; one in the perfect may share its auxiliary."""
    present = not helped and head.morph.get("Tense") == "Pres" and head.morph.get("VerbForm") == "Fin"
    return present or any(t.lemma != "have" for t in helped)


def _simple_past(token: Token) -> bool:
    return token.morph.get("VerbForm") == "Fin" and token.morph.get("Tense") == "Past"


def _raise_finite_conjunct(token: Token, sentence: Sentence, rules: Grammar) -> bool:
    """A finite verb is not coordinated with an infinitive but with the finite verb above it ("a dit vouloir X et n'a pas fait Y")."""
    tokens = sentence.tokens
    head = tokens[token.head]
    if not (finite(token, sentence) or _bare_participle(token, sentence)) or not _infinitive(head, sentence):
        return False
    steps = 0
    while (_infinitive(head, sentence) or head.pos in NOUNS) and head.head != head.i and steps < 6:
        head = tokens[head.head]
        steps += 1
    if head.i == token.i or not finite(head, sentence):
        return False
    token.head = head.i
    return True
