"""Countries, seats and regions, and the words that name them."""

from __future__ import annotations

from collections import defaultdict

import pytest

from avviso.errors import DataError
from avviso.knowledge import world as module
from avviso.knowledge.world import SurfaceForm, surface_forms, world

UN_MEMBERS = [
    "AFG",
    "ALB",
    "DZA",
    "AND",
    "AGO",
    "ATG",
    "ARG",
    "ARM",
    "AUS",
    "AUT",
    "AZE",
    "BHS",
    "BHR",
    "BGD",
    "BRB",
    "BLR",
    "BEL",
    "BLZ",
    "BEN",
    "BTN",
    "BOL",
    "BIH",
    "BWA",
    "BRA",
    "BRN",
    "BGR",
    "BFA",
    "BDI",
    "CPV",
    "KHM",
    "CMR",
    "CAN",
    "CAF",
    "TCD",
    "CHL",
    "CHN",
    "COL",
    "COM",
    "COG",
    "COD",
    "CRI",
    "CIV",
    "HRV",
    "CUB",
    "CYP",
    "CZE",
    "DNK",
    "DJI",
    "DMA",
    "DOM",
    "ECU",
    "EGY",
    "SLV",
    "GNQ",
    "ERI",
    "EST",
    "SWZ",
    "ETH",
    "FJI",
    "FIN",
    "FRA",
    "GAB",
    "GMB",
    "GEO",
    "DEU",
    "GHA",
    "GRC",
    "GRD",
    "GTM",
    "GIN",
    "GNB",
    "GUY",
    "HTI",
    "HND",
    "HUN",
    "ISL",
    "IND",
    "IDN",
    "IRN",
    "IRQ",
    "IRL",
    "ISR",
    "ITA",
    "JAM",
    "JPN",
    "JOR",
    "KAZ",
    "KEN",
    "KIR",
    "PRK",
    "KOR",
    "KWT",
    "KGZ",
    "LAO",
    "LVA",
    "LBN",
    "LSO",
    "LBR",
    "LBY",
    "LIE",
    "LTU",
    "LUX",
    "MDG",
    "MWI",
    "MYS",
    "MDV",
    "MLI",
    "MLT",
    "MHL",
    "MRT",
    "MUS",
    "MEX",
    "FSM",
    "MDA",
    "MCO",
    "MNG",
    "MNE",
    "MAR",
    "MOZ",
    "MMR",
    "NAM",
    "NRU",
    "NPL",
    "NLD",
    "NZL",
    "NIC",
    "NER",
    "NGA",
    "MKD",
    "NOR",
    "OMN",
    "PAK",
    "PLW",
    "PAN",
    "PNG",
    "PRY",
    "PER",
    "PHL",
    "POL",
    "PRT",
    "QAT",
    "ROU",
    "RUS",
    "RWA",
    "KNA",
    "LCA",
    "VCT",
    "WSM",
    "SMR",
    "STP",
    "SAU",
    "SEN",
    "SRB",
    "SYC",
    "SLE",
    "SGP",
    "SVK",
    "SVN",
    "SLB",
    "SOM",
    "ZAF",
    "SSD",
    "ESP",
    "LKA",
    "SDN",
    "SUR",
    "SWE",
    "CHE",
    "SYR",
    "TJK",
    "TZA",
    "THA",
    "TLS",
    "TGO",
    "TON",
    "TTO",
    "TUN",
    "TUR",
    "TKM",
    "TUV",
    "UGA",
    "UKR",
    "ARE",
    "GBR",
    "USA",
    "URY",
    "UZB",
    "VUT",
    "VEN",
    "VNM",
    "YEM",
    "ZMB",
    "ZWE",
]
OTHERS = ("VAT", "PSE", "TWN", "XKX", "ESH", "XAB", "XSO", "XNC", "XTR", "XSL", "XNK", "HKG", "GRL")


