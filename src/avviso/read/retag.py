"""Gives back their verb to sentences in which the tagger saw none: "Le syndicat déplore que …", "Téhéran finance le Hezbollah".

Present-tense forms that are nouns or adjectives too are where small taggers fail. A form of a known verb is taken for the verb when a
noun phrase stands right before it, what a verb takes stands right after it, and nothing else in the stretch is finite.
"""

from __future__ import annotations

from collections.abc import Mapping

from avviso.knowledge.grammar import Grammar
from avviso.knowledge.lexicon import Lexicon
from avviso.read.syntax import QUOTE
from avviso.text import Sentence, Token

NOMINAL = frozenset({"NOUN", "PROPN", "ADJ"})
BEFORE = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "PRON"})
AFTER = frozenset({"DET", "SCONJ", "ADP", "PROPN", "PRON", "ADV", "NUM"})
BREAKS = frozenset({",", "?", "!", "…"})
VERBAL = frozenset({"VERB", "AUX"})
PRESENT = {"VerbForm": "Fin", "Mood": "Ind", "Tense": "Pres", "Person": "3"}
FUTURE = {"VerbForm": "Fin", "Mood": "Ind", "Tense": "Fut", "Person": "3"}
IMPERFECT = {"VerbForm": "Fin", "Mood": "Ind", "Tense": "Imp", "Person": "3"}
CONDITIONAL = {"VerbForm": "Fin", "Mood": "Cnd", "Tense": "Pres", "Person": "3"}


def restore_verbs(sentence: Sentence, words: Lexicon, rules: Grammar) -> bool:
    """Retags the first form that must be a finite verb; tells whether the tree changed."""
    tokens, forms = sentence.tokens, words.present
    for token in tokens[1:-1]:
        if token.text not in forms or token.pos in VERBAL:
            continue
        asked = tokens[token.i + 1].text.lower() in rules.inverted_subjects
        if not (asked or token.pos in NOMINAL or token.pos == "ADV"):
            continue
        if asked or (token.pos in NOMINAL and _inverted_cue(token, sentence, forms, words, rules)):
            _make_inverted(token, forms[token.text], sentence)
            return True
        subject = _subject_before(token, sentence, rules)
        if subject is not None and _must_be_verb(token, subject, sentence, rules):
            _make_verb(token, subject, forms[token.text], sentence, rules)
            return True
    return False


def restore_reflexives(sentence: Sentence, forms: Mapping[str, str]) -> None:
    """A word with a reflexive pronoun of its own is a verb, whatever its tag: "s'inquiète"."""
    tokens = sentence.tokens
    for token in tokens:
        if token.relation == "reflexive" and tokens[token.head].pos in NOMINAL and tokens[token.head].text.lower() in forms:
            verb = tokens[token.head]
            verb.pos, verb.lemma, verb.morph = "VERB", forms[verb.text.lower()], PRESENT


def _inverted_cue(token: Token, sentence: Sentence, forms: Mapping[str, str], words: Lexicon, rules: Grammar) -> bool:
    """A form of a verb of speech right after a quotation or a comma, and right before who speaks: "« … », alerte l'agence"."""
    tokens = sentence.tokens
    if forms[token.text] not in words.speech or tokens[token.i + 1].pos not in ("DET", "PROPN"):
        return False
    break_, before = tokens[token.i - 1], tokens[max(0, token.i - 2)]
    article = tokens[token.i + 1].pos == "DET" and tokens[token.i + 1].text.lower() not in rules.partitives
    return break_.lemma == QUOTE or (break_.text in BREAKS and before.lemma == QUOTE) or (break_.text == "," and article)


def _make_inverted(token: Token, lemma: str, sentence: Sentence) -> None:
    tokens = sentence.tokens
    token.pos, token.lemma, token.morph = "VERB", lemma, PRESENT
    if token.relation not in ("root", "parataxis"):
        token.relation = "root"
        token.head = token.i
    head = tokens[token.i + 1]
    while head.head != token.i and head.head > token.i and head.head != head.i:
        head = tokens[head.head]
    head.head, head.relation = token.i, "subject"


def _subject_before(token: Token, sentence: Sentence, rules: Grammar) -> Token | None:
    """The last word of the noun phrase before a form: right before it, or before a relative clause or apposition between commas."""
    tokens = sentence.tokens
    previous = tokens[token.i - 1]
    if previous.text != ",":
        return previous
    for index in range(token.i - 2, 0, -1):
        if tokens[index].text == "," and tokens[index + 1].lemma in rules.relative_pronouns and tokens[index + 1].pos != "SCONJ":
            return None if any(_finite(t) for t in tokens[:index]) else tokens[index - 1]
    return None


def _must_be_verb(token: Token, subject: Token, sentence: Sentence, rules: Grammar) -> bool:
    tokens = sentence.tokens
    previous, following = subject, tokens[token.i + 1]
    infinitive = following.morph.get("VerbForm") == "Inf"
    takes = following.pos in AFTER or infinitive or _predicated(following, tokens)
    if previous.pos not in BEFORE or previous.relation == "case" or not takes:
        return False
    if token.pos == "ADV" and not infinitive:
        return False
    genitive = _marker(following, rules) in rules.genitives and following.text.lower() not in rules.partitives
    if following.pos == "ADP" and genitive and following.relation != "marker":
        return False
    if following.pos == "ADV" and token.i + 2 < len(tokens) and tokens[token.i + 2].pos not in AFTER | {"PUNCT"}:
        return False
    return not _finite_between(0, subject.i + 1, tokens) and not _finite_after(token, tokens, rules)


