"""An article from a web page: its text without what surrounds it, and what the page tells of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from avviso.collect.articles import check_text
from avviso.errors import InputError
from avviso.identity import article_id, canonical_url
from avviso.records import Article

_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_BLOCKS = frozenset({"p", "head", "quote", "item", "list", "div", "row", "code", "lb"})
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_].{1,20})?")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_EARLIEST = date(1995, 1, 1)


def article_from_page(page: str, *, url: str | None = None, retrieved: datetime | None = None, today: date) -> Article:
    """The article of an HTML page: headline, byline, publication date, language where the page is sure of it, and the text.

    Paragraphs are separated by a blank line. `url` is the address that the page came from, if it came from one; `today` bounds the
    publication date. Raises `InputError`, without the name of the input, when the page holds no article.
    """
    from trafilatura import bare_extraction

    parameters = {"original_date": True, "extensive_search": True, "min_date": _EARLIEST.isoformat(), "max_date": today.isoformat()}
    try:
        found: Any = bare_extraction(
            _CONTROLS.sub(" ", page), url=url, include_comments=False, with_metadata=True, date_extraction_params=parameters
        )
    except Exception as error:  # on a hostile page the libraries raise whatever they like
        raise InputError("is HTML that cannot be taken apart; save the article's text and read that") from error
    text = "\n\n".join(_paragraphs(found.body)) if found is not None and found.body is not None else ""
    if not text:
        raise InputError("is HTML without the text of an article; save the article's text and read that")
    check_text(text)
    address = _address(url, found.url)
    return Article(
        id=article_id(text, address),
        text=text,
        url=address,
        outlet=_clean(found.sitename) or _clean(found.hostname),
        headline=_clean(found.title),
        byline=_clean(found.author),
        published=_day(found.date),
        retrieved=retrieved,
        language=_language(page),
    )


def _paragraphs(body: Any) -> Iterator[str]:
    """The text of each block of the extracted tree, in order; blocks inside blocks are separate."""
    words: list[str] = []
    for step, element in _walk(body):
        if step == "text":
            words.append(element)
        elif paragraph := _SPACES.sub(" ", "".join(words)).strip():
            yield paragraph
            words = []
        else:
            words = []


def _walk(body: Any) -> Iterator[tuple[str, str]]:
    """Runs of text, with a break where a block begins or ends; without recursion, for a page may be nested to any depth."""
    steps: list[tuple[Any, bool]] = [(body, True)]
    while steps:
        element, entering = steps.pop()
        if element.tag in _BLOCKS:
            yield "break", ""
        yield "text", (element.text if entering else element.tail) or ""
        if entering:
            steps.append((element, False))
            steps.extend((child, True) for child in reversed(element))
    yield "break", ""


def _address(url: str | None, canonical: str | None) -> str | None:
    """Where the article lives: the page's own word for it where it names the host that the page came from."""
    if url is None:
        return canonical_url(canonical) if canonical and canonical.startswith(("http://", "https://")) else None
    try:
        same_host = bool(canonical) and urlsplit(canonical or "").hostname == urlsplit(url).hostname
    except ValueError:
        same_host = False
    return canonical_url(canonical if same_host and canonical else url)


def _language(page: str) -> str | None:
    """The language, if the page declares it in two ways that agree: templates often carry one that is wrong."""
    head = page[:20_000]
    declared = [
        match.group(1)
        for pattern in (
            r"<html\b[^>]{0,500}?\blang\s{0,3}=\s{0,3}[\"']?([\w-]{2,20})",
            r"[\"']og:locale[\"']\s{1,5}content\s{0,3}=\s{0,3}[\"']?([\w-]{2,20})",
            r"content-language[\"']\s{1,5}content\s{0,3}=\s{0,3}[\"']?([\w-]{2,20})",
            r"[\"']inLanguage[\"']\s{0,3}:\s{0,3}[\"']([\w-]{2,20})",
        )
        if (match := re.search(pattern, head, re.IGNORECASE))
    ]
    codes = [found.group(1).lower() for value in declared if (found := _LANGUAGE.fullmatch(value))]
    return codes[0] if len(codes) > 1 and len(set(codes)) == 1 else None


def _clean(value: str | None) -> str | None:
    return _SPACES.sub(" ", value).strip()[:2_000] or None if value else None


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None
