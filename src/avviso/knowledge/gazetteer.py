"""The gazetteer: which places a name may mean, the likeliest first.

`data/world/places.gz` holds some 100,000 cities and administrative areas of GeoNames (CC BY 4.0) and places of our own. It is written by
`tools/build_gazetteer.py` as one line of JSON, which names the sections, and the sections' bytes behind it: sorted keys, arrays of
numbers, names. Countries and regions come from `avviso.knowledge.world`.
"""

from __future__ import annotations

import gzip
import json
import sys
import unicodedata
from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import accumulate
from math import cos, hypot, radians
from typing import Any

from avviso.errors import DataError
from avviso.knowledge.files import DATA, language_files, read_toml
from avviso.knowledge.world import Country, Region, World, surface_forms, world
from avviso.records import Place

FILE = "places.gz"
FORMAT = 3
#: What a row of the file may be, in the order of its `kind` numbers.
KINDS = ("city", "capital", "admin1", "admin2", "point", "region")
_PRECISION = {
    "city": "city",
    "capital": "city",
    "admin1": "region",
    "admin2": "region",
    "point": "point",
    "region": "region",
    "country": "country",
}
#: Places of our own have no GeoNames id; their rows count down from here.
OWN_IDS = 4_000_000_000
#: How much lighter a place is under a name that it only bears elsewhere or bore once.
OTHER_NAME = 0.8
#: Weights of what `avviso.knowledge.world` adds to the cities.
COUNTRY_WEIGHT, TERRITORY_WEIGHT, REGION_WEIGHT, SEAT_WEIGHT = 8.5, 6.5, 7.5, 7.0
#: Degrees within which two places are near each other.
NEAR_DEGREES = 3.0
#: Before a key that names an area only behind one of its towns: "Pa." in "Scranton, Pa.".
SHORT_AREA = "~"
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th", "ħ": "h", "ŀ": "l", "ə": "a"}
)


@dataclass(frozen=True, slots=True)
class Sense:
    """One place that a name may mean.

    `weight` is the decimal logarithm of the inhabitants, more for capitals and countries: what makes a place likely without context.
    `kind` is one of `KINDS`, country or seat (of power); `admin` the code of the first-level area it lies in (`US.TX`), "" when unknown.
    """

    place: Place
    weight: float
    kind: str
    admin: str


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """What a language does with places (`data/lang/xx/places.toml`). Words in lower case, but `ordinary` and `never`, which are keys.

    `adjectives` tells whether "Russian" in "the Russian army" counts as naming the place. `article` may begin a name ("the West") and is
    left out where the name does without; no person's name has one of `articles`. `home`: countries whose towns the press names without
    saying where they lie. `locative`: prepositions that introduce a place; `city` and `area`: those of them that go with towns, with
    countries and regions; `kinds_of_town`, `kinds_of_area`: nouns that do ("la ville de"). `container` and `filler`: what
    stands between a place and what contains it. `lead`: common nouns that names begin with. `not_before`, `not_after`: words beside
    which a name is a person's, a street's or a building's. `ordinary` names need a clear sign, those of
    `never` are no places by themselves.
    """

    adjectives: bool
    article: str
    articles: frozenset[str]
    home: frozenset[str]
    locative: frozenset[str]
    city: frozenset[str]
    area: frozenset[str]
    kinds_of_town: frozenset[str]
    kinds_of_area: frozenset[str]
    container: frozenset[str]
    filler: frozenset[str]
    lead: frozenset[str]
    not_before: frozenset[str]
    not_after: frozenset[str]
    ordinary: frozenset[str]
    never: frozenset[str]


@cache
def place_words(language: str) -> PlaceWords:
    """The words of `data/lang/xx/places.toml`. Raises `DataError` when one of the lists is missing."""
    words: dict[str, Any] = {}
    for path in language_files(language, "places"):
        words |= read_toml(path).get("words", {})
    lists = [name for name in PlaceWords.__slots__ if name not in ("adjectives", "article")]
    missing = [name for name in lists if not isinstance(words.get(name), list)]
    if missing:
        raise DataError(f"lang/{language}/places.toml: [words] lacks {', '.join(missing)}")
    spelling: dict[str, Callable[[str], str]] = {"ordinary": fold, "never": fold, "home": str}
    sets = {name: frozenset(map(spelling.get(name, str.lower), words[name])) for name in lists}
    return PlaceWords(adjectives=bool(words.get("adjectives")), article=str(words.get("article", "")), **sets)


