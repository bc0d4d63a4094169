"""Runs the examples that stand beside each rule through the real parser and extractors."""

from __future__ import annotations

import re
from collections.abc import Sequence
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
from avviso.read.times import find_times
from avviso.records import ActorKind, ActorMention, Article, Part, Span
from avviso.text import Clause, Document, Phrase, Resolver, Sentence

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
    return contexts_of([text], language, resolver)[0]


def contexts_of(texts: Sequence[str], language: str, resolver: Resolver | None = None) -> list[Context]:
    """The contexts of many texts of one paragraph each, parsed at one go: each is a paragraph of one long text that all contexts share."""
    whole = "\n\n".join(texts)
    clean, rules = normalise(whole), parser(language).grammar
    documents, start = [], 0
    for text in texts:
        part = Part("body", Span(start, start + len(text)))
        start += len(text) + 2
        quotations, _ = find_quotations(clean, [part])
        spans = [(span, part, 0) for span in split_sentences(clean, part.span, quotations, rules.abbreviations)]
        sentences = quoted_sentences(clean, make_sentences(clean, spans, quotations, rules), rules)
        documents.append(Document(Article("example", whole), language, [part], quotations, sentences))
    times = find_times(clean, [part.span for document in documents for part in document.parts], language, published=None)
    parser(language).parse(clean, [sentence for document in documents for sentence in document.sentences], times)
    return [_context(document, clean, resolver or Anybody(clean)) for document in documents]


def _context(document: Document, clean: str, resolver: Resolver) -> Context:
    rules, words = parser(document.language).grammar, lexicon(document.language)
    document.clauses = find_clauses(document.sentences, rules, words)
    by_sentence: dict[int, list[Clause]] = {}
    for clause in document.clauses:
        by_sentence.setdefault(clause.sentence.index, []).append(clause)
    return Context(document, clean, resolver, rules, words, sources(document.language), by_sentence)


def strip(text: str, span: Span | None) -> str | None:
    return span.of(text).strip(" ,;:") if span is not None else None


def fired(context: Context, entry: Entry) -> list[dict[str, str | None]]:
    """What the rule finds in a context: for each finding the words of its roles, by the letters of the examples."""
    return _FINDERS[entry.subject](context, entry.id)


def _statements(context: Context, rule: str) -> list[dict[str, str | None]]:
    text = context.text
    return [
        {"S": _words(text, s.speaker), "Q": strip(text, s.cue), "C": strip(text, s.content), "A": _words(text, s.addressee)}
        for s in find_statements(context)
        if s.evidence.rule == rule
    ]


def _events(context: Context, rule: str) -> list[dict[str, str | None]]:
    said = any(entry.id == rule and entry.facts.get("said") for entry in context.lexicon.entries)
    finder = EventFinder(context, find_statements(context) if said else [])
    finder.find()
    if said:
        told = [item for item in finder.found if item.event.evidence.rule == rule]
        return [{"T": strip(context.text, m.span)} for item in told for m in item.event.target_actors]
    found = []
    for item in finder.found:
        match = finder.best(item.clause)
        if match is not None and match.entry.id == rule:
            found.append({k[0]: strip(context.text, match.roles[k].phrase.span) for k in ("SOURCE", "TARGET") if k in match.roles})
    return found


def _positions(context: Context, rule: str) -> list[dict[str, str | None]]:
    found = [p for p in find_positions(context) if p.evidence.rule == rule]
    return [{"H": _words(context.text, p.holder), "I": strip(context.text, p.issue)} for p in found]


def _omissions(context: Context, rule: str) -> list[dict[str, str | None]]:
    text, found = context.text, [o for o in find_omissions(context) if o.evidence.rule == rule]
    return [{"T": strip(text, o.topic), "D": strip(text, o.document), "S": _words(text, o.silent)} for o in found]


def _agenda(context: Context, rule: str) -> list[dict[str, str | None]]:
    return [{} for item in find_agenda(context, [], None) if item.evidence.rule == rule]


def _words(text: str, mention: ActorMention | None) -> str | None:
    return strip(text, mention.span) if mention is not None else None


_FINDERS = {"cues": _statements, "events": _events, "positions": _positions, "agenda": _agenda, "omissions": _omissions}