def index(language: str) -> dict[str, list[SurfaceForm]]:
    found: dict[str, list[SurfaceForm]] = defaultdict(list)
    for form in surface_forms(language):
        found[form.text].append(form)
    return found


def test_every_member_of_the_united_nations_and_every_observer_is_there() -> None:
    assert len(UN_MEMBERS) == 193
    assert set(UN_MEMBERS) | set(OTHERS) <= world().countries.keys()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_states_have_names_adjectives_and_a_capital_in_each_language(language: str) -> None:
    for code in UN_MEMBERS:
        country = world().countries[code]
        assert country.names[language], code
        assert country.adjectives[language], code
        assert country.capitals[language], code


@pytest.mark.parametrize(
    ("language", "text", "code", "kind"),
    [
        ("fr", "Fédération de Russie", "RUS", "name"),
        ("fr", "russes", "RUS", "adjective"),
        ("fr", "Russes", "RUS", "inhabitant"),
        ("fr", "nord-coréenne", "PRK", "adjective"),
        ("fr", "Sud-Coréens", "KOR", "inhabitant"),
        ("fr", "Etats-Unis", "USA", "name"),
        ("fr", "sino-", "CHN", "prefix"),
        ("fr", "Pékin", "CHN", "capital"),
        ("fr", "Erévan", "ARM", "capital"),
        ("fr", "Abou Dhabi", "ARE", "capital"),
        ("fr", "RDC", "COD", "name"),
        ("fr", "Quai d'Orsay", "FRA", "seat"),
        ("fr", "gazaoui", "PSE", "region-adjective"),
        ("fr", "Donbass", "UKR", "region"),
        ("fr", "Arctique", "", "region"),
        ("en", "U.K.", "GBR", "name"),
        ("en", "South Korean", "KOR", "adjective"),
        ("en", "Poles", "POL", "inhabitant"),
        ("en", "Kyiv", "UKR", "capital"),
        ("en", "Kiev", "UKR", "capital"),
        ("en", "White House", "USA", "seat"),
        ("en", "Brussels", "EU", "seat"),
        ("en", "Brussels", "BEL", "capital"),
        ("en", "West Bank", "PSE", "region"),
    ],
)
def test_forms(language: str, text: str, code: str, kind: str) -> None:
    assert (code, kind) in {(form.code, form.kind) for form in index(language)[text]}


def test_case_matters_where_another_case_is_another_word() -> None:
    english, french = index("en"), index("fr")
    assert all(form.case_sensitive for text in ("US", "Turkey", "Polish") for form in english[text])
    assert all(form.case_sensitive for text in ("russe", "Russe", "Vienne", "EAU") for form in french[text])
    assert not any(form.case_sensitive for form in english["Germany"])


def test_forms_stand_once_with_straight_apostrophes() -> None:
    for language in ("fr", "en"):
        forms = surface_forms(language)
        assert len({(form.text, form.code, form.kind) for form in forms}) == len(forms)
        assert not any("’" in form.text or form.text != form.text.strip() for form in forms)


def test_there_are_enough_seats_and_regions() -> None:
    assert len(world().seats) >= 80
    assert {"donbas", "sahel", "south-china-sea", "xinjiang", "gaza-strip"} <= {region.id for region in world().regions}


def test_territories_belong_to_a_state() -> None:
    assert world().sovereign("HKG") == "CHN"
    assert world().sovereign("FRA") == "FRA"
    assert world().disputed("RUS", "UKR")
    assert not world().disputed("FRA", "MYS")


def test_a_wrong_entry_is_refused() -> None:
    with pytest.raises(DataError, match="point"):
        module._country({"code": "ABC", "names": {"en": ["Abc"]}, "point": [120.0, 0.0]})
    with pytest.raises(DataError, match="names"):
        module._seat({"id": "a", "code": "ABC", "point": [0, 0], "names": {"en": "A"}})
    with pytest.raises(DataError, match="no code"):
        module._region({"id": "a", "point": [0, 0], "country": "QQQ"}, {})
