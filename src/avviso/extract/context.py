"""What every extractor of one article works with."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from avviso.extract.merging import distinct
from avviso.knowledge.grammar import Grammar
from avviso.knowledge.lexicon import Lexicon
from avviso.knowledge.sources import Sources
from avviso.records import ActorMention, Span
from avviso.text import Clause, Document, Phrase, Resolver, Sentence, inside

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

    def owners(self, phrase: Phrase) -> tuple[ActorMention, ...]:
        """Whose something is, by what stands beside its noun: "l'artillerie arménienne", "les avions de l'armée", "Peru's envoy"."""
        sentence, found = phrase.sentence, list[ActorMention]()
        for child in sentence.children[phrase.head]:
            token, below = sentence.tokens[child], sentence.children[child]
            if not phrase.first <= child <= phrase.last:
                continue
            cases = {sentence.tokens[c].lemma for c in below if sentence.tokens[c].relation == "case"}
            if token.relation == "adjective":
                found += self.resolver.resolve_adjectives(child, sentence)
            elif token.relation == "possessive" or (token.relation == "modifier" and cases & self.grammar.genitives):
                found += self.resolver.resolve_all(Phrase(sentence, child, child, sentence.right[child]))
        return distinct(m for m in found if m.code)

    def adjectival(self, phrase: Phrase) -> tuple[ActorMention, ...]:
        """The actors behind an adjective, or a name used like one; both of two joined by a hyphen ("le sommet [Pérou-Chili]")."""
        if any(t.text == "-" and t.relation == "flat" for t in phrase.tokens):
            joined = [m for m in inside(self.resolver.mentions, phrase.span) if m.code]
            if len({m.code for m in joined}) > 1:
                return distinct(joined)
        return self.resolver.resolve_adjectives(phrase.head, phrase.sentence)

    def of_owner(self, mention: ActorMention, phrase: Phrase) -> ActorMention:
        """An actor that nothing else tells of, with the code of whom it belongs to: "Peru's sherpa", "a Peruvian vessel"."""
        owners = self.owners(phrase) if mention.code is None and mention.kind is None else ()
        return replace(mention, code=owners[0].code, resolved_by="description") if owners else mention

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
