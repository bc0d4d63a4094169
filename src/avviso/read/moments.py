"""What the captured words of a rule mean together: a few operations that turn them into a moment, with the anchor they count from.

Nothing here knows a language: words arrive as values (month 5, weekday 2, unit "week", rel -1), rules add facts of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from avviso.read.calendar import (
    MONTHS,
    Period,
    add_days,
    duration,
    holiday,
    make_date,
    narrowed,
    nearest_weekday,
    nearest_year,
    part_of_year,
    period,
    season,
    shift,
    span_of_years,
    years_with_weekday,
)
from avviso.read.timewords import Words

UNKNOWN_DAY = "XXXX-XX-XX"
#: From so many months back on, a month named without year and without a hint is the one ahead.
MONTHS_BACK = 8
#: So many days back and more, a weekday without a hint is the one ahead: Wednesday, in a text of Monday.
DAYS_BACK = 5
#: A year named in the same paragraph holds for the dates after it when it lies so many years from the publication.
HISTORIC = 5
#: Days a unit is about as long as, to tell what is exact enough to count from.
LENGTHS = {
    "minute": 1,
    "day": 1,
    "weekend": 3,
    "week": 7,
    "fortnight": 14,
    "month": 31,
    "season": 92,
    "quarter": 92,
    "half": 183,
    "year": 366,
    "decade": 3653,
    "century": 36525,
}


@dataclass(frozen=True, slots=True)
class Moment:
    """A resolved time. `unit` is what it is as long as; `start` and `end` are None where nothing fixes them."""

    type: str
    value: str
    unit: str
    start: date | None = None
    end: date | None = None
    by: str = "explicit"
    third: int = 0


@dataclass(slots=True)
class Context:
    """What a time is counted from.

    `anchor` is the day of publication (or of the dateline: `by`); `before` are the moments named earlier, latest last, `paragraph`
    those of the same paragraph; `day` is a day named earlier in the sentence. `hint` tells whether the neighbouring words look ahead
    (1), back (-1) or neither way (0).
    """

    anchor: date | None
    by: str
    hint: Callable[[], int]
    before: Sequence[Moment] = field(default_factory=tuple)
    paragraph: Sequence[Moment] = field(default_factory=tuple)
    day: Moment | None = None

    def reference(self, unit: str) -> Moment | None:
        """The last moment named before that has a place in the calendar and is no longer than the unit."""
        longest = LENGTHS.get(unit, 0)
        return next((m for m in reversed(self.before) if m.start is not None and LENGTHS.get(m.unit, longest + 1) <= longest), None)

    def historic_year(self) -> int | None:
        """The year the paragraph speaks of, where it is plainly not that of the publication."""
        for moment in reversed(self.paragraph):
            if moment.start is not None and moment.by == "explicit" and moment.unit in ("day", "month"):
                far = self.anchor is None or self.anchor.year - moment.start.year >= HISTORIC
                return moment.start.year if far else None
        return None


def understand(operation: str, words: Words, context: Context) -> Moment | None:
    """The moment that the words of a rule name, or None when they name none."""
    moment = OPERATIONS[operation](words, context)
    return None if moment is None else _finish(moment, words)


def _finish(moment: Moment, words: Words) -> Moment:
    """Adds the clock or the part of the day, and narrows to the beginning, middle or end."""
    third = words.number("third")
    if third and moment.start is not None and moment.end is not None:
        start, end = narrowed(Period(moment.unit, moment.value, moment.start, moment.end), third)
        moment = replace(moment, start=start, end=end, third=third)
    if moment.unit != "day" or moment.type != "DATE":
        return moment
    clock = _clock_value(words)
    if clock and moment.value != UNKNOWN_DAY:
        return replace(moment, type="TIME", value=moment.value + clock, unit="minute")
    part = words.text("part")
    return replace(moment, value=f"{moment.value}T{part}") if part else moment


def _of(whole: Period, by: str) -> Moment:
    return Moment("DATE", whole.value, whole.unit, whole.start, whole.end, by)


def _on(day: date | None, by: str) -> Moment | None:
    return None if day is None else _of(period("day", day), by)


def calendar(words: Words, context: Context) -> Moment | None:
    """A date by its own names: year, month, day, weekday, in any combination."""
    year, month, day, weekday = _year(words), words.number("month"), words.number("day"), words.number("weekday")
    if month and day:
        return _month_day(year, month, day, weekday, words, context)
    if month:
        return _month(year, month, words, context)
    if year:
        return _of(period("year", date(year, 1, 1)), "explicit")
    if weekday and day:
        return _weekday_day(weekday, day, context)
    return _weekday(weekday, words, context) if weekday else None


def _year(words: Words) -> int | None:
    year, two = words.number("year"), words.number("two")
    if two is not None:
        century = year // 100 * 100 if year else 2000 if two < 40 else 1900
        return century + two + (100 if year and century + two < year else 0)
    return year if year is None or 1 <= year <= 9998 else None


def _month_day(year: int | None, month: int, day: int, weekday: int | None, words: Words, context: Context) -> Moment | None:
    if month > 12 and day <= 12:
        month, day = day, month
    if not 1 <= month <= 12:
        return None
    by = "explicit"
    if year is None:
        year, by = _missing_year(month, day, weekday, words, context)
    if year is None:
        return Moment("DATE", f"XXXX-{month:02}-{day:02}", "day", by="none")
    held = make_date(year, month, day)
    if held is None:
        return _of(period("month", date(year, month, 1)), by)
    return _on(held, by)


def _missing_year(month: int, day: int, weekday: int | None, words: Words, context: Context) -> tuple[int | None, str]:
    """The year that a date leaves out, and what fixed it."""
    anchor = context.anchor
    if anchor is None:
        historic = context.historic_year()
        return (historic, "text") if historic and not weekday else (None, "none")
    if weekday:
        years = years_with_weekday(month, day, weekday, anchor.year - 1, anchor.year + 1)
        if years:
            return min(years, key=lambda y: abs(date(y, month, day) - anchor)), "weekday"
    rel = words.number("rel")
    way = rel if rel is not None else context.hint()
    historic = context.historic_year() if way <= 0 and rel is None else None
    beside = context.day
    if way <= 0 and rel is None and beside is not None and beside.start is not None and beside.by == "explicit":
        historic = min(beside.start.year, anchor.year)
    if historic:
        return historic, "text"
    return nearest_year(anchor, month, day, way), context.by


def _month(year: int | None, month: int, words: Words, context: Context) -> Moment | None:
    if year is not None:
        return _of(period("month", date(year, month, 1)), "explicit")
    anchor, rel = context.anchor, words.number("rel")
    historic = context.historic_year() if rel is None and context.hint() <= 0 else None
    if historic:
        return _of(period("month", date(historic, month, 1)), "text")
    if anchor is None:
        return Moment("DATE", f"XXXX-{month:02}", "month", by="none")
    back = (anchor.month - month) % 12
    if rel == 0:
        ahead = month > anchor.month
        return _of(period("month", date(anchor.year, month, 1)), context.by)
    if rel is not None:
        ahead, back = rel > 0, back or 12
    else:
        hint = context.hint() if back else -1
        ahead = hint > 0 or (hint == 0 and back > MONTHS_BACK)
    held = shift(anchor.replace(day=1), "month", (12 - back % 12 if ahead else -back))
    return None if held is None else _of(period("month", held), context.by)


def _weekday_day(weekday: int, day: int, context: Context) -> Moment | None:
    """A weekday with the day of a month that is left out ("mardi 27"): the nearest that is both."""
    anchor = context.anchor
    if anchor is None:
        return Moment("DATE", f"XXXX-XX-{day:02}", "day", by="none")
    firsts = [shift(anchor.replace(day=1), "month", step) for step in (0, -1, 1, -2, 2)]
    if context.day is not None:
        firsts.insert(0, context.day.start)
    days = [make_date(first.year, first.month, day) for first in firsts if first is not None]
    right = [held for held in days if held is not None and held.isoweekday() == weekday]
    if right and context.day is not None and context.day.start is not None and right[0].month == context.day.start.month:
        return _on(right[0], "weekday")
    return _on(min(right, key=lambda held: abs(held - anchor)), "weekday") if right else None


def _weekday(weekday: int, words: Words, context: Context) -> Moment | None:
    if context.anchor is None:
        return Moment("DATE", f"XXXX-WXX-{weekday}", "day", by="none")
    rel = words.number("rel")
    if rel:
        return _on(nearest_weekday(context.anchor, weekday, rel, strict=True), context.by)
    back = (context.anchor.isoweekday() - weekday) % 7
    direction = context.hint()
    if rel == 0 and back:
        direction = 1 if (7 - back) * (1 + (direction < 0)) < back * (1 + (direction > 0)) else -1
    direction = direction or (1 if back >= DAYS_BACK else -1)
    return _on(nearest_weekday(context.anchor, weekday, direction), context.by)


def weekday_of(words: Words, context: Context) -> Moment | None:
    """A weekday of a week counted from the anchor: "Wednesday next week"."""
    weekday, anchor = words.number("weekday"), _anchor(words, context)
    if weekday is None or anchor is None:
        return None
    monday = add_days(anchor, 1 - anchor.isoweekday() + 7 * (words.number("rel") or 0))
    return _on(add_days(monday, weekday - 1) if monday else None, context.by)


def _anchor(words: Words, context: Context) -> date | None:
    """The day to count from: the publication, or the last date named where the rule says so."""
    if words.facts.get("from") != "text":
        return context.anchor
    reference = context.reference(words.text("unit") or "day")
    if reference is None:
        return None
    return reference.end if (words.number("rel") or 0) > 0 else reference.start


def shifted(words: Words, context: Context) -> Moment | None:
    """A calendar unit counted from the anchor: yesterday, last week, next year, the day after."""
    unit, rel = words.text("unit"), words.number("rel") or 0
    anchor = _anchor(words, context)
    by = "text" if words.facts.get("from") == "text" else context.by
    if anchor is None:
        return Moment("DATE", _unknown(unit), unit, by="none") if unit in ("day", "week", "month", "year") else None
    if unit == "weekend" and rel == 0 and anchor.isoweekday() < 6 and context.hint() < 0 and anchor.isoweekday() <= 3:
        rel = -1
    held = shift(anchor, unit, rel)
    return None if held is None else _of(period(unit, held), by)


def _unknown(unit: str) -> str:
    return {"week": "XXXX-WXX", "month": "XXXX-XX", "year": "XXXX"}.get(unit, UNKNOWN_DAY)


def ago(words: Words, context: Context) -> Moment | None:
    """So many units before or after the anchor. The value is the date reached, or the duration where the rule says so."""
    unit, count, rel = words.text("unit"), words.count(), words.number("rel") or -1
    if not count:
        return None
    written = duration(unit, count)
    anchor = _anchor(words, context)
    by = "text" if words.facts.get("from") == "text" else context.by
    if anchor is None or not count.isdigit():
        return Moment("DURATION", written, unit, by="none")
    held = shift(anchor, unit, rel * int(count))
    if held is None or unit not in ("day", "weekend", "week", "month", "quarter", "year", "decade", "century", "season"):
        return Moment("DURATION", written, unit, held, held, by)
    moment = _of(period(unit, held), by)
    return replace(moment, value=written) if words.facts.get("value") == "duration" else moment


def lasting(words: Words, context: Context) -> Moment | None:
    """A duration."""
    unit, count = words.text("unit"), words.count()
    if words.get("half") and count.isdigit():
        count = f"{int(count)}.5"
    return Moment("DURATION", duration(unit, count), unit) if count else None


def repeated(words: Words, context: Context) -> Moment | None:
    """Something that recurs: every Monday, twice a year."""
    weekday = words.number("weekday")
    if weekday:
        part = words.text("part")
        return Moment("SET", f"XXXX-WXX-{weekday}" + (f"T{part}" if part else ""), "day")
    unit = words.text("unit")
    return Moment("SET", words.text("value") or duration(unit, words.count() or "1"), unit or "day")


def named(words: Words, context: Context) -> Moment | None:
    """Words that only say past, present or future."""
    value = words.text("ref") or words.text("value")
    if value == "PRESENT_REF" and context.anchor is not None and not words.facts.get("unbounded"):
        return Moment("DATE", value, "day", context.anchor, context.anchor, context.by)
    return Moment("DATE", value, "day", by="none") if value else None


def clock(words: Words, context: Context) -> Moment | None:
    """A time of day, on the day the sentence named before it; on the day of publication only where the rule says so."""
    written = _clock_value(words) or (f"T{part}" if (part := words.text("part")) else "")
    if not written:
        return None
    day = context.day
    if day is None and words.facts.get("on") == "anchor" and context.anchor is not None:
        day = _on(context.anchor, context.by)
    if day is None or day.start is None:
        return Moment("TIME", written, "minute", by="none")
    return Moment("TIME", day.start.isoformat() + written, "minute", day.start, day.start, day.by)


def _clock_value(words: Words) -> str:
    hour, minute, half = words.number("hour"), words.number("minute") or 0, words.text("ampm")
    if words.text("noon"):
        return f"T{words.text('noon')}"
    four = words.number("military")
    if four is not None:
        hour, minute = divmod(four, 100)
    if hour is None or hour > 24 or minute > 59:
        return ""
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return f"T{hour:02}:{minute:02}{words.text('zone')}"


def feast(words: Words, context: Context) -> Moment | None:
    """A feast of the calendar, of the year named or nearest."""
    rule, year = words.text("holiday"), _year(words)
    if year is not None:
        return _on(holiday(rule, year), "explicit")
    if context.anchor is None:
        return Moment("DATE", UNKNOWN_DAY, "day", by="none")
    anchor, way = context.anchor, words.number("rel") or context.hint()
    days = [day for step in (-1, 0, 1) if 1 < anchor.year + step < 9999 and (day := holiday(rule, anchor.year + step)) is not None]
    if not days:
        return None
    best = min(days, key=lambda day: ((way < 0 and day > anchor) or (way > 0 and day < anchor), abs(day - anchor)))
    return _on(best, context.by)


def stretch(words: Words, context: Context) -> Moment | None:
    """A named stretch of a year, or of years: season, quarter, half, decade, century."""
    century, decade, year = words.number("century"), words.number("decade"), _year(words)
    if century:
        return _of(span_of_years("century", century - 1), "explicit") if 1 <= century <= 99 else None
    if decade is not None:
        first = decade if decade >= 100 else decade + 1900
        return _of(span_of_years("decade", first // 10), "explicit")
    name, number, unit = words.text("season"), words.number("nth"), words.text("unit")
    if not name and not (number and 1 <= number <= 12 // MONTHS.get(unit, 12)):
        return None

    def of(year: int) -> Period:
        return season(name, year) if name else part_of_year(unit, year, number or 1)

    if year is not None:
        return _of(of(year), "explicit")
    if context.anchor is None:
        return Moment("DATE", f"XXXX-{name or unit[:1].upper() + str(number)}", "season", by="none")
    return _of(_nearest_stretch(of, context.anchor, words.number("rel"), context.hint), context.by)


def _nearest_stretch(of: Callable[[int], Period], anchor: date, rel: int | None, hint: Callable[[], int]) -> Period:
    """Of the stretches of neighbouring years the one that `rel` (last, this, next) or the neighbouring words mean."""
    near = [of(anchor.year + step) for step in (-2, -1, 0, 1, 2) if 1 < anchor.year + step < 9998]
    if not near:
        return of(anchor.year)
    if rel == 0:
        return min(near, key=lambda p: (not p.start <= anchor <= p.end, p.start.year != anchor.year))
    way = rel or hint() or -1
    fitting = [p for p in near if (p.start > anchor if way > 0 else (p.end < anchor if rel else p.start <= anchor))]
    return (fitting[0] if way > 0 else fitting[-1]) if fitting else of(anchor.year)


def same(words: Words, context: Context) -> Moment | None:
    """The unit in which the last date named lies ("the same day"), or so many years from it."""
    unit = words.text("unit")
    reference = context.reference(unit)
    if reference is None or reference.start is None:
        return Moment("DATE", _unknown(unit), unit, by="none")
    held = shift(reference.start, "year", words.number("years") or 0)
    return None if held is None else _of(period(unit, held), "text")


OPERATIONS: Mapping[str, Callable[[Words, Context], Moment | None]] = {
    "calendar": calendar,
    "shift": shifted,
    "ago": ago,
    "duration": lasting,
    "set": repeated,
    "reference": named,
    "clock": clock,
    "holiday": feast,
    "period": stretch,
    "same": same,
    "weekday-of": weekday_of,
    "nothing": lambda words, context: None,
}
