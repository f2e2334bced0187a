"""Scores, bases, groups and marks, as lists of examples."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from startline.reviews.rules.asked import Asked, asked_from
from startline.reviews.rules.being import (
    Evidence,
    Who,
    basis_of,
    is_adult,
    marks_of,
    plain_address,
    signature,
    was_at_the_back,
)
from startline.reviews.rules.bursts import is_burst
from startline.reviews.rules.privacy import basis_shown, groups_shown
from startline.reviews.rules.scores import (
    PRIOR_MEAN,
    PRIOR_WEIGHT,
    Said,
    bayesian,
    figures,
    means,
    share_of_yes,
)
from startline.reviews.rules.words import Basis

SECRET = b"secret"
REVIEWS = st.lists(st.integers(1, 5), min_size=1, max_size=200)


@pytest.mark.parametrize(
    ("status", "is_in", "basis"),
    [
        ("", False, Basis.ENTERED), ("", True, Basis.STARTED), ("dns", False, Basis.ENTERED),
        ("dns", True, Basis.ENTERED), ("dnf", False, Basis.STARTED), ("dsq", True, Basis.STARTED),
        ("finished", False, Basis.FINISHED), ("finished", True, Basis.FINISHED),
    ],
)  # fmt: skip
def test_a_result_has_the_last_word_and_a_check_in_stands_for_a_start(
    status: str, is_in: bool, basis: Basis
) -> None:
    assert basis_of(Evidence(status, is_in)) is basis


@pytest.mark.parametrize(
    ("evidence", "is_back"),
    [
        (Evidence("finished", place=75, finishers=100), False),
        (Evidence("finished", place=76, finishers=100), True),
        (Evidence("finished", place=3, finishers=3), True),
        (Evidence("finished", place=None, finishers=100), False),
        (Evidence("dnf", finishers=100), True), (Evidence("dsq"), False),
        (Evidence("dns"), False), (Evidence(is_checked_in=True), False),
    ],
)  # fmt: skip
def test_the_last_quarter_and_who_did_not_finish_ran_at_the_back(
    evidence: Evidence, is_back: bool
) -> None:
    assert was_at_the_back(evidence) is is_back


@pytest.mark.parametrize(
    ("overall", "score", "average", "spread"),
    [
        ([5], 333, 500, 0),  # (15 + 5) / 6
        ([1], 267, 100, 0),  # (15 + 1) / 6
        ([5, 5], 357, 500, 0),  # (15 + 10) / 7
        ([4, 5, 3, 4], 344, 400, 71),  # (15 + 16) / 9
        ([5] * 20, 460, 500, 0),  # (15 + 100) / 25
        ([1] * 10 + [5] * 10, 300, 300, 200),
    ],
)
def test_the_score_is_its_formula(
    overall: list[int], score: int, average: int, spread: int
) -> None:
    found = figures([Said(value) for value in overall])

    assert found is not None
    assert (found.score, found.average, found.spread) == (score, average, spread)
    assert (found.n, sum(found.stars)) == (len(overall), len(overall))


@given(REVIEWS)
def test_a_score_lies_between_the_middle_and_the_average(overall: list[int]) -> None:
    found = figures([Said(value) for value in overall])

    assert found is not None
    low, high = sorted((100 * PRIOR_MEAN, found.average))
    assert low <= found.score <= high
    exact = (PRIOR_MEAN * PRIOR_WEIGHT + sum(overall)) / (PRIOR_WEIGHT + len(overall))
    assert abs(found.score / 100 - exact) <= 0.005001


@given(REVIEWS, st.integers(1, 5))
def test_a_better_review_never_lowers_a_score_nor_a_worse_one_lifts_it(
    overall: list[int], one: int
) -> None:
    before = bayesian(sum(overall), len(overall))
    after = bayesian(sum(overall) + one, len(overall) + 1)

    assert after >= before if 100 * one >= before else after <= before


def test_nobody_counted_is_no_figure() -> None:
    assert figures([]) is None


def test_the_last_quarter_is_a_figure_from_three_who_answered() -> None:
    there = {"cutoff": "yes", "food": "no", "medal": "yes", "marshals": ""}
    back = Said(4, is_back=True, answers=there)
    front = Said(4, answers={"food": "no"})
    silent = Said(4, is_back=True, answers=dict.fromkeys(there, ""))

    two = figures([back, back, front, silent])
    three = figures([back, back, back, front, silent])

    assert two is not None
    assert three is not None
    assert (two.back, two.back_n) == (None, 2)
    assert (three.back, three.back_n) == (67, 3)
    assert share_of_yes([{"food": "no"}, {"food": "yes"}]) == 50


def test_means_leave_out_what_did_not_apply() -> None:
    rows = [{"swag": 5, "aid": None}, {"swag": 4, "aid": None}, {"swag": None, "aid": 2}]

    assert means(rows, ("swag", "aid", "course")) == {"swag": 450, "aid": 200}


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"f": 5, "m": 5}, ["f", "m"]), ({"f": 4, "m": 9}, []), ({"f": 5, "m": 9, "x": 1}, []),
        ({"f": 5, "m": 3, "x": 2}, ["f"]), ({}, []),
    ],
)  # fmt: skip
def test_a_group_is_shown_if_it_and_the_rest_are_large_enough(
    sizes: dict[str, int], shown: list[str]
) -> None:
    assert groups_shown(sizes) == shown


def test_the_only_one_who_did_not_finish_is_not_pointed_at() -> None:
    assert basis_shown(Basis.STARTED, 5, 9) == ("started", True)
    assert basis_shown(Basis.STARTED, 1, 5) == ("started", False)
    assert basis_shown(Basis.STARTED, 1, 4) == ("", False)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann+race@Example.org", "ann@example.org"), ("a.n.n@gmail.com", "ann@gmail.com"),
    ],
)  # fmt: skip
def test_two_spellings_of_an_address_are_one(one: str, other: str) -> None:
    assert plain_address(one) == plain_address(other)


def test_people_are_known_again_by_any_thing_they_share() -> None:
    born = dt.date(1990, 1, 1)
    one = Who(user=1, entry=5, email="ann+1@example.org", name="Zoë Lee", born_on=born)
    same_name = Who(user=2, entry=6, email="other@example.org", name="ZOE LEE", born_on=born)
    same_address = Who(user=3, email="ann@example.org")
    other = Who(user=4, entry=7, email="else@example.org", name="Zoë Lee")

    mine = set(marks_of(one, SECRET))
    assert mine & set(marks_of(same_name, SECRET))
    assert mine & set(marks_of(same_address, SECRET))
    assert not mine & set(marks_of(other, SECRET))
    assert not mine & set(marks_of(one, b"another secret"))


def test_a_signature_is_a_first_name_and_an_initial_of_adults_who_want_it() -> None:
    assert signature("Zoë", "Lee", is_named=True, is_adult=True) == "Zoë L."
    assert signature("Zoë", "", is_named=True, is_adult=True) == "Zoë"
    assert signature("Zoë", "Lee", is_named=False, is_adult=True) == ""
    assert signature("Zoë", "Lee", is_named=True, is_adult=False) == ""
    assert not is_adult(dt.date(2008, 9, 13), dt.date(2026, 9, 12))
    assert is_adult(dt.date(2008, 9, 12), dt.date(2026, 9, 12))


def test_a_wave_is_more_than_ten_or_a_tenth_of_the_field_within_an_hour() -> None:
    assert [is_burst(n, 50) for n in (9, 10)] == [False, True]
    assert [is_burst(n, 1000) for n in (99, 100)] == [False, True]


def test_an_address_of_a_list_is_read_as_far_as_it_is_understood() -> None:
    told = {"stars": "9", "basis": "dreamt", "sort": "low", "edition": "2026"}

    assert asked_from(told) == Asked(edition="2026", sort="low")
    assert asked_from({"stars": "5", "basis": "finished"}) == Asked(basis="finished", stars=5)
