"""What a text looks like once it is read: tokens, sentences, phrases, clauses, quotations, mentions.

Every layer of a `Document` is written once, by one step of the pipeline. Parsers differ; the labels here do not:
`read/syntax.py` turns any parser's output into these tokens and relations.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from avviso.records import ActorMention, Article, Part, PlaceMention, Span, TimeMention


@dataclass(slots=True)
class Token:
    """A word of a sentence.

    `i` and `head` are indices into the sentence's tokens (a root heads itself). `pos` is a Universal POS tag, `relation` one of
    subject, object, iobject, oblique, agent, complement, xcomplement, adverbial, relative, participial, modifier (noun of noun),
    adjective, compound, possessive, apposition, conjunct, auxiliary, passive-auxiliary, negation, case, marker, determiner,
    adverb, copula, attribute, flat, name, parataxis, punctuation, expletive, root, other. `morph` holds Universal features.
    `entity` is PER, ORG, LOC, MISC or "". `lemma` is lower case, apostrophes straight.
    """

    i: int
    text: str
    lemma: str
    pos: str
    relation: str
    head: int
    start: int
    end: int
    morph: dict[str, str] = field(default_factory=dict)
    entity: str = ""
    entity_start: bool = False


@dataclass(slots=True)
class Phrase:
    """A run of tokens `first` to `last` (inclusive) of one sentence with its head word."""

    sentence: Sentence
    head: int
    first: int
    last: int

    @property
    def span(self) -> Span:
        """Characters of the article that the phrase covers."""
        return Span(self.sentence.tokens[self.first].start, self.sentence.tokens[self.last].end)

    @property
    def tokens(self) -> list[Token]:
        """The phrase's tokens, in order."""
        return self.sentence.tokens[self.first : self.last + 1]

    @property
    def head_token(self) -> Token:
        """The word that the phrase hangs on."""
        return self.sentence.tokens[self.head]


@dataclass(slots=True)
class Argument:
    """What a predicate takes. Voice is undone: the subject of a passive is its `object`, its agent the `subject`.

    `relation`: subject, object, iobject, oblique, complement, attribute, modifier (an adjective or noun beside a nominal predicate).
    `marker`: the preposition or complementiser as the lexicon writes it ("à", "que", "with", "to"), "" for none.
    `form`: np, clause (finite), inf, ing (gerund or participle), wh (indirect question), adj (a relational adjective), adv.
    """

    relation: str
    marker: str
    form: str
    phrase: Phrase


@dataclass(slots=True)
class Variant:
    """A predicate read as an expression of several words ("mettre en garde", "call on"), with the arguments it then takes.

    `words` are the tokens of the expression besides the predicate itself.
    """

    lemma: str
    arguments: list[Argument]
    words: tuple[int, ...]


@dataclass(slots=True)
class Clause:
    """A predicate with its normalised arguments.

    `kind` is verb or noun. `lemma` is the predicate's lemma, with its reflexive pronoun or particle ("se féliciter", "call off").
    `tense` is past, present, future or "" ; `mood` is indicative, conditional, imperative, infinitive, participle;
    `modal` holds the lemma of a modal verb over the predicate ("devoir", "may"), "" without.
    `passive` tells the surface voice. `parent` is the clause that governs this one and `link` how (complement, conjunct,
    relative, adverbial, participial, xcomplement, noun, "").
    """

    sentence: Sentence
    predicate: int
    first: int
    last: int
    kind: str
    lemma: str
    arguments: list[Argument] = field(default_factory=list)
    auxiliaries: list[int] = field(default_factory=list)
    negated: bool = False
    never: bool = False
    tense: str = ""
    mood: str = "indicative"
    modal: str = ""
    passive: bool = False
    question: bool = False
    parent: Clause | None = None
    link: str = ""
    variants: list[Variant] = field(default_factory=list)

    def get(self, relation: str, marker: str | None = None) -> Argument | None:
        """The first argument of that relation (and marker), or None."""
        for argument in self.arguments:
            if argument.relation == relation and (marker is None or argument.marker == marker):
                return argument
        return None

    @property
    def span(self) -> Span:
        """Characters of the predicate and all that hangs on it."""
        tokens = self.sentence.tokens
        return Span(tokens[self.first].start, tokens[self.last].end)


@dataclass(slots=True)
class Quotation:
    """A stretch between quotation marks. `span` is without the marks, `outer` with them.

    `closed` is false when the text never closes it; `continues` tells that a paragraph reopened the marks of the one before.
    `masked` tells that the surrounding sentence was parsed without these words.
    """

    span: Span
    outer: Span
    closed: bool = True
    continues: bool = False
    masked: bool = False


@dataclass(slots=True)
class Sentence:
    """A sentence, or the stretch of a quotation that was parsed by itself (`inside` is then that quotation).

    `children`, `left` and `right` describe its tree: for each token what hangs on it, and the outermost tokens below it.
    """

    index: int
    span: Span
    part: Part
    tokens: list[Token] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)
    inside: Quotation | None = None
    paragraph: int = 0
    children: list[list[int]] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    right: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Document:
    """An article as it was read. `asides` are the sentences of captions and datelines, which tell nothing but name much."""

    article: Article
    language: str
    parts: list[Part] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    asides: list[Sentence] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    mentions: list[ActorMention] = field(default_factory=list)
    places: list[PlaceMention] = field(default_factory=list)
    times: list[TimeMention] = field(default_factory=list)


class Placed(Protocol):
    """Anything that stands somewhere in the text."""

    @property
    def span(self) -> Span:
        """Where it stands."""
        ...


PlacedT = TypeVar("PlacedT", bound=Placed)


def inside(items: Sequence[PlacedT], span: Span) -> list[PlacedT]:
    """Those of the items, which are in text order, that lie wholly inside the span."""
    first = bisect_left(items, span.start, key=lambda item: item.span.start)
    found = []
    for index in range(first, len(items)):
        item = items[index]
        if item.span.start >= span.end:
            break
        if item.span.end <= span.end:
            found.append(item)
    return found


class Resolver(Protocol):
    """Who is meant by a phrase of one document. `read/actors.py` provides it; `extract/` asks it."""

    @property
    def mentions(self) -> Sequence[ActorMention]:
        """All actors that the text names, in order."""
        ...

    def resolve(self, phrase: Phrase) -> ActorMention:
        """The actor that a noun phrase or pronoun names; name and code are None where the text does not tell."""
        ...

    def resolve_all(self, phrase: Phrase) -> tuple[ActorMention, ...]:
        """The actors that a coordinated or plural phrase names."""
        ...

    def resolve_adjectives(self, index: int, sentence: Sentence) -> tuple[ActorMention, ...]:
        """The actors behind a relational adjective or a noun used like one ("russe", "US-China")."""
        ...

    def note_speaker(self, mention: ActorMention, position: int) -> None:
        """Remembers who spoke last, for the pronouns that follow."""
        ...
