"""Finds the words of time in a text: which rule matches where, and what its words stand for.

Rules match only in stretches that hold a word of time. Of the rules that match at a word the one that takes most words wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from avviso.knowledge.patterns import BUILT_IN, Capture, Scan
from avviso.knowledge.times import TimeGrammar, TimeRule
from avviso.records import Span

Value = int | float | str
#: Digits of the longest number that can count days or name a year.
LONGEST_NUMBER = 6
#: What one of two mentions may leave to the other.
SHARED = ("month", "year", "rel", "ampm", "zone")


@dataclass(frozen=True, slots=True)
class Words:
    """Captured values by name, one for each time the name matched, and what the rule says besides."""

    captured: Mapping[str, Sequence[tuple[str, Value]]]
    facts: Mapping[str, Any]

    def get(self, name: str) -> Value | None:
        """The first captured value, else the rule's own."""
        found = self.captured.get(name)
        return found[0][1] if found else self.facts.get(name)

    def number(self, name: str) -> int | None:
        """The value as a whole number, or None."""
        value = self.get(name)
        return value if isinstance(value, int) else None

    def text(self, name: str) -> str:
        """The value as a string, "" without."""
        value = self.get(name)
        return value if isinstance(value, str) else ""

    def count(self) -> str:
        """How many (the captures called `n`, put together), X for an unknown number, "" for none."""
        if "n" not in self.captured:
            return str(self.facts.get("count", ""))
        total: float = 0
        current: float = 0
        for kind, value in self.captured["n"]:
            if isinstance(value, str):
                return value
            if kind == "digits":
                current = current * 1000 + value if current and 100 <= value < 1000 else current + value
            elif value >= 100:
                current = max(current, 1) * value
                if value >= 1000:
                    total, current = total + current, 0
            else:
                current += value
        return f"{total + current:.10g}" if 0 < total + current < 1e7 else ""


@dataclass(frozen=True, slots=True)
class Match:
    """Words that a rule has matched: `first` to `last` (exclusive) of a scan, and for each mention its span and captured values."""

    rule: TimeRule
    first: int
    last: int
    mentions: tuple[tuple[Span, Words], ...]


def find_matches(scan: Scan, grammar: TimeGrammar) -> Iterator[Match]:
    """The rules that match in a scan, from left to right, without overlap."""
    codes = scan.codes
    for run in grammar.run.finditer(codes):
        position, end = run.span()
        if grammar.telling.search(codes, position, end) is None:
            continue
        while position < end:
            match = _longest(scan, grammar, position)
            if match is not None:
                yield match
            position = match.last if match is not None else position + 1


def _longest(scan: Scan, grammar: TimeGrammar, position: int) -> Match | None:
    reached, best = position, None
    for rule in grammar.by_first.get(scan.codes[position], ()):
        found = rule.compiled.regex.match(scan.codes, position)
        if found is not None and found.end() > reached:
            reached, best = found.end(), (rule, found)
    return None if best is None else _mentions(scan, grammar, *best)


def _mentions(scan: Scan, grammar: TimeGrammar, rule: TimeRule, found: re.Match[str]) -> Match | None:
    """The match with the values of its words, or None when a number is too long to mean anything."""
    marks = [found.span(mark) for mark in rule.compiled.marks if found.start(mark) >= 0] or [found.span()]
    captured: list[dict[str, list[tuple[str, Value]]]] = [{} for _ in marks]
    for capture in rule.captures:
        first, last = found.span(capture.group)
        if first < 0:
            continue
        values = _values(capture, scan, grammar, first, last)
        if not values:
            return None
        inside = [mine for mine, mark in zip(captured, marks, strict=True) if mark[0] <= first < mark[1]]
        for mine in inside or captured:
            for name, kind, value in values:
                mine.setdefault(name, []).append((kind, value))
    for mine in captured:
        for other in captured:
            mine.update({name: other[name] for name in SHARED if name in other and name not in mine})
    spans = (Span(scan.starts[first], scan.ends[last - 1]) for first, last in marks)
    mentions = tuple((span, Words(mine, rule.facts)) for span, mine in zip(spans, captured, strict=True))
    return Match(rule, found.start(), found.end(), mentions)


def _values(capture: Capture, scan: Scan, grammar: TimeGrammar, first: int, last: int) -> list[tuple[str, str, Value]]:
    """Name, class and value of captured words; a date in one piece gives its day, month and year."""
    if capture.kind not in BUILT_IN:
        return [(capture.name, capture.kind, grammar.value(capture.kind, scan.codes[first:last]))]
    word = scan.text[scan.starts[first] : scan.ends[last - 1]]
    if capture.kind == "dotted":
        return [(name, capture.kind, int(piece)) for name, piece in zip(("day", "month", "year"), word.split("."), strict=True)]
    if capture.kind == "clocknum":
        hour, minute = word.split(".")
        return [("hour", capture.kind, int(hour)), ("minute", capture.kind, int(minute))]
    number = _number(word)
    return [] if number is None else [(capture.name, capture.kind, number)]


def _number(word: str) -> int | float | None:
    """The number written in digits: "2,008" is two thousand, "2,5" two and a half."""
    if len(word) > LONGEST_NUMBER:
        return None
    if word.isdecimal():
        return int(word)
    whole, _, rest = word.replace(",", ".").partition(".")
    if not (whole.isdecimal() and rest.isdecimal()):
        return None
    return int(whole + rest) if len(rest) == 3 else float(f"{whole}.{rest}")
