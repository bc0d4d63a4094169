"""Patterns over words: a text becomes a string with one character for each word, a pattern a regular expression over such strings.

Words that nothing knows share a few characters, so that a text is mostly made of stretches in which no pattern need be tried.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from avviso.errors import DataError

WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+|\n\s*|[^\w\s]|_")
GLUED = re.compile(r"(\d{1,4})([^\W\d_]{1,6})(\d{0,2})")
ELEMENT = re.compile(r"\\(.)|([\[\](){}|])|<(?:(\w+):)?(\w+)>|@(\w+)|([^\s\[\](){}|<>@\\]+)|(\S)")
DECIMAL_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}")
DECIMAL_CLOCK = re.compile(r"[012]?\d\.[0-5]\d")

NUMBER, FIRST_CODE, LAST_CODE = 0xE000, 0xE100, 0xF8FF
UNKNOWN, NAME, OTHER_NUMBER, DECIMAL, CLOCK, DOTTED, SURE_YEAR, YEAR, BREAK = "uN#%TDYZB"
SOFT = ",;:-–—("


def _numbers(first: int, last: int) -> str:
    return f"{chr(NUMBER + first)}-{chr(NUMBER + last)}"


#: Built-in classes, as what stands between the brackets of a set of characters.
BUILT_IN = {
    "day": _numbers(1, 31),
    "monthnum": _numbers(1, 12),
    "hour": _numbers(0, 23),
    "minute": _numbers(0, 59),
    "two": _numbers(0, 99),
    "tens": _numbers(10, 99),
    "year": SURE_YEAR + YEAR,
    "sureyear": SURE_YEAR,
    "digits": _numbers(0, 99) + SURE_YEAR + YEAR + OTHER_NUMBER + DECIMAL + CLOCK,
    "clocknum": CLOCK,
    "dotted": DOTTED,
    "word": UNKNOWN,
    "name": NAME,
    "break": BREAK,
}


@dataclass(frozen=True, slots=True)
class Capture:
    """A named group of a compiled pattern: `group` in the expression, `name` in the rule, `kind` the class."""

    group: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Compiled:
    """A pattern ready to match; `marks` are the groups of the words between braces, `first` the characters it can begin with."""

    regex: re.Pattern[str]
    captures: tuple[Capture, ...]
    marks: tuple[str, ...]
    first: frozenset[str]


@dataclass(slots=True)
class Scan:
    """A stretch of text as characters for words; word i is `text[starts[i]:ends[i]]`."""

    text: str
    codes: str
    starts: list[int]
    ends: list[int]


def cut(text: str) -> list[str]:
    """The words and marks of a text as patterns and texts are cut alike."""
    return [match.group() for match in WORD.finditer(text) if not match.group().isspace()]


def plain(word: str) -> str:
    """The word without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


