"""Numbers, answers, moments and layouts, as tables of examples."""

import datetime as dt

import pytest

from startline.raceday.rules.answers import Standing, Why, Word, judge
from startline.raceday.rules.layouts import LAYOUTS, Starter, headers_of, row_of
from startline.raceday.rules.matching import Known, Line, matched
from startline.raceday.rules.numbers import (
    Order,
    Range,
    Runner,
    Scope,
    Worn,
    expected_ms,
    overlaps,
    plan_all,
    plan_listed,
)
from startline.raceday.rules.scans import looks_like_a_code, moment_of, number_in, picked

NOON = dt.datetime(2026, 9, 12, 12, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
SHORT, LONG = 1, 2
ALL = Range(1, 1, 5, None)


def runner(entry: int, race: int = SHORT, **more: object) -> Runner:
    return Runner(entry, race, f"Name {9 - entry}", entry, **more)  # type: ignore[arg-type]  # the fields


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order.ENTERED, {1: 1, 2: 2, 3: 3}),
        (Order.NAME, {3: 1, 2: 2, 1: 3}),
        (Order.SPEED, {2: 1, 3: 2, 1: 3}),
    ],
)
def test_numbers_follow_the_order_that_was_asked_for(
    order: Order, expected: dict[int, int]
) -> None:
    those = [runner(1), runner(2, speed=100), runner(3, speed=200)]

    plan = plan_all(those, [ALL], [], order)

    assert {gift.entry: gift.number for gift in plan.gifts} == expected
    assert plan.conflicts == ()


def test_who_wears_a_number_keeps_it_and_who_took_over_a_place_gets_that_one() -> None:
    those = [runner(1, number=2), runner(2, kept=1), runner(3)]

    plan = plan_all(those, [ALL], [Worn(2, 1, SHORT)], Order.ENTERED)

    assert [(g.entry, g.number, g.is_kept) for g in plan.gifts] == [(2, 1, True), (3, 3, False)]


def test_conflicts_are_named_and_the_rest_is_planned() -> None:
    those = [runner(1, kept=7), runner(2, kept=7), runner(3), runner(4), runner(5, LONG)]

    plan = plan_all(those, [Range(1, 1, 1, SHORT)], [], Order.ENTERED)

    assert [(g.entry, g.number) for g in plan.gifts] == [(1, 7), (3, 1)]
    assert [(c.code, c.number, c.entries) for c in plan.conflicts] == [
        ("kept_taken", 7, (2, 1)), ("range_full", 1, (4,)), ("no_range", None, (5,)),
    ]  # fmt: skip


def test_a_race_that_counts_on_its_own_may_use_the_numbers_of_another() -> None:
    ranges = [Range(1, 1, 9, SHORT, Scope.RACE), Range(2, 1, 9, LONG, Scope.RACE)]

    plan = plan_all([runner(1), runner(2, LONG)], ranges, [], Order.ENTERED)

    assert [(g.number, g.race) for g in plan.gifts] == [(1, SHORT), (1, LONG)]
    assert overlaps(ranges) == []
    assert overlaps([*ranges, ALL]) == [(ranges[0], ALL), (ranges[1], ALL)]


@pytest.mark.parametrize(
    ("pairs", "codes", "given"),
    [
        ([(1, 4), (2, 5)], [], {1: 4, 2: 5}),
        ([(1, 4), (2, 4)], ["twice"], {1: 4}),
        ([(1, 9)], ["taken"], {}),
        ([(1, 4), (1, 5)], ["two_numbers"], {1: 4}),
        ([(1, 0), (2, 1_000_000)], ["too_high", "too_high"], {}),
        ([(8, 4)], ["unknown"], {}),
        ([(3, 5), (1, 9)], [], {3: 5, 1: 9}),  # who wore 9 is on the list, so it is free
    ],
)
def test_a_list_of_numbers_is_checked_against_itself_and_what_is_worn(
    pairs: list[tuple[int, int]], codes: list[str], given: dict[int, int]
) -> None:
    those = {n: runner(n) for n in (1, 2, 3)}

    plan = plan_listed(pairs, those, [ALL], [Worn(9, 3, SHORT)])

    assert [c.code for c in plan.conflicts] == codes
    assert {g.entry: g.number for g in plan.gifts} == given


KNOWN = [
    Known(1, "Inês Carvalho", "ines@example.org", "AAA", "1990-01-01"),
    Known(2, "Rui Matos", "rui@example.org", "BBB", "1980-01-01"),
    Known(3, "Rui Matos", "other@example.org", "CCC", "2001-01-01"),
]


@pytest.mark.parametrize(
    ("line", "entry", "code"),
    [
        (Line(2, "7", name="INES  Carvalho"), 1, ""),
        (Line(2, "#7", reference="bbb"), 2, ""),
        (Line(2, "7.0", name="Rui Matos", born="2001-01-01"), 3, ""),
        (Line(2, "7", name="Rui Matos"), None, "ambiguous"),
        (Line(2, "7", name="Somebody Else"), None, "nobody"),
        (Line(2, "A7", name="Inês Carvalho"), None, "no_number"),
    ],
)
def test_a_row_finds_its_entry_or_says_why_not(line: Line, entry: int | None, code: str) -> None:
    found = matched([line], KNOWN)

    assert found.pairs == (((entry, 7),) if entry else ())
    assert [c.code for c in found.conflicts] == ([code] if code else [])


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("3:45:00", 13_500_000), ("45:30", 2_730_000), ("225", 13_500_000), ("3h45:00", 13_500_000),
        ("", None), (None, None), ("fast", None), (["3:00:00"], None),
    ],
)  # fmt: skip
def test_an_expected_time_is_read_as_people_write_it(answer: object, expected: int | None) -> None:
    assert expected_ms(answer) == expected


