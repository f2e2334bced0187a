"""Which races come first for which words."""

from pathlib import Path

import pytest

from startline.discovery.index.query import Near, Query
from startline.discovery.index.ranking import TIERS
from startline.discovery.tests.make_rows import TODAY, make_engine, make_row


def test_the_whole_name_comes_before_a_phrase_before_scattered_words(tmp_path: Path) -> None:
    rows = (
        make_row(1, "Marathon around Berlin"),
        make_row(2, "Great Berlin Marathon Weekend"),
        make_row(3, "Berlin Marathon"),
    )

    hits = make_engine(tmp_path, *rows).search(Query(text="berlin marathon")).hits

    assert [(hit.event_id, TIERS[hit.tier]) for hit in hits] == [
        (3, "whole name"),
        (2, "phrase of the name"),
        (1, "exact, name"),
    ]


def test_the_name_comes_before_the_place_before_the_organizer(tmp_path: Path) -> None:
    rows = (
        make_row(1, "Lake Run", organizers=("Bern Sports",)),
        make_row(2, "City Run", places=("Bern",)),
        make_row(3, "Run of Bern"),
    )

    hits = make_engine(tmp_path, *rows).search(Query(text="bern")).hits

    assert [hit.event_id for hit in hits] == [3, 2, 1]


def test_exact_words_come_before_words_that_only_begin_like_this(tmp_path: Path) -> None:
    rows = (
        make_row(1, "Berliner Halbmarathon", popularity=9_000),
        make_row(2, "Marathon of Berlin"),
    )

    hits = make_engine(tmp_path, *rows).search(Query(text="berlin", last_is_prefix=True)).hits

    assert [hit.event_id for hit in hits] == [2, 1]


def test_a_known_word_is_taken_at_its_word(tmp_path: Path) -> None:
    engine = make_engine(tmp_path, make_row(1, "Bern Run"), make_row(2, "Berg Run"))

    answer = engine.search(Query(text="bern"))

    assert [hit.event_id for hit in answer.hits] == [1]
    assert answer.spelling == {}


def test_an_unknown_word_is_read_as_its_near_spelling(tmp_path: Path) -> None:
    engine = make_engine(tmp_path, make_row(1, "Zürich Marathon"), make_row(2, "Ridge 50K"))

    answer = engine.search(Query(text="zurich marathn"))

    assert [hit.event_id for hit in answer.hits] == [1]
    assert answer.spelling == {"marathn": ("marathon",)}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("halbmaratohnn", [1]),  # two slips in a long word
        ("ridgx", [2]),  # one slip
        ("rigxe", []),  # two slips in a short word
        ("rdg", []),  # short words are taken at their word
        ("51k", []),  # numbers too
    ],
)
def test_slips_are_forgiven_by_the_length_of_the_word(
    tmp_path: Path, typed: str, found: list[int]
) -> None:
    engine = make_engine(tmp_path, make_row(1, "Halbmarathon"), make_row(2, "Ridge 50K"))

    assert [hit.event_id for hit in engine.search(Query(text=typed)).hits] == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("서울마라톤", [1]),
        ("서울마라돈", [1]),  # another sign
        ("서울라마톤", [1]),  # two swapped
        ("울마라톤", [1]),  # a part of the name
        ("국재마라톤대회", [2]),  # a slip in a part of the name: most of its pairs are there
        ("대구국제마톤", [2]),  # one sign missing, and the rest of the name too
        ("대전울산국제", []),
    ],
)
def test_a_slip_in_a_script_without_spaces_is_forgiven(
    tmp_path: Path, typed: str, found: list[int]
) -> None:
    engine = make_engine(tmp_path, make_row(1, "서울마라톤"), make_row(2, "대구국제마라톤대회"))

    assert [hit.event_id for hit in engine.search(Query(text=typed)).hits] == found


def test_an_exact_name_comes_before_one_that_is_nearly_so(tmp_path: Path) -> None:
    rows = (make_row(1, "서울마라돈", popularity=99), make_row(2, "서울마라톤"))

    hits = make_engine(tmp_path, *rows).search(Query(text="서울마라톤", widen=True)).hits

    assert [hit.event_id for hit in hits] == [2, 1]


def test_words_known_but_never_together_are_widened(tmp_path: Path) -> None:
    engine = make_engine(tmp_path, make_row(1, "Boton Walk"), make_row(2, "Boston Marathon"))

    assert [hit.event_id for hit in engine.search(Query(text="boton marathon")).hits] == [2]


def test_of_equal_matches_the_certain_then_the_popular_then_the_near_come_first(
    tmp_path: Path,
) -> None:
    rows = (
        make_row(1, day=TODAY - 1, certainty="confirmed", seen_on=TODAY, popularity=99),
        make_row(2, day=TODAY + 9, certainty="expected", seen_on=TODAY, popularity=99),
        make_row(3, day=TODAY + 9, certainty="confirmed", seen_on=TODAY, latitude=1, longitude=0),
        make_row(4, day=TODAY + 9, certainty="confirmed", seen_on=TODAY, latitude=2, longitude=0),
        make_row(5, day=TODAY + 9, certainty="confirmed", seen_on=TODAY, popularity=99),
        make_row(6, day=TODAY + 9, certainty="confirmed", seen_on=TODAY - 900, popularity=99),
    )

    hits = make_engine(tmp_path, *rows).search(Query(text="ridge", near=Near(2.0, 0.0))).hits

    assert [hit.event_id for hit in hits] == [5, 4, 3, 6, 2, 1]


def test_expected_dates_come_after_all_named_ones_when_asked(tmp_path: Path) -> None:
    rows = (
        make_row(1, day=TODAY + 1, certainty="expected"),
        make_row(2, day=TODAY + 3, certainty="announced"),
        make_row(3, day=TODAY + 2, certainty="confirmed"),
        make_row(4, certainty="confirmed"),
    )
    engine = make_engine(tmp_path, *rows)

    plain = engine.search(Query(sort="date")).hits
    named = engine.search(Query(sort="date", confirmed_first=True)).hits

    assert [hit.event_id for hit in plain] == [1, 3, 2, 4]
    assert [hit.event_id for hit in named] == [3, 2, 4, 1]
