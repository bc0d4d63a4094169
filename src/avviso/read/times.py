"""Finds the times that a text names and resolves them: dates, clock times, durations, what recurs.

Also: the day on which a text without a date was published, as far as the text fixes it, and dates that cannot be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from avviso.knowledge.patterns import BREAK, Scan
from avviso.knowledge.times import TimeGrammar, TimeRule, time_grammar
from avviso.read.calendar import PRECISION, longest_month, make_date, month_length, years_with_weekday
from avviso.read.direction import direction
from avviso.read.moments import Context, Moment, understand
from avviso.read.timewords import Words, find_matches
from avviso.records import Span, TimeMention, When

#: How many moments are kept to count from.
KEPT = 8
#: Characters at either end of a text in which a line may bear its date.
HEAD, TAIL = 1500, 400
#: What may stand before the date on the line that bears it: "PARIS, le", "Published on".
LEAD = 60
DATELINE_LEAD = re.compile(r"\W*(?:[^\Wa-z\d_][\w.'’-]*[\s,/(]*){0,6}(?:\w{1,3}\s+)?")
DATELINE_END = re.compile(r"\s*(?:$|\n|[.:|(/–—-]|,\s*\w+\s*[–—-])")
SIGNATURE_LEAD, SIGNATURE_END = 45, 20
#: A dateline without year lies no more days after the last full date of its text.
DAYS_AFTER = 45
#: A year named by itself fixes the year of a later weekday no longer than this.
YEARS_ON = 6


def find_times(
    text: str, spans: Iterable[Span], language: str, *, published: date | None, dateline: date | None = None
) -> list[TimeMention]:
    """Every time named inside the spans of the text, in order; none overlap.

    Times count from the dateline's date where there is one, else from the publication. Without either, what cannot be resolved has X
    in its value and no bounds. Of an interval ("du 3 au 7 mai") both ends are mentions; the first one's `end` is the interval's.
    """
    grammar = time_grammar(language)
    anchor, by = (dateline, "dateline") if dateline is not None else (published, "published")
    found: list[TimeMention] = []
    for span in _apart(spans, len(text)):
        scan = grammar.vocabulary.scan(text, span.start, span.end)
        found += _read(scan, grammar, anchor, by)
    return found


def _apart(spans: Iterable[Span], length: int) -> Iterator[Span]:
    """The spans in order, without what an earlier one already covers."""
    reached = 0
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        start, end = max(span.start, reached), min(span.end, length)
        if start < end:
            yield Span(start, end)
            reached = end


def _read(scan: Scan, grammar: TimeGrammar, anchor: date | None, by: str) -> Iterator[TimeMention]:
    before: list[Moment] = []
    paragraph: list[Moment] = []
    day: Moment | None = None
    seen = 0
    for match in find_matches(scan, grammar):
        between = scan.codes[seen : match.first]
        if BREAK in between:
            paragraph, day = [], None
        seen = match.last
        moments: list[tuple[Span, Moment]] = []
        for span, words in match.mentions:
            hint = partial(_hint, match.rule, scan.text, span, grammar)
            moment = understand(match.rule.operation, words, Context(anchor, by, hint, before, paragraph, day))
            if moment is not None:
                moments.append((span, moment))
                before, paragraph = [*before[1 - KEPT :], moment], [*paragraph[1 - KEPT :], moment]
                day = moment if moment.unit == "day" and moment.type == "DATE" and moment.start else day
        if match.rule.facts.get("interval") and len(moments) == 2:
            moments = _interval(*moments)
        for span, moment in moments:
            yield TimeMention(span, moment.type, _when(moment, span))


def _hint(rule: TimeRule, text: str, span: Span, grammar: TimeGrammar) -> int:
    """Which way the time lies: as the rule says (`hint`; 0 is the nearest), else as its neighbours tell."""
    fixed: int | None = rule.facts.get("hint")
    return direction(text, span.start, span.end, grammar.hints) if fixed is None else fixed


def _interval(first: tuple[Span, Moment], last: tuple[Span, Moment]) -> list[tuple[Span, Moment]]:
    start, end = first[1], last[1]
    if start.start is not None and end.end is not None and start.start <= end.end:
        first = (first[0], replace(start, end=end.end))
    return [first, last]


def _when(moment: Moment, span: Span) -> When:
    return When(moment.value, PRECISION.get(moment.unit, "day"), moment.start, moment.end, span, moment.by)


def infer_published(text: str, spans: Iterable[Span], language: str) -> date | None:
    """The day of publication as far as the text itself fixes it, or None.

    In this order: a full date in a dateline at the head of the text; one in a line that signs it; a dateline without year soon after
    the last full date; the latest date with a weekday and without a year that does not lie ahead, in the year in which the weekday is
    right and that lies nearest to the full dates of the text, rather after than before them.
    """
    grammar = time_grammar(language)
    dates = [found for span in _apart(spans, len(text)) for found in _dates(text, span, grammar)]
    full = [(span, day) for span, words in dates if (day := _full(words)) is not None]
    for span, day in full:
        if span.start < HEAD and _heads(text, span, grammar):
            return day
    for span, day in reversed(full):
        if span.end > len(text) - TAIL and _signs(text, span):
            return day
    if full:
        latest = max(day for _, day in full)
        for span, words in dates:
            if span.start < HEAD and _heads(text, span, grammar) and (day := _soon_after(latest, words)) is not None:
                return day
    years = [year for _, words in dates if (year := words.number("year"))]
    return _by_weekday(text, dates, [day for _, day in full], max(years, default=None), grammar)


def _dates(text: str, span: Span, grammar: TimeGrammar) -> Iterator[tuple[Span, Words]]:
    scan = grammar.vocabulary.scan(text, span.start, span.end)
    for match in find_matches(scan, grammar):
        if match.rule.operation == "calendar":
            yield from match.mentions


def _full(words: Words) -> date | None:
    year, month, day = words.number("year"), words.number("month"), words.number("day")
    return make_date(year, month, day) if year and month and day else None


def _soon_after(latest: date, words: Words) -> date | None:
    """A date without year as the first such day from the last full date on, if that is no more than some weeks later."""
    month, day = words.number("month"), words.number("day")
    if not month or not day or words.number("weekday"):
        return None
    days = [held for year in (latest.year, latest.year + 1) if (held := make_date(year, month, day)) is not None]
    return next((held for held in days if 0 <= (held - latest).days <= DAYS_AFTER), None)


def _line(text: str, span: Span) -> tuple[str, str]:
    """What stands before and after the span on its line."""
    before = text[max(0, span.start - HEAD) : span.start].rpartition("\n")[2]
    return before, text[span.end : span.end + HEAD].partition("\n")[0]


def _heads(text: str, span: Span, grammar: TimeGrammar) -> bool:
    """Whether the date stands in a dateline: alone, behind a place in capitals, or behind "published on"."""
    before, after = _line(text, span)
    lead = before[-LEAD:].lower()
    if any(lead.rstrip(" :").endswith(words) for words in grammar.settings.get("published", ())):
        return True
    return len(before) <= LEAD and DATELINE_LEAD.fullmatch(before) is not None and DATELINE_END.match(after) is not None


def _signs(text: str, span: Span) -> bool:
    before, after = _line(text, span)
    return len(before) <= SIGNATURE_LEAD and len(after.strip()) <= SIGNATURE_END and not re.search(r"[.!?]\s", before)


def _by_weekday(text: str, dates: list[tuple[Span, Words]], full: list[date], year: int | None, grammar: TimeGrammar) -> date | None:
    latest = max(full, default=None)
    if latest is None and year is None:
        return None
    found: list[tuple[bool, date]] = []
    for span, words in dates:
        month, day, weekday = words.number("month"), words.number("day"), words.number("weekday")
        if not (month and day and weekday) or words.number("year"):
            continue
        around = latest.year if latest else year or 1
        first, last = (around - YEARS_ON, around + YEARS_ON) if latest else (around, around + YEARS_ON)
        days = [date(y, month, day) for y in years_with_weekday(month, day, weekday, first, last)]
        if days:
            start = latest or date(around, 1, 1)
            nearest = min(days, key=lambda d: (start - d).days * 2 if d < start else (d - start).days)
            ahead = direction(text, span.start, span.end, grammar.hints) > 0
            found.append((ahead, nearest))
    behind = [day for ahead, day in found if not ahead]
    return max(behind) if behind else min((day for _, day in found), default=None)


def date_checks(mentions: Iterable[TimeMention], text: str, language: str) -> list[tuple[Span, str, str]]:
    """Dates that cannot be: a weekday that is not the date's, a day the month does not have. Each with its words and what we hold.

    A date without a year is judged only by the year it was resolved to and the two beside it.
    """
    grammar = time_grammar(language)
    found: list[tuple[Span, str, str]] = []
    for mention in mentions:
        if mention.type not in ("DATE", "TIME"):
            continue
        for span, words in _dates(text, mention.span, grammar):
            says = span.of(text)
            holds = _objection(words, mention.when, says, grammar)
            if holds:
                found.append((span, says, holds))
    return found


def _objection(words: Words, when: When, says: str, grammar: TimeGrammar) -> str:
    """What holds against the date, "" if nothing does."""
    year, month, day, weekday = words.number("year"), words.number("month"), words.number("day"), words.number("weekday")
    if not (month and day and 1 <= month <= 12 and 1 <= day <= 31):
        return ""
    months = grammar.names("month")
    if day > (month_length(year, month) if year and year <= 9998 else longest_month(month)):
        name = f"{months.get(month, month)} {year}" if year else str(months.get(month, month))
        return f"{name}: {month_length(year, month) if year else longest_month(month)}"
    if not weekday:
        return ""
    near = [year] if year else [when.start.year + step for step in (0, -1, 1)] if when.start else []
    days = [held for y in near if (held := make_date(y, month, day)) is not None]
    if not days or any(held.isoweekday() == weekday for held in days):
        return ""
    right = grammar.names("weekday").get(days[0].isoweekday(), "")
    wrong = grammar.written("weekday", says)
    return (says.replace(wrong, right, 1) if wrong else f"{right} {says}") + ("" if year else f" ({days[0].year})")
