"""Finds the subjects that small parsers hang elsewhere: fronted, coordinated, taken by a participle."""

from __future__ import annotations

from avviso.knowledge.grammar import Grammar
from avviso.read.attachment import finite
from avviso.read.coordination import left_edge
from avviso.read.syntax import QUOTE
from avviso.text import Sentence, Token

NAMING = frozenset({"NOUN", "PROPN"})
PARTING = frozenset({",", ":", ";", "–", "—"})
DEEPEST = 6
"""Nouns at most that a phrase before a verb is followed up through."""


def return_subject(verb: Token, sentence: Sentence) -> bool:
    """The subject that a participle between commas took is the main verb's: "Ms Roe, asked about the delay, said …"."""
    tokens, children = sentence.tokens, sentence.children
    if not finite(verb, sentence):
        return False
    candidates = [tokens[c] for c in children[verb.i] if c < verb.i and tokens[c].relation in ("adverbial", "complement")]
    for between in candidates:
        if between.pos != "VERB" or between.i < 2 or tokens[between.i - 1].text != "," or not _bare_past(between, sentence):
            continue
        taken = next((tokens[c] for c in children[between.i] if tokens[c].relation == "subject" and c < between.i), None)
        own = [tokens[c] for c in children[verb.i] if tokens[c].relation == "subject"]
        if taken is None or any(t.lemma != QUOTE for t in own) or not any(t.text == "," for t in tokens[between.i : verb.i]):
            continue
        for quote in own:
            quote.relation = "object"
        taken.head, between.head, between.relation = verb.i, taken.i, "participial"
        return True
    return False


def _bare_past(token: Token, sentence: Sentence) -> bool:
    return token.morph.get("Tense") == "Past" and not any(
        sentence.tokens[c].relation.endswith("auxiliary") or sentence.tokens[c].relation in ("object", "marker")
        for c in sentence.children[token.i]
    )


def give_subject(verb: Token, sentence: Sentence) -> bool:
    """A noun phrase that stands right before a finite verb without a subject, and hangs nowhere, is its subject."""
    tokens, children = sentence.tokens, sentence.children
    group = [
        verb.i,
        *(
            c
            for c in children[verb.i]
            if tokens[c].relation.endswith("auxiliary") or tokens[c].relation in ("reflexive", "copula", "negation")
        ),
    ]
    if not finite(verb, sentence) or any(tokens[c].relation in ("subject", "expletive") for c in children[verb.i]):
        return False
    position = min(group) - 1
    while position >= 0 and tokens[position].pos == "ADV" and tokens[position].head == verb.i:
        position -= 1
    if position < 0 or tokens[position].pos not in ("NOUN", "PROPN", "PRON", "ADJ"):
        return False
    top, steps = tokens[position], 0
    while top.head != top.i and top.head < verb.i and steps < 12:
        top = tokens[top.head]
        steps += 1
    stray = top.head == top.i or (top.head == verb.i and top.relation in ("other", "vocative", "time", "modifier"))
    if not stray or top.pos not in ("NOUN", "PROPN", "PRON") or any(tokens[c].relation == "case" for c in children[top.i]):
        return False
    top.relation, top.head = "subject", verb.i
    if verb.head == top.i:
        verb.relation, verb.head = "root", verb.i
    return True


def coordinate_subjects(verb: Token, sentence: Sentence, rules: Grammar) -> bool:
    """ "X et Y ont décidé": a name that hangs nowhere, right before a conjunction and the subject, is a subject too."""
    tokens = sentence.tokens
    second = next((tokens[c] for c in sentence.children[verb.i] if c < verb.i and tokens[c].relation == "subject"), None)
    if second is None or not (second.pos in ("PROPN", "NOUN") or second.text[0].isupper()):
        return False
    opening = second.i
    while opening and tokens[opening - 1].head == second.i and tokens[opening - 1].relation == "determiner":
        opening -= 1
    joint, first = (tokens[opening - 1], tokens[opening - 2]) if opening > 1 else (second, second)
    if joint.pos != "CCONJ" or joint.text.lower() not in rules.pairing or first.pos != "PROPN":
        return False
    stray = first.head == first.i or any(t.text == ":" for t in tokens[first.head : first.i])
    if not stray or any(tokens[c].relation == "case" for c in sentence.children[first.i]):
        return False
    first.relation, first.head = "subject", verb.i
    second.relation, second.head, joint.head = "conjunct", first.i, second.i
    return True


