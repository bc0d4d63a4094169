"""Quotation marks of all kinds, over paragraphs, nested, and unbalanced."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avviso.read.quotations import find_quotations
from avviso.records import Part, Span


def parts_of(text: str) -> list[Part]:
    found, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append(Part("body", Span(start, start + len(line))))
        start += len(line) + 1
    return found


def quoted(text: str) -> list[str]:
    return [quotation.span.of(text) for quotation in find_quotations(text, parts_of(text))[0]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Il a dit : « nous tiendrons ».", ["nous tiendrons"]),
        ("Il a dit : «\u202fnous tiendrons\u202f».", ["nous tiendrons"]),
        ("He said: “we will hold”.", ["we will hold"]),
        ('He said: "we will hold".', ["we will hold"]),
        ("Er sagte: „wir halten“.", ["wir halten"]),
        ("He said: ‘we will hold the line’.", ["we will hold the line"]),
        ('"We hold," he said. "They do not."', ["We hold,", "They do not."]),
        ("« Ils parlent de « paix » ici », dit-elle.", ["Ils parlent de « paix » ici"]),
        ("“They call it ‘peace’ here,” she said.", ["They call it ‘peace’ here,"]),
        ("The allies' plan and Rome's vote failed.", []),
        ("L'accord d'Oslo n'a pas tenu.", []),
        ("Nothing is quoted here.", []),
    ],
)
def test_marks(text: str, words: list[str]) -> None:
    assert quoted(text) == words


def test_marks_are_outside_the_span_and_inside_the_outer_one() -> None:
    text = "Il a dit : « nous tiendrons »."
    (quotation,) = find_quotations(text, parts_of(text))[0]
    assert quotation.outer.of(text) == "« nous tiendrons »"
    assert quotation.closed


def test_a_paragraph_that_reopens_the_marks_continues_the_quotation() -> None:
    text = "He said: “We hold.\n“We do not yield,” he went on."
    quotations, unclosed = find_quotations(text, parts_of(text))
    assert [(q.span.of(text), q.closed, q.continues) for q in quotations] == [("We hold.", False, False), ("We do not yield,", True, True)]
    assert unclosed == []


def test_a_quotation_opened_once_runs_on_to_its_end() -> None:
    text = "Il a dit : « Nous tiendrons.\nNous ne céderons pas. » La foule a applaudi."
    quotations, unclosed = find_quotations(text, parts_of(text))
    assert [q.span.of(text) for q in quotations] == ["Nous tiendrons.", "Nous ne céderons pas."]
    assert unclosed == []


def test_a_mark_that_never_closes_is_told_and_ends_with_its_paragraph() -> None:
    text = "Il a dit : « Nous tiendrons.\nLa foule a applaudi."
    quotations, unclosed = find_quotations(text, parts_of(text))
    assert [q.span.of(text) for q in quotations] == ["Nous tiendrons."]
    assert [span.of(text) for span in unclosed] == ["«"]


@given(st.text(alphabet="aé .,\n«»“”\"'‘’„:", max_size=120))
def test_quotations_lie_in_order_inside_the_text(text: str) -> None:
    quotations, unclosed = find_quotations(text, parts_of(text))
    for one, other in pairwise(quotations):
        assert one.outer.end <= other.outer.start
    for quotation in quotations:
        assert quotation.outer.contains(quotation.span)
        assert quotation.outer.end <= len(text)
    assert all(len(span.of(text)) == 1 for span in unclosed)
