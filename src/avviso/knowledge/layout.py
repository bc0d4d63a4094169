"""How articles are laid out: the patterns of bylines, datelines, captions, credits and boilerplate, from `parts.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from avviso.errors import DataError
from avviso.knowledge.files import DATA, language_files, read_toml

KINDS = ("headline", "standfirst", "byline", "dateline", "caption", "credit", "subheading", "body", "boilerplate")
WHERE = ("line", "start", "end", "inside")
SHARED = "layout.toml"
_CAPITALS = "".join(chr(code) for code in (*range(0x41, 0x250), *range(0x1E00, 0x1F00)) if chr(code).isupper())
_MACRO = re.compile(r"%(\w+)%")
_NAMED = re.compile(r"\(\?P<\w+>")
_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Pattern:
    """How one kind of part is recognised; the keys of `data/layout.toml` say what the fields mean."""

    id: str
    kind: str
    where: str
    regex: re.Pattern[str]
    source: str
    edge: bool = False
    without: re.Pattern[str] | None = None
    rest: str = ""
    list: bool = False
    known: bool = False
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()

    def find(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """Where this pattern stands in the paragraph `text[start:end]`, None where it does not."""
        found = self._match(text, start, end)
        if found is None or (self.without and self.without.search(text, found.start(), found.end())):
            return None
        return found

    def _match(self, text: str, start: int, end: int) -> re.Match[str] | None:
        if self.where == "line":
            return self.regex.fullmatch(text, start, end)
        if self.where == "start":
            return self.regex.match(text, start, end)
        return self.regex.search(text, start, end)


@dataclass(frozen=True, slots=True)
class Layout:
    """What is known about the parts of a text in one language.

    `letters` matches a letter of the language's script, `title_case` tells that headlines may capitalise their words.
    """

    patterns: tuple[Pattern, ...]
    letters: re.Pattern[str]
    title_case: bool
    any_line: re.Pattern[str]
    any_end: re.Pattern[str]

    def at(self, where: str, *, edge: bool = False) -> tuple[Pattern, ...]:
        """The patterns for that place in a paragraph: those that hold anywhere in the article, or those of its edges."""
        return tuple(pattern for pattern in self.patterns if pattern.where == where and pattern.edge == edge)


@cache
def layout(language: str) -> Layout:
    """The layout patterns of a language and those that all share. Raises `DataError` when the data is wrong."""
    shared = read_toml(DATA / SHARED)
    paths = list(language_files(language, "parts"))
    tables = [read_toml(path) for path in paths]
    macros: dict[str, str] = dict(shared["macros"])
    for table in tables:
        macros |= table.get("macros", {})
    more = [entry for table in tables for entry in table.get("example", ())]
    patterns = [_pattern(entry, macros, more, name) for name, entry in _entries([*paths, DATA / SHARED], [*tables, shared])]
    ids = {pattern.id for pattern in patterns}
    if len(ids) < len(patterns) or any(entry["id"] not in ids for entry in more):
        raise DataError(f"lang/{language}/parts.toml: two patterns share an id, or an example is of none")
    settings = {key: value for table in tables for key, value in table.items()}
    if "letters" not in settings:
        raise DataError(f"lang/{language}/parts.toml lacks `letters`")
    return Layout(
        patterns=tuple(patterns),
        letters=re.compile(f"[{settings['letters']}]"),
        title_case=bool(settings.get("title_case")),
        any_line=_either(pattern.source for pattern in patterns if pattern.where == "line"),
        any_end=_either(pattern.source for pattern in patterns if pattern.where == "end"),
    )


def _entries(paths: list[Path], tables: list[dict[str, Any]]) -> Iterable[tuple[str, dict[str, Any]]]:
    for path, table in zip(paths, tables, strict=True):
        for entry in table.get("pattern", ()):
            yield path.name, entry


def _pattern(entry: dict[str, Any], macros: dict[str, str], more: list[dict[str, Any]], file: str) -> Pattern:
    name = f"{file}: pattern {entry.get('id')!r}"
    if entry.get("kind") not in KINDS or entry.get("where") not in WHERE or entry.get("rest", "caption") not in KINDS:
        raise DataError(f"{name}: kind, where or rest is not one of those that exist")
    own = [entry, *(other for other in more if other["id"] == entry.get("id"))]
    yes, no = ([example for other in own for example in other.get(key, ())] for key in ("yes", "no"))
    if not yes or not no:
        raise DataError(f"{name} lacks examples, `yes` or `no`")
    try:
        source = _expand(entry["regex"], macros)
        behind = rf"(?:{source})\Z" if entry["where"] == "end" else source
        without = re.compile(_expand(entry["without"], macros)) if "without" in entry else None
        compiled = re.compile(behind)
    except (KeyError, re.error) as error:
        raise DataError(f"{name}: {error}") from error
    return Pattern(
        id=entry["id"],
        kind=entry["kind"],
        where=entry["where"],
        regex=compiled,
        source=behind,
        edge=entry.get("at") == "edge",
        without=without,
        rest=entry.get("rest", ""),
        list=bool(entry.get("list")),
        known=bool(entry.get("known")),
        yes=tuple(yes),
        no=tuple(no),
    )


def _expand(regex: str, macros: dict[str, str]) -> str:
    """The regex with its macros written out; `%A%` is a class of all capital letters, inside a class just the letters."""
    for _ in range(_DEPTH):
        if "%" not in regex:
            return regex
        regex = _MACRO.sub(lambda match: f"[{_CAPITALS}]" if match[1] == "A" else macros[match[1]], regex)
    raise KeyError("macros that name each other")


def _either(sources: Iterable[str]) -> re.Pattern[str]:
    """One regex that tells whether any of them can match."""
    return re.compile("|".join(f"(?:{_NAMED.sub('(?:', source)})" for source in sources))
