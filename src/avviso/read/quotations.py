"""Finds what stands between quotation marks: all kinds of marks, nested, reopened by each paragraph, never closed."""

from __future__ import annotations

from collections.abc import Iterable

from avviso.records import Part, Span
from avviso.text import Quotation

PAIRS = {"«": "»", "“": "”", "„": "“”", "‹": "›", "‘": "’'", "‟": "”", "「": "」", "『": "』", "《": "》"}
STRAIGHT = '"'
SINGLE = frozenset("‘'")
LONGEST = 6000
MOST_PARAGRAPHS = 8
"""Paragraphs over which a quotation that is opened once may run."""


def find_quotations(text: str, parts: Iterable[Part]) -> tuple[list[Quotation], list[Span]]:
    """The outermost quotations of the parts, in order, and the opening marks that their paragraph never closes.

    A quotation that is not closed runs to the end of its paragraph. When the next paragraph opens with the same mark, the first was
    meant to run on: it counts as one that continues, not as an error.
    """
    paragraphs = list(parts)
    quotations: list[Quotation] = []
    unclosed: list[Span] = []
    pending: Quotation | None = None
    begin = [part.span.start for part in paragraphs]
    for number, part in enumerate(paragraphs):
        found = _in_paragraph(text, Span(min(begin[number], part.span.end), part.span.end))
        if begin[number] == part.span.start:
            first = found[0] if found else None
            if first is not None and pending is not None and first.outer.start == _first_mark(text, part.span):
                first.continues = True
            elif pending is not None:
                unclosed.append(Span(pending.outer.start, pending.outer.start + 1))
        quotations += found
        pending = found[-1] if found and not found[-1].closed else None
        if pending is not None:
            run = _run_on(text, text[pending.outer.start], paragraphs[number + 1 : number + 1 + MOST_PARAGRAPHS])
            for offset, quotation in enumerate(run, start=number + 1):
                begin[offset] = quotation.outer.end
            quotations += run
            pending = None if run else pending
    if pending is not None:
        unclosed.append(Span(pending.outer.start, pending.outer.start + 1))
    return sorted(quotations, key=lambda q: q.outer.start), unclosed


def _run_on(text: str, mark: str, following: list[Part]) -> list[Quotation]:
    """The next paragraphs of a quotation that is opened once and closed some paragraphs later, or nothing."""
    closers = PAIRS.get(mark)
    if closers is None or mark in SINGLE:
        return []
    run: list[Quotation] = []
    for part in following:
        for position in range(part.span.start, part.span.end):
            if text[position] == mark:
                return []
            if text[position] in closers:
                end = part.span.start + len(text[part.span.start : position].rstrip())
                run.append(Quotation(Span(part.span.start, end), Span(part.span.start, position + 1), continues=True))
                return run
        run.append(Quotation(part.span, part.span, closed=False, continues=True))
    return []


def _first_mark(text: str, span: Span) -> int:
    start = span.start
    while start < span.end and (text[start].isspace() or text[start] in "-–—"):
        start += 1
    return start


def _in_paragraph(text: str, span: Span) -> list[Quotation]:
    found: list[Quotation] = []
    position = span.start
    while position < span.end:
        mark = text[position]
        if mark in PAIRS or mark == STRAIGHT or mark == "'":
            end = _closing(text, position, span.end)
            if end is None and _opens_unclosed(text, position, span, mark):
                end = span.end
                found.append(_quotation(text, position, end, closed=False))
                return found
            if end is not None:
                found.append(_quotation(text, position, end, closed=True))
                position = end
                continue
        position += 1
    return found


def _opens_unclosed(text: str, position: int, span: Span, mark: str) -> bool:
    """A mark without its pair opens a quotation only where a paragraph's reopened quotation would, or when it can be nothing else."""
    if mark in SINGLE:
        return False
    if mark == STRAIGHT:
        return position == _first_mark(text, span)
    return span.end - position > 2


def _quotation(text: str, start: int, end: int, *, closed: bool) -> Quotation:
    inner_start, inner_end = start + 1, end - 1 if closed else end
    while inner_start < inner_end and text[inner_start].isspace():
        inner_start += 1
    while inner_end > inner_start and text[inner_end - 1].isspace():
        inner_end -= 1
    return Quotation(span=Span(inner_start, inner_end), outer=Span(start, end), closed=closed)


def _closing(text: str, start: int, limit: int) -> int | None:
    """Where the quotation that opens at `start` ends (after its closing mark), or None."""
    mark = text[start]
    if mark in SINGLE:
        return _single(text, start, limit)
    closers = PAIRS.get(mark, STRAIGHT)
    depth, stop = 0, min(limit, start + LONGEST)
    for position in range(start + 1, stop):
        character = text[position]
        if character in closers:
            if depth == 0:
                return position + 1
            depth -= 1
        elif character == mark and mark != STRAIGHT:
            depth += 1
        elif mark == "“" and character == STRAIGHT and depth == 0 and _looks_closing(text, position):
            return position + 1
    return None


def _single(text: str, start: int, limit: int) -> int | None:
    """A quotation in single marks: it opens after a space or bracket and closes before one, with at least two words inside."""
    if start > 0 and (text[start - 1].isalnum() or text[start - 1] in '.”»"'):
        return None
    if start + 1 >= limit or not (text[start + 1].isalnum() or text[start + 1] in "[("):
        return None
    for position in range(start + 2, min(limit, start + LONGEST // 4)):
        if text[position] in "’'" and _looks_closing(text, position):
            inside = text[start + 1 : position]
            if text[position - 1] == "s" and text[position + 1 : position + 2] == " " and _later_close(text, position, limit):
                continue
            return position + 1 if " " in inside or inside[-1] in ",.!?" or text[start] == "‘" else None
        if text[position] == "\n":
            return None
    return None


def _later_close(text: str, position: int, limit: int) -> bool:
    """Whether a possessive ("the allies' plan") is more likely: another closing mark follows before any new opening one."""
    for later in range(position + 1, min(limit, position + 200)):
        if text[later] in "’'" and not text[later - 1].isspace():
            if _looks_closing(text, later) and text[later - 1] in ",.!?":
                return True
        elif text[later] in "‘'" and text[later - 1].isspace():
            return False
    return False


def _looks_closing(text: str, position: int) -> bool:
    after = text[position + 1 : position + 2]
    return (not after or not after.isalnum()) and not text[position - 1].isspace()
