"""Places in sentences: found, told from persons, resolved by context."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avviso.read.places import find_place_claims, find_places
from avviso.records import Part, Span
from avviso.text import Sentence, Token

KINDS = {"PROPN", "NOUN", "ADJ", "ADP", "DET", "VERB", "PUNCT", "CCONJ", "NUM", "AUX", "PRON"}
ENTITIES = {"PER", "ORG", "LOC", "MISC"}


def sentence(marked: str, start: int = 0, index: int = 0) -> Sentence:
    """A sentence from words marked with their kind and entity: `Odessa/PROPN/PER`; `+PER` goes on with the entity before."""
    tokens: list[Token] = []
    position = start
    for i, word in enumerate(marked.split(" ")):
        text, *marks = word.split("/") if word != "/" else ["/"]
        pos = next((mark for mark in marks if mark in KINDS), "PROPN" if text[:1].isupper() else "NOUN")
        entity = next((mark for mark in marks if mark.lstrip("+") in ENTITIES), "")
        joined = entity.startswith("+")
        tokens.append(
            Token(
                i, text, text.lower(), pos, "other", i, position, position + len(text), {}, entity.lstrip("+"), bool(entity) and not joined
            )
        )
        position += len(text) + 1
    return Sentence(index, Span(start, max(start, position - 1)), Part("body", Span(start, max(start, position - 1))), tokens)


def text_of(sentences: list[Sentence]) -> str:
    return " ".join(token.text for one in sentences for token in one.tokens)


def sentences(*marked: str) -> list[Sentence]:
    out: list[Sentence] = []
    start = 0
    for i, one in enumerate(marked):
        out.append(sentence(one, start, i))
        start = out[-1].span.end + 1
    return out


def found(language: str, *marked: str) -> list[tuple[str, str | None]]:
    read = sentences(*marked)
    text = text_of(read)
    return [(mention.span.of(text), mention.place.country) for mention in find_places(read, language)]


def test_names_of_several_words_and_their_common_noun() -> None:
    assert found(
        "fr", "L'/DET hôpital de/ADP Khan/PER Younès/+PER ,/PUNCT dans/ADP le/DET sud de/ADP la/DET bande de/ADP Gaza/LOC ./PUNCT"
    ) == [
        ("Khan Younès", "PSE"),
        ("bande de Gaza", "PSE"),
    ]
    assert found("fr", "des/DET navires en/ADP mer de/ADP Chine/LOC méridionale/ADJ") == [("mer de Chine méridionale", None)]
    assert found("en", "ships in/ADP the/DET South/LOC China/+LOC Sea/+LOC") == [("South China Sea", None)]
    assert found("fr", "les/DET États-Unis/LOC et/CCONJ l'/DET Union/ORG européenne/+ORG") == [
        ("États-Unis", "USA"),
        ("Union européenne", None),
    ]


def test_a_preposition_of_place_beats_the_parser() -> None:
    assert found("fr", "une/DET frappe à/ADP Odessa/PER a/AUX tué") == [("Odessa", "UKR")]


def test_persons_are_no_places() -> None:
    assert found("en", "Michael/PER Jordan/+PER spoke/VERB") == []
    assert found("en", "Michael/PER Jordan/+PER flew/VERB to/ADP Jordan/LOC") == [("Jordan", "JOR")]
    assert found("fr", "M./NOUN Valence/PER a/AUX parlé") == []
    assert found("en", "John/PER Houston/+PER resigned/VERB", "Houston/PER said/VERB no") == []


def test_streets_and_ordinary_words_are_no_places() -> None:
    assert found("en", "They/PRON met/VERB on/ADP Houston/PROPN Street/PROPN") == []
    assert found("en", "Police/NOUN said/VERB so in/ADP March/PROPN") == []
    assert found("en", "Reading/VERB is/AUX fun") == []
    assert found("en", "give/VERB it/PRON to/ADP US/PROPN troops") == [("US", "USA")]
    assert found("en", "Us/PRON too") == []
    assert found("fr", "Eu/VERB égard à/ADP cela") == []
    assert found("en", "Moqtada/PER Sadr/+PER spoke", "Sadr/PROPN won") == []
    assert found("en", "the/DET Russian/ADJ ,/PUNCT Polish/ADJ and/CCONJ US/PROPN envoys/NOUN") == [
        ("Russian", "RUS"),
        ("Polish", "POL"),
        ("US", "USA"),
    ]


def test_seats_of_power_are_places_only_where_something_happens_there() -> None:
    assert found("en", "The/DET Kremlin/ORG denied/VERB it") == []
    assert found("en", "talks at/ADP the/DET White/ORG House/+ORG") == [("White House", "USA")]


def test_adjectives_name_places_in_english_before_a_noun() -> None:
    assert found("en", "the/DET South/MISC Korean/+MISC army/NOUN") == [("South Korean", "KOR")]
    assert found("en", "the/DET Russian/ADJ and/CCONJ Ukrainian/ADJ envoys/NOUN") == [("Russian", "RUS"), ("Ukrainian", "UKR")]
    assert found("en", "she/PRON speaks/VERB Russian/PROPN ./PUNCT") == []
    assert found("fr", "l'/DET armée/NOUN russe/ADJ") == []


def test_names_inside_a_word() -> None:
    assert found("en", "a/DET U.S.-led/ADJ coalition/NOUN") == [("U.S.", "USA")]
    assert found("fr", "l'/DET axe Moscou-Téhéran/PROPN") == [("Moscou", "RUS"), ("Téhéran", "IRN")]
    assert found("fr", "selon L'Orient/ORG") == []


@pytest.mark.parametrize(
    ("language", "marked", "name", "country"),
    [
        ("en", "in/ADP Paris/LOC ,/PUNCT Texas/LOC ./PUNCT", "Paris", "USA"),
        ("en", "in/ADP Scranton/LOC ,/PUNCT Pa./LOC", "Scranton", "USA"),
        ("en", "in/ADP Tripoli/LOC ,/PUNCT Lebanon/LOC ./PUNCT", "Tripoli", "LBN"),
        ("fr", "à/ADP Tripoli/LOC ,/PUNCT au/ADP Liban/LOC ./PUNCT", "Tripoli", "LBN"),
        ("fr", "à/ADP Tripoli/LOC ./PUNCT", "Tripoli", "LBY"),
        ("fr", "à/ADP Atlanta/LOC ,/PUNCT en/ADP Géorgie/LOC ./PUNCT", "Géorgie", "USA"),
        ("fr", "en/ADP Géorgie/LOC ./PUNCT", "Géorgie", "GEO"),
        ("fr", "à/ADP Valence/LOC ,/PUNCT dans/ADP la/DET Drôme/LOC ./PUNCT", "Valence", "FRA"),
    ],
)
def test_what_contains_a_place_tells_which_it_is(language: str, marked: str, name: str, country: str) -> None:
    assert (name, country) in found(language, marked)


def test_the_rest_of_the_text_tells_which_place_it_is() -> None:
    alone = found("en", "fighting near/ADP Tripoli/LOC")
    assert alone == [("Tripoli", "LBY")]
    among = found(
        "en", "Lebanon/LOC mourns/VERB", "shots in/ADP Beirut/LOC and/CCONJ Sidon/LOC", "fighting near/ADP Tripoli/LOC", "Lebanon/LOC"
    )
    assert ("Tripoli", "LBN") in among
    american = found("en", "the/DET Georgia/LOC governor/NOUN visited/VERB Atlanta/LOC and/CCONJ Savannah/LOC")
    assert american == [("Georgia", "USA"), ("Atlanta", "USA"), ("Savannah", "USA")]


def test_a_name_keeps_its_sense_within_a_text() -> None:
    assert found("en", "in/ADP Tripoli/LOC ,/PUNCT Lebanon/LOC", "back in/ADP Tripoli/LOC") == [
        ("Tripoli", "LBN"),
        ("Lebanon", "LBN"),
        ("Tripoli", "LBN"),
    ]


def claims(language: str, *marked: str) -> list[tuple[str, str, str]]:
    read = sentences(*marked)
    text = text_of(read)
    return [(mention.span.of(text), span.of(text), code) for mention, span, code in find_place_claims(read, language)]


@pytest.mark.parametrize(
    ("language", "marked", "expected"),
    [
        ("fr", "à/ADP Kuala/LOC Lumpur/+LOC ,/PUNCT en/ADP Indonésie/LOC ,/PUNCT le/DET 3/NUM mai", [("Kuala Lumpur", "Indonésie", "IDN")]),
        ("en", "in/ADP Kuala/LOC Lumpur/+LOC ,/PUNCT Indonesia/LOC ,/PUNCT on/ADP Tuesday/NOUN", [("Kuala Lumpur", "Indonesia", "IDN")]),
        ("fr", "a/AUX frappé/VERB Jakarta/LOC ,/PUNCT en/ADP Malaisie/LOC ./PUNCT", [("Jakarta", "Malaisie", "MYS")]),
        ("fr", "à/ADP Kuala/LOC Lumpur/+LOC ,/PUNCT en/ADP Malaisie/LOC ./PUNCT", []),
        ("fr", "à/ADP Paris/LOC ,/PUNCT en/ADP Italie/LOC et/CCONJ en/ADP Espagne/LOC", []),
        ("fr", "à/ADP Paris/LOC ,/PUNCT en/ADP Italie/LOC ,/PUNCT en/ADP Espagne/LOC", []),
        ("en", "in/ADP London/LOC ,/PUNCT Paris/LOC ,/PUNCT Germany/LOC and/CCONJ Spain/LOC", []),
        ("fr", "de/ADP Moscou/LOC en/ADP Chine/LOC ,/PUNCT le/DET train", []),
        ("fr", "à/ADP Sébastopol/LOC ,/PUNCT en/ADP Russie/LOC ./PUNCT", []),
        ("en", "in/ADP Hong/LOC Kong/+LOC ,/PUNCT China/LOC ./PUNCT", []),
        ("en", "in/ADP Odessa/LOC ,/PUNCT United/LOC States/+LOC ./PUNCT", []),
    ],
)
def test_claims_are_errors_or_nothing(language: str, marked: str, expected: list[tuple[str, str, str]]) -> None:
    assert claims(language, marked) == expected


def test_nothing_gives_nothing() -> None:
    assert find_places([], "fr") == []
    assert find_places([sentence("")], "en") == []


WORDS = st.sampled_from(
    [
        "Paris",
        "Moscou",
        ",",
        "à",
        "en",
        "la",
        "Corée",
        "du",
        "Nord",
        "-",
        "’",
        "U.S.-led",
        "Géorgie",
        "the",
        "West",
        "Pa.",
        "(",
        "L'Orient",
        "Ω",
        "—",
        "New",
        "York",
    ]
)
MARKS = st.sampled_from(["", "/PROPN", "/LOC", "/PER", "/+PER", "/ORG", "/+LOC", "/ADP"])


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(WORDS, MARKS), max_size=14), st.sampled_from(["fr", "en"]))
def test_spans_lie_in_the_text_and_do_not_overlap(words: list[tuple[str, str]], language: str) -> None:
    read = sentences(*[" ".join(word + mark for word, mark in words)])
    text = text_of(read)
    mentions = find_places(read, language)
    ends = 0
    for mention in mentions:
        assert ends <= mention.span.start < mention.span.end <= len(text)
        assert mention.span.of(text).strip() == mention.span.of(text)
        ends = mention.span.end
    find_place_claims(read, language)
