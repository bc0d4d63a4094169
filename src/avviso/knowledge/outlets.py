"""The news outlets: who publishes, for whom, and under which addresses.

One TOML file an outlet in `data/outlets/<country>/`, named with its id; `any`, `fr`, `en` … list the forms of its name, a leading
"?" marks one that is also a common word ("?Libération"). `reliability` is F ("cannot be judged") for every outlet unless its file
names a published ground for another letter: Avviso takes no side, and an ownership that the reader can see says more than a
mark of ours. `ownership` is state (run by or for a government), public (public service, own charter), private or party.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from avviso.errors import DataError
from avviso.knowledge.files import DATA, read_toml
from avviso.records import Outlet

OWNERSHIPS = frozenset({"state", "public", "private", "party"})
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_FIELDS = frozenset({"name", "country", "languages", "ownership", "owner", "domains", "feeds", "reliability", "ground"})
_DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,61}")


@cache
def outlets() -> dict[str, Outlet]:
    """Every known outlet by id. Raises `DataError`, naming the file, when the data are wrong."""
    return {key: outlet for key, (outlet, _) in _loaded().items()}


@cache
def outlet_names() -> dict[str, tuple[tuple[str, str], ...]]:
    """The forms of each outlet's name with their language ("any" for all), as its file writes them ("?" marks and all)."""
    return {key: names for key, (_, names) in _loaded().items()}


def outlet_of_url(url: str) -> Outlet | None:
    """Who publishes at that address, by the longest registered domain that its host ends in; None when unknown or no address."""
    if len(url) > 8192:
        return None
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return None
    labels = host.rstrip(".").split(".")
    for first in range(len(labels)):
        found = _by_domain().get(".".join(labels[first:]))
        if found:
            return outlets()[found]
    return None


@cache
def _by_domain() -> dict[str, str]:
    table: dict[str, str] = {}
    for key, outlet in outlets().items():
        for domain in outlet.domains:
            if table.setdefault(domain, key) != key:
                raise DataError(f"{domain} is claimed by the outlets {table[domain]} and {key}")
    return table


@cache
def _loaded() -> dict[str, tuple[Outlet, tuple[tuple[str, str], ...]]]:
    paths: dict[str, Path] = {}
    for path in sorted((DATA / "outlets").glob("*/*.toml")):
        if not _ID.fullmatch(path.stem):
            raise DataError(f"{path.name}: an outlet's file is named with small letters, digits and hyphens")
        if path.stem in paths:
            raise DataError(f"{path.name}: there is another outlet of that id")
        paths[path.stem] = path
    table: dict[str, tuple[Outlet, tuple[tuple[str, str], ...]]] = {}
    for key, raw in _tables(paths).items():
        try:
            table[key] = _outlet(key, raw)
        except ValueError as error:
            raise DataError(f"{paths[key].parent.name}/{paths[key].name}: {error}") from error
    return table


def _tables(paths: Mapping[str, Path]) -> dict[str, dict[str, Any]]:
    """The contents of all files. They are parsed as one text, which is faster; when that fails, one by one to name the culprit."""
    try:
        text = "\n".join(f'["{key}"]\n{path.read_text(encoding="utf-8")}' for key, path in paths.items())
        return tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return {key: read_toml(path) for key, path in paths.items()}


def _outlet(key: str, table: Mapping[str, Any]) -> tuple[Outlet, tuple[tuple[str, str], ...]]:
    """One outlet and its names. Raises ValueError that says what is wrong."""
    name, country = table.get("name"), table.get("country")
    if not isinstance(name, str) or not name:
        raise ValueError("has no name")
    if country is not None and not re.fullmatch(r"[A-Z]{3}", str(country)):
        raise ValueError(f"{country} is no country code")
    if table.get("ownership") not in OWNERSHIPS:
        raise ValueError(f"{table.get('ownership')} is none of {', '.join(sorted(OWNERSHIPS))}")
    reliability = table.get("reliability", "F")
    if reliability not in set("ABCDEF") or (reliability != "F" and not table.get("ground")):
        raise ValueError(f"the reliability {reliability} needs to be A to F, and a ground unless F")
    domains = tuple(table.get("domains", ()))
    for domain in domains:
        if not _DOMAIN.fullmatch(domain):
            raise ValueError(f"{domain} is no domain")
    feeds = tuple(table.get("feeds", ()))
    if not all(feed.startswith(("http://", "https://")) for feed in feeds):
        raise ValueError("a feed is no web address")
    names = tuple(dict.fromkeys(_names(table)))
    outlet = Outlet(
        id=key,
        name=name,
        country=country,
        languages=tuple(table.get("languages", ())),
        ownership=table["ownership"],
        reliability=reliability,
        feeds=feeds,
        domains=domains,
        aliases=tuple(dict.fromkeys(form.lstrip("?") for _, form in names if form.lstrip("?") != name)),
        owner=table.get("owner", ""),
    )
    return outlet, names


def _names(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if key in _FIELDS:
            continue
        if not _LANGUAGE.fullmatch(key) or not isinstance(value, list) or not all(isinstance(form, str) and form for form in value):
            raise ValueError(f"{key} is neither a field nor a language with its list of names")
        for form in value:
            yield key, form
