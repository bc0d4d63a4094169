"""Documents, platforms and occasions through which words reach a reader (`data/lang/xx/sources.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from avviso.errors import DataError
from avviso.knowledge.files import DATA, read_toml


@dataclass(frozen=True, slots=True)
class Sources:
    """Nouns of a language, in base form.

    `documents` speak in writing (a communiqué), `platforms` carry posts, `occasions` are where one speaks (a press conference),
    `not_speakers` never speak, and verbs of `showing` have things for their subject too, so that their subject must be known to speak;
    `citing` are participles that name who passed the words on, `inward` the prepositions before a document or platform.
    `interviews` are occasions whose medium passes the words on, `interviewing` the verbs that name it ("speaking to X"), `writing`
    those whose words stand in a document; `media_nouns` are words in the name of a medium, `unwritten` the documents
    that are spoken, so that they do not stand between the speaker and us, `dialogues` the occasions that have somebody on the other side,
    `reproducing` the words that tell that all of a document follows, `guests` those that open a sentence with the speaker's host.
    """

    documents: frozenset[str]
    platforms: frozenset[str]
    occasions: frozenset[str]
    citing: frozenset[str]
    inward: frozenset[str]
    audiences: frozenset[str]
    connectives: frozenset[str]
    not_speakers: frozenset[str]
    showing: frozenset[str]
    interviews: frozenset[str]
    interviewing: frozenset[str]
    writing: frozenset[str]
    media_nouns: frozenset[str]
    unwritten: frozenset[str]
    dialogues: frozenset[str]
    reproducing: frozenset[str]
    guests: frozenset[str]


@cache
def sources(language: str) -> Sources:
    """The sources of a language. Raises `DataError` when the file lacks a list."""
    raw = read_toml(DATA / "lang" / language / "sources.toml")
    try:
        return Sources(**{name: frozenset(raw[name]) for name in Sources.__dataclass_fields__})
    except KeyError as error:
        raise DataError(f"lang/{language}/sources.toml lacks {error}; add the list") from error
