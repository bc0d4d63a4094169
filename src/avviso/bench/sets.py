"""Scores readings against sets that are annotated for one thing alone: attributions, types of events, times, places.

A set holds one text a line with `id`, `lang`, `text` and its annotations: `quotes` (content and speaker), `gold` (the type of an
event with the words of its two sides), `timexes` (TIMEX3 values) or `toponyms` (points). What the figures mean:

- contents: pairs, one to one, whose characters are shared by half at least (IoU50); with speaker: and the speakers' words touch;
  characters: letters and digits inside any content.
- type: the annotated type is among those found; pair: words of both annotated sides are among the found actors'; pair and type: of the
  same event.
- times: spans that touch; value: with the same TIMEX3 value.
- places: spans that touch; near: with a point within 161 km (100 miles, as geoparsers are judged by; Gritta et al., 2020).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import asin, cos, radians, sin, sqrt
from typing import Any

from avviso.bench.gold import SYMMETRIC, Figure, Json, match
from avviso.records import ActorMention, Article, Event, PlaceMention, Reading, Span

NEAR = 161
"""Kilometres."""
EARTH = 12_742
"""The earth's mean diameter in kilometres."""
HALF = 0.5
FOLDED = {"YIELD": {"YIELD", "CONCEDE", "RETREAT"}}
"""Types of older PLOVER that were divided since."""
FILLERS = frozenset(("the", "of", "and", "le", "la", "les", "des", "du"))

Characters = set[int]
Figures = dict[str, Figure]


def score_set(annotated: Iterable[Json], readings: Iterable[Reading]) -> Figures:
    """The figures of a set, whose first text tells what is annotated. Raises KeyError when it is none of the four."""
    texts, by_id = list(annotated), {reading.article.id: reading for reading in readings}
    for key, (names, compare) in _KINDS.items():
        if texts and key in texts[0]:
            figures = {name: Figure() for name in names}
            for text in texts:
                compare(text, by_id.get(str(text["id"])) or Reading(Article(str(text["id"]), text["text"])), figures)
            return figures
    raise KeyError(f"none of {', '.join(_KINDS)}")


def is_of_a_set(annotated: Json) -> bool:
    """Whether the text is annotated for one of the four things."""
    return "id" in annotated and "text" in annotated and any(key in annotated for key in _KINDS)


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The distance of two points, given as latitude and longitude in degrees, on a sphere (haversine formula)."""
    (la, lo), (lb, lp) = (tuple(map(radians, point)) for point in (one, other))
    half = sin((lb - la) / 2) ** 2 + cos(la) * cos(lb) * sin((lp - lo) / 2) ** 2
    return EARTH * asin(sqrt(half))


def _statements(text: Json, reading: Reading, figures: Figures) -> None:
    gold, found = text["quotes"], list(reading.statements)
    parts = text.get("annotated_sentences")
    if parts:
        found = [said for said in found if any(start <= said.content.start < end for start, end in parts)]
    wanted = [_characters(quote.get("spans") or [(quote["start"], quote["end"])]) for quote in gold]
    given = [_characters([(said.content.start, said.content.end)]) for said in found]
    near = [(len(a & b) / len(a | b), i, j) for i, a in enumerate(wanted) for j, b in enumerate(given) if a & b]
    pairs = match(pair for pair in near if pair[0] >= HALF)
    told = [(_words_of(gold[i]), found[j].speaker) for i, j in pairs]
    named = sum(words is None or (who is not None and _touch(words, who.span)) for words, who in told)
    letters = {place for place, sign in enumerate(text["text"]) if sign.isalnum()}
    inside, read = set().union(*wanted) & letters, set().union(*given) & letters
    figures["contents"].add(len(gold), len(found), len(pairs))
    figures["with speaker"].add(len(gold), len(found), named)
    figures["characters"].add(len(inside), len(read), len(inside & read))


def _words_of(quote: Json) -> Span | None:
    start = quote.get("speaker_start")
    return None if start is None else Span(start, quote["speaker_end"])


def _events(text: Json, reading: Reading, figures: Figures) -> None:
    gold, found, whole = text["gold"], reading.events, reading.article.text
    types = {(i, j) for i, e in enumerate(gold) for j, q in enumerate(found) if q.type in FOLDED.get(e["event"], {e["event"]})}
    pairs = {(i, j) for i, e in enumerate(gold) for j, q in enumerate(found) if _same_sides(e, q, whole)}
    for name, same in (("type", types), ("pair", pairs), ("pair and type", types & pairs)):
        figures[name].add(len(gold), len(found), len(match((1.0, i, j) for i, j in same)))


def _same_sides(gold: Json, found: Event, text: str) -> bool:
    both = found.type in SYMMETRIC
    sources = (*found.source_actors, *(found.target_actors if both else ()))
    targets = (*found.target_actors, *(found.source_actors if both else ()))
    return _alike(sources, gold["source"], text) and _alike(targets, gold["target"], text)


def _alike(actors: Sequence[ActorMention], name: str | None, text: str) -> bool:
    wanted = _named(name)
    return not name or any(wanted & (_named(actor.span.of(text)) | _named(actor.name)) for actor in actors)


def _named(name: str | None) -> set[str]:
    return set(re.findall(r"\w{2,}", (name or "").casefold())) - FILLERS


def _times(text: Json, reading: Reading, figures: Figures) -> None:
    aside = [_span(one) for one in text.get("ignore", ())]
    gold = text["timexes"]
    found = [time for time in reading.times if not any(_touch(time.span, span) for span in aside)]
    pairs = _touching([_span(one) for one in gold], [time.span for time in found])
    figures["found"].add(len(gold), len(found), len(pairs))
    valued = sum(bool(gold[i].get("value")) and gold[i]["value"] == found[j].when.value for i, j in pairs)
    figures["value"].add(len(gold), len(found), valued)


def _places(text: Json, reading: Reading, figures: Figures) -> None:
    gold = [one for one in text["toponyms"] if one.get("lat") is not None]
    found = reading.places
    pairs = _touching([_span(one) for one in gold], [place.span for place in found])
    figures["found"].add(len(gold), len(found), len(pairs))
    figures["near"].add(len(gold), len(found), sum(_near(gold[i], found[j]) for i, j in pairs))


def _near(gold: Json, found: PlaceMention) -> bool:
    return kilometres((float(gold["lat"]), float(gold["lon"])), (found.place.lat, found.place.lon)) <= NEAR


def _touching(gold: Sequence[Span], found: Sequence[Span]) -> list[tuple[int, int]]:
    common = ((min(a.end, b.end) - max(a.start, b.start), i, j) for i, a in enumerate(gold) for j, b in enumerate(found))
    return match(pair for pair in common if pair[0] > 0)


def _touch(one: Span, other: Span) -> bool:
    return max(one.start, other.start) < min(one.end, other.end)


def _span(annotated: Any) -> Span:
    return Span(*annotated[:2]) if isinstance(annotated, Sequence) else Span(annotated["start"], annotated["end"])


def _characters(spans: Iterable[Sequence[int]]) -> Characters:
    return {place for start, end in spans for place in range(start, end)}


Compare = Callable[[Json, Reading, Figures], None]
_KINDS: Mapping[str, tuple[tuple[str, ...], Compare]] = {
    "quotes": (("contents", "with speaker", "characters"), _statements),
    "gold": (("type", "pair", "pair and type"), _events),
    "timexes": (("found", "value"), _times),
    "toponyms": (("found", "near"), _places),
}
