"""What every extractor of one article works with."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

from avviso.knowledge.grammar import Grammar
from avviso.knowledge.lexicon import Lexicon
from avviso.knowledge.sources import Sources
from avviso.records import ActorMention, Span
from avviso.text import Clause, Document, Phrase, Resolver, Sentence

NEAR = 16
"""Sentences that may open between a place and the opening of the sentence around it: quotations parsed apart."""


@dataclass(slots=True)
class Context:
    """One document with its resolver and the knowledge of its language. `text` is normalised, of the article's length."""

    document: Document
    text: str
    resolver: Resolver
    grammar: Grammar
    lexicon: Lexicon
    sources: Sources
    clauses: Mapping[int, list[Clause]] = field(default_factory=dict)
    _resolved: dict[tuple[int, int, int, int], ActorMention] = field(default_factory=dict)
    _in_order: list[Sentence] = field(default_factory=list)

    def resolve(self, phrase: Phrase) -> ActorMention:
        """The actor of a phrase, asked of the resolver once."""
        key = (phrase.sentence.index, phrase.head, phrase.first, phrase.last)
        mention = self._resolved.get(key)
        if mention is None:
            mention = self._resolved[key] = self.resolver.resolve(phrase)
        return mention

    def is_document(self, phrase: Phrase) -> bool:
        """Whether the phrase's noun, alone or with the word after it ("compte rendu"), is a document."""
        tokens, head = phrase.sentence.tokens, phrase.head
        following = tokens[head + 1].text.lower() if head + 1 < len(tokens) else ""
        return tokens[head].lemma in self.sources.documents or f"{tokens[head].lemma} {following}" in self.sources.documents

    def sentence_at(self, start: int) -> Sentence | None:
        """The parsed sentence that holds a character, the innermost one."""
        if not self._in_order:
            parsed = (s for s in (*self.document.sentences, *self.document.asides) if s.tokens)
            self._in_order = sorted(parsed, key=lambda sentence: sentence.span.start)
        last = bisect_right(self._in_order, start, key=lambda sentence: sentence.span.start)
        near = self._in_order[max(0, last - NEAR) : last]
        return min((s for s in near if start < s.span.end), key=lambda s: s.span.end - s.span.start, default=None)

    def clauses_of(self, sentence: Sentence) -> list[Clause]:
        """The sentence's clauses in order."""
        return self.clauses.get(sentence.index, [])

    def words(self, span: Span) -> str:
        """The article's words, normalised."""
        return self.text[span.start : span.end]
