from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from babel.core import get_global

from avviso.errors import DataError
from avviso.knowledge import registry as module
from avviso.knowledge.registry import CODE, RegistryForm, first_day, last_day, registry, surface_forms, surname_forms
from avviso.records import ActorKind

COUNTRIES = {code for code in get_global("territory_aliases") if len(code) == 3 and code.isalpha()} | {"XKX"}


def bearers(language: str, text: str) -> list[RegistryForm]:
    return [form for form in surface_forms(language) if form.text == text]


def codes(language: str, text: str) -> list[str]:
    return [form.code for form in bearers(language, text)]


def test_counts() -> None:
    by_prefix = Counter(key.split(":")[0] for key in registry().actors)
    assert by_prefix["org"] >= 200
    assert by_prefix["group"] >= 180
    assert by_prefix["person"] >= 6500
    assert by_prefix["media"] >= 260
    kinds = Counter(actor.kind for actor in registry().actors.values())
    assert kinds[ActorKind.ARMED_GROUP] + kinds[ActorKind.PARTY] >= 180


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_form_of_several_actors_is_marked(language: str) -> None:
    table: dict[str, set[RegistryForm]] = defaultdict(set)
    for form in surface_forms(language):
        table[form.text.casefold()].add(form)
    for text, forms in table.items():
        loose = [form for form in forms if not form.case_sensitive]
        for form in forms:
            rivals = {rival.code for rival in (forms if not form.case_sensitive else [*loose, *(f for f in forms if f.text == form.text)])}
            assert len(rivals) == 1 or form.ambiguous, f"{text}: {sorted(rivals)}"


def test_codes_are_countries_or_acronyms() -> None:
    for key, actor in registry().actors.items():
        assert actor.code and CODE.fullmatch(actor.code), key
        base, _, role = actor.code.partition(":")
        country = registry().countries[key]
        assert country is None or country in COUNTRIES, key
        if role and base not in {"EU", "RUS"}:
            assert base in COUNTRIES, key
        if base in COUNTRIES and actor.kind is not ActorKind.PERSON:
            assert country is not None, f"{key}: {base} is a country's code"


def test_no_acronym_is_a_country_by_accident() -> None:
    for key, actor in registry().actors.items():
        if key.startswith("org:") and actor.code in COUNTRIES:
            assert registry().countries[key] == actor.code or key == "org:ait", key


def test_dates_are_ordered() -> None:
    for key, tenures in registry().tenures.items():
        starts = [first_day(tenure.start) for tenure in tenures if tenure.start]
        assert all(before <= after for before, after in pairwise(starts)), key
        assert all(start < date(2100, 1, 1) for start in starts), key
    for key, earlier in registry().earlier.items():
        ends = [last_day(until) for _, until in earlier]
        assert ends == sorted(ends) and len(ends) == len(set(ends)), key


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        ("fr", "Otan", "NATO"),
        ("fr", "ONU", "UN"),
        ("en", "UN Security Council", "UN"),
        ("fr", "Conseil de sécurité", "UN"),
        ("fr", "Ligue arabe", "LAS"),
        ("fr", "Cédéao", "ECOWAS"),
        ("fr", "CPI", "ICC"),
        ("en", "WHO", "WHO"),
        ("fr", "OMS", "WHO"),
        ("fr", "AIEA", "IAEA"),
        ("en", "European Commission", "EU"),
        ("en", "HRW", "HRW"),
        ("fr", "CICR", "ICRC"),
        ("fr", "houthis", "YEM:REB"),
        ("fr", "Houthis", "YEM:REB"),
        ("en", "Hezbollah", "LBN:REB"),
        ("fr", "Daech", "ISIS"),
        ("fr", "FSR", "SDN:REB"),
        ("fr", "gardiens de la révolution", "IRN:MIL"),
        ("fr", "Poutine", "RUS"),
        ("en", "Putin", "RUS"),
        ("fr", "CCTV", "CHN"),
        ("fr", "Chine nouvelle", "CHN"),
        ("en", "the Guardian", "GBR"),
        ("fr", "António Guterres", "UN"),
        ("fr", "Ahmed al-Charaa", "SYR"),
    ],
)
def test_names(language: str, text: str, code: str) -> None:
    assert codes(language, text) == [code]


def test_case_tells_acronyms_from_words() -> None:
    assert all(form.case_sensitive for form in bearers("en", "WHO"))
    assert not bearers("en", "who") and not bearers("en", "Who")
    assert not bearers("fr", "AU") and codes("en", "AU") == ["AU"]
    assert all(form.case_sensitive for form in surface_forms("fr") if " " not in form.text)
    assert all(form.case_sensitive for form in surface_forms("en") if form.kind is ActorKind.MEDIA)


def test_rsf_depends_on_the_language() -> None:
    assert codes("fr", "RSF") == ["RSF"]
    assert set(codes("en", "RSF")) == {"RSF", "SDN:REB"}
    assert all(form.ambiguous for form in bearers("en", "RSF"))


def test_common_words_are_marked() -> None:
    assert all(form.ambiguous for form in bearers("fr", "Libération"))
    assert bearers("fr", "Libération")[0].name == "Libération"


def test_brackets_tell_namesakes_apart_and_are_not_shown() -> None:
    assert registry().actors["group:labour-uk"].name == "Labour Party"
    assert not [form for form in surface_forms("en") if "(GBR)" in form.text]


def test_other_languages_have_the_forms_of_all() -> None:
    assert codes("sw", "Vladimir Putin") == ["RUS"]
    assert not bearers("sw", "Poutine")


