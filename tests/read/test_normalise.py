from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avviso.read.normalise import normalise

SAME = [
    ("Une ligne.\r\nUne autre.", "Une ligne. \nUne autre."),
    ("One.\rTwo.\u2028Three.", "One.\nTwo.\nThree."),
    ("10\u202f000 soldats\u00a0: « non »", "10 000 soldats : « non »"),
    ("\ufeffS\ufefferge", " S erge"),
    ("zero\u200bwidth", "zero width"),
    ("inter\u00adnational", "inter-national"),
    ("anti\u2011aircraft", "anti-aircraft"),
    ("l\u2019armée d\u2018Ukraine", "l'armée d'Ukraine"),
    ("\u2018We stay\u2019", "\u2018We stay'"),
    ("„Wir bleiben“, sagte er", "“Wir bleiben”, sagte er"),
    ("‹ Nous restons ›", "“ Nous restons ”"),
    ("「和平」", "“和平”"),
    ("``We stay,'' she said", " “We stay,”  she said"),
    ("''Nous restons'', dit-elle", ' "Nous restons" , dit-elle'),
    ("<<Nous restons>> dit-elle", " «Nous restons»  dit-elle"),
    ("”We stay“, she said.", "“We stay”, she said."),
    ("tab\there\x07", "tab here "),
    ("l''homme", "l''homme"),
    ('“We stay” and « nous » and "they"', '“We stay” and « nous » and "they"'),
    ("cœur ﬁnal – été", "cœur ﬁnal – été"),
]


@pytest.mark.parametrize(("text", "expected"), SAME)
def test_each_character_keeps_its_place(text: str, expected: str) -> None:
    assert normalise(text) == expected


@given(st.text())
def test_the_length_never_changes(text: str) -> None:
    assert len(normalise(text)) == len(text)


@given(st.text(alphabet="a'`„“”\"‘’ «»<>.\n\r", max_size=60))
def test_the_length_never_changes_among_marks(text: str) -> None:
    even = normalise(text)
    assert len(even) == len(text)
    assert "\r" not in even
    assert "„" not in even


@given(st.text())
def test_no_control_character_is_left(text: str) -> None:
    assert all(c == "\n" or unicodedata.category(c) not in {"Cc", "Cf"} for c in normalise(text))


@given(st.text())
def test_letters_and_digits_are_untouched(text: str) -> None:
    kept = [(i, c) for i, c in enumerate(text) if c.isalnum()]
    even = normalise(text)
    letters = [(i, c) for i, c in kept if even[i] != c and unicodedata.category(c) not in {"Lm"}]
    assert letters == []
