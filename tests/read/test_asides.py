"""What only tells when or how amid a clause is kept from the parser, and put back."""

from datetime import date

import pytest

from avviso.knowledge.grammar import grammar
from avviso.read.asides import asides, put_back
from avviso.read.times import find_times
from avviso.records import Part, Span
from avviso.text import Sentence, Token

HIDDEN = [
    ("fr", "Le Chili a exhorté mercredi Lima à céder.", ["mercredi"]),
    ("fr", "Le Chili et le Pérou ont, fin mai, signé un accord.", [", fin mai,"]),
    ("fr", "Le Chili a signé en mars 2024 avec le Pérou un accord.", ["en mars 2024"]),
    ("fr", "Le Chili a rappelé à son tour son ambassadeur.", ["à son tour"]),
    ("fr", "La réunion de mercredi à Lima a échoué.", []),
    ("fr", "Mercredi, le Chili a signé.", []),
    ("fr", "Le Chili a signé mercredi.", []),
    ("fr", "Il a assuré mercredi que le Chili signerait.", []),
    ("en", "Chile fired two shells late Monday at a ship.", ["late Monday"]),
    ("en", "Chile on Monday urged Peru to sign.", ["on Monday"]),
    ("en", "Chile rejected the Monday deadline.", []),
]


def sentence_of(text: str) -> Sentence:
    return Sentence(0, Span(0, len(text)), Part("body", Span(0, len(text))))


def hidden_of(language: str, text: str) -> list[Span]:
    times = find_times(text, [Span(0, len(text))], language, published=date(2025, 6, 2))
    return asides(text, sentence_of(text), times, grammar(language))


@pytest.mark.parametrize(("language", "text", "hidden"), HIDDEN)
def test_what_is_hidden(language: str, text: str, hidden: list[str]) -> None:
    assert [span.of(text) for span in hidden_of(language, text)] == hidden


def test_what_was_hidden_comes_back_on_the_verb_before_it() -> None:
    text = "Lima a, fin mai, cédé du terrain."
    spans = hidden_of("fr", text)
    seen = [("Lima", "PROPN", "subject", 2), ("a", "AUX", "auxiliary", 2), ("cédé", "VERB", "root", 2), ("du", "DET", "determiner", 4)]
    seen += [("terrain", "NOUN", "object", 2), (".", "PUNCT", "punctuation", 2)]
    tokens, at = [], 0
    for i, (word, pos, relation, head) in enumerate(seen):
        at = text.index(word, at)
        tokens.append(Token(i, word, word, pos, relation, head, at, at + len(word)))
        at += len(word)
    whole = put_back(tokens, spans, text, grammar("fr"))
    assert [text[t.start : t.end] for t in whole] == ["Lima", "a", ",", "fin", "mai", ",", "cédé", "du", "terrain", "."]
    assert [t.i for t in whole] == list(range(len(whole)))
    assert {t.text: whole[t.head].text for t in whole if t.text.isalpha()} == {
        "Lima": "cédé", "a": "cédé", "fin": "mai", "mai": "cédé", "cédé": "cédé", "du": "terrain", "terrain": "cédé",
    }  # fmt: skip
