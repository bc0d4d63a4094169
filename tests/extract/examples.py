"""Runs the examples that stand beside each rule through the real parser and extractors."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from avviso.extract.agenda import find_agenda
from avviso.extract.context import Context
from avviso.extract.events import EventFinder
from avviso.extract.omissions import find_omissions
from avviso.extract.positions import find_positions
from avviso.extract.statements import find_statements
from avviso.knowledge.lexicon import Entry, lexicon
from avviso.knowledge.sources import sources
from avviso.read.clauses import find_clauses
from avviso.read.normalise import normalise
from avviso.read.quotations import find_quotations
from avviso.read.sentences import split_sentences
from avviso.read.syntax import Parser, make_sentences, quoted_sentences
from avviso.records import ActorKind, ActorMention, Article, Part, Span
from avviso.text import Document, Phrase, Resolver, Sentence

MARK = re.compile(r"\[([A-Z]) |\]")
SUBJECTS = ("cues", "events", "positions", "agenda", "omissions")


class Anybody:
    """A resolver that takes every noun phrase for an actor, so that a rule is tested and not the register of actors."""

    def __init__(self, text: str) -> None:
        self.text = text

    @property
    def mentions(self) -> tuple[ActorMention, ...]:
        return ()

    def resolve(self, phrase: Phrase) -> ActorMention:
        span = phrase.span
        return ActorMention(span, span.of(self.text), ActorKind.GROUP, span.of(self.text), None, None, "name")

    def resolve_all(self, phrase: Phrase) -> tuple[ActorMention, ...]:
        return (self.resolve(phrase),)

    def resolve_adjectives(self, index: int, sentence: Sentence) -> tuple[ActorMention, ...]:
        token = sentence.tokens[index]
        return (ActorMention(Span(token.start, token.end), token.text, ActorKind.STATE, token.text, None, None, "nationality"),)

    def note_speaker(self, mention: ActorMention, position: int) -> None:
        pass


@dataclass(frozen=True)
class Example:
    """A sentence without its brackets, and the spans that the brackets named."""

    text: str
    spans: dict[str, Span]


def example(marked: str) -> Example:
    """Takes the role brackets out of an example."""
    plain, spans, open_spans, position = "", {}, [], 0
    for match in MARK.finditer(marked):
        if match.group(1) is None and not open_spans:
            continue
        plain += marked[position : match.start()]
        position = match.end()
        if match.group(1):
            open_spans.append((match.group(1), len(plain)))
        else:
            role, start = open_spans.pop()
            spans[role] = Span(start, len(plain))
    return Example(plain + marked[position:], spans)


@cache
def parser(language: str) -> Parser:
    return Parser(language)


def context_of(text: str, language: str, resolver: Resolver | None = None) -> Context:
    """The context of a text of one paragraph."""
    clean = normalise(text)
    part = Part("body", Span(0, len(text)))
    quotations, _ = find_quotations(clean, [part])
    rules = parser(language).grammar
    spans = [(span, part, 0) for span in split_sentences(clean, part.span, quotations, rules.abbreviations)]
    sentences = quoted_sentences(clean, make_sentences(clean, spans, quotations, rules), rules)
    parser(language).parse(clean, sentences)
    document = Document(Article("example", text), language, [part], quotations, sentences)
    document.clauses = find_clauses(sentences, rules, lexicon(language))
    by_sentence: dict[int, list] = {}
    for clause in document.clauses:
        by_sentence.setdefault(clause.sentence.index, []).append(clause)
    return Context(document, clean, resolver or Anybody(clean), rules, lexicon(language), sources(language), by_sentence)


def strip(text: str, span: Span | None) -> str | None:
    return span.of(text).strip(" ,;:") if span is not None else None


def fired(context: Context, entry: Entry) -> list[dict[str, str | None]]:
    """What the rule finds in a context: for each finding the words of its roles, by the letters of the examples."""
    text = context.text
    if entry.subject == "cues":
        return [
            {"S": strip(text, s.speaker.span if s.speaker else None), "Q": strip(text, s.cue), "C": strip(text, s.content), "A": strip(text, s.addressee.span if s.addressee else None)}
            for s in find_statements(context)
            if s.evidence.rule == entry.id
        ]
    if entry.subject == "events":
        finder = EventFinder(context, [])
        finder.find()
        found = []
        for item in finder.found:
            match = finder.best(item.clause)
            if match is not None and match.entry.id == entry.id:
                roles = {k[0]: strip(text, match.roles[k].phrase.span) for k in ("SOURCE", "TARGET") if k in match.roles}
                found.append({"Q": None, **roles})
        return found
    if entry.subject == "positions":
        return [{"H": strip(text, p.holder.span), "I": strip(text, p.issue)} for p in find_positions(context) if p.evidence.rule == entry.id]
    if entry.subject == "omissions":
        return [
            {"T": strip(text, o.topic), "D": strip(text, o.document), "S": strip(text, o.silent.span if o.silent else None)}
            for o in find_omissions(context)
            if o.evidence.rule == entry.id
        ]
    return [{} for item in find_agenda(context, [], None) if item.evidence.rule == entry.id]