def join_subjects(verb: Token, sentence: Sentence) -> bool:
    """ "X et Y ont signé": a verb is not coordinated with a noun; the noun and the verb's subject are."""
    tokens, children = sentence.tokens, sentence.children
    first = tokens[verb.head]
    second = next((tokens[c] for c in children[verb.i] if tokens[c].relation == "subject"), None)
    if first.pos not in ("NOUN", "PROPN") or first.i > verb.i or second is None or not first.i < second.i < verb.i:
        return False
    if not any(tokens[c].pos == "CCONJ" and c < second.i for c in children[verb.i]):
        return False
    verb.head, verb.relation = (verb.i, "root") if first.head == first.i else (first.head, first.relation)
    first.head, first.relation = verb.i, "subject"
    second.head, second.relation = first.i, "conjunct"
    for child in children[verb.i]:
        if tokens[child].pos == "CCONJ" and child < second.i:
            tokens[child].head = second.i
    return True


def plural_subject(verb: Token, sentence: Sentence, rules: Grammar) -> bool:
    """ "À Batoumi, [Bakou et Tbilissi] sont parvenus …": a verb in the plural whose subject is the second of two names has both."""
    tokens, children = sentence.tokens, sentence.children
    if not finite(verb, sentence) or not _in_plural(verb, sentence):
        return False
    second = _second_name(verb, sentence)
    if second is None:
        return False
    opening = left_edge(sentence, second.i)
    joint = tokens[opening] if tokens[opening].pos == "CCONJ" else tokens[opening - 1] if opening else second
    if joint.pos != "CCONJ" or joint.text.lower() not in rules.pairing or joint.i == 0:
        return False
    first = _top_of(tokens[joint.i - 1], sentence, rules)
    if first is None or first.i == verb.i or any(tokens[c].relation in ("case", "marker") for c in children[first.i]):
        return False
    for token in (first, second):
        if verb.head == token.i:
            verb.head, verb.relation = verb.i, "root"
    first.relation, first.head = "subject", verb.i
    second.relation, second.head, joint.head = "conjunct", first.i, second.i
    return True


def _in_plural(verb: Token, sentence: Sentence) -> bool:
    tokens = sentence.tokens
    group = [verb, *(tokens[c] for c in sentence.children[verb.i] if tokens[c].relation.endswith("auxiliary"))]
    return any(t.morph.get("VerbForm") == "Fin" and t.morph.get("Number") == "Plur" for t in group)


def _second_name(verb: Token, sentence: Sentence) -> Token | None:
    """The verb's subject in the singular, or where it has none the phrase that ends right before it."""
    tokens, children = sentence.tokens, sentence.children
    subjects = [tokens[c] for c in children[verb.i] if tokens[c].relation in ("subject", "expletive")]
    if subjects:
        alone = len(subjects) == 1 and subjects[0].i < verb.i and not any(tokens[c].relation == "conjunct" for c in children[subjects[0].i])
        single = subjects[0].pos == "PROPN" or (subjects[0].pos == "NOUN" and subjects[0].morph.get("Number") != "Plur")
        return subjects[0] if alone and single else None
    group = [c for c in children[verb.i] if c < verb.i and tokens[c].relation.endswith(("auxiliary", "negation", "reflexive"))]
    end = min([verb.i, *group]) - 1
    top = tokens[end] if end >= 0 and tokens[end].pos in NAMING | {"ADJ"} else None
    for _ in range(DEEPEST):
        if top is None or top.relation == "conjunct" or top.head == top.i or top.head > top.i:
            break
        top = tokens[top.head]
    return top if top is not None and top.relation == "conjunct" and top.pos in NAMING else None


def _top_of(token: Token, sentence: Sentence, rules: Grammar) -> Token | None:
    """The noun that a phrase which ends here is of, within its commas, where the sentence or a comma stands before it."""
    tokens = sentence.tokens
    if token.pos not in NAMING:
        return None
    for _ in range(DEEPEST):
        above = tokens[token.head]
        parted = any(t.text in PARTING for t in tokens[above.i : token.i])
        if above.i >= token.i or parted or above.pos not in NAMING or token.relation == "conjunct":
            break
        if any(tokens[c].text.lower() in rules.two_sided for c in sentence.children[token.i]):
            return None
        token = above
    edge = left_edge(sentence, token.i)
    return token if edge == 0 or tokens[edge].text in PARTING or tokens[edge - 1].text in PARTING else None
