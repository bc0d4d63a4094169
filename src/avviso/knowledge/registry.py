"""The register of actors that are listed by name: international bodies, armed groups and parties, office-holders, media.

States are not here. The facts stand in `data/world/organisations.toml`, `groups.toml` and `leaders.toml`; media come from the
outlets. How a form is written in those files:

- A form of one word is compared with its case ("Who" is not "WHO"), a form of several words without, except names of media.
  A leading "=" asks for the case in several words too ("=Les Républicains"). A form that is compared with its case and starts
  with a small letter also stands with a capital ("talibans", "Talibans").
- Apostrophes are straight and spaces single: compare with a text that was levelled the same way.
- `any` holds forms of every language, `fr`, `en`, `ru` … those of one. The `name` counts for every language unless it bears a
  bracket ("Labour Party (GBR)"), which is not shown.
- A form that several actors share must be listed in `ambiguous` at the head of its file; a leading "?" says the same of a form
  that is also a common word ("?Libération"). The files' order is the order of preference: the more usual bearer comes first.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any

from avviso.errors import DataError
from avviso.knowledge.files import DATA, read_toml
from avviso.knowledge.outlets import outlet_names, outlets
from avviso.records import Actor, ActorKind

CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,15}(:(GOV|LEG|JUD|MIL|COP|OPP|PTY|REB|CRM|BUS|MED|NGO|CVL|EDU))?")
_ALPHA3 = re.compile(r"[A-Z]{3}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_PARTIAL = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_PARTICLES = frozenset(("al", "el", "bin", "ben", "ibn", "da", "de", "del", "der", "di", "dos", "du", "la", "le", "van", "von", "den"))
_BRACKET = re.compile(r" \((?:[A-Z]{3}|[a-z][^)]*)\)$")
_ACTOR_KEYS = frozenset({"id", "code", "kind", "name", "country", "earlier"})
_PERSON_KEYS = frozenset({"id", "code", "name", "country", "surname", "family", "offices"})


@dataclass(frozen=True, slots=True)
class RegistryForm:
    """One way of writing one actor. `ambiguous` tells that others bear it too, so that the context must decide.

    `office` is the latest office that we hold of a person, whether or not it has ended; `country` the state that a body belongs
    to or has its seat in (ISO 3166-1 alpha-3).
    """

    text: str
    actor_id: str
    name: str
    code: str
    kind: ActorKind
    case_sensitive: bool
    office: str | None = None
    country: str | None = None
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Tenure:
    """An office held for the state or body `code`, from `start` to `end` (partial ISO dates, both inclusive; None: unknown or open)."""

    office: str
    code: str
    start: str | None = None
    end: str | None = None

    def covers(self, day: date) -> bool:
        """Whether the office was held on that day, as far as we know: an unknown bound does not exclude."""
        return (self.start is None or first_day(self.start) <= day) and (self.end is None or day <= last_day(self.end))


@dataclass(frozen=True, slots=True)
class Registry:
    """All listed actors by id, with what we know of them beyond the record."""

    actors: dict[str, Actor]
    countries: dict[str, str | None]
    tenures: dict[str, tuple[Tenure, ...]]
    earlier: dict[str, tuple[tuple[str, str], ...]]
    forms: dict[str, tuple[RegistryForm, ...]] = field(repr=False)
    surnames: dict[str, tuple[RegistryForm, ...]] = field(repr=False)

    def tenure_at(self, actor_id: str, day: date) -> Tenure | None:
        """The office that the person held that day, the one last taken up if there were several, None when we hold none."""
        held = [tenure for tenure in self.tenures.get(actor_id, ()) if tenure.covers(day)]
        return max(held, key=lambda tenure: tenure.start or "", default=None)

    def office_at(self, actor_id: str, day: date) -> str | None:
        """The name of the office that the person held that day ("defence minister"), None when we hold none."""
        tenure = self.tenure_at(actor_id, day)
        return tenure.office if tenure else None

    def code_at(self, actor_id: str, day: date) -> str | None:
        """The code that fits the actor that day: rebels become governments, ministers go to international bodies."""
        for code, until in self.earlier.get(actor_id, ()):
            if day <= last_day(until):
                return code
        held = self.tenures.get(actor_id, ())
        tenure = self.tenure_at(actor_id, day)
        if held and tenure is None:
            past = [one for one in held if one.start and first_day(one.start) <= day]
            tenure = past[-1] if past else held[0]
        actor = self.actors.get(actor_id)
        return tenure.code if tenure else actor.code if actor else None


def first_day(partial: str) -> date:
    """The first day of a partial ISO date: "2024-05" gives 2024-05-01. Raises ValueError when there is no such day."""
    return date.fromisoformat(f"{partial}-01-01"[:10])


def last_day(partial: str) -> date:
    """The last day of a partial ISO date: "2024-05" gives 2024-05-31. Raises ValueError when there is no such day."""
    if len(partial) == 10:
        return date.fromisoformat(partial)
    month = first_day(f"{partial[:4]}-{partial[5:7] or 12}")
    return month.replace(day=monthrange(month.year, month.month)[1])


@dataclass(slots=True)
class _Entry:
    """One table of a data file once it was checked."""

    actor: Actor
    country: str | None
    forms: list[tuple[str, str]]
    tenures: tuple[Tenure, ...] = ()
    earlier: tuple[tuple[str, str], ...] = ()
    surname: bool = False
    family_first: bool = False


@cache
def registry() -> Registry:
    """The register, loaded and checked once. Raises `DataError`, naming file and entry, when the data are wrong."""
    entries: list[_Entry] = []
    shared: set[str] = set()
    for filename, prefix in (("organisations.toml", "org"), ("groups.toml", "group"), ("leaders.toml", "person")):
        raw = read_toml(DATA / "world" / filename)
        shared.update(raw.get("ambiguous", ()))
        if prefix == "person":
            known = frozenset(raw.get("offices", ()))
            entries += [_person(table, known) for table in raw.get("person", ())]
        else:
            entries += [_body(table, prefix) for table in raw.get("actor", ())]
    entries += _media()
    _unique(entry.actor.id for entry in entries)
    return Registry(
        actors={entry.actor.id: entry.actor for entry in entries},
        countries={entry.actor.id: entry.country for entry in entries},
        tenures={entry.actor.id: entry.tenures for entry in entries if entry.tenures},
        earlier={entry.actor.id: entry.earlier for entry in entries if entry.earlier},
        forms=_by_language(form for entry in entries for form in _forms(entry, shared)),
        surnames=_by_language(form for entry in entries for form in _surnames(entry)),
    )


@cache
def surface_forms(language: str) -> tuple[RegistryForm, ...]:
    """Every way of writing a listed actor in that language, those of all languages included; preferred bearers first."""
    return _of_language(registry().forms, language)


@cache
def surname_forms(language: str) -> tuple[RegistryForm, ...]:
    """Surnames of all listed persons. Too weak to name anybody alone: for use beside a title that fits, or with the archive."""
    return _of_language(registry().surnames, language)


def _of_language(forms: Mapping[str, tuple[RegistryForm, ...]], language: str) -> tuple[RegistryForm, ...]:
    own = forms.get(language, ())
    seen = {(form.text, form.actor_id) for form in own}
    return own + tuple(form for form in forms.get("any", ()) if (form.text, form.actor_id) not in seen)


def _by_language(forms: Iterable[tuple[str, RegistryForm]]) -> dict[str, tuple[RegistryForm, ...]]:
    table: dict[str, dict[tuple[str, str], RegistryForm]] = defaultdict(dict)
    for language, form in forms:
        table[language].setdefault((form.text, form.actor_id), form)
    return {language: tuple(found.values()) for language, found in table.items()}


def _body(table: Mapping[str, Any], prefix: str) -> _Entry:
    """An organisation, group or party."""
    name, code, country = _text(table, "name"), _text(table, "code"), table.get("country")
    _check(CODE.fullmatch(code) is not None, name, f"{code} is no code")
    kind = _text(table, "kind")
    _check(kind in set(ActorKind), name, f"{kind} is no kind of actor")
    forms = _languages(table, name, _ACTOR_KEYS)
    earlier = tuple((_text(before, "code"), _date(before, "to", name) or _text(before, "to")) for before in table.get("earlier", ()))
    return _entry(f"{prefix}:{_text(table, 'id')}", name, ActorKind(kind), code, country, forms, earlier=earlier)


def _person(table: Mapping[str, Any], known: frozenset[str]) -> _Entry:
    """An office-holder."""
    name, country = _text(table, "name"), table.get("country")
    own = table.get("code", country)
    _check(isinstance(own, str), name, "has neither code nor country")
    tenures = tuple(_tenure(office, str(own), name, known) for office in table.get("offices", ()))
    latest = tenures[-1] if tenures else None
    code = latest.code if latest else str(own)
    _check(CODE.fullmatch(code) is not None, name, f"{code} is no code")
    forms = _languages(table, name, _PERSON_KEYS)
    lone = [form for _, form in forms if " " not in form]
    _check(table.get("surname", False) or not lone, name, f"{lone} stands alone: set surname = true if it can be nobody else")
    entry = _entry(f"person:{_text(table, 'id')}", name, ActorKind.PERSON, code, country, forms, tenures=tenures)
    entry.actor = replace(entry.actor, office=latest.office if latest else None)
    entry.surname, entry.family_first = bool(table.get("surname", False)), table.get("family") == "first"
    return entry


def _tenure(table: Mapping[str, Any], own: str, name: str, known: frozenset[str]) -> Tenure:
    office = _text(table, "office")
    _check(office in known, name, f"{office} is not among the offices at the head of the file")
    tenure = Tenure(office, table.get("of", own), _date(table, "from", name), _date(table, "to", name))
    if tenure.start and tenure.end:
        _check(first_day(tenure.start) <= last_day(tenure.end), name, f"{office} ends before it starts")
    return tenure


def _media() -> list[_Entry]:
    """The outlets as actors: they speak for themselves and count as their country's."""
    entries = []
    for key, outlet in outlets().items():
        code = outlet.country or "MEDIA"
        forms = [(language, form if form.startswith("?") else f"={form}") for language, form in outlet_names()[key]]
        entries.append(_entry(f"media:{key}", outlet.name, ActorKind.MEDIA, code, outlet.country, forms, named=False))
    return entries


