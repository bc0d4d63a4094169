"""One article from the fields that came with it, each checked by name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from avviso.errors import InputError
from avviso.identity import article_id
from avviso.records import Article

# The names that a field goes by; the first one that holds something counts.
_NAMES = {
    "id": ("id",),
    "language": ("language", "lang"),
    "headline": ("headline", "title"),
    "published": ("published", "date", "dct"),
    "url": ("url",),
    "outlet": ("outlet",),
}
KNOWN = frozenset({"text"}.union(*_NAMES.values()))
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{2,8}){0,3}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LIMITS = {"id": 200, "headline": 2_000, "url": 8_192, "outlet": 500, "published": 64, "language": 35}
_TYPES = ((bool, "true or false"), (str, "text"), (int, "a number"), (float, "a number"), (list, "a list"), (dict, "an object"))


def article_from_fields(fields: Mapping[str, Any]) -> Article:
    """The article that a JSON object describes; its text is kept to the letter, and so is its `id`.

    Raises `InputError` that names the field, without the name of the input.
    """
    text = fields.get("text")
    if text is None:
        raise InputError('the field "text" is missing; add the text of the article')
    check_text(_string("text", text))
    taken = {field: _first(field, names, fields) for field, names in _NAMES.items()}
    name, url = taken["id"], taken["url"]
    if name is not None and any(unicodedata.category(sign) in ("Cc", "Cs") for sign in name):
        raise InputError('the field "id" holds a control character; remove it')
    return Article(
        id=name or article_id(text, url),
        text=text,
        url=url,
        outlet=taken["outlet"],
        headline=taken["headline"],
        published=parse_published(taken["published"]) if taken["published"] else None,
        language=_language(taken["language"]) if taken["language"] else None,
    )


def unknown_fields(fields: Mapping[str, Any]) -> frozenset[str]:
    """The fields that nothing is done with."""
    return frozenset(fields) - KNOWN


def check_text(text: str) -> None:
    """Raises `InputError` when the text is empty or holds what no text can hold."""
    if not text.strip("\ufeff \t\r\n\f\v\u00a0\u2028\u2029"):
        raise InputError("holds no text; give an article with some words")
    for sign, what in (("\x00", "the character U+0000"), (_surrogate(text), "half a character (a lone surrogate)")):
        if sign and sign in text:
            raise InputError(f"the text holds {what} at character {text.index(sign)}; correct its encoding")


def parse_published(value: str) -> date | datetime:
    """A day, or a moment, in ISO form. Raises `InputError` that shows the value."""
    try:
        return date.fromisoformat(value) if _DAY.fullmatch(value) else datetime.fromisoformat(value)
    except ValueError as error:
        raise InputError(f'the date "{value[:40]}" is no ISO date; write YYYY-MM-DD') from error


def _surrogate(text: str) -> str:
    """The first lone surrogate, "" without."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return text[error.start]
    return ""


def _first(field: str, names: tuple[str, ...], fields: Mapping[str, Any]) -> str | None:
    for name in names:
        value = fields.get(name)
        if value is None or value == "":
            continue
        if len(_string(name, value)) > _LIMITS[field]:
            raise InputError(f'the field "{name}" has {len(value)} characters; shorten it to {_LIMITS[field]}')
        if _surrogate(value) or "\x00" in value:
            raise InputError(f'the field "{name}" holds what is no character; correct its encoding')
        return str(value)
    return None


def _string(name: str, value: object) -> str:
    if not isinstance(value, str):
        found = next((what for kind, what in _TYPES if isinstance(value, kind)), "something else")
        raise InputError(f'the field "{name}" is {found}; give text in quotation marks')
    return value


def _language(value: str) -> str:
    found = _LANGUAGE.fullmatch(value)
    if not found:
        raise InputError(f'the language "{value}" is no language code; write fr or en')
    return found.group(1).lower()
