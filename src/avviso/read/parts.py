"""Finds the parts of an article: headline, standfirst, byline, dateline, captions, credits, subheadings, body, and what is none of it.

Patterns of one paragraph are data (`knowledge/layout.py`); here is what follows from where a paragraph stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from avviso.knowledge.gazetteer import fold, gazetteer
from avviso.knowledge.layout import Layout, Pattern, layout
from avviso.read.blocks import ends_sentence, find_blocks, words_of
from avviso.read.language import supported
from avviso.records import Part, Span

LINE = 600
"""Characters that a byline, a caption or a line of boilerplate has at most."""
TAIL = 260
"""Characters at a paragraph's end where a credit or a link to other articles is looked for."""
HEAD = 200
"""Characters at a paragraph's start where a dateline is looked for, and the longest headline."""
EARLY = 12
"""Pieces, of all kinds, among which a dateline of a place alone is looked for."""
KNOWN_CITY = 5.0
"""Decimal logarithm of the inhabitants from which a place alone ("Muscat: …") opens a dateline; in capitals a tenth of them will do."""
AHEAD = 4
"""Characters behind a dateline that its pattern looks at."""
STANDFIRST = 600
SHORT = 130
"""Characters that a subheading has at most."""
PULL_QUOTE = 300
PULL_QUOTES = 100
"""Short paragraphs, at most, that are looked for in the rest of the text."""
PLACES = frozenset({"city", "capital", "admin1", "admin2", "point", "region"})


@dataclass(slots=True)
class _Piece:
    """A stretch of the text; `kind` is "" as long as it is taken for running text."""

    start: int
    end: int
    kind: str = ""
    opens_list: bool = False


def find_parts(text: str, language: str, *, headline: str | None = None) -> list[Part]:
    """The parts of a text in order, disjoint; each paragraph of the body is a part of its own.

    `text` should be normalised; `headline` is what the outlet gives as such. Raises `DataError` when the language has no `parts.toml`.
    """
    reader = _Reader(text, language)
    reader.mark_headline(headline)
    reader.mark_edges()
    reader.split_starts()
    reader.mark_standfirst()
    reader.mark_lists()
    reader.mark_subheadings()
    reader.mark_tail()
    return [Part(piece.kind or "body", Span(piece.start, piece.end)) for piece in reader.pieces if piece.start < piece.end]


def dateline_of(text: str, part: Part) -> tuple[Span | None, Span | None]:
    """The words of a dateline that name the place ("KYIV, Ukraine") and the date ("Jan 5"), each None when it has none."""
    flat = text.replace("\n", " ")
    for language in supported():
        for pattern in layout(language).patterns:
            if pattern.kind != "dateline":
                continue
            beyond = part.span.end + (0 if pattern.where == "line" else AHEAD)
            found = pattern.find(flat, part.span.start, min(len(flat), beyond))
            if found is not None and found.end() == part.span.end:
                return _group(found, "place"), _group(found, "date")
    return None, None


def matches(pattern: Pattern, text: str, start: int, end: int, language: str) -> tuple[int, int] | None:
    """What a pattern finds in the paragraph `text[start:end]`; a dateline's place is looked up where the pattern asks for it."""
    found = pattern.find(text, start, end)
    if found is None or (pattern.known and not _is_place(found["place"], language)):
        return None
    return found.span()


def _group(found: re.Match[str], name: str) -> Span | None:
    return Span(*found.span(name)) if found.groupdict().get(name) else None


def _is_place(words: str, language: str) -> bool:
    places = gazetteer(language)
    town, _, area = words.partition(",")
    least = 0.0 if area and town.isupper() else KNOWN_CITY - town.isupper()
    return any(sense.kind in PLACES and sense.weight >= least for name in town.split("/") for sense in places.senses(fold(name)))