def _predicated(adjective: Token, tokens: list[Token]) -> bool:
    """An adjective with a determined noun behind it, which is said to be so: "juge [inacceptable] la décision"."""
    return adjective.pos == "ADJ" and adjective.i + 1 < len(tokens) and tokens[adjective.i + 1].pos == "DET"


def _marker(token: Token, rules: Grammar) -> str:
    surface = token.text.lower().replace("’", "'")
    return rules.markers.get(surface, surface)


def _finite_between(start: int, end: int, tokens: list[Token]) -> bool:
    """A finite verb before, unless it stands in a relative clause between the noun and here."""
    return any(_finite(t) and not _in_relative(t, tokens) for t in tokens[start:end])


def _finite_after(token: Token, tokens: list[Token], rules: Grammar) -> bool:
    """A finite verb after, up to the next clause that is opened by a conjunction, a relative pronoun or a comma."""
    for later in tokens[token.i + 1 :]:
        if (
            later.pos == "SCONJ"
            or later.text in (",", ";", ":")
            or later.morph.get("PronType") == "Rel"
            or later.lemma in rules.complementisers
        ):
            return False
        if _finite(later):
            return True
    return False


def _in_relative(token: Token, tokens: list[Token]) -> bool:
    steps = 0
    while steps < 6:
        if token.relation in ("relative", "adverbial", "complement"):
            return True
        if token.head == token.i:
            return False
        token = tokens[token.head]
        steps += 1
    return False


def _finite(token: Token) -> bool:
    return token.pos in VERBAL and (token.morph.get("VerbForm") == "Fin" or bool(token.morph.get("Mood")))


def _make_verb(token: Token, subject: Token, lemma: str, sentence: Sentence, rules: Grammar) -> None:
    tokens = sentence.tokens
    steps = 0
    while subject.head != subject.i and subject.head < token.i and steps < 12:
        subject = tokens[subject.head]
        steps += 1
    above, relation = subject.head, subject.relation
    token.pos, token.lemma = "VERB", lemma
    token.morph = PRESENT
    rooted = above == subject.i or above == token.i or above > token.i
    old_head = above if rooted and above not in (subject.i, token.i) else None
    token.head, token.relation = (token.i, "root") if rooted else (above, relation)
    subject.head, subject.relation = token.i, "subject"
    if _predicated(tokens[token.i + 1], tokens):
        tokens[token.i + 1].relation, tokens[token.i + 1].head = "xcomplement", token.i
    for later in tokens[token.i + 1 :]:
        stray = later.head == token.i and later.relation in ("modifier", "apposition", "other", "conjunct")
        if stray or later.head < token.i or later.head in (old_head, later.i) or later.i == old_head:
            _hang(later, token, tokens, rules)
    for index in (t.i for t in tokens[: token.i] if t.head == old_head and t.i != subject.i):
        tokens[index].head = token.i


def _hang(later: Token, verb: Token, tokens: list[Token], rules: Grammar) -> None:
    """Hangs what followed the misread word on the verb."""
    below = [t for t in tokens if t.head == later.i and t.i < later.i]
    case = any(t.relation == "case" for t in below)
    marker = any(t.relation == "marker" or t.lemma in rules.complementisers for t in below)
    later.head = verb.i
    if later.pos == "PUNCT":
        later.relation = "punctuation"
    elif later.pos in VERBAL or any(t.relation == "copula" for t in below):
        infinitive = any(t.morph.get("VerbForm") == "Inf" for t in (later, *(t for t in below if t.pos == "AUX")))
        later.relation = "complement" if marker and not case else "xcomplement" if infinitive else "adverbial"
    elif later.pos in ("NOUN", "PROPN", "PRON", "NUM"):
        later.relation = "oblique" if case else "object"
    elif later.pos == "ADV":
        later.relation = "adverb"


def mend_tenses(sentence: Sentence, stems: Mapping[str, str], rules: Grammar) -> None:
    """Future and conditional forms of known verbs get their tense and lemma from their endings ("suspendra", "signerait")."""
    for token in sentence.tokens:
        if token.pos != "VERB" or token.morph.get("VerbForm") == "Inf":
            continue
        surface = token.text.lower()
        for endings, features in ((rules.future_endings, FUTURE), (rules.conditional_endings, CONDITIONAL)):
            for ending in endings:
                if surface.endswith(ending) and surface[: -len(ending)] in stems:
                    token.lemma, token.morph = stems[surface[: -len(ending)]], features
        if token.morph.get("Mood") == "Cnd" and not _on_stem(surface, rules, stems):
            token.morph = IMPERFECT


def _on_stem(surface: str, rules: Grammar, stems: Mapping[str, str]) -> bool:
    """Whether a conditional's ending stands on what may be a stem of the future: "porterait" may, "portait" may not."""
    last = {stem[-1:] for stem in stems}
    endings = [ending for ending in rules.conditional_endings if surface.endswith(ending)]
    return not endings or any(surface[: -len(ending)][-1:] in last for ending in endings)
