"""Finds the paragraphs of a plain text: set off by blank lines, one a line, or wrapped at some width."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

STOPS = frozenset(".!?…。:;")
#: Marks that may stand behind a full stop.
CLOSING = frozenset("\"”»')]’ ")
WIDEST = 110
"""Characters in a line of a text that somebody wrapped."""
NARROWEST = 40
FEWEST = 3
"""Lines that go on, at least, before a text counts as wrapped."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the spaces around it. `gap` tells that a blank line stands before it, `indented` that spaces do."""

    start: int
    end: int
    gap: bool
    indented: bool

    @property
    def length(self) -> int:
        """Characters of the line."""
        return self.end - self.start


def find_blocks(text: str, stands_alone: Callable[[int, int], bool]) -> list[tuple[int, int]]:
    """Where each paragraph starts and ends, in order; a paragraph that was wrapped spans several lines.

    `stands_alone(start, end)` tells of a line that it is a byline or the like and never continues the one above.
    """
    lines = _lines(text)
    width = _wrap_width(text, lines)
    blocks: list[tuple[int, int]] = []
    previous: Line | None = None
    for line in lines:
        if previous is not None and not line.gap and _goes_on(text, previous, line, width) and not stands_alone(line.start, line.end):
            blocks[-1] = (blocks[-1][0], line.end)
        else:
            blocks.append((line.start, line.end))
        previous = line
    return blocks


def ends_sentence(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` closes with a full stop or another mark that ends a sentence, perhaps inside quotation marks."""
    while end > start and text[end - 1] in CLOSING:
        end -= 1
    return end > start and text[end - 1] in STOPS


def _lines(text: str) -> list[Line]:
    lines: list[Line] = []
    position, gap = 0, False
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            offset = len(raw) - len(raw.lstrip())
            lines.append(Line(position + offset, position + offset + len(stripped), gap, offset > 0))
        gap = not stripped
        position += len(raw) + 1
    return lines


def _wrap_width(text: str, lines: list[Line]) -> int:
    """The width at which the text was wrapped, 0 when it was not.

    In a wrapped text most lines that another follows stop before a word that did not fit, and not at a full stop.
    """
    followed = [(line, after) for line, after in pairwise(lines) if not after.gap]
    if len(followed) < FEWEST or not NARROWEST <= median(line.length for line, _ in followed) <= WIDEST:
        return 0
    lengths = sorted(line.length for line, _ in followed)
    width = lengths[int(0.95 * (len(lengths) - 1))]
    full = sum(line.length + 1 + _first_word(text, after) > width - 2 for line, after in followed)
    running = sum(not ends_sentence(text, line.start, line.end) for line, _ in followed)
    return width if min(full, running) >= 0.6 * len(followed) and width <= WIDEST else 0


def _goes_on(text: str, line: Line, after: Line, width: int) -> bool:
    if width:
        if after.indented and not line.indented:
            return False
        return line.length + 1 + _first_word(text, after) > width - 2 or (
            line.length > width / 2 and not ends_sentence(text, line.start, line.end)
        )
    return line.length >= NARROWEST and _continues(text, line, after)


def _continues(text: str, line: Line, after: Line) -> bool:
    """Whether a line that was not wrapped was broken by accident, where a link stood: the next begins in the middle of a sentence."""
    if ends_sentence(text, line.start, line.end):
        return False
    return text[after.start].islower() or text[after.start] in ",;.)»”"


def _first_word(text: str, line: Line) -> int:
    space = text.find(" ", line.start, line.end)
    return (space if space > 0 else line.end) - line.start


def words_of(text: str, start: int, end: int) -> Iterator[str]:
    """The words of a stretch in lower case, without marks: what two headlines are compared by."""
    for word in text[start:end].casefold().split():
        bare = "".join(filter(str.isalnum, word))
        if bare:
            yield bare