class _Reader:
    """One text on its way to parts. `pieces` is in order; each `mark_…` step labels pieces that are still running text."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.flat = text.replace("\n", " ")
        self.language = language
        self.rules: Layout = layout(language)
        self._lines = self.rules.at("line")
        self._edge_lines = self.rules.at("line", edge=True)
        self._starts = self.rules.at("start")
        self._ends = self.rules.at("end")
        self._insides = self.rules.at("inside")
        self.pieces = [piece for start, end in find_blocks(text, self._stands_alone) for piece in self._cut(start, end)]

    # --- one paragraph ----------------------------------------------------------------------------------------------------------------

    def _stands_alone(self, start: int, end: int) -> bool:
        return self._line_pattern(start, end) is not None

    def _line_pattern(self, start: int, end: int, *, edge: bool = False) -> Pattern | None:
        if end - start > LINE or not self.rules.any_line.fullmatch(self.flat, start, end):
            return None
        patterns = self._edge_lines if edge else self._lines
        return next((pattern for pattern in patterns if matches(pattern, self.flat, start, end, self.language)), None)

    def _cut(self, start: int, end: int) -> Iterator[_Piece]:
        """The pieces of one paragraph."""
        pattern = self._line_pattern(start, end)
        if pattern is not None and pattern.kind != "caption":
            yield _Piece(start, end, pattern.kind, pattern.list and self._is_label(start, end))
        elif self._in_other_script(start, end):
            yield _Piece(start, end, "boilerplate")
        else:
            for left, right, inside in self._around(start, end):
                if inside:
                    yield _Piece(left, right, inside)
                else:
                    yield from self._peel(left, right, pattern.kind if pattern else "")

    def _around(self, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        """The paragraph with what the `inside` patterns find cut out, each stretch trimmed."""
        found = [(m.start(), m.end(), p.kind) for p in self._insides for m in p.regex.finditer(self.flat, start, end)]
        position = start
        for left, right, kind in sorted(found):
            if left >= position:
                yield (*self._trim(position, left), "")
                yield left, right, kind
                position = right
        yield (*self._trim(position, end), "")

    def _peel(self, start: int, end: int, kind: str) -> Iterator[_Piece]:
        """Running text and what hangs on its end: a credit makes it a caption, "(AFP)" or "Read more" leave it as it is."""
        tail: list[_Piece] = []
        while start < end and (found := self._end_pattern(start, end)) is not None:
            pattern, left = found
            tail.append(_Piece(left, end, pattern.kind))
            kind = kind or pattern.rest
            start, end = self._trim(start, left)
        if start < end:
            if tail and not kind and (pattern_of_rest := self._line_pattern(start, end)) is not None:
                kind = pattern_of_rest.kind
            yield _Piece(start, end, kind)
        yield from reversed(tail)

    def _end_pattern(self, start: int, end: int) -> tuple[Pattern, int] | None:
        window = max(start, end - TAIL)
        if not self.rules.any_end.search(self.flat, window, end):
            return None
        found = [
            (match.start(), place, pattern)
            for place, pattern in enumerate(self._ends)
            if not (pattern.rest and end - start > LINE) and (match := pattern.find(self.flat, window, end)) is not None
        ]
        if not found:
            return None
        left, _, pattern = min(found)
        return pattern, left

    def _is_label(self, start: int, end: int) -> bool:
        """Whether a line such as "Read more:" has nothing behind it."""
        return not any(mark in self.flat[start:end].rstrip(" :|>»→–-….") for mark in ":|»→–")

    def _in_other_script(self, start: int, end: int) -> bool:
        words = self.flat[start:end]
        if words.isascii():
            return False
        letters = sum(map(str.isalpha, words))
        return letters > 0 and len(self.rules.letters.findall(words)) * 2 < letters

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        while start < end and self.flat[start].isspace():
            start += 1
        while end > start and self.flat[end - 1].isspace():
            end -= 1
        return start, end

    # --- where a paragraph stands -----------------------------------------------------------------------------------------------------

    def _running(self) -> list[int]:
        """The indices of the pieces that are still running text."""
        return [i for i, piece in enumerate(self.pieces) if not piece.kind]

    def _length(self, index: int) -> int:
        return self.pieces[index].end - self.pieces[index].start

    def _closed(self, index: int) -> bool:
        return ends_sentence(self.flat, self.pieces[index].start, self.pieces[index].end)

    def _words(self, index: int) -> list[str]:
        return list(words_of(self.flat, self.pieces[index].start, self.pieces[index].end))

    def _is_prose(self, index: int) -> bool:
        return self._length(index) >= 160 or (self._length(index) >= 60 and self._closed(index))

    def mark_headline(self, given: str | None) -> None:
        """The headline: the paragraph that says what the outlet gives as such, else a first short line without a full stop."""
        running = self._running()
        if given and running and self._mark_given(list(words_of(given, 0, len(given))), running):
            return
        if len(running) < 2:
            return
        first, second = running[:2]
        if len(running) > 2 and self._is_kicker(first) and self._may_be_headline(second, running[2]):
            self.pieces[first].kind = "boilerplate"
            self.pieces[second].kind = "standfirst" if given else "headline"
        elif self._may_be_headline(first, second):
            self.pieces[first].kind = "standfirst" if given else "headline"

    def _mark_given(self, wanted: list[str], running: list[int]) -> bool:
        if not wanted:
            return False
        for index in running[:4]:
            piece = self.pieces[index]
            if piece.end - piece.start <= 2 * HEAD and _alike(wanted, self._words(index)):
                piece.kind = "headline"
                return True
        first = self.pieces[running[0]]
        if list(words_of(self.flat, first.start, min(first.end, first.start + 3 * HEAD)))[: len(wanted)] == wanted:
            end = self._end_of_words(first, len(wanted))
            rest = self._trim(end, first.end)
            self.pieces[running[0] : running[0] + 1] = [_Piece(first.start, end, "headline"), _Piece(*rest)]
            return True
        return False

    def _end_of_words(self, piece: _Piece, count: int) -> int:
        """Where the first `count` words of a piece end, with the mark behind them."""
        position, inside = piece.start, False
        while position < piece.end:
            character = self.flat[position]
            if character.isspace() and inside:
                count, inside = count - 1, False
                if count == 0:
                    break
            inside = inside or character.isalnum()
            position += 1
        return position

    def _is_kicker(self, index: int) -> bool:
        """A word or two above the headline: a section, a country."""
        words = self.flat[self.pieces[index].start : self.pieces[index].end]
        return not self._closed(index) and (len(words.split()) <= 2 or (words.isupper() and len(words.split()) <= 3))

    def _may_be_headline(self, index: int, after: int) -> bool:
        piece = self.pieces[index]
        words = self.flat[piece.start : piece.end]
        if (
            len(words) > HEAD
            or words[0].islower()
            or words[-1] in ",;:"
            or self._opening(index, surely=not self._closed(index)) is not None
        ):
            return False
        if not self._closed(index):
            return self._length(after) > len(words) or any(self._is_prose(i) for i in self._running() if i > after)
        asks = words.rstrip("\"”»' ")[-1:] in {"?", "!"}
        titled = self.rules.title_case and _is_title_case(words)
        return (asks or titled) and len(words) <= SHORT and self._length(after) > len(words) * 3 // 2

    def mark_edges(self) -> None:
        """Bare names and agencies above the first or below the last paragraph of running text are bylines."""
        running = self._running()
        prose = [index for index in running if self._is_prose(index)]
        if not prose:
            return
        headed = any(piece.kind == "headline" for piece in self.pieces)
        for index in running:
            if prose[0] <= index <= prose[-1] or (index == running[0] and not headed and index < prose[0]):
                continue
            pattern = self._line_pattern(self.pieces[index].start, self.pieces[index].end, edge=True)
            if pattern is not None:
                self.pieces[index].kind = pattern.kind

    def split_starts(self) -> None:
        """Cuts datelines (and bylines before them) off the paragraphs that they open."""
        for index in reversed(self._running()):
            place = index
            while (found := self._opening(place)) is not None:
                piece, (kind, end) = self.pieces[place], found
                rest = self._trim(end, piece.end)
                self.pieces[place : place + 1] = [_Piece(*self._trim(piece.start, end), kind), _Piece(*rest)]
                place += 1

    def _opening(self, index: int, *, surely: bool = False) -> tuple[str, int] | None:
        """The kind and the end of what opens a piece before its text; a dateline of the place alone counts near the start only."""
        piece = self.pieces[index]
        early = not surely and index < EARLY and sum(not other.kind for other in self.pieces[:index]) < 3
        for pattern in self._starts:
            if pattern.known and not early:
                continue
            found = matches(pattern, self.flat, piece.start, min(piece.end, piece.start + HEAD), self.language)
            if found is not None:
                return pattern.kind, found[1]
        return None

    def mark_standfirst(self) -> None:
        """What stands between the headline and the first byline, dateline or picture, when the text goes on below."""
        signals = {"byline", "dateline", "caption", "credit"}
        above: list[int] = []
        for index, piece in enumerate(self.pieces):
            if piece.kind in signals:
                break
            if not piece.kind:
                above.append(index)
        else:
            return
        below = [i for i in self._running() if i > index]
        headed = any(piece.kind == "headline" for piece in self.pieces[:index])
        if not (headed or self.pieces[index].kind == "dateline"):
            return
        if 0 < len(above) <= 2 and len(below) >= len(above) and all(self._length(i) <= STANDFIRST for i in above):
            for i in above:
                titles = not headed and i == above[0] and self._length(i) <= HEAD
                self.pieces[i].kind = "headline" if titles else "standfirst"

    def mark_lists(self) -> None:
        """The short lines below a "Read more:" are titles of other articles; in the middle of the text only the first is."""
        for index, piece in enumerate(self.pieces):
            if not piece.opens_list:
                continue
            goes_on = any(self._is_prose(i) for i in self._running() if i > index)
            for other in range(index + 1, len(self.pieces)):
                if self.pieces[other].kind or self._closed(other) or self._length(other) > HEAD:
                    break
                self.pieces[other].kind = piece.kind
                if goes_on:
                    break

    def mark_subheadings(self) -> None:
        """Short lines without a full stop between paragraphs, and quotations that are pulled out of the text."""
        running = self._running()
        prose = [index for index in running if self._is_prose(index)]
        if not prose:
            return
        inner = [index for index in running if prose[0] < index < prose[-1]]
        pulled = self._pulled(inner)
        short = {index for index in inner if self._is_short(index)}
        position = {index: place for place, index in enumerate(running)}
        for index in inner:
            place = position[index]
            before, after = running[place - 1], running[place + 1]
            crowd = sum(running[near] in short for near in range(max(0, place - 2), min(len(running), place + 3)))
            opens = self.flat[self.pieces[after].start].islower()
            if index in pulled or (index in short and crowd <= 2 and not opens and (self._closed(before) or before in short)):
                self.pieces[index].kind = "subheading"

    def _is_short(self, index: int) -> bool:
        piece = self.pieces[index]
        first, last = self.flat[piece.start], self.flat[piece.end - 1]
        if self._length(index) > SHORT or first.islower() or first in "-–—•*" or last in ",–—-(":
            return False
        return not self._closed(index)

    def _pulled(self, inner: list[int]) -> set[int]:
        """The short paragraphs whose words stand in a longer one as well."""
        candidates = [index for index in inner if self._length(index) <= PULL_QUOTE and len(self._words(index)) >= 4][:PULL_QUOTES]
        if not candidates:
            return set()
        bodies = [" " + " ".join(self._words(index)) + " " for index in self._running() if self._is_prose(index)]
        whole = "\n".join(bodies)
        pulled = set()
        for index in candidates:
            words = " " + " ".join(self._words(index)) + " "
            own = 1 if self._is_prose(index) else 0
            if whole.count(words) > own:
                pulled.add(index)
        return pulled

    def mark_tail(self) -> None:
        """A last line of a word or two, and short lines among boilerplate, below the text are no part of it."""
        running = self._running()
        while len(running) > 1:
            last = running.pop()
            if self._closed(last) or self._is_prose(last):
                return
            beside = last > 0 and self.pieces[last - 1].kind in {"boilerplate", "byline", "credit"}
            if len(self._words(last)) <= 2 or (beside and self._length(last) <= SHORT):
                self.pieces[last].kind = "boilerplate"


def _alike(wanted: list[str], words: list[str]) -> bool:
    """Whether two headlines are the same but for a word here and there."""
    if wanted == words:
        return True
    shared = len(set(wanted) & set(words))
    return shared >= 3 and shared >= 0.75 * max(len(set(wanted)), len(set(words)))


def _is_title_case(words: str) -> bool:
    long = [word for word in words.split() if len(word) > 3 and word[0].isalpha()]
    return len(long) >= 3 and sum(word[0].isupper() for word in long) >= 0.8 * len(long)
