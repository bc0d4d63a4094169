from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avviso.errors import DataError
from avviso.knowledge import outlets as module
from avviso.knowledge.files import DATA, read_toml
from avviso.knowledge.outlets import OWNERSHIPS, outlet_names, outlet_of_url, outlets

GOOD = 'name = "N"\ncountry = "FRA"\nlanguages = ["fr"]\nownership = "private"\nowner = "O"\ndomains = ["n.fr"]\nany = ["N"]\n'


def test_count_and_fields() -> None:
    assert len(outlets()) >= 260
    for key, outlet in outlets().items():
        assert outlet.id == key
        assert outlet.country and len(outlet.country) == 3
        assert outlet.languages and all(2 <= len(language) <= 3 for language in outlet.languages), key
        assert outlet.ownership in OWNERSHIPS
        assert outlet.owner, key
        assert outlet.name == outlet.name.strip()


def test_all_ownerships_and_big_languages_are_there() -> None:
    assert {outlet.ownership for outlet in outlets().values()} == OWNERSHIPS
    for language in ("fr", "en", "ru", "zh", "es", "ar"):
        assert sum(language in outlet.languages for outlet in outlets().values()) >= 15, language


def test_no_side_is_taken() -> None:
    assert {outlet.reliability for outlet in outlets().values()} == {"F"}


def test_names_are_told_by_language() -> None:
    assert ("fr", "Chine nouvelle") in outlet_names()["xinhua"]
    assert ("any", "AFP") in outlet_names()["afp"]
    assert "Chine nouvelle" in outlets()["xinhua"].aliases
    assert "Libération" not in outlets()["liberation"].aliases and outlets()["liberation"].name == "Libération"


@pytest.mark.parametrize(
    ("url", "outlet"),
    [
        ("https://www.lemonde.fr/international/article/2024/1/1/x.html", "le-monde"),
        ("http://french.news.cn/a", "xinhua"),
        ("https://news.sky.com/story/1", "sky-news"),
        ("https://www.bbc.co.uk:443/news", "bbc"),
        ("francais.rt.com/monde", "rt"),
        ("https://WWW.REUTERS.COM./world", "reuters"),
    ],
)
def test_outlet_of_url(url: str, outlet: str) -> None:
    found = outlet_of_url(url)
    assert found is not None and found.id == outlet


@pytest.mark.parametrize(
    "url", ["", "http://", "https://notreuters.com/", "http://[x", "mailto:a@b.c", "com", "x" * 100_000, "https://reuters.com.evil.org/"]
)
def test_unknown_addresses(url: str) -> None:
    assert outlet_of_url(url) is None


@given(st.text(max_size=200))
def test_any_text_is_survived(url: str) -> None:
    found = outlet_of_url(url)
    assert found is None or found.id in outlets()


def test_files_lie_with_their_country() -> None:
    folders: dict[str, set[str]] = {}
    for path in (DATA / "outlets").glob("*/*.toml"):
        folders.setdefault(path.parent.name, set()).add(str(read_toml(path)["country"]))
    assert all(len(countries) == 1 for countries in folders.values())
    assert len({next(iter(countries)) for countries in folders.values()}) == len(folders)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (GOOD.replace('"FRA"', '"France"'), "no country code"),
        (GOOD.replace('"private"', '"mine"'), "none of"),
        (GOOD.replace('"n.fr"', '"http://n.fr"'), "no domain"),
        (GOOD + 'feeds = ["n.fr/rss"]', "no web address"),
        (GOOD + 'reliability = "A"', "ground"),
        (GOOD + 'rating = "9"', "neither a field"),
        (GOOD.replace('name = "N"', 'name = ""'), "no name"),
        (GOOD + "= =", "x.toml"),
    ],
)
def test_wrong_files_are_named(text: str, complaint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "outlets" / "fr").mkdir(parents=True)
    (tmp_path / "outlets" / "fr" / "x.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(module, "DATA", tmp_path)
    with pytest.raises(DataError, match=complaint):
        module._loaded.__wrapped__()


def test_a_reliability_needs_a_ground_and_then_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "outlets" / "fr").mkdir(parents=True)
    (tmp_path / "outlets" / "fr" / "x.toml").write_text(GOOD + 'reliability = "B"\nground = "a published audit"', encoding="utf-8")
    monkeypatch.setattr(module, "DATA", tmp_path)
    assert module._loaded.__wrapped__()["x"][0].reliability == "B"


def test_two_outlets_cannot_share_an_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for country in ("fr", "be"):
        (tmp_path / "outlets" / country).mkdir(parents=True)
        (tmp_path / "outlets" / country / "x.toml").write_text(GOOD, encoding="utf-8")
    monkeypatch.setattr(module, "DATA", tmp_path)
    with pytest.raises(DataError, match="another outlet"):
        module._loaded.__wrapped__()
