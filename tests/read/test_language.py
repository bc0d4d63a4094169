from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avviso.read.language import recognise, supported

SENTENCES = {
    "fr": "Les deux ministres se sont entretenus lundi par téléphone, selon un communiqué de la présidence.",
    "en": "The two ministers spoke by telephone on Monday, according to a statement from the president's office.",
    "ru": "Министры провели телефонный разговор в понедельник, говорится в сообщении.",
    "es": "Los dos ministros hablaron por teléfono el lunes, según un comunicado de la presidencia.",
    "de": "Die beiden Minister telefonierten am Montag, wie es in einer Mitteilung hieß.",
    "it": "I due ministri si sono sentiti al telefono lunedì, secondo un comunicato della presidenza.",
    "pt": "Os dois ministros falaram por telefone na segunda-feira, segundo um comunicado da presidência.",
    "uk": "Міністри провели телефонну розмову в понеділок, йдеться у повідомленні.",
    "ar": "تحدث الوزيران هاتفيا يوم الاثنين وفقا لبيان صادر عن الرئاسة.",
    "zh": "两国部长周一通了电话，总统府发表声明说。",
}


@pytest.mark.parametrize(("code", "sentence"), SENTENCES.items())
def test_a_sentence_is_recognised(code: str, sentence: str) -> None:
    found, sure = recognise(sentence)
    assert found == code
    assert 0.5 < sure <= 1


@pytest.mark.parametrize(
    ("code", "headline"),
    [
        ("fr", "Gaza : trêve prolongée"),
        ("fr", "SOMMET DE LA CEDEAO À ABUJA : LES ÉTATS MEMBRES DIVISÉS"),
        ("en", "Truce holds in Gaza"),
        ("en", "MINISTERS MEET IN GENEVA OVER GRAIN DEAL"),
    ],
)
def test_a_headline_is_recognised(code: str, headline: str) -> None:
    assert recognise(headline)[0] == code


def test_what_stands_below_in_another_script_does_not_count() -> None:
    assert recognise(SENTENCES["fr"] * 3 + "\n\n" + SENTENCES["ru"] * 2)[0] == "fr"
    assert recognise(SENTENCES["fr"] + "\n\n" + SENTENCES["ru"] * 3)[0] == "ru"


def test_a_neighbour_is_not_taken_for_a_language_that_is_read() -> None:
    romanian = "Cei doi miniștri au vorbit luni la telefon, potrivit unui comunicat al președinției. Convorbirea a durat o oră. "
    catalan = "Els dos ministres van parlar dilluns per telèfon, segons un comunicat de la presidència. La conversa va durar una hora. "
    assert recognise(romanian * 3)[0] == "ro"
    assert recognise(catalan * 3)[0] == "ca"


@pytest.mark.parametrize("text", ["", "  \n", "12 345 – 678", "https://example.org/page", "!!!"])
def test_a_text_without_words_has_no_language(text: str) -> None:
    assert recognise(text) == ("und", 0.0)


def test_addresses_do_not_decide() -> None:
    assert recognise("https://example.org/the-two-ministers-spoke-by-telephone-on-monday " * 5 + SENTENCES["fr"])[0] == "fr"


def test_the_languages_are_those_with_a_folder() -> None:
    assert {"en", "fr"} <= set(supported())
    assert list(supported()) == sorted(supported())


@given(st.text(max_size=400))
def test_any_text_has_an_answer(text: str) -> None:
    code, sure = recognise(text)
    assert 2 <= len(code) <= 3
    assert 0 <= sure <= 1.000001