@lru_cache(maxsize=8192)
def fold(name: str) -> str:
    """The key of a name: lower case, without accents, apostrophes, hyphens and spaces (`Khan Younès` gives `khanyounes`)."""
    lowered = name.lower()
    if not lowered.isascii():
        lowered = "".join(c for c in unicodedata.normalize("NFD", lowered.translate(_LETTERS)) if not unicodedata.combining(c))
    return lowered if lowered.isalnum() else "".join(filter(str.isalnum, lowered))


def lies_in(inner: Sense, outer: Sense) -> bool:
    """Whether one place lies in the other, which is a country, an area or a region."""
    if inner is outer or inner.kind == "country":
        return False
    if outer.kind == "country":
        if inner.place.country is None or outer.place.country is None:
            return False
        states = (inner.place.country, world().sovereign(inner.place.country))
        of_territory = world().sovereign(outer.place.country) in states and degrees(inner, outer) < NEAR_DEGREES
        return outer.place.country in states or of_territory
    if outer.kind == "admin1":
        return inner.admin == outer.admin and inner.kind != "admin1"
    if inner.kind in ("admin1", "region") or (outer.place.country and outer.place.country != inner.place.country):
        return False
    reach = 5.0 if outer.kind == "region" else 1.0
    return outer.kind in ("admin2", "region") and outer.weight > inner.weight and degrees(inner, outer) < reach


def degrees(a: Sense, b: Sense) -> float:
    """The distance of two places, in degrees of a great circle, roughly."""
    turn = abs(a.place.lon - b.place.lon) % 360
    return hypot(a.place.lat - b.place.lat, min(turn, 360 - turn) * cos(radians((a.place.lat + b.place.lat) / 2)))


class Gazetteer:
    """The places of the world under their names in one language (and the names that GeoNames gives in others)."""

    __slots__ = ("_acronyms", "_adjectives", "_keys", "_language", "_own", "_table", "_world")

    def __init__(self, language: str, table: _Table, known: World) -> None:
        self._language = language
        self._table = table
        self._world = known
        self._keys = table.index
        self._own = _senses_of_world(known, language)
        self._adjectives = _senses_of_adjectives(known, language)
        self._acronyms = frozenset(fold(form.text) for form in surface_forms(language) if form.text.replace(".", "").isupper())

    def __contains__(self, name: str) -> bool:
        key = fold(name)
        return key in self._own or key in self._keys

    def __len__(self) -> int:
        """How many places the file holds, countries and regions of the world not counted."""
        return len(self._table.ids)

    def lookup(self, name: str) -> tuple[Place, ...]:
        """The places that `name` may mean, the likeliest first; accents, case, apostrophes and hyphens do not matter."""
        return tuple(sense.place for sense in self.senses(fold(name)) if sense.kind != "seat")

    def known(self, key: str) -> bool:
        """Whether a folded key names any place."""
        return key in self._own or key in self._keys

    def of_world(self, key: str) -> bool:
        """Whether a folded key names a country or a region larger or smaller than one."""
        return key in self._own

    def is_acronym(self, key: str) -> bool:
        """Whether a folded key stands for a country or region by its initials: such a name is written in capitals."""
        return key in self._acronyms

    def adjective(self, key: str) -> tuple[Sense, ...]:
        """The countries and regions that a folded adjective belongs to."""
        return tuple(self._adjectives.get(key, ()))

    @lru_cache(maxsize=4096)  # noqa: B019  a gazetteer lives as long as the process
    def senses(self, key: str) -> tuple[Sense, ...]:
        """What a folded key may mean, by falling weight."""
        found = list(self._own.get(key, ()))
        position = self._keys.get(key)
        if position is not None:
            shown = {(sense.place.name, sense.place.country) for sense in found}
            rows = map(self._sense, self._table.postings_at(position))
            found += [sense for sense in rows if (sense.place.name, sense.place.country) not in shown]
            found.sort(key=lambda sense: -sense.weight)
        return tuple(found)

    def _sense(self, posting: int) -> Sense:
        table, row = self._table, posting >> 1
        kind = KINDS[table.kinds[row]]
        country = self._world.by_alpha2.get(table.country_codes[table.countries[row]])
        name = table.shown.get(self._language, {}).get(row) or table.names[row]
        own = table.ids[row] >= OWN_IDS - len(table.ids)
        identifier = f"avviso:{fold(table.names[row])}" if own else str(table.ids[row])
        place = Place(name, country.code if country else None, table.lats[row] / 100, table.lons[row] / 100, identifier, _PRECISION[kind])
        weight = table.weights[row] / 20 - (OTHER_NAME if posting & 1 else 0)
        return Sense(place, weight, kind, table.admin_codes[table.admins[row]])


@cache
def gazetteer(language: str) -> Gazetteer:
    """The gazetteer with the names it shows in `language`. Raises `DataError` when the file is missing or of another format."""
    return Gazetteer(language, _table(), world())


