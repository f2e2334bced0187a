"""Danger signs and who may have a plan: 2.1 and 2.3."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from startline.recovery.rules.danger import ALL, BY_ID, SIGNS, WEEKLY, Tier, gate, screens
from startline.recovery.rules.entries import Clearance, Entry, Screen
from startline.recovery.rules.today import Kind, blocked_by, offer
from startline.recovery.tests.make import START, at, computed, make_run, make_screen, make_start

E, S, U, W, A = Tier.EMERGENCY, Tier.TODAY, Tier.DAYS, Tier.WEEKS, Tier.ASIDE
SECTION_2_3 = {
    **dict.fromkeys(("RF01", "RF02", "RF03", "RF04", "RF05", "RF06", "RF07"), E),
    **dict.fromkeys(("RF10", "RF11", "RF12", "RF13", "RF14", "RF15", "RF16", "RF17", "RF18",
                     "RF19", "RF20"), S),
    **dict.fromkeys(("RF21", "RF22", "RF23"), U),
    **dict.fromkeys(("RF30", "RF31", "RF32", "RF33", "RF34", "RF35", "RF36"), W),
}  # fmt: skip
SECTION_2_1 = {"G01": A, "G02": A, "G03": A, "G04": A, "G05": W, "G06": A, "G07": A, "G08": E,
               "G08T": A, "G09": A, "G10": A}  # fmt: skip


@pytest.mark.parametrize(("name", "tier"), {**SECTION_2_3, **SECTION_2_1}.items())
def test_each_sign_alone_gives_its_outcome(name: str, tier: Tier) -> None:
    assert gate([name]).tier is tier
    assert gate([name]).sign == name
    assert gate([], unsure=[name]) == gate([name])


def test_no_sign_is_missing_and_none_is_invented() -> None:
    assert {*SECTION_2_3, *SECTION_2_1} == ALL


@given(st.frozensets(st.sampled_from(sorted(ALL))), st.sampled_from(sorted(ALL)))
def test_no_combination_lowers_a_tier(some: frozenset[str], one: str) -> None:
    assert gate({*some, one}).tier >= max(gate(some).tier, BY_ID[one].tier)


def test_the_questions_fit_on_five_screens_and_each_is_asked_once() -> None:
    asked = [sign.id for screen in screens() for sign in screen]

    assert len(screens()) == 5
    assert sorted(asked) == sorted(ALL)
    assert max(len(screen) for screen in screens()) <= 11


def test_every_red_flag_is_asked_again_each_week() -> None:
    assert set(SECTION_2_3) == WEEKLY


@pytest.mark.parametrize("sign", [sign.id for sign in SIGNS])
def test_every_sign_alone_locks_the_plan(sign: str) -> None:
    log = [Screen(id="first", at=START, asked="first", yes=frozenset({sign})), *make_start()[1:]]
    state = computed(log, at(0, 1))

    # the date of birth in the log answers the question of age better than a tap does
    assert ("danger" in blocked_by(state)) is (sign != "G01")


def test_a_link_to_the_last_days_of_the_entry_is_only_shown_below_an_emergency() -> None:
    assert not gate(["RF01"]).may_show_entry_days
    assert gate(["RF10"]).may_show_entry_days
    assert not gate([]).may_show_entry_days


def test_only_a_look_of_a_clinician_lifts_a_red_flag() -> None:
    log = [*make_start(), make_screen(1, unsure=("RF33",)), make_screen(2)]
    look = Clearance(id="look", at=at(3), cleared_on=at(3).date(), note="Dr Weiss, knee clinic")

    assert "danger" in blocked_by(computed(log, at(3)))
    assert "danger" not in blocked_by(computed([*log, look], at(3, 1)))


@pytest.mark.parametrize(
    "look",
    [
        Clearance(id="look", at=at(3), cleared_on=None, note="Dr Weiss"),
        Clearance(id="look", at=at(3), cleared_on=at(3).date(), note="  "),
        Clearance(id="look", at=at(3), cleared_on=at(9).date(), note="Dr Weiss"),
        Clearance(id="look", at=at(3), cleared_on=at(-9).date(), note="Dr Weiss"),
        Clearance(id="look", at=at(0.5), cleared_on=at(1).date(), note="Dr Weiss"),
    ],
    ids=["no day", "no words", "a day to come", "a day before the sign", "before the sign"],
)
def test_a_clearance_that_does_not_hold_lifts_nothing(look: Clearance) -> None:
    log = [*make_start(), make_screen(1, "RF33"), look]

    assert "danger" in blocked_by(computed(log, at(3, 1)))


def test_a_danger_sign_is_never_edited_away() -> None:
    wrong = make_screen(1, "RF10")
    mended = Screen(id="mended", at=at(1), corrects=wrong.id)

    assert "danger" in blocked_by(computed([*make_start(), wrong, mended], at(2)))


def test_a_sign_that_came_up_after_the_look_stands() -> None:
    look = Clearance(id="look", at=at(3), cleared_on=at(3).date(), note="Dr Weiss")
    log = [*make_start(), make_screen(1, "RF10"), look, make_screen(4, "RF16")]

    assert computed(log, at(5)).danger.raised == ("RF16",)


def test_an_injury_is_lifted_by_answers_after_its_fortnight_and_not_before() -> None:
    def answered(day: float) -> list[Entry]:
        hurt = Screen(id="first", at=START, asked="first", yes=frozenset({"G02"}))
        return [hurt, *make_start()[1:], Screen(id="again", at=at(day), asked="first")]

    assert computed(answered(13), at(15)).danger.raised == ("G02",)
    assert computed(answered(14), at(15)).danger.is_open


@pytest.mark.parametrize(
    ("born_on", "is_young"),
    [(dt.date(2008, 5, 2), True), (dt.date(2008, 5, 1), False), (dt.date(2015, 1, 1), True)],
)
def test_nobody_under_18_gets_a_plan(born_on: dt.date, *, is_young: bool) -> None:
    state = computed(make_start(born_on=born_on), at(0, 1))

    assert (state.danger.raised == ("G01",)) is is_young


def test_a_missing_date_of_birth_is_asked_for() -> None:
    assert "age" in blocked_by(computed(make_start(born_on=None), at(0, 1)))


def test_a_first_plan_needs_the_danger_signs_answered() -> None:
    assert "first_screen" in blocked_by(computed(make_start()[1:], at(0, 1)))


def test_the_danger_signs_are_asked_again_after_a_week_and_after_every_red() -> None:
    red = make_run(2, peak=5)

    assert "weekly_screen" in blocked_by(computed(make_start(), at(7, 1)))
    assert "weekly_screen" not in blocked_by(computed(make_start(), at(6)))
    assert "weekly_screen" in blocked_by(computed([*make_start(), red], at(2, 1)))
    assert "weekly_screen" not in blocked_by(
        computed([*make_start(), red, make_screen(2.1)], at(2, 5))
    )


def test_a_sign_of_the_future_counts_from_now() -> None:
    log = [*make_start(), make_screen(400, "RF01")]

    assert computed(log, at(1)).danger.tier is Tier.EMERGENCY
    assert offer(computed(log, at(1))).kind is Kind.NOTHING
