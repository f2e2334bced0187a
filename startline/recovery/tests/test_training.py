"""Full training again: each line of 2.9 by itself, met, not met and not said."""

from typing import Any

import pytest

from startline.recovery.rules.entries import Entry, Review, Strength, Trial
from startline.recovery.rules.racing import FULL_TRAINING
from startline.recovery.rules.training import full_training
from startline.recovery.tests.make import at, computed, make_screen, make_start, session

NOW = at(29)


def found(*lines: Entry, **said: Any) -> dict[str, bool | None]:
    """The list for someone who ran 100 minutes in a usual week."""
    log = [*make_start(week_min=100, **said), *lines, make_screen(28.9)]
    return full_training(computed(sorted(log, key=lambda line: line.at), NOW))


def runs(minutes: int, **last: Any) -> list[Entry]:
    """Three runs in each of four weeks; `last` changes the last one."""
    days = [2 + 7 * week + 2 * number for week in range(4) for number in range(3)]
    plain = [line for day in days[:-1] for line in session(day, minutes)]
    return [*plain, *session(days[-1], minutes, **last)]


def trial(name: str, amount: int | None, peak: int | None = 0) -> Trial:
    return Trial(id=f"{name} {amount}", at=at(20), name=name, amount=amount, peak=peak)


def test_2_9_without_a_word_nothing_is_met() -> None:
    assert list(found()) == list(FULL_TRAINING)
    assert True not in found().values()


@pytest.mark.parametrize(
    ("lines", "met"),
    [
        (runs(30), True), (runs(29), False), (runs(30, peak=4), False), (runs(30, peak=3), True),
        (runs(30, step_down=None), None), (runs(30)[9:], False),
    ],
)  # fmt: skip
def test_2_9_four_weeks_of_ninety_percent_without_a_red(
    lines: list[Entry], *, met: bool | None
) -> None:
    assert found(*lines)["weeks"] is met


def test_2_9_two_ambers_in_a_week_are_one_too_many() -> None:
    lines = [*runs(30)[:-6], *session(25, 30, peak=3), *session(27, 30, peak=3)]

    assert found(*lines)["weeks"] is False


def test_2_9_without_a_usual_week_the_weeks_are_not_said() -> None:
    log = [*make_start(week_min=None), *runs(30), make_screen(28.9)]

    assert full_training(computed(log, NOW))["weeks"] is None


@pytest.mark.parametrize(
    ("name", "tries", "met"),
    [
        ("step_down", [("step_down_20", 20, 1)], True),
        ("step_down", [("step_down_20", 19, 0)], False),
        ("step_down", [("step_down_20", 20, 2)], False),
        ("step_down", [("step_down_20", 20, None)], None),
        ("sides", [("sides_percent", 90, 0), ("hop_distance", 90, 0)], True),
        ("sides", [("sides_percent", 89, 0), ("hop_distance", 100, 0)], False),
        ("sides", [("sides_percent", 100, 0)], None),
        ("sides", [("hop_distance", 89, 0)], False),
    ],
)  # fmt: skip
def test_2_9_what_is_tried(
    name: str, tries: list[tuple[str, int, int | None]], *, met: bool | None
) -> None:
    assert found(*(trial(*one) for one in tries))[name] is met


@pytest.mark.parametrize(
    ("said", "before", "name", "met"),
    [
        ({"confidence": 8}, None, "confidence", True),
        ({"confidence": 7}, None, "confidence", False),
        ({}, None, "confidence", None), ({"akps": 90}, None, "akps", True),
        ({"akps": 80}, 70, "akps", True), ({"akps": 79}, 70, "akps", False), ({}, 70, "akps", None),
    ],
)  # fmt: skip
def test_2_9_what_is_said_in_the_review(
    said: dict[str, Any], before: int | None, name: str, *, met: bool | None
) -> None:
    review = Review(id="review", at=at(28), **said)

    assert found(review, akps=before)[name] is met


@pytest.mark.parametrize(("in_each_week", "met"), [(2, True), (1, False)])
def test_2_9_strength_twice_a_week(in_each_week: int, *, met: bool) -> None:
    lines = [
        Strength(id=f"{week} {n}", at=at(2 + 7 * week + n), peak=0)
        for week in range(4)
        for n in range(in_each_week)
    ]

    assert found(*lines)["strength"] is met
