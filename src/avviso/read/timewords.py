"""Finds the words of time in a text: which rule matches where, and what its words stand for.

Rules match only in stretches that hold a word of time. Of the rules that match at a word the one that takes most words wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from avviso.knowledge.patterns import BUILT_IN, Capture, Scan
from avviso.knowledge.times import TimeGrammar, TimeRule
from avviso.read.moments import Value, Words
from avviso.records import Span

#: Digits of the longest number that can count days or name a year.
LONGEST_NUMBER = 6
#: What one of two mentions may leave to the other.
SHARED = ("month", "year", "rel", "ampm", "zone")


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
