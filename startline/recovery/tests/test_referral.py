"""When to stop alone and see somebody: each trigger of 2.10 alone."""

from dataclasses import replace
from typing import Any

import pytest

from startline.recovery.rules.entries import Check, Clearance, Review
from startline.recovery.rules.referral import Facts, is_extended, review_day, triggers
from startline.recovery.tests.make import START, at, make_intake


def _facts(day: float, **said: Any) -> Facts:
    quiet = Facts(
        now=at(day), intake=make_intake(worst_daily=5), cleared_at=None, reds=(), stage_since=None,
        high_since=None, checks=(), reviews=(), is_continuous=True,
    )  # fmt: skip
    return replace(quiet, **said)


def _review(day: float, **said: Any) -> Review:
    good = Review(id=f"r{day}", at=at(day), worst_pain=1, change=2, adherence=80, fear=1)
    return replace(good, **said)


def _checks(days: int, **said: Any) -> tuple[Check, ...]:
    return tuple(Check(id=f"c{day}", at=at(day), **said) for day in range(days))


STUCK = {"worst_pain": 5, "change": 0}
ALONE: list[tuple[str, Facts]] = [
    ("week_4", _facts(28, reviews=(_review(28, **STUCK),))),
    ("week_4", _facts(28, reviews=(_review(28, worst_pain=None, change=None, adherence=None),))),
    ("week_4", _facts(43, reviews=(_review(42, **STUCK, adherence=10),))),
    ("reds", _facts(30, reds=(at(3), at(10), at(24)))),
    ("same_stage", _facts(22, stage_since=at(1))),
    ("high", _facts(15, high_since=at(1))),
    ("worst_pain", _facts(7, checks=_checks(7, worst_daily=7))),
    ("painkillers", _facts(14, checks=_checks(14, is_painkiller_day=True))),
    ("week_12", _facts(84, is_continuous=False)),
    ("week_12", _facts(84, intake=make_intake(worst_daily=5, akps=70),
                       reviews=(_review(83, akps=79),))),
    ("recurrences", _facts(1, intake=make_intake(recurrences=2))),
    ("distress", _facts(14, reviews=(_review(14, fear=7),))),
    ("distress", _facts(3, reviews=(_review(3, is_low_mood=True),))),
    ("distress", _facts(1, intake=make_intake(is_low_mood=True))),
]  # fmt: skip


@pytest.mark.parametrize(("trigger", "facts"), ALONE)
def test_2_10_each_trigger_alone_refers(trigger: str, facts: Facts) -> None:
    assert triggers(facts) == (trigger,)


@pytest.mark.parametrize(("trigger", "facts"), ALONE)
def test_a_look_of_a_clinician_lifts_each_trigger(trigger: str, facts: Facts) -> None:
    assert triggers(replace(facts, cleared_at=facts.now)) == (), trigger


@pytest.mark.parametrize(
    "facts",
    [
        _facts(28, reviews=(_review(28),)),
        _facts(28, reviews=(_review(28, worst_pain=3, change=0),)),
        _facts(28, reviews=(_review(28, **STUCK, adherence=69),)),
        _facts(27, reviews=(_review(27, **STUCK),)),
        _facts(40, reds=(at(3), at(10), at(24.1))),
        _facts(21, stage_since=at(1)),
        _facts(14, high_since=at(1)),
        _facts(6, checks=_checks(6, worst_daily=7)),
        _facts(30, checks=(*_checks(8, worst_daily=7), Check(id="x", at=at(8), worst_daily=3))),
        _facts(13, checks=_checks(13, is_painkiller_day=True)),
        _facts(83, is_continuous=False),
        _facts(13, reviews=(_review(13, fear=7),)),
    ],
)
def test_short_of_a_trigger_nobody_is_sent_away(facts: Facts) -> None:
    assert triggers(facts) == ()


def test_a_day_not_answered_does_not_end_a_bad_week() -> None:
    checks = (*_checks(3, worst_daily=8), Check(id="silent", at=at(5)))

    assert triggers(_facts(7, checks=checks)) == ("worst_pain",)


def test_little_done_extends_the_plan_once() -> None:
    lazy = _facts(28, reviews=(_review(28, **STUCK, adherence=40),))
    again = _facts(42, reviews=(_review(28, adherence=40), _review(42, **STUCK, adherence=40)))

    assert is_extended(lazy)
    assert triggers(lazy) == ()
    assert triggers(again) == ("week_4",)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ({}, 28), ({"weeks_since_onset": 53}, 21), ({"akps": 69}, 21), ({"worst_daily": 7}, 21),
        ({"is_both_knees": True}, 21), ({"fear": 7}, 21), ({"is_low_mood": True}, 21),
        ({"recurrences": 2}, 21), ({"weeks_since_onset": 52, "akps": 70}, 28),
    ],
)  # fmt: skip
def test_2_12_markers_bring_the_review_a_week_forward(said: dict[str, Any], day: int) -> None:
    assert review_day(make_intake(START, **said)) == day


def test_a_sentence_without_a_day_is_no_look() -> None:
    assert Clearance(id="x", at=START).cleared_on is None
