"""Where sentences end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avviso.knowledge.grammar import grammar
from avviso.read.quotations import find_quotations
from avviso.read.sentences import LONGEST, split_sentences
from avviso.records import Part, Span


def sentences(text: str, language: str = "fr") -> list[str]:
    part = Part("body", Span(0, len(text)))
    quotations, _ = find_quotations(text, [part])
    return [span.of(text) for span in split_sentences(text, part.span, quotations, grammar(language).abbreviations)]


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("fr", ["La trêve tient.", "Le vote aura lieu lundi."]),
        ("fr", ["M. Diallo a rencontré Mme Keita à Dakar.", "Ils ont signé."]),
        ("fr", ["Le P. Martin et J. Dupont ont protesté."]),
        ("fr", ["Le budget atteint 3.5 milliards.", "C'est trop !", "Qui paiera ?"]),
        ("fr", ["« Nous tiendrons. Nous vaincrons », a dit le général.", "La foule a applaudi."]),
        ("fr", ["« Nous tiendrons. »", "La foule a applaudi."]),
        ("fr", ["Il a hésité… puis il a signé."]),
        ("en", ["The U.S. envoy met Mr. Lee in Seoul.", "They signed."]),
        ("en", ["He left the U.S.", "The talks failed."]),
        ("en", ["“We hold. We do not yield,” the general said.", "The crowd cheered."]),
        ("en", ["“Will they come?” he asked.", "Nobody knew."]),
        ("en", ["Gen. Okoro flew to Abuja at 6 p.m. local time."]),
        ("en", ["The talks failed.", "“We tried,” he said."]),
    ],
)
def test_cuts(language: str, parts: list[str]) -> None:
    assert sentences(" ".join(parts), language) == parts


def test_a_blank_line_ends_a_sentence() -> None:
    assert sentences("La trêve tient\n\nLe vote aura lieu") == ["La trêve tient", "Le vote aura lieu"]


def test_a_text_without_stops_is_cut_at_spaces() -> None:
    pieces = sentences("mot " * 2000)
    assert max(map(len, pieces)) <= LONGEST
    assert "".join("".join(pieces).split()) == "mot" * 2000


@given(st.text(alphabet="aBé .,!?…\n«»“”\"'M", max_size=150))
def test_no_word_is_lost(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
