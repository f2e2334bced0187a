"""Distances, climbs and prices of listings, as they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from startline.feeds.rules.distances import (
    climb_in,
    distances_in_name,
    read_climb,
    read_distances,
)
from startline.feeds.rules.prices import read_price, read_prices


@pytest.mark.parametrize(
    ("value", "metres"),
    [
        (10, [10_000]),
        (9.5, [9_500]),
        ("166.9", [166_900]),
        ("17.8km, 9.7km", [17_800, 9_700]),
        ("1,9 km", [1_900]),
        ("42,195 km", [42_195]),
        ("1,000km 팀마라톤", [1_000_000]),
        ("풀/하프", [42_195, 21_098]),
        (["풀", "하프", "10km", "5km"], [42_195, 21_098, 10_000, 5_000]),
        ("MA, HM, 10km", [42_195, 21_098, 10_000]),
        ("50 Miles", [80_467]),
        ("3.1 Miles", [4_989]),
        ("100마일", [160_934]),
        ("15km/35km", [15_000, 35_000]),
        ("4km / 8km / 12km / 24km", [4_000, 8_000, 12_000, 24_000]),
        ("8/4,5 km", [8_000, 4_500]),
        ("37 km / 23 miles", [37_000]),
        ("10km, 5km + 5.5km Walking", [10_000, 5_000, 5_500]),
        ("半程马拉松 (Half Marathon)", [21_098]),
        ("18:00 Uhr - 10km, 5km", [10_000, 5_000]),
        ("4000km", [4_000_000]),
        ("3x1km Staffel", [3_000]),
        ("6950m", [6_950]),
        ("35K", [35_000]),
    ],
)
def test_distances_are_metres(value: object, metres: list[int]) -> None:
    assert [race.distance_m for race in read_distances(value)] == metres


@pytest.mark.parametrize("value", [500, 800, "500", "Varias distancias", "Montaña", "마니아"])
def test_what_is_no_distance_in_kilometres_keeps_the_words(value: object) -> None:
    races = read_distances(value)
    assert [race.distance_m for race in races] == [None]
    assert races[0].distance_note == str(value)


@pytest.mark.parametrize(
    "value", [0, "", None, True, "TBA", "3000명", ["총 2", "917개의 계단"], -5]
)
def test_nothing_is_made_of_nothing(value: object) -> None:
    assert read_distances(value) == ()


def test_legs_of_a_multisport_race_are_one_race() -> None:
    (duathlon,) = read_distances("5/20/3 km")
    assert (duathlon.distance_m, duathlon.sport) == (28_000, "duathlon")
    (triathlon,) = read_distances("750 m/20 km/5 km")
    assert (triathlon.distance_m, triathlon.sport) == (25_750, "triathlon")
    assert triathlon.distance_note == "750 m/20 km/5 km"


def test_labels_name_the_races_that_follow() -> None:
    races = read_distances("Tag 1: 59km (2600hm), 13km (600hm), Tag 2: 38km (800hm)")
    assert [(r.name, r.distance_m, r.climb_m) for r in races] == [
        ("Tag 1", 59_000, 2_600),
        ("Tag 1", 13_000, 600),
        ("Tag 2", 38_000, 800),
    ]


def test_a_climb_after_a_distance_belongs_to_it() -> None:
    (race,) = read_distances("175km Trail, 6200hm")
    assert (race.distance_m, race.climb_m) == (175_000, 6_200)


def test_hours_are_a_duration_and_no_distance() -> None:
    (race,) = read_distances("24h")
    assert (race.distance_m, race.duration_ms, race.format) == (None, 86_400_000, "timed")


def test_half_a_vertical_kilometre_is_five_hundred_metres_up() -> None:
    (race,) = read_distances("1/2 Kilometro Vertical")
    assert (race.distance_m, race.climb_m) == (None, 500)


@pytest.mark.parametrize(
    ("name", "metres"),
    [
        ("2024 AmeriHealth April Fools Half Marathon & 8K", [8_000, 21_098]),
        ("10 km Cidade Templária By Santander 2022", [10_000]),
        ("Meia Maratona Porto 2026", [21_098]),
        ("Maratona de Lisboa", [42_195]),
        ("Ultra Maratona Atlântica", []),
        ("Color Run 890", []),
        ("2026 서울 야간 하프마라톤", [21_098]),
    ],
)
def test_distances_that_a_name_says(name: str, metres: list[int]) -> None:
    assert [race.distance_m for race in distances_in_name(name)] == metres


@pytest.mark.parametrize(
    ("value", "metres"),
    [
        (4520, 4520),
        ("7400m", 7400),
        ("2500 m / 8202 ft", 2500),
        ("1,800 ft", 549),
        ("-9930", 9930),
        ("TBA", None),
        (None, None),
        (0, None),
    ],
)
def test_climbs(value: object, metres: int | None) -> None:
    assert read_climb(value) == metres


def test_climbs_inside_text() -> None:
    assert climb_in("9.8km (950hm)") == 950
    assert climb_in("D+ 1200") == 1200
    assert climb_in("10 km") is None


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("£7.00", (700, "GBP", "")),
        ("15 €", (1500, "EUR", "")),
        ("1.234,50 €", (123450, "EUR", "")),
        ("￥200", (20000, "CNY", "")),
        ("25,000원", (25000, "KRW", "")),
        ("CHF 45.-", (4500, "CHF", "")),
        ("free", None),
        ("12", None),
    ],
)
def test_prices_are_minor_units(text: str, price: tuple[int, str, str] | None) -> None:
    assert read_price(text) == price


def test_a_price_per_distance_keeps_its_label() -> None:
    assert read_prices({"full": "¥200", "half": "¥160"}) == (
        (20000, "CNY", "full"),
        (16000, "CNY", "half"),
    )


@given(st.one_of(st.text(max_size=80), st.floats(), st.integers(), st.lists(st.text(max_size=20))))
def test_any_value_is_read_without_a_fault(value: object) -> None:
    for race in read_distances(value):
        assert race.distance_m is None or 0 < race.distance_m < 20_000_000
        assert len(race.distance_note) <= 120
    read_climb(value)
    read_prices(value, "EUR")


@pytest.mark.parametrize("value", ["1e309 km", "2,5e3 km", "-5 km", "−5 km", "-5", -5, 1e309])
def test_a_minus_or_an_exponent_makes_no_distance(value: object) -> None:
    assert [race.distance_m for race in read_distances(value) if race.distance_m] == []


def test_a_dash_before_a_space_is_a_bullet_and_between_numbers_a_range() -> None:
    assert [race.distance_m for race in read_distances("- 10 km")] == [10_000]
    assert [race.distance_m for race in read_distances("5-10 km")] == [10_000]
