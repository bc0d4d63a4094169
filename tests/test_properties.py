"""The whole reading over texts that nobody would write: it never fails but with an `InputError`, and every span says what it names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from avviso.errors import InputError
from avviso.exchange.contract import reading_object
from avviso.identity import article_id, identify
from avviso.knowledge.files import DATA
from avviso.pipeline import Reader
from avviso.records import Article

# What makes reading hard, in pieces that are joined at random.
MARKS = [
    "«",
    "»",
    "“",
    "”",
    "„",
    '"',
    "''",
    "‘",
    "’",
    "'",
    "‹",
    "›",
    "—",
    "–",
    " - ",
    "(",
    ")",
    "(...)",
    "[",
    "]",
    ":",
    ";",
    "?",
    "!",
    "…",
    ".",
    ",",
]
SPACES = [
    " ",
    " ",
    " ",
    "  ",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "\r\n\r\n",
    "\r",
    "\u00a0",
    "\u202f",
    "\u2009",
    "\u200b",
    "\u2028",
    "\u3000",
    "\ufeff",
    "\u00ad",
    "\x0c",
]
ODD = [
    "\U0001f54a",
    "e\u0301",
    "\u0130",
    "ß",
    "ﬁ",
    "\u202e",
    "\x07",
    "中国",
    "Белоусов",
    "العراق",
    "²",
    "½",
    "1er",
    "0",
    "²026-13-45",
    "a" * 300,
]
FRENCH = """
    Le ministre|russe|de la Santé|Ana Ruiz|a déclaré|a-t-il dit|que|la trêve|tiendrait|selon|Moscou|Kiev|la chaîne CCTV|
    jeudi 5 mars|en 2019|accuse|d'avoir livré|des drones|à Lima|son homologue|n'a jamais|approuvé|l'offensive|dans un communiqué|
    doivent se réunir|dimanche|ils|qui|dont|et|L'ONU|PARIS, 3 mai (Agence) -|n'est pas mentionné|Par Jeanne Doe|( POOL / JEAN DOE )|
    les deux pays
"""
ENGLISH = """
    The Russian|defence minister|Andrei Belousov|said|told reporters|that|the truce|would hold|according to|Moscow|Kyiv|Xinhua|on Tuesday|
    in 2022|accused|of sending|drones|in Abu Dhabi|his counterpart|never|approved|the offensive|in a statement|will meet|next Sunday|they|
    who|which|and|The UN's|PARIS, May 3 (Agency) -|made no mention of|By Jane Doe|(AP Photo/Jane Doe)|both countries
"""
WORDS = {language: [words.strip() for words in list_.split("|")] for language, list_ in (("fr", FRENCH), ("en", ENGLISH))}
SAMPLES = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((DATA / "samples").glob("*.json"))]


@cache
def reader() -> Reader:
    return Reader()


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, str]:
    """A language, and a text of its words, marks and spaces in any order."""
    language = draw(st.sampled_from(["fr", "en"]))
    piece = st.one_of(
        st.sampled_from(WORDS[language]),
        st.sampled_from(WORDS[language]),
        st.sampled_from(MARKS),
        st.sampled_from(SPACES),
        st.sampled_from(ODD),
    )
    pieces = draw(st.lists(piece, min_size=1, max_size=60))
    glue = draw(st.sampled_from([" ", " ", "", "\u00a0"]))
    return language, glue.join(pieces)


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, str]:
    """A stretch of a sample article with some characters lost and others put in."""
    sample = draw(st.sampled_from(SAMPLES))
    start = draw(st.integers(0, len(sample["text"]) - 1))
    text = sample["text"][start : start + draw(st.integers(1, 600))]
    for _ in range(draw(st.integers(1, 12))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(["", *MARKS, *SPACES, *ODD])) + text[at + draw(st.integers(0, 3)) :]
    return sample["language"], text


def spans_of(thing: Any) -> Iterator[dict[str, Any]]:
    """Every object of the contract that names words of the text."""
    if isinstance(thing, dict):
        if {"text", "start", "end"} <= set(thing) and thing["start"] is not None:
            yield thing
        for value in thing.values():
            yield from spans_of(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from spans_of(value)


def read(language: str, text: str, headline: str | None = None) -> dict[str, Any] | None:
    """The contract of a text as a program gets it; None for what is refused in words."""
    article = Article(article_id(text), text, language=language, headline=headline, published=date(2026, 1, 27))
    try:
        found = reading_object(identify(reader().read(article)))
    except InputError as error:
        assert str(error)
        return None
    whole: dict[str, Any] = json.loads(json.dumps(found, ensure_ascii=False))
    return whole


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(texts(), damaged()))
@example(("fr", "«" * 50))
@example(("en", '"' * 51))
@example(("fr", "« « A » » », a-t-il dit, « B"))
@example(("en", "“A,”\r\n\r\nhe said. “B"))
@example(("fr", "\ufeff"))
@example(("en", "said " * 200))
@example(("fr", "que " * 200))
@example(("en", "The union said on Friday it would build a second ferry harbour after the council declared it in b''ach o"))
def test_every_span_says_what_it_names(case: tuple[str, str]) -> None:
    language, text = case
    found = read(language, text)
    if found is None:
        return
    for span in spans_of(found):
        assert 0 <= span["start"] <= span["end"] <= len(text)
        assert text[span["start"] : span["end"]] == span["text"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(["fr", "en"]), st.text(st.characters(exclude_categories=("Cs",)), max_size=200))
def test_no_text_makes_the_reading_fail(language: str, text: str) -> None:
    read(language, text, headline=text[:40] or None)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged())
def test_the_same_text_is_read_the_same_way_twice(case: tuple[str, str]) -> None:
    assert read(*case) == read(*case)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks_change_no_finding(ending: str, mark: str) -> None:
    """Only the offsets move."""
    lines = [
        "Accord sur la trêve",
        "",
        "Le ministre turc a déclaré mardi que « la trêve tiendra ».",
        "",
        "Paris accuse Moscou d'avoir livré des drones.",
    ]

    def content(text: str) -> list[str]:
        found = read("fr", text)
        assert found is not None
        return [statement["content"]["text"] for statement in found["statements"]]

    plain = content("\n".join(lines))
    assert len(plain) == 2
    assert content(mark + ending.join(lines)) == plain
