"""Nouns that name somebody by office, body or group, and the small words around them (`data/lang/xx/titles.toml`).

A title says what kind of actor its noun names, which role its code takes ("RUS:LEG"), and where its country comes from:

- own: the state or body that the phrase names, else the country that the article is mainly about
- context: the phrase, else the country that the text speaks of just there (a witness, a resident)
- phrase: the phrase alone (an expert, a diplomat, a foreign company)
- none: nothing, whatever stands beside the noun
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from avviso.errors import DataError
from avviso.knowledge.files import language_files, read_toml
from avviso.records import ActorKind

COUNTRY_RULES = frozenset({"own", "context", "phrase", "none"})
ROLES = frozenset({"", "GOV", "LEG", "JUD", "MIL", "COP", "OPP", "PTY", "REB", "CRM", "BUS", "MED", "NGO", "CVL", "EDU"})
RELATIONS = frozenset({"", "counterpart", "country", "ally", "person", "source", "side", "realm"})
_KEYS = frozenset(
    [
        "id",
        "kind",
        "role",
        "country",
        "office",
        "relation",
        "code",
        "class",
        "field",
        "posted",
        "seated",
        "nouns",
        "m",
        "f",
        "plural_only",
        "capital",
        "yes",
        "no",
    ]
)


@dataclass(frozen=True, slots=True)
class Title:
    """What a noun says of whom it names.

    `office` is the canonical English name of an office. `classes` are the id and the wider sorts of the noun: two phrases can mean
    the same actor when they share one ("le président", "le chef de l'État"); `field` holds the words of the field that the noun
    implies. `posted` tells that a place after it is where the holder serves, not whom for; `seated` that a town says more of its
    country than an adjective does (a university). `relation` marks nouns that point at another actor: counterpart, country, ally,
    person, source, side, realm.
    """

    id: str
    kind: ActorKind
    role: str = ""
    country: str = "own"
    office: str | None = None
    relation: str = ""
    code: str | None = None
    classes: frozenset[str] = frozenset()
    field: frozenset[str] = frozenset()
    posted: bool = False
    seated: bool = False

    @property
    def personal(self) -> bool:
        """Whether the noun names persons, so that a personal name may follow it."""
        return self.kind in (ActorKind.PERSON, ActorKind.ANONYMOUS)


@dataclass(frozen=True, slots=True)
class TitleForm:
    """One form of a title's noun. `gender` is m, f or "" ; `capital` tells that the form counts with a capital letter only."""

    text: str
    title: Title
    gender: str
    plural: bool
    capital: bool = False


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A pronoun's features: `gender` m, f or "", `plural`, and what it may stand for: person, thing, any, near (the last one named)."""

    gender: str
    plural: bool
    stands_for: str
    possessive: bool


@dataclass(frozen=True, slots=True)
class Titles:
    """All titles of a language with the words that build phrases around them.

    `regional` gives the code of an adjective beside a title where it is more than a region: ("European", "commissioner") is EU.
    `adjectives` are those of bodies that are no state ("onusien": UN). `marks` begin a word after a name that tells whose it is
    ("R-Wis."). `offices` give the classes and the words of the field that an office of the register goes by.
    """

    forms: tuple[TitleForm, ...]
    honorifics: Mapping[str, str]
    pronouns: Mapping[str, Pronoun]
    words: Mapping[str, frozenset[str]]
    premodifying: bool
    regional: Mapping[tuple[str, str], str]
    adjectives: Mapping[str, str]
    marks: Mapping[str, str]
    offices: Mapping[str, tuple[frozenset[str], frozenset[str]]]
    examples: tuple[tuple[str, str, bool], ...]


WORD_LISTS = (
    "genitive", "about", "issued", "seconds", "posted", "at", "former", "particles", "quantities", "portfolios", "anonymous",
    "definite", "demonstrative", "indefinite", "possessive_marks", "pair_words", "pair_nouns", "pair_titles", "coordinators", "including",
    "whose", "not_names", "other", "months", "one_of", "ages", "suffixes", "heading_verbs", "feminine_names", "masculine_names",
)  # fmt: skip


@cache
def titles(language: str) -> Titles:
    """The titles of a language. Raises `DataError`, naming the entry, when the file is wrong."""
    raw: dict[str, Any] = {"title": []}
    for path in language_files(language, "titles"):
        read = read_toml(path)
        raw["title"] += read.pop("title", [])
        raw |= read
    try:
        plurals = [(str(ending), str(instead)) for ending, instead in raw["plurals"]]
        words = raw["words"]
        found = Titles(
            forms=tuple(form for entry in raw["title"] for form in _forms(entry, plurals, frozenset(words["linking"]))),
            honorifics={word: gender for gender, listed in raw["honorifics"].items() for word in listed},
            pronouns={word: _pronoun(features) for word, features in raw["pronouns"].items()},
            words={name: frozenset(words[name]) for name in WORD_LISTS},
            premodifying=bool(words["premodifying"]),
            regional=_regional(raw["codes"]),
            adjectives={word: code for code, listed in raw["adjectives"].items() for word in listed},
            marks=raw["marks"],
            offices=_offices(raw["offices"], raw["title"]),
            examples=tuple(_examples(raw["title"])),
        )
    except KeyError as error:
        raise DataError(f"lang/{language}/titles.toml lacks {error}; add the key") from error
    ids = [entry["id"] for entry in raw["title"]]
    _check(len(ids) == len(set(ids)), f"lang/{language}/titles.toml", "an id stands twice")
    return found