def _entry(
    actor_id: str,
    name: str,
    kind: ActorKind,
    code: str,
    country: str | None,
    forms: list[tuple[str, str]],
    *,
    tenures: tuple[Tenure, ...] = (),
    earlier: tuple[tuple[str, str], ...] = (),
    named: bool = True,
) -> _Entry:
    _check(country is None or _ALPHA3.fullmatch(country) is not None, name, f"{country} is no country code")
    if named and "(" not in name:
        forms = [("any", name), *forms]
    aliases = tuple(dict.fromkeys(form.lstrip("=?") for _, form in forms))
    return _Entry(Actor(actor_id, _BRACKET.sub("", name), kind, code, aliases=aliases), country, forms, tenures, earlier)


def _forms(entry: _Entry, shared: set[str]) -> list[tuple[str, RegistryForm]]:
    found = []
    for language, written in entry.forms:
        text = written.lstrip("=?")
        sensitive = written != text or " " not in text
        form = _form(entry, text, sensitive, written.startswith("?") or text in shared)
        found.append((language, form))
        if sensitive and text[0].islower():
            capital = text[0].upper() + text[1:]
            found.append((language, replace(form, text=capital, ambiguous=form.ambiguous or capital in shared)))
    return found


def _surnames(entry: _Entry) -> list[tuple[str, RegistryForm]]:
    """The surname in each spelling of a full name, with the particles before it ("von der Leyen", "Leyen")."""
    found: list[tuple[str, RegistryForm]] = []
    if entry.actor.kind is not ActorKind.PERSON:
        return found
    for language, written in entry.forms:
        words = written.lstrip("=?").split()
        if len(words) < 2:
            continue
        start = 0 if entry.family_first else len(words) - 1
        found.append((language, _form(entry, words[start], True, True)))
        first = start
        while not entry.family_first and first > 1 and words[first - 1].casefold() in _PARTICLES:
            first -= 1
        if first < start:
            found.append((language, _form(entry, " ".join(words[first:]), True, True)))
    return found