@pytest.mark.parametrize(
    ("standing", "word", "why"),
    [
        (Standing("confirmed"), Word.GO, ()),
        (Standing("offered"), Word.GO, ()),
        (Standing("confirmed", is_here_event=False), Word.NO, (Why.OTHER_EVENT,)),
        (Standing("transferred"), Word.NO, (Why.TRANSFERRED,)),
        (Standing("transferred", has_moved=True), Word.NO, (Why.MOVED,)),
        (Standing("withdrawn", is_in=True), Word.NO, (Why.WITHDRAWN,)),
        (Standing("cancelled"), Word.NO, (Why.CANCELLED,)),
        (Standing("deferred"), Word.NO, (Why.DEFERRED,)),
        (Standing("held"), Word.NO, (Why.EXPIRED,)),
        (Standing("confirmed", is_in=True, is_paid=False), Word.WAIT, (Why.HERE,)),
        (Standing("pending", is_paid=False), Word.WAIT, (Why.UNPAID,)),
        (
            Standing("confirmed", lacks_signature=True, lacks_guardian=True, lacks_number=True),
            Word.WAIT, (Why.WAIVER, Why.GUARDIAN, Why.NO_NUMBER),
        ),
        (Standing("confirmed", proofs=("accepted", "given")), Word.WAIT, (Why.ELIGIBILITY,)),
        (Standing("confirmed", proofs=("",)), Word.WAIT, (Why.ELIGIBILITY,)),
        (Standing("confirmed", proofs=("refused",)), Word.WAIT, (Why.REFUSED,)),
        (Standing("confirmed", proofs=("accepted",)), Word.GO, ()),
    ],
)  # fmt: skip
def test_the_desk_says_go_wait_or_no_and_why(
    standing: Standing, word: Word, why: tuple[Why, ...]
) -> None:
    said = judge(standing)

    assert (said.word, said.why) == (word, why)


def test_paper_replaces_a_signature_but_no_payment() -> None:
    unsigned = Standing("confirmed", lacks_signature=True, lacks_guardian=True)
    owing = Standing("pending", is_paid=False, lacks_signature=True)

    assert judge(unsigned, seen_on_paper=True).word is Word.GO
    assert judge(owing, seen_on_paper=True).why == (Why.UNPAID,)


@pytest.mark.parametrize(
    ("device", "expected"),
    [
        (None, NOON),
        (NOON - 60 * MINUTE, NOON - 60 * MINUTE),  # an hour late
        (NOON + MINUTE, NOON),  # a little fast
        (NOON + 60 * MINUTE, NOON),  # a wrong clock
        (NOON - 600 * MINUTE, NOON),  # before there was a desk
    ],
)
def test_a_device_is_believed_where_its_time_is_possible(
    device: dt.datetime | None, expected: dt.datetime
) -> None:
    made = NOON - 300 * MINUTE

    assert moment_of(device, received_at=NOON, desk_made_at=made) == expected


@pytest.mark.parametrize(
    ("text", "number", "entry", "code"),
    [
        ("1147", 1147, None, False), (" #7 ", 7, None, False), ("entry:12", None, 12, True),
        ("entry:²", None, None, True), ("Inês Carvalho", None, None, False),
        ("https://example.org/x", None, None, True), ("x" * 43, None, None, True),
        ("9" * 12, None, None, False), ("O'Hara-Smith", None, None, False),
    ],
)  # fmt: skip
def test_a_text_is_a_number_a_choice_a_code_or_a_name(
    text: str, number: int | None, entry: int | None, code: bool
) -> None:
    assert (number_in(text), picked(text), looks_like_a_code(text)) == (number, entry, code)


ONE = Starter(
    1, 7, "Inês", "Carvalho", "f", dt.date(1990, 2, 1), 36, "PT", "Clube", "Half", "17:30",
    "REF", NOON,
)  # fmt: skip


@pytest.mark.parametrize(
    ("layout", "headers", "cells"),
    [
        ("plain", ["bib", "first name", "last name"], ["7", "Inês", "Carvalho", "F", "1990-02-01"]),
        ("race_result", ["Bib", "Lastname", "Firstname"], ["7", "Carvalho", "Inês", "F"]),
        ("runsignup", ["Registration ID", "Event"], ["REF", "Half", "Inês", "Carvalho", "F"]),
        ("ultrasignup", ["distance", "first", "last"], ["Half", "Inês", "Carvalho", "36"]),
        ("racedb", ["Bib", "Last Name", "First Name"], ["7", "Carvalho", "Inês", "1990-02-01"]),
    ],
)  # fmt: skip
def test_each_layout_has_the_columns_its_program_reads(
    layout: str, headers: list[str], cells: list[str]
) -> None:
    assert headers_of(layout)[: len(headers)] == headers
    assert row_of(layout, ONE)[: len(cells)] == cells
    assert set(LAYOUTS) == {"plain", "race_result", "runsignup", "ultrasignup", "racedb"}
