"""The articles that ship with Avviso: whole, of our kind, and laid out as news is."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from avviso.collect.articles import article_from_fields, unknown_fields
from avviso.knowledge.files import DATA
from avviso.read.language import recognise
from avviso.read.normalise import normalise
from avviso.read.parts import find_parts

FILES = sorted((DATA / "samples").glob("*.json"))


def fields_of(path: Path) -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return fields


def test_there_are_enough_in_both_languages() -> None:
    languages = Counter(fields_of(path)["language"] for path in FILES)
    assert set(languages) == {"en", "fr"}
    assert min(languages.values()) >= 6


def test_several_tell_of_the_same_event_in_both_languages() -> None:
    stories = Counter(path.stem.rsplit("-", 1)[0] for path in FILES)
    assert sum(count > 1 for count in stories.values()) >= 4


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_sample_is_an_article(path: Path) -> None:
    fields = fields_of(path)
    article = article_from_fields(fields)
    assert unknown_fields(fields) == frozenset()
    assert article.id == path.stem
    assert article.headline
    assert article.outlet
    assert article.published is None or isinstance(article.published, date)
    assert 250 <= len(article.text.split()) <= 450
    assert recognise(article.text)[0] == article.language


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_sample_has_its_parts(path: Path) -> None:
    article = article_from_fields(fields_of(path))
    text = normalise(article.text)
    parts = find_parts(text, article.language or "", headline=article.headline)
    kinds = Counter(part.kind for part in parts)
    assert parts[0].kind == "headline"
    assert parts[0].span.of(text) == normalise(article.headline or "")
    assert kinds["body"] >= 8
    assert kinds["dateline"] or kinds["byline"] or kinds["caption"]
    assert parts == find_parts(text, article.language or "")


def test_captions_and_credits_go_together() -> None:
    for path in FILES:
        article = article_from_fields(fields_of(path))
        kinds = [part.kind for part in find_parts(normalise(article.text), article.language or "")]
        assert kinds.count("caption") == kinds.count("credit")
        assert all(kinds[index + 1] == "credit" for index, kind in enumerate(kinds) if kind == "caption")
