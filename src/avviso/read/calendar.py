"""Arithmetic of dates: periods of the calendar, their ISO names and bounds. It knows no language and no text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
DAYS = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}
PRECISION = {
    "day": "day", "half-day": "day", "weekend": "week", "week": "week", "fortnight": "week", "month": "month", "quarter": "month",
    "half": "month", "season": "month", "half-century": "year", "half-hour": "minute",
    "year": "year", "decade": "year", "century": "year", "hour": "minute", "minute": "minute", "second": "minute",
}  # fmt: skip
#: How a duration of one unit is written: what stands before the count, what after it.
DURATIONS = {
    "day": ("", "D"), "week": ("", "W"), "weekend": ("", "WE"), "month": ("", "M"), "quarter": ("", "Q"), "season": ("", "S"),
    "year": ("", "Y"), "decade": ("", "DE"), "century": ("", "CE"), "hour": ("T", "H"), "minute": ("T", "M"), "second": ("T", "S"),
}  # fmt: skip
#: Units that are so many of another.
COMPOSED = {
    "fortnight": (2, "week"), "half": (6, "month"), "half-century": (50, "year"), "half-hour": (30, "minute"), "half-day": (12, "hour"),
}  # fmt: skip
#: The first month of each season of the northern year; winter ends in the year after.
SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
#: How much more a day against the direction of the text counts, when a year is chosen for a date.
AGAINST = 4
#: The months that begin, middle and end of a year narrow it to, and the days of a month.
THIRDS = {"year": ((1, 4), (5, 8), (9, 12)), "month": ((1, 10), (11, 20), (21, 31))}


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of the calendar: `value` is its ISO (TIMEX3) name, `start` and `end` its first and last day."""

    unit: str
    value: str
    start: date
    end: date

    @property
    def precision(self) -> str:
        """The precision that the records speak of: minute, day, week, month or year."""
        return PRECISION[self.unit]


