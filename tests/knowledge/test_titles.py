"""The nouns of office: the data files load, and every title finds its own examples."""

from __future__ import annotations

import pytest
from named_actors import read

from avviso.errors import DataError
from avviso.knowledge import titles as module
from avviso.knowledge.titles import Titles, titles

LANGUAGES = ("fr", "en")
EXAMPLES = [(language, *example) for language in LANGUAGES for example in titles(language).examples]


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_hundreds_of_titles_with_feminines_and_plurals(language: str) -> None:
    forms = titles(language).forms
    assert len({form.text for form in forms if form.title.personal and not form.plural}) >= 200
    assert {form.gender for form in forms} == {"", "m", "f"}
    assert {form.title.kind.value for form in forms} >= {
        "person",
        "ministry",
        "government",
        "armed-force",
        "organisation",
        "party",
        "media",
    }


@pytest.mark.parametrize(("language", "word", "plural"), [
    ("fr", "président", "présidents"), ("fr", "général", "généraux"), ("fr", "chef d'état-major", "chefs d'état-major"),
    ("fr", "haut responsable", "hauts responsables"), ("en", "diplomat", "diplomats"), ("en", "secretary of state", "secretaries of state"),
    ("en", "policewoman", "policewomen"), ("en", "attorney general", "attorneys general"), ("en", "embassy", "embassies"),
])  # fmt: skip
def test_plurals_follow_the_language(language: str, word: str, plural: str) -> None:
    ids = {form.title.id for form in titles(language).forms if form.text == word and not form.plural}
    assert ids & {form.title.id for form in titles(language).forms if form.text == plural and form.plural}


@pytest.mark.parametrize(("language", "title", "example", "positive"), EXAMPLES, ids=[f"{e[1]}: {e[2]}" for e in EXAMPLES])
def test_each_title_finds_its_examples_and_nothing_else(language: str, title: str, example: str, positive: bool) -> None:
    short = title.partition(".")[2]
    marked, _, code = example.rpartition(" = ") if positive else (example, "", "")
    asked = read(language, marked)
    found = {form.title.id for form in _forms_of(asked)}
    if not positive:
        assert short not in found
        return
    mention = asked.resolver.resolve(asked.phrases[0])
    assert short in found
    assert (mention.code or "-") == code
    assert mention.span == asked.phrases[0].span


def _forms_of(asked):
    return [
        phrase.form
        for reader in asked.resolver._scene.readers
        for phrase in asked.resolver._scene.phrases(reader)
        if not phrase.premodifier
    ]


def _broken(monkeypatch, **entry) -> None:
    good = {"id": "xx.judge", "kind": "person", "nouns": ["judge"], "yes": ["[A judge] spoke. = -", "[The judge] spoke. = -"]}
    raw = {"plurals": [["", "s"]], "words": {"linking": []}, "title": [good | entry]}
    monkeypatch.setattr(module, "language_files", lambda language, subject: ["titles.toml"])
    monkeypatch.setattr(module, "read_toml", lambda path: raw)
    module.titles.__wrapped__("xx")


@pytest.mark.parametrize(("entry", "complaint"), [
    ({"kind": "wizard"}, "wizard is no kind of actor"), ({"role": "KNG"}, "KNG is no role"), ({"country": "some"}, "some is none of"),
    ({"nouns": []}, "names no noun"), ({"yes": []}, "needs examples"),
    ({"colour": "red"}, "colour"), ({"relation": "enemy"}, "enemy is none"),
])  # fmt: skip
def test_a_wrong_entry_is_named(monkeypatch, entry: dict[str, object], complaint: str) -> None:
    with pytest.raises(DataError, match=rf"xx\.judge: .*{complaint}"):
        _broken(monkeypatch, **entry)


def test_a_missing_list_is_named(monkeypatch) -> None:
    with pytest.raises(DataError, match=r"lang/xx/titles\.toml lacks"):
        _broken(monkeypatch)


def test_titles_are_loaded_once() -> None:
    assert isinstance(titles("fr"), Titles)
    assert titles("fr") is titles("fr")
