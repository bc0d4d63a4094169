"""The gazetteer: names to places, the likeliest first."""

from __future__ import annotations

import pytest

from avviso.knowledge.gazetteer import fold, gazetteer


def test_it_is_large_enough() -> None:
    assert len(gazetteer("en")) > 25_000


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Khan Younès", "khanyounes"),
        ("N’Djamena", "ndjamena"),
        ("Port-au-Prince", "portauprince"),
        ("Łódź", "lodz"),
        ("Đà Nẵng", "danang"),
        ("Cœur", "coeur"),
        ("", ""),
        ("—", ""),
    ],
)
def test_fold(name: str, key: str) -> None:
    assert fold(name) == key


@pytest.mark.parametrize(
    ("language", "name", "shown", "country", "lat", "lon"),
    [
        ("fr", "Khan Younès", "Khan Younès", "PSE", 31.3, 34.3),
        ("fr", "khan younes", "Khan Younès", "PSE", 31.3, 34.3),
        ("fr", "El-Fasher", "El-Fasher", "SDN", 13.6, 25.3),
        ("fr", "Avdiïvka", "Avdiïvka", "UKR", 48.1, 37.7),
        ("en", "Avdiivka", "Avdiivka", "UKR", 48.1, 37.7),
        ("fr", "Pékin", "Pékin", "CHN", 39.9, 116.4),
        ("en", "Beijing", "Beijing", "CHN", 39.9, 116.4),
        ("fr", "Kiev", "Kiev", "UKR", 50.4, 30.5),
        ("en", "Kharkov", "Kharkiv", "UKR", 50.0, 36.2),
        ("fr", "Kivu", "Kivu", "COD", -2.5, 28.5),
        ("fr", "détroit d'Ormuz", "détroit d'Ormuz", None, 26.6, 56.2),
        ("fr", "Rafah", "Rafah", "PSE", 31.3, 34.2),
        ("en", "Paris", "Paris", "FRA", 48.9, 2.3),
        ("en", "Georgia", "Georgia", "GEO", 42.0, 43.5),
        ("en", "Kuala Lumpur", "Kuala Lumpur", "MYS", 3.1, 101.7),
        ("fr", "centrale nucléaire de Zaporijjia", "Centrale nucléaire de Zaporijjia", "UKR", 47.5, 34.6),
    ],
)
def test_the_likeliest_place(language: str, name: str, shown: str, country: str | None, lat: float, lon: float) -> None:
    place = gazetteer(language).lookup(name)[0]
    assert (place.name, place.country) == (shown, country)
    assert place.lat == pytest.approx(lat, abs=0.11)
    assert place.lon == pytest.approx(lon, abs=0.11)


def test_namesakes_come_by_falling_weight() -> None:
    places = gazetteer("en")
    countries = [place.country for place in places.lookup("Tripoli")]
    assert countries[:2] == ["LBY", "LBN"]
    weights = [sense.weight for sense in places.senses("springfield")]
    assert len(weights) > 5
    assert weights == sorted(weights, reverse=True)


def test_unknown_names_mean_nothing() -> None:
    places = gazetteer("fr")
    assert places.lookup("Xyzzyville") == ()
    assert places.lookup("") == ()
    assert "Xyzzyville" not in places
    assert "Odessa" in places


def test_every_capital_is_there() -> None:
    from avviso.knowledge.world import world

    missing = [
        (language, capital)
        for language in ("fr", "en")
        for country in world().countries.values()
        if country.part_of is None
        for capital in country.capitals.get(language, ())[:1]
        if country.code not in {place.country for place in gazetteer(language).lookup(capital)}
    ]
    assert missing == []


def test_seats_of_power_are_no_places_to_look_up() -> None:
    assert all(place.country != "USA" or place.precision != "point" for place in gazetteer("en").lookup("Pentagon"))


def test_places_know_their_identity() -> None:
    places = gazetteer("en")
    assert places.lookup("Paris")[0].gazetteer_id == "2988507"
    assert places.lookup("France")[0].gazetteer_id == "3017382"
    assert places.lookup("Strait of Hormuz")[0].gazetteer_id == "region:strait-of-hormuz"
    assert places.lookup("Al-Tanf")[0].gazetteer_id.startswith("avviso:")
    identities = {
        sense.place.gazetteer_id
        for name in ("Rafah crossing", "Erez", "Azovstal", "Snake Island")
        for sense in places.senses(fold(name))[:1]
    }
    assert len(identities) == 4
