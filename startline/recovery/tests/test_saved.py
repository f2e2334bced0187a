"""The saved log: the same after a round trip, and each fault named by its place."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from startline.recovery.rules.saved import UnreadableLogError, dumped, entries_of, loaded
from startline.recovery.tests.make import generated, make_run, make_start

RUN = {"type": "run", "id": "a", "at": "2026-05-01T08:00:00+01:00"}


def _document(*rows: object, **others: object) -> dict[str, Any]:
    return {"format": "startline-recovery", "version": 1, "entries": [*rows], **others}


@pytest.mark.parametrize("seed", range(40))
def test_a_log_comes_back_as_it_was_saved(seed: int) -> None:
    log, _, _ = generated(seed)
    log = [line for line in log if not line.corrects]

    assert loaded(dumped(log)) == tuple(log)
    assert dumped(loaded(dumped(log))) == dumped(log)


@pytest.mark.parametrize(
    ("row", "place", "code"),
    [
        ({**RUN, "peak": 11}, "entries[0].peak", "out_of_range"),
        ({**RUN, "peak": -1}, "entries[0].peak", "out_of_range"),
        ({**RUN, "peak": 2.5}, "entries[0].peak", "not_a_whole_number"),
        ({**RUN, "peak": True}, "entries[0].peak", "not_a_whole_number"),
        ({**RUN, "peak": "3"}, "entries[0].peak", "not_a_whole_number"),
        ({**RUN, "run_min": -5}, "entries[0].run_min", "out_of_range"),
        ({**RUN, "run_min": 1441}, "entries[0].run_min", "out_of_range"),
        ({**RUN, "is_rising": "yes"}, "entries[0].is_rising", "not_yes_or_no"),
        ({**RUN, "new": ["fever"]}, "entries[0].new", "unknown_word"),
        ({**RUN, "new": "swelling"}, "entries[0].new", "not_a_list"),
        ({**RUN, "mood": 3}, "entries[0].mood", "unknown_field"),
        ({**RUN, "at": "2026-05-01T08:00:00"}, "entries[0].at", "without_offset"),
        ({**RUN, "at": "yesterday"}, "entries[0].at", "not_an_instant"),
        ({**RUN, "at": "0001-05-01T08:00:00+00:00"}, "entries[0].at", "out_of_range"),
        ({**RUN, "id": ""}, "entries[0].id", "not_a_name"),
        ({**RUN, "id": 7}, "entries[0].id", "not_a_name"),
        ({**RUN, "type": "sprint"}, "entries[0].type", "unknown_type"),
        ("run", "entries[0].type", "unknown_type"),
        ({**RUN, "corrects": "b"}, "entries[0].corrects", "not_before"),
        ({**RUN, "type": "screen", "yes": ["RF99"]}, "entries[0].yes", "unknown_word"),
        ({**RUN, "type": "screen", "asked": "never"}, "entries[0].asked", "unknown_word"),
        ({**RUN, "type": "intake", "born_on": "soon"}, "entries[0].born_on", "not_a_day"),
        ({**RUN, "type": "clearance", "note": "x" * 501}, "entries[0].note", "not_a_text"),
    ],
)
def test_each_fault_is_named_by_its_place(row: object, place: str, code: str) -> None:
    with pytest.raises(UnreadableLogError) as told:
        entries_of(_document(row))

    assert (told.value.faults[0].place, told.value.faults[0].code) == (place, code)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_json"), ("{", "not_json"), ("[1]", "not_a_log"), ("null", "not_a_log"),
        ('{"a": NaN}', "not_json"), ("[" * 100_000, "not_json"), (" " * 8_000_001, "too_long"),
        (json.dumps(_document(version=2)), "newer_version"),
        (json.dumps(_document(version=True)), "not_a_version"),
        (json.dumps(_document(entries={})), "not_a_list"),
        (json.dumps(_document(more=1)), "unknown_field"),
        (json.dumps(_document(RUN, RUN)), "used_twice"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_a_log_is_refused(text: str, code: str) -> None:
    with pytest.raises(UnreadableLogError) as told:
        loaded(text)

    assert told.value.faults[0].code == code


@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda b: b.decode("latin-1")))
def test_any_text_is_read_or_refused(text: str) -> None:
    with pytest.raises(UnreadableLogError):
        loaded(text)


@given(st.integers(0, 2000), st.characters())
def test_a_damaged_copy_is_refused_or_is_a_log(place: int, mark: str) -> None:
    text = dumped([*make_start(), make_run(1)])
    place %= len(text)
    damaged = text[:place] + mark + text[place + 1 :]
    faults: tuple[object, ...] = ()
    kept = 0
    try:
        kept = len(loaded(damaged))
    except UnreadableLogError as error:
        faults = error.faults

    assert bool(faults) is not (kept == 3)
