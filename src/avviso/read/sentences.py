"""Cuts a paragraph into sentences, taking each quotation as one piece."""

from __future__ import annotations

import re
from collections.abc import Sequence

from avviso.records import Span
from avviso.text import Quotation

STOP = re.compile(r"[.!?…。]+[\"”»’')\]]*(?=\s|$)|[.!?]+(?=[A-ZÀ-Þ][a-zà-ÿ]+\s)|\n\s*\n")
NEXT = re.compile(r"\s*[\"“«‘'(\[—–-]*\s*([^\W_])")
WORD_BEFORE = re.compile(r"([^\s(«“\"'’]+)$")
LONGEST = 1500
"""Characters after which a "sentence" without a stop is cut at a space: a parser's time grows with length."""


def split_sentences(text: str, span: Span, quotations: Sequence[Quotation], abbreviations: frozenset[str]) -> list[Span]:
    """Sentences of `text` inside `span`, in order, without the white space between them."""
    inside = [q for q in quotations if span.start <= q.outer.start < span.end]
    cuts: list[int] = []
    holder = 0
    for match in STOP.finditer(text, span.start, span.end):
        end = match.end()
        while holder < len(inside) and inside[holder].outer.end <= match.start():
            holder += 1
        if (
            holder < len(inside)
            and inside[holder].outer.start < match.start()
            and end <= inside[holder].outer.end - int(inside[holder].closed)
        ):
            continue
        if _ends(text, match, span.end, abbreviations):
            cuts.append(end)
    cuts += [q.outer.end for q in inside if q.closed and _quotation_ends(text, q, span.end)]
    return _pieces(text, span, sorted(set(cuts)))


def _ends(text: str, match: re.Match[str], limit: int, abbreviations: frozenset[str]) -> bool:
    if match.group().startswith("\n"):
        return True
    following = NEXT.match(text, match.end(), limit)
    if following is None:
        return True
    letter = following.group(1)
    if letter.islower():
        return False
    if match.group()[0] == "." and len(match.group()) == 1:
        word = WORD_BEFORE.search(text, max(0, match.start() - 25), match.start())
        if word is not None:
            bare = word.group(1).casefold().lstrip("([")
            if bare in abbreviations and not (
                bare in {"a.m", "p.m", "u.s", "u.k", "u.n", "etc", "inc", "co", "corp", "ltd"} and _starts_sentence(text, match.end())
            ):
                return False
            if INITIALS.fullmatch(word.group(1)) and bare not in abbreviations:
                return _starts_sentence(text, match.end())
            if len(bare) == 1 and bare.isalpha() and word.group(1).isupper():
                return ON_X.search(text, max(0, match.start() - 12), match.start()) is not None
    return True


INITIALS = re.compile(r"[A-ZÀ-Þ](?:\.[A-ZÀ-Þ])+")
"""Initials of a name ("H.R. Lind"), unless a usual opening of a sentence follows."""
ON_X = re.compile(r"\b(?:on|sur|via) X$")
"""The platform before a full stop, which no surname follows as it follows an initial."""

COMMON_START = re.compile(
    r"\s+[\"“«]?(?:The|A|An|In|On|At|It|He|She|They|But|And|We|This|That|I|As|For|If|Le|La|Les|L'|Un|Une|Il|Elle|Ils|Elles|Mais|En|Dans|Ce|Cette|Pour)\b"
)


def _starts_sentence(text: str, position: int) -> bool:
    return COMMON_START.match(text, position) is not None


def _quotation_ends(text: str, quotation: Quotation, limit: int) -> bool:
    """A quotation with a full stop of its own ends the sentence when an upper-case word or another quotation follows."""
    last = text[quotation.span.end - 1 : quotation.span.end]
    if last not in {".", "!", "?", "…"}:
        return False
    following = NEXT.match(text, quotation.outer.end, limit)
    if following is None or following.group(1).islower():
        return False
    if last == "." or following.group().lstrip()[:1] in set('"“«'):
        return True
    return _starts_sentence(text, quotation.outer.end)


def _pieces(text: str, span: Span, cuts: list[int]) -> list[Span]:
    pieces: list[Span] = []
    start = span.start
    for cut in [*cuts, span.end]:
        for piece in _bounded(text, start, cut):
            left, right = piece
            while left < right and text[left].isspace():
                left += 1
            while right > left and text[right - 1].isspace():
                right -= 1
            if left < right:
                pieces.append(Span(left, right))
        start = cut
    return pieces


def _bounded(text: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces = []
    while end - start > LONGEST:
        cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = cut if cut > start else start + LONGEST
        pieces.append((start, cut))
        start = cut
    pieces.append((start, end))
    return pieces
