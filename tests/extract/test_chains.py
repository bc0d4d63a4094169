"""Through whom words reached the article, and whom they were said to."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from avviso.pipeline import Reader
from avviso.records import Article, Statement

# language, text, the links of the last statement
CHAINS = [
    ("en", "The navy said in a bulletin that the road was open. It said two bridges had held.", ["a bulletin"]),
    ("en", '"The road is open," the letter read.', ["the letter"]),
    ("en", "The senate passed a resolution urging Japan to stop the drift nets.", ["a resolution"]),
    ("en", '"We need no lessons," Foreign Minister Anna Berg told Army Radio. Rain fell.', ["Army Radio"]),
    ("en", '"It is over," Minister Anna Berg posted on X. Nobody answered him.', ["X"]),
    ("en", "Speaking to Radio Okapi, Minister Anna Berg said taxes would rise.", ["Radio Okapi"]),
    ("en", "Minister Anna Berg, quoted by the Petra agency, said taxes would rise.", ["Petra agency"]),
    ("en", "Minister Anna Berg said in an interview with Reuters that taxes would rise. He added that salt was short.", ["Reuters"]),
    ("en", "The letter came on Monday. It describes the plan as a mistake.", ["The letter"]),
    ("en", 'The teachers sent a letter on Monday. "We will not sign," the teachers wrote.', ["letter"]),
    ("en", "Snow had fallen, the Petra agency reported. It added that the king had stressed the need for salt.", ["Petra agency"]),
    ("en", "Minister Anna Berg said in a speech that taxes would rise.", []),
    ("en", '"Taxes will rise," Minister Anna Berg told a news briefing.', []),
    ("en", "Minister Anna Berg said in a statement that taxes would rise. Mayor Ann Roe said snow was near.", []),
    ("en", "Minister Anna Berg told reporters that taxes would rise.", []),
    ("en", "The ministry issued the following statement. Salt is short, Minister Anna Berg said.", ["statement"]),
    ("en", "Following a report by the army, the square was shut. Minister Anna Berg said taxes would rise.", []),
    ("fr", "Le ministère indique dans un communiqué que la route est ouverte. Il ajoute que deux ponts ont tenu.", ["un communiqué"]),
    ("fr", "La route est ouverte, dit le message.", ["le message"]),
    ("fr", "Interrogé par la BBC, le ministre Paul Ndong a affirmé que le vote aurait lieu.", ["la BBC"]),
    ("fr", "« La route est ouverte », a écrit le ministre Paul Ndong sur X.", ["X"]),
    ("fr", "Invité de France Inter, le ministre Paul Ndong a jugé que le vote aurait lieu.", ["France Inter"]),
    ("fr", "Invité de la famille, le ministre Paul Ndong a jugé que le vote aurait lieu.", []),
    ("fr", "Dans un communiqué, le porte-parole de la marine, le colonel Paul Ndong, assure que le port tient.", ["un communiqué"]),
    ("fr", "Dans un message mis sur X, le ministre Paul Ndong a félicité le roi et dit vouloir la paix.", ["un message", "X"]),
    (
        "fr",
        "Dans une tribune publiée par le journal El Watan, le maire Ali Sadek estime que la loi est claire.",
        ["une tribune", "El Watan"],
    ),
    ("fr", "Dans une lettre, le syndicat demande la fin des travaux et rappelle que la loi est claire.", ["une lettre"]),
    ("fr", "La digue a tenu, a indiqué le ministère kényan de la Défense sur Telegram.", ["Telegram"]),
    ("fr", "Interrogé sur le dossier du blé, le ministre Paul Ndong a affirmé que le vote aurait lieu.", []),
    ("fr", "Le ministre Paul Ndong a affirmé dans un discours que le vote aurait lieu.", []),
    ("fr", "Selon un témoignage, la route est ouverte.", []),
    ("fr", "Le ministère a publié le communiqué suivant. Le ministre Paul Ndong a affirmé que le vote aurait lieu.", ["communiqué"]),
    ("fr", "Suivant un rapport de la police, la place est fermée. Le ministre Paul Ndong a affirmé que le vote aurait lieu.", []),
]

# language, text, the addressee's words or None
ADDRESSEES = [
    ("en", '"We need no lessons," Foreign Minister Anna Berg told reporters.', "reporters"),
    ("en", "Minister Anna Berg, in a letter to Kenyan president William Ruto, said taxes would rise.", "Kenyan president William Ruto"),
    ("en", "The deputies wrote in their open letter that taxes would rise.", None),
    ("en", "The coast guard accused China of ramming a boat.", None),
    ("fr", "Dans une lettre au président Macron, le maire Ali Sadek affirme que la loi est claire.", "président Macron"),
    ("fr", "Le ministère accuse Pékin de fournir des drones.", None),
]


@cache
def _reader() -> Reader:
    return Reader()


def _last(language: str, text: str) -> Statement:
    found = _reader().read(Article("x", text, language=language, published=date(2026, 3, 3))).statements
    assert found, text
    return found[-1]


@pytest.mark.parametrize(("language", "text", "links"), CHAINS, ids=[text for _, text, _ in CHAINS])
def test_chain(language: str, text: str, links: list[str]) -> None:
    found = [link.actor.span.of(text) for link in _last(language, text).chain]
    assert len(found) == len(links), found
    assert all(words in other for words, other in zip(links, found, strict=True)), found


@pytest.mark.parametrize(("language", "text", "told"), ADDRESSEES, ids=[text for _, text, _ in ADDRESSEES])
def test_addressee(language: str, text: str, told: str | None) -> None:
    addressee = _last(language, text).addressee
    assert (addressee.span.of(text) if addressee is not None else None) == told
