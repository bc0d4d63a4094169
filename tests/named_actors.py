"""Reads short texts through the parser and asks the actor resolver for the phrases that stand in brackets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from avviso.knowledge.lexicon import lexicon
from avviso.read.actors import ActorResolver, actor_reader
from avviso.read.clauses import find_clauses
from avviso.read.quotations import find_quotations
from avviso.read.sentences import split_sentences
from avviso.read.syntax import Parser, make_sentences, quoted_sentences
from avviso.records import Actor, ActorMention, Part, PlaceMention, Span
from avviso.text import Phrase, Sentence

NOMINAL = ("NOUN", "PROPN", "PRON", "ADJ", "NUM", "X")


@cache
def parser(language: str) -> Parser:
    return Parser(language)


@dataclass
class Asked:
    """A text that was read, with its resolver and the phrases that stood in brackets."""

    text: str
    resolver: ActorResolver
    phrases: list[Phrase]
    sentences: list[Sentence]

    def mentions(self) -> list[ActorMention]:
        return [self.resolver.resolve(phrase) for phrase in self.phrases]

    def codes(self) -> list[str | None]:
        return [mention.code for mention in self.mentions()]

    def names(self) -> list[str | None]:
        return [mention.name for mention in self.mentions()]

    def words(self) -> list[str]:
        return [mention.span.of(self.text) for mention in self.mentions()]


def read(
    language: str,
    marked: str,
    *,
    published: date | None = None,
    persons: Mapping[str, Actor] | None = None,
    places: tuple[PlaceMention, ...] = (),
) -> Asked:
    """Reads a text; each [bracket] in it becomes a phrase to ask for. Paragraphs stand on lines of their own."""
    text, spans = without_brackets(marked)
    rules = parser(language).grammar
    parts = [Part("body", Span(m.start(), m.end())) for m in re.finditer(r"[^\n]+", text)]
    quotations, _ = find_quotations(text, parts)
    pieces = [(span, part, i) for i, part in enumerate(parts) for span in split_sentences(text, part.span, quotations, rules.abbreviations)]
    sentences = quoted_sentences(text, make_sentences(text, pieces, quotations, rules), rules)
    parser(language).parse(text, sentences)
    find_clauses(sentences, rules, lexicon(language))
    resolver = actor_reader(language).start(sentences, published=published, persons=persons, places=places)
    return Asked(text, resolver, [phrase_of(sentences, span) for span in spans], sentences)


def without_brackets(marked: str) -> tuple[str, list[Span]]:
    text, spans, start = "", [], 0
    for character in marked:
        if character == "[":
            start = len(text)
        elif character == "]":
            spans.append(Span(start, len(text)))
        else:
            text += character
    return text, spans


def phrase_of(sentences: list[Sentence], span: Span) -> Phrase:
    """The phrase that covers a span: its head is the word that hangs on one outside."""
    best: tuple[Sentence, list[int]] | None = None
    for sentence in sentences:
        inside = [t.i for t in sentence.tokens if t.start < span.end and t.end > span.start and t.lemma != "«»"]
        if inside and (best is None or len(inside) > len(best[1])):
            best = sentence, inside
    assert best is not None, "nothing was parsed there"
    sentence, inside = best
    heads = [i for i in inside if sentence.tokens[i].head not in inside or sentence.tokens[i].head == i]
    nominal = [i for i in heads if sentence.tokens[i].pos in NOMINAL]
    return Phrase(sentence, (nominal or heads)[0], inside[0], inside[-1])
