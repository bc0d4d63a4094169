"""From a sentence to tokens with uniform relations, whatever the parser.

A quotation that stands by itself in its sentence is parsed apart: the sentence sees one placeholder word in its stead, so
that the quotation's own grammar cannot wreck the sentence around it. Quotation marks around words that belong to the sentence's
grammar are left out of what the parser sees. Offsets are always those of the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, IDX, LEMMA, MORPH, ORTH, POS

from avviso.knowledge.grammar import Grammar, grammar
from avviso.read import ruler
from avviso.read.asides import asides, put_back
from avviso.read.inference import MOST_REMEMBERED, annotate, load_model
from avviso.read.sentences import split_sentences
from avviso.records import Part, Span, TimeMention
from avviso.text import Quotation, Sentence, Token

QUOTE = "«»"
"""Lemma of the placeholder that stands for a quotation."""
BATCH = 128
"""Sentences that are parsed at once."""
SHORTEST = 4
"""Words from which on a quotation is parsed apart: shorter ones are mostly names, titles and single words of others."""
SHORTEST_SENTENCE = 3
"""The same of one that is a sentence: it stands first or after a colon, and ends with a full stop or a question mark."""
MARKS = frozenset('«»“”„"‹›‟')
WORDS = re.compile(r"(?:[^\s«»“”„\"‹›‟]+(?: (?=[^\s«»“”„\"‹›‟]))?)+")
"""Words with single plain spaces between them, which the parser sees as they are."""
WORD = re.compile(r"[^\W\d_]+")
ENTITIES = {"PERSON": "PER", "GPE": "LOC", "FAC": "LOC", "NORP": "MISC", "PER": "PER", "ORG": "ORG", "LOC": "LOC", "MISC": "MISC"}
FEATURES = [ORTH, LEMMA, POS, MORPH, DEP, ENT_TYPE, ENT_IOB, IDX]
ENTITY_BEGINS = 3
Word = tuple[str, str, str, dict[str, str]]
"""Form, lemma, part of speech and morphology."""


@dataclass(slots=True)
class Segment:
    """A stretch to parse: what the parser sees, and where each of its characters lies in the article."""

    sentence: Sentence
    seen: str = ""
    offsets: list[int] = field(default_factory=list)
    placeholders: dict[int, Quotation] = field(default_factory=dict)
    asides: list[Span] = field(default_factory=list)


class Parser:
    """Parses the sentences of one language."""

    def __init__(self, language: str) -> None:
        self.grammar: Grammar = grammar(language)
        self._model = load_model(self.grammar.model)
        self.unneeded = [ruler.STOCK, *self.grammar.unneeded]
        for word in self.grammar.compounds:
            self._model.tokenizer.add_special_case(word, [{"ORTH": word}])
        self._words: dict[tuple[int, ...], Word] = {}

    def parse(self, text: str, sentences: Sequence[Sentence], times: Sequence[TimeMention] = ()) -> None:
        """Fills the tokens of every sentence. `text` is the normalised text that the spans refer to, `times` what it names of them."""
        segments = [segment(text, sentence, self.grammar, asides(text, sentence, times, self.grammar)) for sentence in sentences]
        for first in range(0, len(segments), BATCH):
            self._fill(text, segments[first : first + BATCH])

    def _may_name(self, seen: str) -> bool:
        """Whether the words may hold a name: a capital that is not the first letter, or a first word that is not a common one."""
        if any(sign.isupper() for sign in seen[1:]):
            return True
        first = WORD.search(seen)
        return first is not None and first.group().lower() not in self._model.Defaults.stop_words

    def _fill(self, text: str, segments: Sequence[Segment]) -> None:
        texts = [s.seen for s in segments]
        docs = annotate(self._model, texts, [self._may_name(text) for text in texts], self.unneeded)
        for piece, doc in zip(segments, docs, strict=True):
            piece.sentence.tokens = list(self._tokens(piece, doc))
            if self.grammar.lifts_prepositions:
                lift_prepositions(piece.sentence.tokens)
            if piece.asides:
                piece.sentence.tokens = put_back(piece.sentence.tokens, piece.asides, text, self.grammar)
            piece.sentence.children = children_of(piece.sentence.tokens)

    def _tokens(self, piece: Segment, doc: Any) -> Iterator[Token]:
        relations, offsets, strings = self.grammar.relations, piece.offsets, doc.vocab.strings
        rows, heads = doc.to_array(FEATURES).tolist(), doc.to_array(HEAD).view("int64").tolist()
        words = [self._word(strings, *row[:4]) for row in rows]
        kept = {n: index for index, n in enumerate(n for n, (surface, *_) in enumerate(words) if not surface.isspace())}
        for n, i in kept.items():
            surface, lemma, pos, morph = words[n]
            dependency, entity, place, start = rows[n][4:]
            head = n + heads[n]
            while head not in kept and heads[head]:
                head += heads[head]
            quotation = piece.placeholders.get(start)
            if quotation is not None:
                surface, lemma, pos = QUOTE, QUOTE, "PRON"
            yield Token(
                i=i,
                text=surface,
                lemma=lemma,
                pos=pos,
                relation=relations.get(strings[dependency], "other"),
                head=kept.get(head, i),
                start=offsets[start] if quotation is None else quotation.outer.start,
                end=offsets[start + len(surface) - 1] + 1 if quotation is None else quotation.outer.end,
                morph=morph,
                entity=ENTITIES.get(strings[entity], ""),
                entity_start=place == ENTITY_BEGINS,
            )

    def _word(self, strings: Any, form: int, lemma: int, pos: int, morph: int) -> Word:
        """A word by the numbers that the model gives its form, lemma, part of speech and morphology."""
        key = (form, lemma, pos, morph)
        known = self._words.get(key)
        if known is None:
            if len(self._words) >= MOST_REMEMBERED:
                self._words.clear()
            known = self._words[key] = self._read_word(strings[form], strings[lemma], strings[pos], strings[morph])
        return known

    def _read_word(self, surface: str, lemma: str, pos: str, features: str) -> Word:
        morph, lemma = read_features(features), lemma.lower().replace("’", "'")
        if pos == "VERB":
            lemma = self.grammar.verb_lemma(lemma, surface.lower(), finite=morph.get("VerbForm") != "Inf")
        else:
            lemma = self.grammar.lemmas.get(lemma, lemma)
        return surface, lemma, pos, morph


@cache
def read_features(features: str) -> dict[str, str]:
    """Morphology by name: "Number=Sing|Person=3". Words that are alike share it."""
    return dict(pair.split("=", 1) for pair in features.split("|") if "=" in pair)


def segment(text: str, sentence: Sentence, rules: Grammar, hidden: Sequence[Span] = ()) -> Segment:
    """What the parser is to see of a sentence: all but the quotations that stand by themselves and the spans to hide."""
    piece = Segment(sentence, asides=list(hidden))
    skipped = {span.start: span.end for span in hidden}
    seen: list[str] = []
    position, end = sentence.span.start, sentence.span.end
    masked = {q.outer.start: q for q in sentence.quotations if q.masked}
    while position < end:
        quotation = masked.get(position)
        if quotation is not None:
            if seen and not seen[-1].isspace():
                seen.append(" ")
                piece.offsets.append(position)
            piece.placeholders[len(piece.offsets)] = quotation
            seen.extend(rules.placeholder)
            piece.offsets.extend([quotation.outer.start] * len(rules.placeholder))
            position = max(quotation.outer.end, position + 1)
            if position < end and not text[position].isspace():
                seen.append(" ")
                piece.offsets.append(position)
            continue
        if position in skipped:
            position = skipped[position]
            continue
        run = WORDS.match(text, position, min([end, *(start for start in (*masked, *skipped) if start > position)]))
        if run is not None:
            seen.append(run.group())
            piece.offsets.extend(range(position, run.end()))
            position = run.end()
            continue
        character = text[position]
        if character in MARKS or (character.isspace() and (not seen or seen[-1].isspace())):
            position += 1
            continue
        seen.append(" " if character.isspace() else character)
        piece.offsets.append(position)
        position += 1
    piece.seen = "".join(seen)
    return piece


def mask(text: str, sentence: Sentence, rules: Grammar) -> None:
    """Decides which quotations of a sentence stand by themselves, and so are parsed apart.

    Those that open the sentence or follow a colon, comma or dash, or that open with a capital after a word which cannot govern
    what follows; never a name or a title of one to three words.
    """
    for quotation in sentence.quotations:
        words = text[quotation.span.start : quotation.span.end].split()
        before = text[sentence.span.start : quotation.outer.start].rstrip()
        closed = words and words[-1][-1:] in ".?!…" and (not before or before[-1] == ":")
        if len(words) < (SHORTEST_SENTENCE if closed else SHORTEST):
            continue
        first = next((c for c in words[0] if c.isalpha()), "")
        previous = before[-1:]
        last_word = before.split()[-1].casefold().replace("’", "'") if before else ""
        if "'" in last_word[:-1]:
            last_word = last_word[last_word.rindex("'") + 1 :]
        detached = not before or previous in ":,;—–-?!.…" or first.isupper()
        after = text[quotation.outer.end : sentence.span.end].lstrip()
        whole = not after or after[0] in ",.;:!?—–)" or text[quotation.span.end - 1] in ",.!?…" or first.isupper()
        quotation.masked = detached and whole and last_word not in rules.quote_openers


def children_of(tokens: list[Token]) -> list[list[int]]:
    """For each token the indices of the tokens that hang on it, in order."""
    children: list[list[int]] = [[] for _ in tokens]
    for token in tokens:
        if token.head != token.i:
            children[token.head].append(token.i)
    return children


def lift_prepositions(tokens: list[Token]) -> None:
    """Turns "verb → preposition → noun" into "verb → noun, with its preposition below", as Universal Dependencies have it."""
    prepositions = frozenset(t.i for t in tokens if t.relation == "oblique")
    for token in tokens:
        if token.relation not in ("object-of-preposition", "clause-of-preposition"):
            continue
        preposition = tokens[token.head]
        chain = [preposition]
        while chain[-1].i in prepositions and chain[-1].head in prepositions and chain[-1].head != chain[-1].i:
            if tokens[chain[-1].head] in chain:
                break
            chain.append(tokens[chain[-1].head])
        top = chain[-1]
        governor = tokens[top.head]
        if governor is token or top.head == top.i:
            governor = top
        if token.relation == "clause-of-preposition" and token.pos in ("VERB", "AUX"):
            relation = "adverbial"
        elif top.relation == "agent":
            relation = "agent"
        elif top.relation == "iobject":
            relation = "oblique"
        elif governor.pos in ("NOUN", "PROPN", "PRON", "NUM", "SYM"):
            relation = "modifier"
        else:
            relation = "oblique"
        if governor is top:
            token.relation, token.head = "root", token.i
        else:
            token.relation, token.head = relation, governor.i
        for link in chain:
            link.relation, link.head, link.pos = "case", token.i, "ADP"
    for token in tokens:
        head = tokens[token.head]
        if token.head != token.i and head.relation == "case" and token.relation != "case":
            token.head = head.head if head.head != token.i else token.i


def make_sentences(text: str, spans: Iterable[tuple[Span, Part, int]], quotations: Sequence[Quotation], rules: Grammar) -> list[Sentence]:
    """Sentences with their quotations, masked where they stand by themselves."""
    sentences: list[Sentence] = []
    cursor = 0
    for span, part, paragraph in spans:
        while cursor < len(quotations) and quotations[cursor].outer.end <= span.start:
            cursor += 1
        inside = []
        probe = cursor
        while probe < len(quotations) and quotations[probe].outer.start < span.end:
            if quotations[probe].outer.start >= span.start and quotations[probe].outer.end <= span.end:
                inside.append(quotations[probe])
            probe += 1
        sentence = Sentence(index=len(sentences), span=span, part=part, quotations=inside, paragraph=paragraph)
        mask(text, sentence, rules)
        sentences.append(sentence)
    return sentences


def quoted_sentences(text: str, sentences: Sequence[Sentence], rules: Grammar) -> list[Sentence]:
    """All sentences in text order: each masked quotation's own sentences follow the one that holds it."""
    ordered: list[Sentence] = []
    for sentence in sentences:
        ordered.append(sentence)
        for quotation in sentence.quotations:
            if quotation.masked:
                spans = split_sentences(text, quotation.span, [], rules.abbreviations)
                ordered += [Sentence(0, span, sentence.part, inside=quotation, paragraph=sentence.paragraph) for span in spans]
    for index, sentence in enumerate(ordered):
        sentence.index = index
    return ordered
