"""The steps in order: from an article to its findings. This file is the architecture on one screen."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from avviso.errors import InputError
from avviso.extract.agenda import find_agenda
from avviso.extract.checks import find_checks
from avviso.extract.confidence import with_confidence
from avviso.extract.context import Context
from avviso.extract.events import find_events
from avviso.extract.meetings import with_planned_meetings
from avviso.extract.omissions import find_omissions
from avviso.extract.positions import find_positions
from avviso.extract.statements import find_statements
from avviso.knowledge.lexicon import lexicon
from avviso.knowledge.sources import sources
from avviso.read.actors import actor_reader
from avviso.read.adverbials import mark_times
from avviso.read.clauses import find_clauses
from avviso.read.language import recognise, supported
from avviso.read.normalise import normalise
from avviso.read.parts import find_parts
from avviso.read.places import read_places
from avviso.read.quotations import find_quotations
from avviso.read.sentences import split_sentences
from avviso.read.syntax import Parser, make_sentences, quoted_sentences
from avviso.read.times import date_checks, find_times, infer_published
from avviso.records import Actor, Article, Reading, Span
from avviso.text import Clause, Document

READ_PARTS = frozenset({"headline", "standfirst", "subheading", "body"})
COLLECT_AFTER = 50_000
"""New objects after which memory is tidied up: a reading makes many that live as long as its article, and few that form cycles."""
ASIDES = frozenset({"dateline", "caption"})
"""Parts that name persons, places and times but are never read as what the article tells."""


class Reader:
    """Reads articles. One reader holds the models of the languages it has met; make one for each process."""

    def __init__(self, *, persons: Mapping[str, Actor] | None = None) -> None:
        self._persons = persons
        self._parsers: dict[str, Parser] = {}

    def language_of(self, article: Article) -> str:
        """The article's language. Raises `InputError` when it is one that Avviso does not read."""
        language = article.language or recognise(article.text)[0]
        if language not in supported():
            raise InputError(f"the text is in {language!r}, which is not read yet; the languages are {', '.join(supported())}")
        return language

    def read(self, article: Article) -> Reading:
        """All findings of one article. Raises `InputError` for an empty text or a language that is not read."""
        if not article.text.strip():
            raise InputError("the text is empty; give a text")
        language = self.language_of(article)
        parser = self._parser(language)
        document = Document(article, language)
        text = normalise(article.text)
        unclosed = self._lay_out(document, text, parser)
        published = self._date(document, text)
        spans = [part.span for part in document.parts if part.kind in READ_PARTS | ASIDES]
        document.times = find_times(text, spans, language, published=published)
        parser.parse(text, [*document.sentences, *document.asides], document.times)
        document.clauses = find_clauses(document.sentences, parser.grammar, lexicon(language))
        everything = sorted([*document.sentences, *document.asides], key=lambda sentence: sentence.span.start)
        document.places, claims = read_places(everything, language)
        mark_times(document.clauses, document.times)
        resolver = actor_reader(language).start(everything, published=published, persons=self._persons, places=document.places)
        context = Context(document, text, resolver, parser.grammar, lexicon(language), sources(language), _by_sentence(document.clauses))
        statements = find_statements(context)
        events = find_events(context, statements)
        agenda = find_agenda(context, events, published)
        dates = date_checks(document.times, text, language)
        reading = Reading(
            article=article,
            parts=tuple(document.parts),
            statements=tuple(statements),
            events=tuple(with_planned_meetings(events, agenda)),
            positions=tuple(find_positions(context)),
            agenda=tuple(agenda),
            omissions=tuple(find_omissions(context)),
            checks=tuple(find_checks(context, unclosed=unclosed, claims=claims, dates=dates, persons=resolver.persons)),
            places=tuple(document.places),
            times=tuple(document.times),
            persons=tuple(replace(p, evidence=replace(p.evidence, article_id=article.id)) for p in resolver.persons),
        )
        return with_confidence(reading)

    def _parser(self, language: str) -> Parser:
        parser = self._parsers.get(language)
        if parser is None:
            parser = self._parsers[language] = Parser(language)
            gc.freeze()  # what a model holds lives as long as the process: the collector need not walk through it again and again
            gc.set_threshold(COLLECT_AFTER)
        return parser

    def _lay_out(self, document: Document, text: str, parser: Parser) -> list[Span]:
        """Fills parts, quotations and sentences; returns the quotation marks that never close."""
        document.parts = find_parts(text, document.language, headline=document.article.headline)
        read = [part for part in document.parts if part.kind in READ_PARTS]
        document.quotations, unclosed = find_quotations(text, read)
        spans = [
            (span, part, number)
            for number, part in enumerate(read)
            for span in split_sentences(text, part.span, document.quotations, parser.grammar.abbreviations)
        ]
        sentences = make_sentences(text, spans, document.quotations, parser.grammar)
        document.sentences = quoted_sentences(text, sentences, parser.grammar)
        aside = [
            (span, part, len(read))
            for part in document.parts
            if part.kind in ASIDES
            for span in split_sentences(text, part.span, [], parser.grammar.abbreviations)
        ]
        document.asides = make_sentences(text, aside, [], parser.grammar)
        for index, sentence in enumerate(document.asides, start=len(document.sentences)):
            sentence.index = index
        return unclosed

    def _date(self, document: Document, text: str) -> date | None:
        published = document.article.published
        if isinstance(published, datetime):
            return published.date()
        return published or infer_published(text, [part.span for part in document.parts], document.language)


def _by_sentence(clauses: list[Clause]) -> dict[int, list[Clause]]:
    found: dict[int, list[Clause]] = {}
    for clause in clauses:
        found.setdefault(clause.sentence.index, []).append(clause)
    return found