def make_date(year: int, month: int, day: int) -> date | None:
    """The date, or None when there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_length(year: int, month: int) -> int:
    """Days of a month; `year` 1 to 9999, `month` 1 to 12."""
    return 31 if month == 12 else (date(year, month + 1, 1) - date(year, month, 1)).days


def longest_month(month: int) -> int:
    """Days of a month in the years in which it has most."""
    return month_length(2024, month)


def add_days(day: date, days: int) -> date | None:
    """The day so many days later, or None beyond the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def add_months(day: date, months: int) -> date | None:
    """The same day so many months later, or the last of that month; None beyond the calendar."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, month_length(year, month + 1)))


def shift(day: date, unit: str, count: int) -> date | None:
    """The day `count` units later; units below the day do not move it."""
    if unit in MONTHS:
        return add_months(day, MONTHS[unit] * count)
    if unit == "season":
        return add_months(day, 12 * count)
    return add_days(day, DAYS.get(unit, 0) * count)


def period(unit: str, day: date) -> Period:
    """The calendar period of that unit in which the day lies. A weekend is that of the day's ISO week."""
    if unit in ("week", "fortnight", "weekend"):
        return _week(unit, day)
    if unit == "month":
        return Period(unit, f"{day.year:04}-{day.month:02}", day.replace(day=1), day.replace(day=month_length(day.year, day.month)))
    if unit == "quarter":
        return part_of_year(unit, day.year, (day.month + 2) // 3)
    if unit == "half":
        return part_of_year(unit, day.year, (day.month + 5) // 6)
    if unit == "season":
        return season(next(name for name, first in SEASONS.items() if (day.month - first) % 12 < 3), day.year - (day.month < 3))
    if unit == "year":
        return Period(unit, f"{day.year:04}", date(day.year, 1, 1), date(day.year, 12, 31))
    if unit in ("decade", "century"):
        return span_of_years(unit, day.year // (10 if unit == "decade" else 100))
    return Period("day", day.isoformat(), day, day)


def _week(unit: str, day: date) -> Period:
    year, week, weekday = day.isocalendar()
    first = add_days(day, 1 - weekday) or day
    last = add_days(first, 6) or first
    if unit == "weekend":
        return Period(unit, f"{year:04}-W{week:02}-WE", add_days(first, 5) or first, last)
    return Period("week", f"{year:04}-W{week:02}", first, last)


def part_of_year(unit: str, year: int, number: int) -> Period:
    """A quarter or half of a year; `number` counts from 1."""
    months = MONTHS[unit]
    first, last = (number - 1) * months + 1, number * months
    letter = "Q" if unit == "quarter" else "H"
    return Period(unit, f"{year:04}-{letter}{number}", date(year, first, 1), date(year, last, month_length(year, last)))


def season(name: str, year: int) -> Period:
    """A season (SP, SU, FA, WI) of the northern hemisphere; a winter is named after the year in which it begins."""
    year = min(max(year, 1), 9998)
    first = date(year, SEASONS[name], 1)
    last = add_months(first, 2) or first
    return Period("season", f"{year:04}-{name}", first, last.replace(day=month_length(last.year, last.month)))


def span_of_years(unit: str, number: int) -> Period:
    """A decade (199: the nineties) or a century (19: the years 1900 to 1999)."""
    length = 10 if unit == "decade" else 100
    first = max(number * length, 1)
    last = min(number * length + length - 1, 9999)
    return Period(unit, f"{number:0{3 if unit == 'decade' else 2}}", date(first, 1, 1), date(last, 12, 31))


def narrowed(whole: Period, third: int) -> tuple[date, date]:
    """The bounds of the first (1), middle (2) or last (3) part of a year or month; of other units the bounds of the whole."""
    thirds = THIRDS.get(whole.unit)
    if thirds is None:
        return whole.start, whole.end
    first, last = thirds[third - 1]
    if whole.unit == "month":
        return whole.start.replace(day=first), whole.start.replace(day=min(last, whole.end.day))
    return whole.start.replace(month=first), date(whole.start.year, last, month_length(whole.start.year, last))


def nearest_weekday(anchor: date, weekday: int, direction: int, *, strict: bool = False) -> date | None:
    """The nearest day of that weekday (1 is Monday) before the anchor (direction -1) or after (1); `strict` leaves out the anchor."""
    ahead = (weekday - anchor.isoweekday()) % 7
    if direction > 0:
        return add_days(anchor, ahead or (7 if strict else 0))
    return add_days(anchor, ahead - 7 if ahead else (-7 if strict else 0))


def nearest_year(anchor: date, month: int, day: int, direction: int) -> int:
    """The year in which day and month come nearest to the anchor; days that lie against the direction count for more."""
    years = [anchor.year + step for step in (-1, 0, 1) if 1 <= anchor.year + step <= 9999]

    def cost(year: int) -> float:
        held = make_date(year, month, min(day, month_length(year, month)))
        days = (held - anchor).days if held else 0
        return abs(days) * (AGAINST if days * direction < 0 else 1)

    return min(years, key=cost)


def years_with_weekday(month: int, day: int, weekday: int, first: int, last: int) -> list[int]:
    """The years from `first` to `last` in which day and month fall on that weekday (1 is Monday)."""
    days = ((year, make_date(year, month, day)) for year in range(max(first, 1), min(last, 9999) + 1))
    return [year for year, held in days if held is not None and held.isoweekday() == weekday]


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    el = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * el) // 433
    month = (h + el - 7 * m + 90) // 25
    return date(year, month, (h + el - 7 * m + 33 * month + 19) % 32)


def holiday(rule: str, year: int) -> date | None:
    """The day of a feast. `rule` is "12-25" (month-day), "easter+49", or "11/4/4" (month / weekday / which one of the month)."""
    if rule.startswith("easter"):
        return add_days(easter(year), int(rule[6:] or 0))
    if "/" in rule:
        month, weekday, which = (int(part) for part in rule.split("/"))
        first = nearest_weekday(date(year, month, 1), weekday, 1)
        return add_days(first, 7 * (which - 1)) if first else None
    month, day = (int(part) for part in rule.split("-"))
    return make_date(year, month, day)


def duration(unit: str, count: str) -> str:
    """The ISO name of so many units ("P3D", "PT2H", "PXY"); `count` is a number or X."""
    many, unit = COMPOSED.get(unit, (1, unit))
    if many > 1 and count != "X":
        count = f"{float(count) * many:g}"
    prefix, letter = DURATIONS[unit]
    return f"P{prefix}{count}{letter}"
