"""The chain of attribution: through whom and what the words reached the article."""

from __future__ import annotations

from collections.abc import Sequence

from avviso.extract.context import Context
from avviso.extract.prepositions import Attribution
from avviso.records import ActorKind, ActorMention, Link, Span
from avviso.text import Argument, Clause, Phrase, Token

NEAR = 40
"""Tokens after a cue within which a participle ("cité par …") still belongs to it."""


def clause_links(clause: Clause, context: Context) -> tuple[list[Link], Span | None]:
    """The links that a cue's clause names (a communiqué, a platform, who cited it), nearest to the speaker first, and the channel."""
    links: list[Link] = []
    channel: Span | None = None
    for argument in clause.arguments:
        if argument.relation not in ("oblique", "modifier") or argument.form != "np":
            continue
        link = _published(argument, context)
        if link is not None:
            links.append(link)
        elif argument.phrase.head_token.lemma in context.sources.occasions and channel is None:
            channel = argument.phrase.span
    subject = clause.get("subject")
    if subject is not None and context.is_document(subject.phrase):
        links.append(Link(_document(subject, context), "published"))
    return links + _cited(clause, context), channel


def _published(argument: Argument, context: Context) -> Link | None:
    head = argument.phrase.head_token
    if argument.marker not in context.sources.inward:
        return None
    if context.is_document(argument.phrase):
        return Link(_document(argument, context), "published")
    words = context.words(argument.phrase.span).lower()
    if head.lemma in context.sources.platforms or words in context.sources.platforms or head.text.lower() in context.sources.platforms:
        return Link(_document(argument, context), "published")
    mention = context.resolve(argument.phrase)
    return Link(mention, "reported") if mention.kind is ActorKind.MEDIA else None


def _document(argument: Argument, context: Context) -> ActorMention:
    """A document as a link: its words, up to what is said of it."""
    phrase = argument.phrase
    tokens = phrase.sentence.tokens
    last = phrase.head
    while last < phrase.last and tokens[last + 1].pos in ("ADJ", "PROPN") and tokens[last + 1].head <= phrase.head + 1:
        last += 1
    span = Span(tokens[phrase.first].start, tokens[last].end)
    issuer = context.resolve(phrase)
    return ActorMention(span, context.words(span), None, issuer.code, None, None, "description")


def _cited(clause: Clause, context: Context) -> list[Link]:
    """Who passed the words on, by a participle after the cue: "…, cité dans un communiqué", "…, quoted by X"."""
    links: list[Link] = []
    tokens = clause.sentence.tokens
    for token in tokens[clause.predicate + 1 : min(len(tokens) - 1, clause.predicate + NEAR)]:
        following = tokens[token.i + 1]
        if not _cites(token, context) or following.pos != "ADP" or tokens[token.i - 1].text != ",":
            continue
        head = following.head if following.head > following.i else following.i + 1
        if head >= len(tokens):
            continue
        phrase = Phrase(clause.sentence, head, following.i + 1, max(head, clause.sentence.right[head]))
        surface = following.text.lower()
        argument = Argument("oblique", context.grammar.markers.get(surface, surface), "np", phrase)
        if argument.marker in context.grammar.passive_by:
            links.append(Link(context.resolve(phrase), "cited"))
        elif (link := _published(argument, context)) is not None:
            links.append(link)
    return links


def _cites(token: Token, context: Context) -> bool:
    """Whether the word is a participle of citing, whatever the tagger made of it."""
    surface = token.text.lower()
    return any(surface.startswith(form) and len(surface) - len(form) <= 2 for form in context.sources.citing)


def cut_links(first: int, last: int, attributions: Sequence[Attribution]) -> tuple[int, int]:
    """Content tokens without a "selon X" at their beginning or end."""
    for attribution in attributions:
        if first < attribution.opening <= last and attribution.closing >= last:
            last = attribution.opening - 1
        elif attribution.opening <= first <= attribution.closing < last:
            first = attribution.closing + 1
    return first, last
