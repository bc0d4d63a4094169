"""Tokens keep the article's offsets, whatever the parser is shown."""

from __future__ import annotations

import pytest
from examples import context_of
from hypothesis import given, settings
from hypothesis import strategies as st

from avviso.knowledge.grammar import grammar
from avviso.read.syntax import QUOTE, lift_prepositions, segment
from avviso.records import Part, Span
from avviso.text import Quotation, Sentence, Token


def test_a_quotation_that_stands_by_itself_is_parsed_apart() -> None:
    text = "« Nous ne céderons pas à la pression », a déclaré le ministre."
    outer, inner = context_of(text, "fr").document.sentences
    assert outer.tokens[0].text == QUOTE
    assert text[outer.tokens[0].start : outer.tokens[0].end] == "« Nous ne céderons pas à la pression »"
    assert [token.text for token in inner.tokens] == ["Nous", "ne", "céderons", "pas", "à", "la", "pression"]
    assert inner.inside is outer.quotations[0]


@pytest.mark.parametrize(
    ("language", "text", "masked"),
    [
        ("fr", "Il a dénoncé une « ingérence inacceptable de ses voisins du nord ».", False),
        ("fr", "Il a déclaré que la France « ne livrera pas de chars lourds ».", False),
        ("fr", "Il a répondu : « Nous ne livrerons pas de chars lourds. »", True),
        ("fr", "Le film « Les Ombres » a été primé.", False),
        ("en", 'He denounced "an unacceptable interference by his neighbours".', False),
        ("en", '"We will not deliver heavy tanks," the minister said.', True),
        ("en", 'The minister said: "We will not deliver heavy tanks."', True),
    ],
)
def test_which_quotations_are_parsed_apart(language: str, text: str, masked: bool) -> None:
    (quotation,) = context_of(text, language).document.quotations
    assert quotation.masked is masked


@pytest.mark.parametrize("language", ["en", "fr"])
def test_tokens_point_to_their_words(language: str) -> None:
    text = {
        "fr": "Le «\u202fplan\u202f» de l’ONU  — refusé  par Téhéran — n’a pas été adopté, selon M. Diallo.",
        "en": "The “plan” of the U.N.  — refused  by Tehran — wasn’t adopted, Mr. Diallo’s aide said.",
    }[language]
    for sentence in context_of(text, language).document.sentences:
        for token in sentence.tokens:
            assert token.text == QUOTE or text[token.start : token.end].replace("’", "'") == token.text.replace("’", "'")
            assert sentence.tokens[token.i] is token
            assert 0 <= token.head < len(sentence.tokens)


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="aé b.\u202f\n«»“”", min_size=1, max_size=60), st.integers(0, 30), st.integers(4, 30))
def test_every_character_that_the_parser_sees_has_its_place(text: str, start: int, length: int) -> None:
    end = min(len(text), start + length)
    quotations = [Quotation(Span(start, end), Span(start, end), masked=True)] if start < end else []
    piece = segment(text, Sentence(0, Span(0, len(text)), Part("body", Span(0, len(text))), quotations=quotations), grammar("fr"))
    assert len(piece.seen) == len(piece.offsets)
    assert piece.offsets == sorted(piece.offsets)
    assert all(0 <= offset < len(text) for offset in piece.offsets)
    assert len(piece.placeholders) == len(quotations)


def test_prepositions_hang_on_their_nouns() -> None:
    words = [("met", "VERB", "root", 0), ("with", "ADP", "oblique", 0), ("Lee", "PROPN", "object-of-preposition", 1)]
    tokens = [Token(i, word, word, pos, relation, head, 0, 0) for i, (word, pos, relation, head) in enumerate(words)]
    lift_prepositions(tokens)
    assert [(token.relation, token.head) for token in tokens] == [("root", 0), ("case", 2), ("oblique", 0)]


@pytest.mark.parametrize(
    ("language", "text", "verb", "relation", "words"),
    [
        ("fr", "Le ministre a rencontré l'émir à Doha.", "rencontrer", "subject", "Le ministre"),
        ("en", "The minister met the emir in Doha.", "meet", "subject", "The minister"),
        ("fr", "La ville a été bombardée par l'aviation russe.", "bombarder", "object", "La ville"),
        ("en", "The city was bombed by the Russian air force.", "bomb", "object", "The city"),
    ],
)
def test_both_parsers_speak_one_language(language: str, text: str, verb: str, relation: str, words: str) -> None:
    clause = next(c for c in context_of(text, language).document.clauses if c.lemma == verb)
    argument = clause.get(relation)
    assert argument is not None
    assert argument.phrase.span.of(text) == words