def _regional(raw: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    return {(adjective, title): code for code, pair in raw.items() for adjective in pair["adjectives"] for title in pair["titles"]}


def _offices(raw: Mapping[str, list[str]], entries: list[dict[str, Any]]) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """For each office of the register the classes of its titles, and the words of its field."""
    classes: dict[str, frozenset[str]] = {}
    for entry in entries:
        short = entry["id"].partition(".")[2]
        classes[short] = frozenset((short, *entry.get("class", ())))
    sorts = frozenset(sort for listed in classes.values() for sort in listed)
    found = {}
    for office, words in raw.items():
        own = frozenset(sort for word in words if word in sorts for sort in (classes.get(word) or (word,)))
        found[office] = own, frozenset(word for word in words if word not in sorts)
        _check(bool(own), office, "goes by no title of the file")
    return found


def _forms(entry: Mapping[str, Any], plurals: list[tuple[str, str]], linking: frozenset[str]) -> Iterator[TitleForm]:
    where = str(entry.get("id", "a title without id"))
    unknown = set(entry) - _KEYS
    _check(not unknown, where, f"{sorted(unknown)} is no field of a title")
    title = _title(entry, where)
    _check(bool(entry.get("yes")) and bool(entry.get("no") or title.relation or len(entry["yes"]) > 1), where, "needs examples")
    capital = bool(entry.get("capital"))
    for gender, key in (("", "nouns"), ("m", "m"), ("f", "f")):
        for written in entry.get(key, ()):
            word, _, given = written.partition("|")
            if entry.get("plural_only"):
                yield TitleForm(word, title, gender, True, capital)
                continue
            yield TitleForm(word, title, gender, False, capital)
            plural = given or _plural(word, plurals, linking)
            if plural not in (word, "-"):
                yield TitleForm(plural, title, gender, True, capital)


def _title(entry: Mapping[str, Any], where: str) -> Title:
    kind, role, country, relation = entry.get("kind"), entry.get("role", ""), entry.get("country", "own"), entry.get("relation", "")
    _check(kind in set(ActorKind), where, f"{kind} is no kind of actor")
    _check(role in ROLES, where, f"{role} is no role")
    _check(country in COUNTRY_RULES, where, f"{country} is none of {sorted(COUNTRY_RULES)}")
    _check(relation in RELATIONS, where, f"{relation} is none of {sorted(RELATIONS)}")
    _check(any(entry.get(key) for key in ("nouns", "m", "f")), where, "names no noun")
    short = where.partition(".")[2] or where
    return Title(
        id=short,
        kind=ActorKind(str(kind)),
        role=role,
        country=country,
        office=entry.get("office"),
        relation=relation,
        code=entry.get("code"),
        classes=frozenset((short, *entry.get("class", ()))),
        field=frozenset(entry.get("field", ())),
        posted=bool(entry.get("posted")),
        seated=bool(entry.get("seated")),
    )


def _plural(word: str, plurals: list[tuple[str, str]], linking: frozenset[str]) -> str:
    """The plural by the language's endings: every word of the noun, up to the first preposition ("chefs d'état-major")."""
    parts = word.replace("'", "' ").split(" ")
    stop = next((i for i, part in enumerate(parts) if part in linking), len(parts))
    changed = parts[:stop]
    for i in range(len(changed)) if any(ending == "*" for ending, _ in plurals) else [stop - 1]:
        changed[i] = _ended(changed[i], plurals)
    return " ".join([*changed, *parts[stop:]]).replace("' ", "'")


def _ended(word: str, plurals: list[tuple[str, str]]) -> str:
    for ending, instead in plurals:
        if ending != "*" and word.endswith(ending):
            return word[: len(word) - len(ending)] + instead
    return word


def _pronoun(features: str) -> Pronoun:
    """Reads "m sing person" or "f plur any possessive"."""
    parts = features.split()
    gender = next((part for part in parts if part in ("m", "f")), "")
    stands_for = next((part for part in parts if part in ("person", "thing", "any", "near", "self")), "any")
    return Pronoun(gender, "plur" in parts, stands_for, "possessive" in parts)


def _examples(entries: list[dict[str, Any]]) -> Iterator[tuple[str, str, bool]]:
    for entry in entries:
        yield from ((entry["id"], example, True) for example in entry.get("yes", ()))
        yield from ((entry["id"], example, False) for example in entry.get("no", ()))


def _check(holds: bool, where: str, complaint: str) -> None:
    if not holds:
        raise DataError(f"{where}: {complaint}")
