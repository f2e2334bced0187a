"""The report on a log: the same numbers for page and API, words for every code, bad questions."""

import datetime as dt
import json
from dataclasses import replace
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from startline.recovery.content import answers
from startline.recovery.content.questions import FORMS
from startline.recovery.rules.asked import MOST_BYTES, asked
from startline.recovery.rules.entries import KINDS, Confirmed, Entry
from startline.recovery.rules.lights import Light
from startline.recovery.rules.modes import Mode
from startline.recovery.rules.report import Report, report
from startline.recovery.rules.saved import UnreadableLogError, dumped
from startline.recovery.rules.today import Kind
from startline.recovery.tests.make import (
    at,
    generated,
    make_morning,
    make_run,
    make_screen,
    make_start,
    session,
)

NOW = dt.datetime(2026, 5, 1, 10, tzinfo=dt.UTC)


def path_b(**said: Any) -> list[Entry]:
    """Someone on the ladder, whose two walks have opened it."""
    return make_start(tolerance_min=8, **said)


def most(found: Report) -> float:
    return found.caps.run_min if found.caps else 0


def question(log: list[Entry], **more: Any) -> bytes:
    return json.dumps({"log": json.loads(dumped(log)), **more}).encode()


@pytest.mark.parametrize("seed", range(60))
def test_every_code_of_every_report_has_a_sentence(seed: int) -> None:
    log, now, mode = generated(seed)

    found = report(log, now, mode)

    later = found.following.why if found.following else ()
    assert {*found.offer.why, *later} <= answers.WHY.keys()
    assert set(found.change) <= answers.CHANGE.keys()
    assert set(found.state.refer) <= answers.REFER.keys()
    assert found.gates.keys() == answers.GATES.keys()


@pytest.mark.parametrize("seed", range(60))
def test_the_run_behind_a_day_of_rest_is_no_longer_than_the_caps(seed: int) -> None:
    log, now, mode = generated(seed)

    found = report(log, now, mode)

    if found.following and found.following.session:
        assert found.offer.kind is not Kind.NOTHING
        later = report(log, found.following.not_before or now, mode)
        assert found.following.session.running_min <= max(most(later), most(found))


def test_the_plan_moves_only_on_the_tap() -> None:
    log = [*path_b(), make_screen(0.5), make_run(1), make_morning(1)]
    now = at(2.5)

    untapped = report(log, now, Mode.MARKED).last
    tap = Confirmed(id="tap", at=at(2.1), run="run 1", light="green")
    tapped = report([*log, tap], now, Mode.MARKED).last

    assert untapped
    assert tapped
    assert (untapped.marked.light, untapped.light, untapped.is_to_confirm) == (
        Light.GREEN, Light.PENDING, True,
    )  # fmt: skip
    assert (tapped.light, tapped.is_to_confirm) == (Light.GREEN, False)


def test_the_printed_setting_marks_no_row_and_offers_nothing() -> None:
    log = [*path_b(), *session(1, 8, peak=3)]

    found = report(log, at(2.5), Mode.PRINTED)

    assert (found.runs, found.caps, found.programme, found.following) == ((), None, None, None)
    assert found.offer.why[0] == "printed"
    assert [week.minutes for week in found.weeks] == [8]
    assert [week.lights for week in found.weeks] == [()]
    assert set(found.gates.values()) == {None}


def test_a_tap_on_waiting_is_asked_again_once_the_morning_is_known() -> None:
    run = [*path_b(), make_screen(0.5), make_run(1)]
    tap = Confirmed(id="tap", at=at(1.1), run="run 1", light="pending")

    before = report([*run, tap], at(1.2), Mode.MARKED).last
    after = report([*run, tap, make_morning(1)], at(2.5), Mode.MARKED).last

    assert before
    assert after
    assert (before.is_to_confirm, after.is_to_confirm) == (False, True)


def test_each_row_of_the_table_has_a_light_of_its_own() -> None:
    log = [*path_b(), make_run(1, peak=3, is_limping=True, settle_min=None), make_morning(1, 2)]

    last = report(log, at(2.5), Mode.MARKED).last

    assert last
    assert dict(last.marked.by_row) == {
        "peak": Light.AMBER, "rising": Light.GREEN, "limp": Light.RED, "new": Light.GREEN,
        "settle": Light.PENDING, "morning": Light.AMBER, "painkiller": Light.GREEN,
    }  # fmt: skip
    assert last.marked.light is Light.RED


def test_weeks_are_counted_from_the_start_also_those_without_a_run() -> None:
    log = [*path_b(), *session(1, 8), *session(3, 8, peak=3), *session(16, 8)]

    weeks = report(log, at(17.5), Mode.COMPUTED).weeks

    assert [(w.number, w.minutes, w.longest_min, w.worst) for w in weeks] == [
        (1, 16, 8, 3), (2, 0, 0, None), (3, 8, 8, 1),
    ]  # fmt: skip
    assert weeks[0].lights == (("amber", 1), ("green", 1))


def test_the_forms_ask_for_fields_of_their_lines_and_within_their_bounds() -> None:
    assert set(FORMS) <= set(KINDS)
    for form in FORMS.values():
        names = [question.field for question in form.questions]
        assert len(names) == len(set(names))
        for one in form.questions:
            assert one.kind in {"pain", "flag", "number", "choice", "words", "day", "text"}
            if one.kind == "choice" and one.field != "name":
                assert all(one.low <= value <= one.high for value, _ in one.choices)


