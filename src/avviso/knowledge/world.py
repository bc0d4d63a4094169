"""Countries, seats of power and regions of the world, and every word that names them in a language.

The facts lie in `data/world/{countries,seats,regions}.toml`; what depends on a language's spelling lies in `data/lang/xx/places.toml`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from avviso.errors import DataError
from avviso.knowledge.files import DATA, language_files, read_toml

_ACRONYM_LENGTH = 5


@dataclass(frozen=True, slots=True)
class Country:
    """A state or territory. `names[language][0]` is the name we show; `lat` and `lon` are degrees of the point that stands for it.

    `part_of` is the code of the state that a territory belongs to, or that most other states hold it to belong to.
    `realm` tells what a state with a prince is called: "kingdom", "sultanate", "emirate" or "principality".
    """

    code: str
    names: dict[str, tuple[str, ...]]
    adjectives: dict[str, tuple[str, ...]]
    inhabitants: dict[str, tuple[str, ...]]
    capitals: dict[str, tuple[str, ...]]
    prefixes: dict[str, tuple[str, ...]]
    lat: float
    lon: float
    alpha2: str | None = None
    part_of: str | None = None
    geonames: int | None = None
    realm: str = ""

    def name(self, language: str) -> str:
        """The name we show, in `language` or else in English."""
        return (self.names.get(language) or self.names["en"])[0]


@dataclass(frozen=True, slots=True)
class Seat:
    """A building, street or quarter whose name stands for who rules there: `code` is the actor's."""

    id: str
    code: str
    names: dict[str, tuple[str, ...]]
    lat: float
    lon: float
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the world larger or smaller than a state; `country` where it lies within one."""

    id: str
    names: dict[str, tuple[str, ...]]
    adjectives: dict[str, tuple[str, ...]]
    lat: float
    lon: float
    country: str | None = None


@dataclass(frozen=True, slots=True)
class SurfaceForm:
    """Words of a text that name a country, its people, capital or seat of power, or a region.

    `kind` is name, adjective, inhabitant, capital, seat, region (its name), region-adjective, or prefix (a combining form with its
    hyphen: `franco-`). `code` is "" for a region of no single country. `case_sensitive` tells that another case is
    another word (US, polish). Apostrophes are straight; compare texts with theirs straightened.
    """

    text: str
    code: str
    kind: str
    case_sensitive: bool


@dataclass(frozen=True, slots=True)
class World:
    """All that `data/world` tells of countries, seats and regions."""

    countries: dict[str, Country]
    seats: tuple[Seat, ...] = ()
    regions: tuple[Region, ...] = ()
    by_alpha2: dict[str, Country] = field(default_factory=dict)
    disputes: frozenset[frozenset[str]] = frozenset()

    def sovereign(self, code: str) -> str:
        """The state that a country code finally belongs to: HKG gives CHN, FRA itself."""
        country = self.countries.get(code)
        return country.part_of if country and country.part_of else code

    def disputed(self, one: str, other: str) -> bool:
        """Whether two states dispute places, or did until lately."""
        return frozenset((self.sovereign(one), self.sovereign(other))) in self.disputes or frozenset((one, other)) in self.disputes


@cache
def world() -> World:
    """The world as `data/world` describes it. Raises `DataError` when a file is wrong."""
    told = read_toml(DATA / "world" / "countries.toml")
    entries = told.get("country", [])
    countries = {country.code: country for country in map(_country, entries)}
    if len(countries) != len(entries):
        raise DataError("countries.toml: a code stands twice; remove one entry")
    for country in countries.values():
        if country.part_of and country.part_of not in countries:
            raise DataError(f"countries.toml: {country.code} is part_of {country.part_of}, which is no code; correct it")
    seats = tuple(_seat(entry) for entry in read_toml(DATA / "world" / "seats.toml").get("seat", []))
    regions = tuple(_region(entry, countries) for entry in read_toml(DATA / "world" / "regions.toml").get("region", []))
    disputes = frozenset(frozenset(pair) for pair in told.get("disputes", []))
    if unknown := {code for pair in disputes for code in pair} - countries.keys():
        raise DataError(f"countries.toml: disputes name {', '.join(sorted(unknown))}, which are no codes; correct them")
    return World(countries, seats, regions, {c.alpha2: c for c in countries.values() if c.alpha2}, disputes)


@cache
def surface_forms(language: str) -> tuple[SurfaceForm, ...]:
    """Every form that names a country, people, capital, seat or region in `language`, each form and meaning once."""
    spelling = _Spelling.of(language)
    seen: dict[tuple[str, str, str], SurfaceForm] = {}
    for text, code, kind in _meanings(language, spelling):
        for form in _accent_variants(text):
            seen.setdefault((form, code, kind), SurfaceForm(form, code, kind, spelling.sensitive(form, kind)))
    return tuple(seen.values())


@dataclass(frozen=True, slots=True)
class _Spelling:
    """What `data/lang/xx/places.toml` says of names in general."""

    exact: frozenset[str]
    exact_kinds: frozenset[str]
    inhabitants_from_adjectives: bool

    @staticmethod
    def of(language: str) -> _Spelling:
        names: dict[str, Any] = {}
        for path in language_files(language, "places"):
            names |= read_toml(path).get("names", {})
        return _Spelling(
            frozenset(names.get("exact", ())), frozenset(names.get("exact_kinds", ())), bool(names.get("inhabitants_from_adjectives"))
        )

    def sensitive(self, form: str, kind: str) -> bool:
        acronym = form.replace(".", "").isupper() and len(form.replace(".", "")) <= _ACRONYM_LENGTH
        return acronym or kind in self.exact_kinds or form in self.exact


def _meanings(language: str, spelling: _Spelling) -> Iterator[tuple[str, str, str]]:
    known = world()
    for country in known.countries.values():
        inhabitants = country.inhabitants.get(language, ())
        adjectives = country.adjectives.get(language, ())
        if spelling.inhabitants_from_adjectives:
            inhabitants = (*inhabitants, *map(_capitalised, adjectives))
        by_kind = (
            ("name", country.names.get(language, ())),
            ("adjective", adjectives),
            ("inhabitant", inhabitants),
            ("capital", country.capitals.get(language, ())),
            ("prefix", country.prefixes.get(language, ())),
        )
        for kind, forms in by_kind:
            yield from ((form, country.code, kind) for form in forms)
    for seat in known.seats:
        yield from ((form, seat.code, "seat") for form in seat.names.get(language, ()))
    for region in known.regions:
        code = region.country or ""
        yield from ((form, code, "region") for form in region.names.get(language, ()))
        adjectives = region.adjectives.get(language, ())
        yield from ((form, code, "region-adjective") for form in adjectives)
        if spelling.inhabitants_from_adjectives:
            yield from ((_capitalised(form), code, "region-adjective") for form in adjectives)


def _capitalised(adjective: str) -> str:
    """The inhabitant of an adjective: `nord-coréen` gives `Nord-Coréen`, `chypriote turc` gives `Chypriote turc`."""
    first, space, rest = adjective.partition(" ")
    return "-".join(part[:1].upper() + part[1:] for part in first.split("-")) + space + rest


def _accent_variants(text: str) -> Iterable[str]:
    """The form itself and, as many presses set capitals without accents, `Etats-Unis` beside `États-Unis`."""
    bare = "".join(unicodedata.normalize("NFD", char)[0] if char.isupper() else char for char in text)
    return (text,) if bare == text else (text, bare)


def _forms(entry: dict[str, Any], key: str, where: str) -> dict[str, tuple[str, ...]]:
    value = entry.get(key, {})
    if not isinstance(value, dict) or not all(
        isinstance(forms, list) and all(isinstance(f, str) and f for f in forms) for forms in value.values()
    ):
        raise DataError(f"{where}: {key} must give a list of words for each language")
    return {language: tuple(forms) for language, forms in value.items()}


def _point(entry: dict[str, Any], where: str) -> tuple[float, float]:
    point = entry.get("point")
    if not isinstance(point, list) or len(point) != 2 or not (-90 <= point[0] <= 90 and -180 <= point[1] <= 180):
        raise DataError(f"{where}: point must be [latitude, longitude]")
    return float(point[0]), float(point[1])


def _country(entry: dict[str, Any]) -> Country:
    where = f"countries.toml, {entry.get('code', 'an entry without code')}"
    names = _forms(entry, "names", where)
    if not entry.get("code") or "en" not in names:
        raise DataError(f"{where}: a country needs a code and an English name")
    lat, lon = _point(entry, where)
    return Country(
        entry["code"],
        names,
        _forms(entry, "adjectives", where),
        _forms(entry, "inhabitants", where),
        _forms(entry, "capitals", where),
        _forms(entry, "prefixes", where),
        lat,
        lon,
        entry.get("alpha2"),
        entry.get("part_of"),
        entry.get("geonames"),
        entry.get("realm", ""),
    )


def _seat(entry: dict[str, Any]) -> Seat:
    where = f"seats.toml, {entry.get('id', 'an entry without id')}"
    if not entry.get("id") or not entry.get("code"):
        raise DataError(f"{where}: a seat needs an id and a code")
    lat, lon = _point(entry, where)
    return Seat(entry["id"], entry["code"], _forms(entry, "names", where), lat, lon, entry.get("country"))


def _region(entry: dict[str, Any], countries: dict[str, Country]) -> Region:
    where = f"regions.toml, {entry.get('id', 'an entry without id')}"
    if not entry.get("id"):
        raise DataError(f"{where}: a region needs an id")
    if entry.get("country") and entry["country"] not in countries:
        raise DataError(f"{where}: {entry['country']} is no code of countries.toml")
    lat, lon = _point(entry, where)
    return Region(entry["id"], _forms(entry, "names", where), _forms(entry, "adjectives", where), lat, lon, entry.get("country"))