@dataclass(slots=True)
class _Table:
    """The sections of the file, as they lie in it. A posting is a row's number, doubled, plus one where the key is no main name of it."""

    keys: list[str]
    counts: array[int]
    postings: array[int]
    ids: array[int]
    lats: array[int]
    lons: array[int]
    weights: array[int]
    countries: array[int]
    admins: array[int]
    kinds: array[int]
    names: list[str]
    country_codes: list[str]
    admin_codes: list[str]
    shown: dict[str, dict[int, str]]
    index: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        """Index the keys: each tells where its postings begin, and in its lowest eight bits how many there are."""
        starts = accumulate(self.counts, initial=0)
        self.index = {key: start << 8 | count for key, start, count in zip(self.keys, starts, self.counts, strict=False)}
        self.keys = []

    def postings_at(self, position: int) -> array[int]:
        """The postings of a key of the index, heaviest place first."""
        start = position >> 8
        return self.postings[start : start + (position & 255)]


@cache
def _table() -> _Table:
    path = DATA / "world" / FILE
    try:
        with gzip.open(path, "rb") as stream:
            header: dict[str, Any] = json.loads(stream.readline())
            body = stream.read()
    except (OSError, EOFError, ValueError) as error:
        raise DataError(f"{FILE}: {error}; build it with tools/build_gazetteer.py") from error
    if header.get("format") != FORMAT:
        raise DataError(f"{FILE}: format {header.get('format')} is not {FORMAT}; build it with tools/build_gazetteer.py")
    sections: dict[str, Any] = {}
    start = 0
    for name, typecode, size in header["sections"]:
        sections[name] = _section(body[start : start + size], typecode)
        start += size
    shown = {language: {int(row): name for row, name in names.items()} for language, names in header["shown"].items()}
    return _Table(**sections, country_codes=header["countries"], admin_codes=header["admins"], shown=shown)


def _section(data: bytes, typecode: str) -> array[int] | list[str]:
    if typecode == "text":
        return data.decode("utf-8").split("\n")
    values: array[int] = array(typecode)
    values.frombytes(data)
    if sys.byteorder == "big":
        values.byteswap()
    return values


def _country_sense(country: Country, language: str) -> Sense:
    identifier = str(country.geonames or f"country:{country.code}")
    place = Place(country.name(language), country.code, country.lat, country.lon, identifier, "country")
    return Sense(place, TERRITORY_WEIGHT if country.part_of else COUNTRY_WEIGHT, "country", "")


def _region_sense(region: Region, language: str) -> Sense:
    name = _all_names(region.names, language)[0]
    return Sense(Place(name, region.country, region.lat, region.lon, f"region:{region.id}", "region"), REGION_WEIGHT, "region", "")


def _senses_of_world(known: World, language: str) -> dict[str, list[Sense]]:
    """Countries and regions under all their names: in this language, and in English where that is another one."""
    senses: dict[str, list[Sense]] = {}
    of_regions = {name for region in known.regions for name in _all_names(region.names, language)}
    for country in known.countries.values():
        names = [name for name in _all_names(country.names, language) if name not in of_regions]
        _add(senses, names, _country_sense(country, language))
    for region in known.regions:
        _add(senses, _all_names(region.names, language), _region_sense(region, language))
    capitals = {name for country in known.countries.values() for names in country.capitals.values() for name in names}
    for seat in known.seats:
        lies_in = seat.country or (seat.code if seat.code in known.countries else None)
        place = Place(_all_names(seat.names, language)[0], lies_in, seat.lat, seat.lon, f"seat:{seat.id}", "point")
        names = [name for name in _all_names(seat.names, language) if name not in capitals]
        _add(senses, names, Sense(place, SEAT_WEIGHT, "seat", ""))
    for found in senses.values():
        found.sort(key=lambda sense: -sense.weight)
    return senses


def _senses_of_adjectives(known: World, language: str) -> dict[str, list[Sense]]:
    senses: dict[str, list[Sense]] = {}
    for country in known.countries.values():
        _add(senses, country.adjectives.get(language, ()), _country_sense(country, language))
    for region in known.regions:
        _add(senses, region.adjectives.get(language, ()), _region_sense(region, language))
    return senses


def _all_names(names: dict[str, tuple[str, ...]], language: str) -> tuple[str, ...]:
    both = names.get(language, ()) + names.get("en", ())
    return both + tuple(
        bare for name in both if (bare := name.removeprefix("the ")) != name and fold(bare) not in place_words(language).never
    )


def _add(senses: dict[str, list[Sense]], names: Iterable[str], sense: Sense) -> None:
    for key in {fold(name) for name in names}:
        senses.setdefault(key, []).append(sense)
