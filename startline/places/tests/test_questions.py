"""Coordinates, type-ahead, names of regions and countries, and place names inside a query."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from startline.core.text import words
from startline.places import queries
from startline.places.index.file import connect
from startline.places.rules.sphere import cell_of, cells_within, distance_m, enclosing


@pytest.mark.parametrize(
    ("prefix", "first"),
    [
        ("lisb", "Lisbon"),
        ("Lissab", "Lisbon"),
        ("münch", "Munich"),
        ("são pau", "São Paulo"),
        ("sao pau", "São Paulo"),
        ("東京", "Tokyo"),
        ("서울", "Seoul"),
        ("Мюнх", "Munich"),
        ("new y", "New York City"),
    ],
)
def test_type_ahead_offers_the_best_known_town_first(prefix: str, first: str) -> None:
    assert queries.suggest(prefix)[0].name == first


def test_type_ahead_prefers_a_towns_own_name_and_keeps_the_limit_and_country() -> None:
    assert all(p.name.startswith("L") for p in queries.suggest("l", limit=5))
    assert len(queries.suggest("san", limit=5)) == 5
    assert {p.country for p in queries.suggest("san", country="PT")} == {"PT"}
    assert queries.suggest("") == []
    assert queries.suggest("zzzzqqq") == []


def test_a_town_is_found_again_by_its_number() -> None:
    lisbon = queries.suggest("lisbon")[0]
    assert queries.town(lisbon.geoname_id) == lisbon
    assert queries.town(-1) is None


@pytest.mark.parametrize(
    ("latitude", "longitude", "country", "zone"),
    [
        (38.72, -9.14, "PT", "Europe/Lisbon"),
        (32.65, -16.91, "PT", "Atlantic/Madeira"),
        (37.74, -25.67, "PT", "Atlantic/Azores"),
        (47.56, 7.59, "CH", "Europe/Zurich"),
        (45.92, 6.87, "FR", "Europe/Paris"),
        (37.57, 126.98, "KR", "Asia/Seoul"),
        (33.45, -112.07, "US", "America/Phoenix"),
        (36.10, -115.17, "US", "America/Los_Angeles"),
    ],
)
def test_a_coordinate_has_a_country_and_a_time_zone(
    latitude: float, longitude: float, country: str, zone: str
) -> None:
    found = queries.country_and_region_at(latitude, longitude)
    assert found is not None
    assert found[0] == country
    assert queries.timezone_at(latitude, longitude) == zone


def test_the_nearest_town_is_found_across_the_date_line() -> None:
    west = queries.nearest_town(-16.5, 179.99)
    east = queries.nearest_town(-16.5, -179.99)
    assert west is not None
    assert east is not None
    assert west.place == east.place
    assert abs(west.distance_m - east.distance_m) < 5_000


@pytest.mark.parametrize("latitude", [90.0, -90.0])
def test_the_poles_have_a_nearest_town_but_no_country(latitude: float) -> None:
    near = queries.nearest_town(latitude, 12.0)
    assert near is not None
    assert near.distance_m > 1_000_000
    assert queries.country_and_region_at(latitude, 12.0) is None
    assert queries.timezone_at(latitude, 12.0) == "Etc/GMT-1"


def test_the_open_sea_has_the_nautical_zone() -> None:
    assert queries.timezone_at(0.0, -140.0) == "Etc/GMT+9"
    assert queries.timezone_at(0.0, -25.0 + 30.0 - 5.0) == "Etc/GMT"


@given(st.floats(-89.9, 89.9), st.floats(-180, 180))
@settings(max_examples=40, deadline=None)
def test_no_town_is_nearer_than_the_nearest(latitude: float, longitude: float) -> None:
    near = queries.nearest_town(latitude, longitude, people=200_000)
    assert near is not None
    rows = connect().execute(
        "SELECT latitude / 1000.0, longitude / 1000.0 FROM town WHERE population >= 200000"
    )
    least = min(distance_m(latitude, longitude, *row) for row in rows)
    assert near.distance_m == pytest.approx(least, abs=1)


@given(
    st.floats(-90, 90),
    st.floats(-180, 180),
    st.floats(0, 360),
    st.floats(0, 1),
    st.floats(1, 3_000_000),
)
@settings(max_examples=200, deadline=None)
def test_the_cells_of_a_circle_hold_every_point_of_it(
    latitude: float, longitude: float, bearing: float, share: float, radius: float
) -> None:
    angle, turn = share * radius / 6_371_008.8, math.radians(bearing)
    phi = math.radians(latitude)
    sine = math.sin(phi) * math.cos(angle) + math.cos(phi) * math.sin(angle) * math.cos(turn)
    phi2 = math.asin(max(-1.0, min(1.0, sine)))
    step = math.atan2(
        math.sin(turn) * math.sin(angle) * math.cos(phi),
        math.cos(angle) - math.sin(phi) * math.sin(phi2),
    )
    there = math.degrees(phi2), (longitude + math.degrees(step) + 540) % 360 - 180
    if distance_m(latitude, longitude, *there) <= radius * 0.999:
        cell = cell_of(*there)
        assert any(a <= cell <= b for a, b in cells_within(latitude, longitude, radius))


def test_a_box_over_the_date_line_is_the_narrow_one() -> None:
    south, west, north, east, latitude, longitude, radius = enclosing(
        [(-17.0, 178.0), (-18.0, -179.0)]
    )
    assert (south, north) == (-18.0, -17.0)
    assert (west, east) == (178.0, -179.0)
    assert longitude == pytest.approx(179.5)
    assert radius < 200_000
    assert latitude == -17.5


def test_extents_enclose_their_towns() -> None:
    madeira = queries.extent("PT", "10")
    assert madeira is not None
    assert madeira.radius_m < 60_000
    fiji = queries.extent("FJ")
    assert fiji is not None
    assert fiji.west > fiji.east
    assert queries.extent("XX") is None


@pytest.mark.parametrize(
    ("language", "country", "bavaria", "lisbon"),
    [
        ("en", "Germany", "Bavaria", "Lisbon"),
        ("de", "Deutschland", "Bayern", "Lissabon"),
        ("fr", "Allemagne", "Bavière", "Lisbonne"),
        ("es", "Alemania", "Baviera", "Lisboa"),
        ("it", "Germania", "Baviera", "Lisbona"),
        ("pt", "Alemanha", "Baviera", "Lisboa"),
        ("nl", "Germany", "Bavaria", "Lisbon"),
    ],
)
def test_countries_and_regions_have_names_in_six_languages(
    language: str, country: str, bavaria: str, lisbon: str
) -> None:
    assert queries.country_name("DE", language) == country
    assert queries.region_name("DE", "02", language) == bavaria
    assert queries.region_name("PT", "14", language) == lisbon


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("UK", "GB"), ("USA", "US"), ("Deutschland", "DE"), ("Suíça", "CH"), ("PT", "PT")),
        *(("Espagne", "ES"), ("PRT", "PT"), ("대한민국", "KR"), ("日本", "JP"), ("Holland", "NL")),
    ],
)
def test_countries_are_known_by_many_names(text: str, code: str) -> None:
    assert queries.country_codes(text) == (code,)


def test_every_country_has_a_name_and_an_extent() -> None:
    codes = queries.countries()
    assert len(codes) > 200
    assert all(queries.country_name(code) and queries.extent(code) for code in codes)


@pytest.mark.parametrize(
    ("text", "kind", "code", "length"),
    [
        ("lyon in may", "town", "FR", 1),
        ("new york city marathon", "town", "US", 3),
        ("nyc", "town", "US", 1),
        ("bavaria", "region", "DE", 1),
        ("Bayern", "region", "DE", 1),
        ("Baden-Württemberg trail", "region", "DE", 2),
        ("South Africa", "country", "ZA", 2),
        ("uk", "country", "GB", 1),
        ("Lissabon", "town", "PT", 1),
        ("Freiburg", "town", "DE", 1),
        ("서울 마라톤", "town", "KR", 1),
        ("Toscana", "region", "IT", 1),
        ("Georgia", "country", "GE", 1),
    ],
)
def test_the_longest_place_name_at_a_word_is_found(
    text: str, kind: str, code: str, length: int
) -> None:
    named = queries.find_place_words(words(text))
    assert named is not None
    assert (named.found.kind, named.found.country, named.length) == (kind, code, length)


def test_where_someone_is_decides_what_a_shared_name_means() -> None:
    georgia = queries.find_place_words(["georgia"], country="US")
    assert georgia is not None
    assert (georgia.found.kind, georgia.found.country) == ("region", "US")
    valencia = queries.find_place_words(["valencia"], country="ES")
    assert valencia is not None
    assert valencia.found.country == "ES"


def test_an_odd_other_name_of_a_village_is_not_what_people_mean() -> None:
    chamonix = queries.find_place_words(["chamonix"])
    assert chamonix is not None
    assert chamonix.found.country == "FR"
    tenerife = queries.find_place_words(["tenerife"])
    assert tenerife is not None
    assert tenerife.found.country == "ES"


def test_words_that_are_no_place_are_none() -> None:
    assert queries.find_place_words(["zzzzqqq"]) is None
    assert queries.find_place_words(["races", "near", "lyon"], 3) is None
    assert queries.find_place_words(["2027"]) is None