@pytest.mark.parametrize(
    ("person", "day", "office", "code"),
    [
        ("vladimir-putin", date(2010, 1, 1), "prime minister", "RUS"),
        ("vladimir-putin", date(2022, 2, 24), "president", "RUS"),
        ("sergei-shoigu", date(2024, 5, 1), "defence minister", "RUS"),
        ("sergei-shoigu", date(2024, 6, 1), "secretary of the security council", "RUS"),
        ("andrei-belousov", date(2026, 1, 27), "defence minister", "RUS"),
        ("bashar-al-assad", date(2025, 1, 1), None, "SYR"),
        ("antonio-costa", date(2024, 8, 1), None, "PRT"),
        ("antonio-costa", date(2025, 1, 1), "president of the European Council", "EU"),
        ("mark-rutte", date(2020, 1, 1), "prime minister", "NLD"),
        ("mark-rutte", date(2025, 1, 1), "secretary-general", "NATO"),
        ("donald-trump", date(2022, 1, 1), None, "USA"),
        ("mark-carney", date(2016, 1, 1), "central bank governor", "GBR"),
        ("chrystia-freeland", date(2021, 6, 1), "finance minister", "CAN"),
        ("tom-cotton", date(2020, 1, 1), "legislator", "USA:LEG"),
        ("martin-griffiths", date(2022, 1, 1), "under-secretary-general", "UN"),
        ("saleh-kebzabo", date(2020, 1, 1), "opposition leader", "TCD:OPP"),
        ("saleh-kebzabo", date(2023, 6, 1), "prime minister", "TCD"),
    ],
)
def test_offices_and_codes_have_their_time(person: str, day: date, office: str | None, code: str) -> None:
    assert registry().office_at(f"person:{person}", day) == office
    assert registry().code_at(f"person:{person}", day) == code


def test_rebels_become_governments() -> None:
    assert registry().code_at("group:taliban", date(2012, 1, 1)) == "AFG:REB"
    assert registry().code_at("group:taliban", date(2023, 1, 1)) == "AFG"
    assert registry().code_at("org:un", date(2023, 1, 1)) == "UN"
    assert registry().code_at("org:nothing", date(2023, 1, 1)) is None
    assert registry().office_at("person:nobody", date(2023, 1, 1)) is None


def test_surnames_follow_the_order_of_the_name() -> None:
    texts = {(form.text, form.name) for form in surname_forms("en")}
    assert ("Dong", "Dong Jun") in texts and ("Jun", "Dong Jun") not in texts
    assert ("Rubio", "Marco Rubio") in texts
    assert ("von der Leyen", "Ursula von der Leyen") in texts
    assert ("Choïgou", "Sergei Shoigu") in {(form.text, form.name) for form in surname_forms("fr")}


@pytest.mark.parametrize(
    ("partial", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-02-03", date(2024, 2, 3), date(2024, 2, 3)),
    ],
)
def test_partial_dates(partial: str, first: date, last: date) -> None:
    assert (first_day(partial), last_day(partial)) == (first, last)


KING = 'offices = ["king"]\n[[person]]\nid = "x"\nname = "A B"\ncountry = "FRA"\n'


@pytest.mark.parametrize(
    ("file", "entry", "complaint"),
    [
        ("organisations", '[[actor]]\nid = "x"\ncode = "x y"\nkind = "organisation"\nname = "X"', "no code"),
        ("organisations", '[[actor]]\nid = "x"\ncode = "X1"\nkind = "club"\nname = "X"', "no kind"),
        ("organisations", '[[actor]]\nid = "x"\ncode = "X1"\nkind = "group"', "lacks name"),
        ("organisations", '[[actor]]\nid = "x"\ncode = "X1"\nkind = "group"\nname = "X"\ncountry = "xx"', "no country code"),
        ("organisations", '[[actor]]\nid = "x"\ncode = "X1"\nkind = "group"\nname = "X"\nnotes = "?"', "neither a field nor a language"),
        ("organisations", '[[actor]]\nid = "x"\ncode = "X1"\nkind = "group"\nname = "X"\nfr = "X"', "no list of names"),
        ("organisations", '[[actor]]\nid = "x"\ncode = "X1"\nkind = "group"\nname = "X"\n' * 2, "twice"),
        ("groups", '[[actor]]\nid = "x"\ncode = "X1"\nkind = "group"\nname = "X"\nearlier = [{ code = "X2" }]', "lacks to"),
        ("leaders", '[[person]]\nid = "x"\nname = "A B"\ncountry = "FRA"\nfr = ["B"]', "stands alone"),
        ("leaders", '[[person]]\nid = "x"\nname = "A B"', "neither code nor country"),
        ("leaders", '[[person]]\nid = "x"\nname = "A B"\ncountry = "FRA"\noffices = [{ office = "tsar" }]', "not among the offices"),
        ("leaders", KING + 'offices = [{ office = "king", from = "2024-13" }]', "no date"),
        ("leaders", KING + 'offices = [{ office = "king", from = "2024", to = "2020" }]', "ends before"),
        ("groups", "[[actor", "groups.toml"),
    ],
)
def test_wrong_data_are_named(file: str, entry: str, complaint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "world").mkdir()
    for name in ("organisations", "groups", "leaders"):
        (tmp_path / "world" / f"{name}.toml").write_text(entry if name == file else "", encoding="utf-8")
    monkeypatch.setattr(module, "DATA", tmp_path)
    with pytest.raises(DataError, match=complaint):
        registry.__wrapped__()