class Vocabulary:
    """Which character stands for which word.

    Words of `capital` are known only with a capital letter ("May"), those of `lower` only without or all in capitals ("mars").
    `glued` are the letters that follow a number without a space ("5th", "15h30"). A word is also known without its accents
    where that is no other known word.
    """

    def __init__(
        self, classes: Mapping[str, Sequence[str]], *, capital: Iterable[str] = (), lower: Iterable[str] = (), glued: Iterable[str] = ()
    ) -> None:
        self._capital, self._lower, self._glued = frozenset(capital), frozenset(lower), frozenset(glued)
        self._codes: dict[str, str] = {}
        self._exact: dict[str, str] = {}
        self._folded: dict[str, str] = {}
        self._known: dict[str, str] | None = None
        self._classes = {kind: tuple("".join(self.code(w) for w in cut(word)) for word in words) for kind, words in classes.items()}
        for word in glued:
            self.code(word)

    def code(self, word: str) -> str:
        """The character of a word; a new one if the word is new. Raises `DataError` when there are too many words."""
        written, word = word, word.lower()
        known = self._codes.get(word)
        if known is not None:
            return known
        if word.isdecimal():
            return self._number(word)
        code = chr(FIRST_CODE + len(self._codes))
        if ord(code) > LAST_CODE:
            raise DataError("the words of time are too many for one vocabulary; take out what is not needed")
        self._codes[word] = code
        self._known = None
        for form in (*self._forms(word), *({written} - {word})):
            self._exact[form] = code
        for form in self._forms(plain(word)):
            self._folded.setdefault(form, code)
        return code

    def _forms(self, word: str) -> list[str]:
        forms = [word.upper()]
        if word not in self._capital:
            forms.append(word)
        if word not in self._lower:
            forms.append(word[:1].upper() + word[1:])
        return forms

    def codes_of(self, words: Iterable[str]) -> frozenset[str]:
        """The characters of words and phrases."""
        return frozenset(self.code(part) for word in words for part in cut(word))

    def spelled(self, kind: str) -> tuple[str, ...]:
        """The words of a class as strings of characters, in the order of the class."""
        return self._classes[kind]

    def has(self, kind: str) -> bool:
        """Whether there is such a class."""
        return kind in self._classes or kind in BUILT_IN

    def members(self, kind: str) -> tuple[str, list[str], frozenset[str]]:
        """A class as the inside of a set of characters, its members of several words, and the characters all may begin with."""
        if kind in BUILT_IN:
            inside = BUILT_IN[kind]
            return inside, [], frozenset(_expand(inside))
        spelled = self._classes[kind]
        single = "".join(dict.fromkeys(word for word in spelled if len(word) == 1))
        several = sorted({word for word in spelled if len(word) > 1}, key=len, reverse=True)
        return single, several, frozenset(word[0] for word in spelled)

    def runs(self, common: frozenset[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
        """What finds stretches of known words, and in them a word that is neither a plain number nor one of `common`."""
        plain_codes = "".join(sorted(common)) + _numbers(0, 99) + OTHER_NUMBER + DECIMAL
        telling = "".join(code for code in self._codes.values() if code not in common) + SURE_YEAR + YEAR + CLOCK + DOTTED
        return re.compile(f"[{plain_codes}{telling}]+"), re.compile(f"[{telling}]")

    def scan(self, text: str, start: int, end: int) -> Scan:
        """Cuts the text between two offsets. A line end breaks only where no sentence or line of a list can run over it."""
        if self._known is None:
            self._known = self._folded | self._exact
        known = self._known
        codes: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        for match in WORD.finditer(text, start, end):
            word = match.group()
            code = known.get(word)
            if code is None:
                if word[0].isdecimal():
                    for piece, offset in self._pieces(word):
                        codes.append(known.get(piece) or self._number(piece))
                        starts.append(match.start() + offset)
                        ends.append(match.start() + offset + len(piece))
                    continue
                if word[0] == "\n":
                    if self._runs_on(text, match.start(), match.end(), end, word):
                        continue
                    code = BREAK
                else:
                    code = NAME if word[0].isupper() else UNKNOWN
            codes.append(code)
            starts.append(match.start())
            ends.append(match.end())
        return Scan(text, "".join(codes), starts, ends)

    @staticmethod
    def _runs_on(text: str, start: int, after: int, end: int, word: str) -> bool:
        if word.count("\n") > 1 or start == 0 or after >= end:
            return False
        before = text[start - 1] if text[start - 1] not in " \r" else text[max(start - 2, 0)]
        following = text[after]
        return (before.isalnum() or before in SOFT) and (following.islower() or following.isdecimal())

    def _pieces(self, word: str) -> Iterator[tuple[str, int]]:
        match = GLUED.fullmatch(word) if len(word) <= 12 else None
        if match is None or match.group(2).lower() not in self._glued:
            yield word, 0
            return
        for group in (1, 2, 3):
            if match.group(group):
                yield match.group(group), match.start(group)

    @staticmethod
    def _number(word: str) -> str:
        if not word.isdecimal():
            if not word.isascii() or len(word) > 12:
                return UNKNOWN
            if DECIMAL_CLOCK.fullmatch(word):
                return CLOCK
            return DOTTED if DECIMAL_DATE.fullmatch(word) else DECIMAL if word[-1].isdecimal() else UNKNOWN
        if len(word) <= 2:
            return chr(NUMBER + int(word))
        if len(word) == 4 and 1000 <= int(word) <= 2199:
            return SURE_YEAR if int(word) >= 1700 and int(word) % 100 else YEAR
        return OTHER_NUMBER


def _expand(inside: str) -> Iterator[str]:
    """The characters of a set written with ranges."""
    i = 0
    while i < len(inside):
        if i + 2 < len(inside) and inside[i + 1] == "-":
            yield from (chr(c) for c in range(ord(inside[i]), ord(inside[i + 2]) + 1))
            i += 3
        else:
            yield inside[i]
            i += 1


@dataclass(slots=True)
class _Piece:
    regex: str
    first: frozenset[str]
    empty: bool


@dataclass(slots=True)
class _Reader:
    """Reads one pattern; `macros` are read in place. `silent` captures nothing, of classes the whole or the last word."""

    vocabulary: Vocabulary
    macros: Mapping[str, str]
    where: str
    captures: list[Capture] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    depth: int = 0
    silent: str = ""

    def read(self, pattern: str) -> _Piece:
        elements = list(ELEMENT.finditer(pattern))
        piece, position = self._either(elements, 0, pattern)
        if position != len(elements):
            self._fail(f"{elements[position].group()!r} closes nothing in {pattern!r}")
        return piece

    def _fail(self, message: str) -> None:
        raise DataError(f"{self.where}: {message}; correct the pattern")

    def _either(self, elements: list[re.Match[str]], position: int, pattern: str) -> tuple[_Piece, int]:
        branches: list[_Piece] = []
        while True:
            piece, position = self._sequence(elements, position, pattern)
            branches.append(piece)
            if position >= len(elements) or elements[position].group(2) != "|":
                break
            position += 1
        if len(branches) == 1:
            return branches[0], position
        first = frozenset().union(*(branch.first for branch in branches))
        regex = "(?:" + "|".join(branch.regex for branch in branches) + ")"
        return _Piece(regex, first, any(branch.empty for branch in branches)), position

    def _sequence(self, elements: list[re.Match[str]], position: int, pattern: str) -> tuple[_Piece, int]:
        whole = _Piece("", frozenset(), True)
        while position < len(elements) and elements[position].group(2) not in ("|", "]", ")", "}"):
            piece, position = self._element(elements, position, pattern)
            first = whole.first | piece.first if whole.empty else whole.first
            whole = _Piece(whole.regex + piece.regex, first, whole.empty and piece.empty)
        return whole, position

    def _element(self, elements: list[re.Match[str]], position: int, pattern: str) -> tuple[_Piece, int]:
        escaped, bracket, name, kind, macro, word, other = elements[position].groups()
        if bracket:
            return self._bracket(bracket, elements, position + 1, pattern)
        if other:
            self._fail(f"{other!r} is out of place in {pattern!r}")
        if kind:
            return self._class(name or kind, kind), position + 1
        if macro:
            return self._macro(macro), position + 1
        codes = [self.vocabulary.code(piece) for piece in cut(escaped or word)]
        return _Piece("".join(codes), frozenset(codes[:1]), not codes), position + 1

    def _bracket(self, bracket: str, elements: list[re.Match[str]], position: int, pattern: str) -> tuple[_Piece, int]:
        mark = ""
        if bracket == "{":
            mark = f"mark{len(self.marks)}"
            self.marks.append(mark)
        piece, position = self._either(elements, position, pattern)
        closing = {"[": "]", "(": ")", "{": "}"}[bracket]
        if position >= len(elements) or elements[position].group(2) != closing:
            self._fail(f"{bracket!r} is not closed in {pattern!r}")
        opened = f"(?P<{mark}>" if mark else "(?:"
        return _Piece(opened + piece.regex + (")?" if bracket == "[" else ")"), piece.first, piece.empty or bracket == "["), position + 1

    def _class(self, name: str, kind: str) -> _Piece:
        if not self.vocabulary.has(kind):
            self._fail(f"there is no class {kind!r} in the lexicon")
        single, several, first = self.vocabulary.members(kind)
        group = f"g{len(self.captures)}"
        self.captures.append(Capture(group, name, kind))
        branches = [*several, f"[{single}]"] if single else several
        if self.silent:
            if self.silent == "last word":
                branches = [f"[{single}{''.join(word[-1] for word in several)}]"]
            return _Piece(f"(?:{'|'.join(branches)})", first, False)
        return _Piece(f"(?P<{group}>{'|'.join(branches)})", first, False)

    def _macro(self, name: str) -> _Piece:
        if name not in self.macros:
            self._fail(f"there is no macro {name!r}")
        self.depth += 1
        if self.depth > 12:
            self._fail(f"the macro {name!r} contains itself")
        piece = self.read(self.macros[name])
        self.depth -= 1
        return _Piece(f"(?:{piece.regex})", piece.first, piece.empty)


def compile_pattern(
    pattern: str, vocabulary: Vocabulary, macros: Mapping[str, str], *, context: Mapping[str, str] | None = None, where: str = ""
) -> Compiled:
    """Compiles a pattern. `context` may give `not_after`, `not_before`, `only_after`, `only_before`: patterns of what stands beside
    the match, of single words where it stands before; the beginning and the end of the text stand for any of them.

    Raises `DataError`, naming `where`, for a pattern that is ill-formed, matches nothing at all or names unknown classes or macros.
    """
    reader = _Reader(vocabulary, macros, where)
    piece = reader.read(pattern)
    if piece.empty:
        raise DataError(f"{where}: the pattern {pattern!r} matches no words at all; demand at least one")
    around = {
        key: _Reader(vocabulary, macros, where, silent="last word" if key.endswith("_after") else "whole").read(words).regex
        for key, words in (context or {}).items()
    }
    forms = {"not_after": "(?<!{})", "only_after": "(?:^|(?<={}))", "not_before": "(?!{})", "only_before": "(?={}|$)"}
    before, after = ("".join(forms[key].format(around[key]) for key in around if key.endswith(side)) for side in ("_after", "_before"))
    try:
        regex = re.compile(before + piece.regex + after)
    except re.error as error:
        raise DataError(f"{where}: what stands before a match must be single words ({error})") from error
    return Compiled(regex, tuple(reader.captures), tuple(reader.marks), piece.first)
