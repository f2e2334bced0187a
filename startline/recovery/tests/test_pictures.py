"""Marks stand inside their lanes, in the order of the days, and say what the log says."""

import itertools

import pytest

from startline.recovery.rules.modes import Mode
from startline.recovery.rules.pictures import NARROW, WIDE, Frame, picture
from startline.recovery.rules.report import report
from startline.recovery.tests.make import at, generated, make_start, session


@pytest.mark.parametrize("frame", [WIDE, NARROW])
@pytest.mark.parametrize("seed", range(40))
def test_every_mark_stands_inside_its_lane(frame: Frame, seed: int) -> None:
    drawn = picture(report(*generated(seed)), frame)

    if drawn is None:
        return
    assert [mark.x for mark in drawn.marks] == sorted(mark.x for mark in drawn.marks)
    for mark in drawn.marks:
        assert frame.left <= mark.x <= frame.right
        assert frame.load[0] <= mark.bar_y <= frame.load[1]
        assert frame.stage[0] <= mark.stage_y <= frame.stage[1]
        assert mark.cap_y is None or frame.load[0] <= mark.cap_y <= frame.load[1]
        assert mark.pain_y is None or frame.pain[0] <= mark.pain_y <= frame.pain[1]
    names = [day.x for day in drawn.days]
    assert all(right - left >= 80 for left, right in itertools.pairwise(names))


def test_more_pain_stands_higher_and_more_minutes_stand_taller() -> None:
    log = [*make_start(), *session(1, 8, peak=1), *session(4, 20, peak=3)]

    drawn = picture(report(log, at(6), Mode.COMPUTED), WIDE)

    assert drawn
    mild, sore = drawn.marks
    assert mild.pain_y is not None
    assert sore.pain_y is not None
    assert mild.pain_y > sore.pain_y
    assert mild.bar_height < sore.bar_height
    assert (mild.light, sore.light) == ("green", "amber")


def test_what_was_not_said_is_not_drawn_and_nothing_without_a_run() -> None:
    unsaid = [*make_start(), *session(1, 8, peak=None)]

    drawn = picture(report(unsaid, at(3), Mode.MARKED), NARROW)

    assert drawn
    assert drawn.marks[0].pain_y is None
    assert picture(report(make_start(), at(3), Mode.MARKED), NARROW) is None
