"""How far reported words reach, and whether they stand in quotation marks."""

from __future__ import annotations

from collections.abc import Sequence

from avviso.records import Form, Span
from avviso.text import Quotation, Sentence, Token

QUOTE = "«»"
STRIP = frozenset(",;:.…-–—!? \n\t")
FINAL = frozenset(".!?…")


def spoken(text: str, first: Token, last: Token, sentence: Sentence) -> Span:
    """The span from token to token, with a quotation mark that opens just before or closes just after."""
    start, end = first.start, last.end
    for quotation in sentence.quotations:
        if quotation.span.start == start and first.lemma != QUOTE:
            start = quotation.outer.start
        if quotation.outer.start >= start and quotation.outer.start < end and end < quotation.outer.end <= end + 6:
            end = quotation.outer.end
    return Span(start, max(end, start))


def trim(text: str, span: Span, quotations: Sequence[Quotation], *, joined: bool = False) -> tuple[Span, Form] | None:
    """The content without outer marks and final punctuation, and its form; None when nothing is left.

    Direct: all of it in one quotation; the comma before a cue goes, a final `!` or `?` inside the marks stays. Mixed: part of it.
    Marks around a name or a title (three capitalised words at most) do not count.
    """
    start, end = span.start, span.end
    while start < end and text[start] in STRIP:
        start += 1
    while end > start and text[end - 1] in STRIP:
        end -= 1
    if start >= end:
        return None
    inside = [q for q in quotations if q.outer.start < end and start < q.outer.end]
    whole = next((q for q in inside if q.outer.start <= start and end <= q.outer.end), None)
    if whole is not None:
        return _direct(text, max(start, whole.span.start), min(end, whole.span.end), whole, quoted=end)
    if joined and len(inside) > 1:
        return _joined(text, start, end, inside)
    end = _balance(text, start, end, inside)
    counted = [q for q in inside if not _title(text, q)]
    return Span(start, end), Form.MIXED if counted else Form.INDIRECT


def _direct(text: str, start: int, end: int, quotation: Quotation, *, quoted: int) -> tuple[Span, Form] | None:
    end = min(quotation.span.end, max(end, quoted))
    if end < quotation.span.end and not text[end : quotation.span.end].strip("".join(FINAL) + ", \n"):
        end = quotation.span.end
    while end > start and text[end - 1] in ", \n":
        end -= 1
    return (Span(start, end), Form.DIRECT) if end > start else None


def _joined(text: str, start: int, end: int, inside: Sequence[Quotation]) -> tuple[Span, Form]:
    """Two quotations with only the cue between them, taken as one."""
    last = min(end, inside[-1].span.end)
    while last > start and text[last - 1] in ", \n":
        last -= 1
    return Span(max(start, inside[0].span.start), last), Form.DIRECT


def _balance(text: str, start: int, end: int, inside: Sequence[Quotation]) -> int:
    for quotation in inside:
        if quotation.outer.start >= start and end < quotation.outer.end and not text[end : quotation.outer.end - 1].strip(".,!?… \n"):
            return quotation.outer.end
    return end


def _title(text: str, quotation: Quotation) -> bool:
    words = text[quotation.span.start : quotation.span.end].split()
    return len(words) <= 3 and all(w[:1].isupper() or w[:1].isdigit() for w in words)