def test_the_day_is_the_readers_wherever_the_server_stands() -> None:
    late = dt.datetime(2026, 5, 1, 22, 30, tzinfo=dt.UTC)

    there = asked(question(make_start(), zone="Asia/Tokyo"), late)

    assert there.now == late
    assert there.now.tzinfo == ZoneInfo("Asia/Tokyo")
    assert there.now.date() == dt.date(2026, 5, 2)


def test_the_clock_of_the_device_is_never_believed() -> None:
    with pytest.raises(UnreadableLogError) as caught:
        asked(question(make_start(), now="2030-01-01T00:00:00+00:00"), NOW)

    assert [(fault.place, fault.code) for fault in caught.value.faults] == [
        ("now", "unknown_field")
    ]


ENTRIES = '{"format": "startline-recovery", "version": 1, "entries": [%s]}'


@pytest.mark.parametrize(
    ("body", "place", "code"),
    [
        (b"", "file", "not_json"),
        (b"\xff\xfe", "file", "not_json"),
        (b"[" * 100_000, "file", "not_json"),
        (b'{"log": NaN}', "file", "not_json"),
        (b"[]", "file", "not_a_question"),
        (b"{}", "format", "not_a_log"),
        (b'{"log": {}, "zone": "Mars/Base"}', "zone", "not_a_zone"),
        (b'{"log": {}, "zone": "../../etc/passwd"}', "zone", "not_a_zone"),
        (b'{"log": {}, "zone": "Europe"}', "zone", "not_a_zone"),
        (b'{"log": {}, "zone": 7}', "zone", "not_a_zone"),
        (b" " * (MOST_BYTES + 1), "file", "too_long"),
    ],
)
def test_a_question_that_cannot_be_read_says_where(body: bytes, place: str, code: str) -> None:
    with pytest.raises(UnreadableLogError) as caught:
        asked(body, NOW)

    assert [(fault.place, fault.code) for fault in caught.value.faults] == [(place, code)]
    assert code in answers.FAULTS


@pytest.mark.parametrize(
    ("line", "place", "code"),
    [
        ('{"type": "run", "id": "a", "at": "2026-05-01T08:00:00+01:00", "peak": 11}',
         "peak", "out_of_range"),
        ('{"type": "run", "id": "a", "at": "2026-05-01T08:00:00+01:00", "run_min": -3}',
         "run_min", "out_of_range"),
        ('{"type": "run", "id": "a", "at": "2026-05-01T08:00:00", "peak": 1}',
         "at", "without_offset"),
        ('{"type": "run", "id": "a", "at": "yesterday"}', "at", "not_an_instant"),
        ('{"type": "run", "id": "a", "at": "2026-05-01T08:00:00+01:00", "peak": "1"}',
         "peak", "not_a_whole_number"),
        ('{"type": "run", "id": "a", "at": "2026-05-01T08:00:00+01:00", "is_limping": 1}',
         "is_limping", "not_yes_or_no"),
        ('{"type": "dance", "id": "a", "at": "2026-05-01T08:00:00+01:00"}',
         "type", "unknown_type"),
        ('{"type": "screen", "id": "a", "at": "2026-05-01T08:00:00+01:00", "yes": ["RF99"]}',
         "yes", "unknown_word"),
        ('{"type": "withdrawn", "id": "a", "at": "2026-05-01T08:00:00+01:00", "corrects": "b"}',
         "corrects", "not_before"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_read_is_named(line: str, place: str, code: str) -> None:
    body = ('{"log": ' + ENTRIES % line + "}").encode()

    with pytest.raises(UnreadableLogError) as caught:
        asked(body, NOW)

    assert [(fault.place, fault.code) for fault in caught.value.faults] == [
        (f"entries[0].{place}", code)
    ]
    assert code in answers.FAULTS


def test_a_saved_file_cut_off_anywhere_is_refused_whole() -> None:
    body = question([*make_start(), *session(1, 8)])
    random = Random(5)  # noqa: S311  -- where to cut, no secret

    for _ in range(50):
        with pytest.raises(UnreadableLogError):
            asked(body[: random.randrange(len(body) - 1)], NOW)


def test_contradictory_answers_of_one_day_are_read_as_the_worse() -> None:
    log = [*make_start(), make_screen(1), make_run(1), replace(make_run(1, peak=5), id="again")]

    found = report(log, at(1.2), Mode.COMPUTED)

    assert found.offer.kind is Kind.NOTHING
    assert "red_rest" in found.offer.why


def test_words_typed_into_a_free_field_are_never_read_for_safety() -> None:
    log = make_start()
    body = json.loads(question(log))
    body["log"]["entries"].append(
        {"type": "clearance", "id": "c", "at": at(0.1).isoformat(),
         "note": "chest pain, cannot breathe", "cleared_on": "2026-05-01"}
    )  # fmt: skip

    told = asked(json.dumps(body).encode(), at(0.2))

    assert report(told.log, told.now, Mode.MARKED).state.danger.is_open


def test_the_list_of_full_training_stands_only_where_the_plan_rebuilds() -> None:
    begun = make_start(week_min=100, tolerance_min=30)
    runs = [line for day in range(2, 28, 2) for line in session(day, 30)]
    log = [*begun, *runs, make_screen(27.9)]

    rebuilding = report(log, at(28), Mode.COMPUTED)
    with_a_sign = report([*log, make_screen(27.95, "RF10")], at(28), Mode.COMPUTED)

    assert rebuilding.training.keys() == answers.TRAINING.keys()
    assert rebuilding.training["confidence"] is None
    assert report(path_b(), at(1), Mode.COMPUTED).training == {}
    assert report(log, at(28), Mode.PRINTED).training == {}
    assert with_a_sign.training == {}
