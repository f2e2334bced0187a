"""Times, columns, places: tables of examples."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from startline.results.rules.columns import header_row, proposed
from startline.results.rules.figures import bins, drawing
from startline.results.rules.ranking import (
    Bands,
    Basis,
    Places,
    Ranked,
    age_on,
    band_of,
    initials,
    places,
    ranks,
    time_for,
)
from startline.results.rules.rows import Reader, chairs_apart, points, read_rows, years_named
from startline.results.rules.times import TimeWordsError, clock_words, duration_ms, place_of


@pytest.mark.parametrize(
    ("words", "ms"),
    [
        ("3:05:09", 11_109_000), ("3:05:09.5", 11_109_500), ("41:07", 2_467_000),
        ("127.77", 7_666_200), ("85,25", 5_115_000), ("0:59:59", 3_599_000),
        ("46:30:00", 167_400_000),
        ("-", None), ("", None), ("–", None), ("n/a", None),
    ],
)  # fmt: skip
def test_a_time_is_read_however_it_is_written(words: str, ms: int | None) -> None:
    assert duration_ms(words) == ms


@pytest.mark.parametrize("words", ["six hours", "3:65:00", "3:05:99", "1:2:3:4", "-5", "5e3"])
def test_what_is_no_time_is_refused(words: str) -> None:
    with pytest.raises(TimeWordsError):
        duration_ms(words)


@given(st.integers(0, 300 * 3_600_000))
def test_a_written_time_is_read_back(ms: int) -> None:
    assert duration_ms(clock_words(ms)) == ms


@pytest.mark.parametrize(
    ("words", "place"), [("3        / 10", 3), ("12", 12), ("1.", 1), ("-", None), ("0", None)]
)
def test_a_place_stands_before_the_size_of_its_field(words: str, place: int | None) -> None:
    assert place_of(words) == place


def test_ties_share_a_place_and_the_next_is_skipped() -> None:
    assert ranks([("a", 10), ("b", 20), ("c", 20), ("d", 30)]) == {"a": 1, "b": 2, "c": 2, "d": 4}


@given(st.lists(st.integers(0, 50)))
def test_a_place_is_one_more_than_the_number_of_those_in_front(times: list[int]) -> None:
    found = ranks(enumerate(times))

    assert [found[n] for n, _ in enumerate(times)] == [
        1 + sum(other < time for other in times) for time in times
    ]


def test_places_are_counted_overall_by_gender_and_by_category_and_groups_apart() -> None:
    found = places([
        Ranked(1, 100, "m", "40-44"), Ranked(2, 90, "f", "40-44"), Ranked(3, 110, "m", "45-49"),
        Ranked(4, None, "m", "40-44"), Ranked(5, 50, "m", "40-44", group="wheelchair"),
    ])  # fmt: skip

    assert found == {
        1: Places(2, 1, 1), 2: Places(1, 1, 1), 3: Places(3, 2, 1), 4: Places(),
        5: Places(1, 1, 1),
    }  # fmt: skip


def test_the_time_that_counts_is_the_one_the_race_says_or_the_only_one() -> None:
    assert time_for(Basis.NET, gun_ms=20, net_ms=10) == 10
    assert time_for(Basis.GUN, gun_ms=20, net_ms=10) == 20
    assert time_for(Basis.NET, gun_ms=20, net_ms=None) == 20


@pytest.mark.parametrize(
    ("age", "years", "band"),
    [(17, 5, "U18"), (18, 5, "18-39"), (39, 5, "18-39"), (40, 5, "40-44"), (44, 5, "40-44"),
     (79, 5, "75-79"), (80, 5, "80+"), (49, 10, "40-49"), (70, 10, "70-79"), (95, 10, "80+")],
)  # fmt: skip
def test_age_groups(age: int, years: int, band: str) -> None:
    assert band_of(age, Bands(years=years)) == band


def test_the_age_is_that_of_race_day() -> None:
    assert age_on(dt.date(1990, 9, 13), dt.date(2026, 9, 12)) == 35
    assert age_on(dt.date(1990, 9, 12), dt.date(2026, 9, 12)) == 36
    assert age_on(dt.date(2004, 2, 29), dt.date(2026, 2, 28)) == 21


def test_a_minor_is_shown_by_initials() -> None:
    assert initials("Ana-Li van Dyk") == "A. L. V. D."


def test_the_header_may_stand_in_the_third_row() -> None:
    table = [
        ["Ridge 2026"],
        ["Name of the race", ""],
        ["Bib", "Name", "Time"],
        ["1", "Ana", "5:00"],
    ]

    assert header_row(table) == 2


def test_a_division_full_of_places_is_a_place_and_one_full_of_words_a_category() -> None:
    rows = [{"division": "3        / 10", "cat": "M40"}]

    assert proposed(["division", "cat"], rows) == {"division": "category_place", "cat": "category"}
    assert proposed(["division"], [{"division": "M40"}]) == {"division": "category"}


def test_splits_are_known_by_their_distance_or_by_their_instants_and_stand_in_order() -> None:
    found = proposed(
        ["25k", "5k", "half", "Col Ferret", "pace"],
        [{"Col Ferret": "2026-08-30T05:10:46+02:00", "pace": "3.5"}],
    )

    assert found == {
        "25k": "split",
        "5k": "split",
        "half": "split",
        "Col Ferret": "split",
        "pace": "",
    }
    assert points({"25k": "split", "5k": "split", "half": "split"}) == ["5k", "half", "25k"]


FAULTS = [
    ({"Bib": "", "Name": "", "Time": "5:00:00"}, "nobody"),
    ({"Bib": "9", "Name": "A", "Time": "soon"}, "bad_time"),
    ({"Bib": "9", "Name": "A", "Time": "-"}, "no_time"),
    ({"Bib": "9", "Name": "A", "Time": "3:05"}, "too_fast"),
    ({"Bib": "9", "Name": "A", "Time": "5:00:00", "Age": "old"}, "bad_age"),
    ({"Bib": "9", "Name": "A", "Time": "5:00:00", "Age": "²"}, "bad_age"),
    ({"Bib": "9", "Name": "A", "Time": "5:00:00", "Age": "9" * 5000}, "bad_age"),
    ({"Bib": "9", "Name": "A", "Time": "5:00:00", "Status": "maybe"}, "unknown_status"),
]
MAPPING = {"Bib": "bib", "Name": "name", "Time": "gun", "Age": "age", "Status": "status"}


@pytest.mark.parametrize(("cells", "code"), FAULTS, ids=[code for _, code in FAULTS])
def test_a_bad_row_is_named(cells: dict[str, str], code: str) -> None:
    good, bad = read_rows([cells], Reader(MAPPING, distance_m=42_195), first=4)

    assert good == []
    assert [(fault.row, fault.code) for fault in bad] == [(4, code)]


def test_a_bib_that_comes_again_is_named_and_the_first_stays() -> None:
    row = {"Bib": "7", "Name": "A", "Time": "5:00:00"}
    good, bad = read_rows([row, {**row, "Name": "B"}], Reader(MAPPING), first=2)

    assert [one.name for one in good] == ["A"]
    assert [(fault.row, fault.code, fault.words) for fault in bad] == [(3, "bib_twice", "7 B")]


def test_a_word_in_place_of_the_time_says_how_it_ended() -> None:
    good, _ = read_rows([{"Bib": "7", "Name": "A", "Time": "DNF"}], Reader(MAPPING), first=2)

    assert [one.status for one in good] == ["dnf"]


def test_instants_become_times_since_the_gun_and_the_last_is_the_finish() -> None:
    start = dt.datetime(2026, 8, 29, 15, 45, tzinfo=dt.UTC)
    mapping = {"Bib": "bib", "Start": "split", "Col": "split", "End": "split"}
    row = {"Bib": "1", "Start": "2026-08-29T17:45:10+02:00", "Col": "",
           "End": "2026-08-30T17:45:00+02:00"}  # fmt: skip
    good, bad = read_rows(
        [row, {**row, "Bib": "2", "End": ""}], Reader(mapping, starts_at=start), first=2
    )

    assert [(one.splits, one.gun_ms) for one in good] == [
        (((0, 10_000), (2, 86_400_000)), 86_400_000)
    ]
    assert [fault.code for fault in bad] == ["no_time"]


def test_bibs_like_w1_are_wheelchairs_where_men_have_them_too() -> None:
    mapping = {"Bib": "bib", "Sex": "gender"}

    assert chairs_apart([{"Bib": "W1", "Sex": "M"}], mapping)
    assert not chairs_apart([{"Bib": "W1", "Sex": "F"}], mapping)


def test_years_are_found_in_titles_but_not_in_longer_numbers() -> None:
    assert years_named(["Ridge 2025", "id 120263"]) == {2025}


@given(st.lists(st.integers(1, 200 * 3_600_000), min_size=1, max_size=60))
def test_every_finisher_stands_in_one_column_of_at_most_forty(times: list[int]) -> None:
    found = bins(times)

    assert sum(one.n for one in found) == len(times)
    assert drawing(found).path.count("M") == len(found) <= 41