def _form(entry: _Entry, text: str, sensitive: bool, ambiguous: bool) -> RegistryForm:
    actor = entry.actor
    return RegistryForm(text, actor.id, actor.name, actor.code or "", actor.kind, sensitive, actor.office, entry.country, ambiguous)


def _languages(table: Mapping[str, Any], name: str, keys: frozenset[str]) -> list[tuple[str, str]]:
    """The forms of an entry with their languages: every key that is no other field names a language."""
    forms = []
    for key, value in table.items():
        if key in keys:
            continue
        _check(_LANGUAGE.fullmatch(key) is not None, name, f"{key} is neither a field nor a language")
        listed = isinstance(value, list) and all(isinstance(form, str) and form.strip("=? ") for form in value)
        _check(listed, name, f"{key} is no list of names")
        forms += [(key, form) for form in value]
    return forms


def _text(table: Mapping[str, Any], key: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value:
        raise DataError(f"an entry lacks {key}: {dict(table)}")
    return value


def _date(table: Mapping[str, Any], key: str, name: str) -> str | None:
    value = table.get(key)
    if value is None:
        return None
    _check(isinstance(value, str) and _PARTIAL.fullmatch(value) is not None, name, f"{value} is no partial ISO date")
    try:
        first_day(value)
    except ValueError as error:
        raise DataError(f"{name}: {value} is no date") from error
    return str(value)


def _check(holds: bool, name: str, complaint: str) -> None:
    if not holds:
        raise DataError(f"{name}: {complaint}")


def _unique(ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for actor_id in ids:
        _check(actor_id not in seen, actor_id, "the id is given twice")
        seen.add(actor_id)
