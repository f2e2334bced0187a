"""Dates of listings are read in many spellings, and never guessed."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from startline.events.rules.words import Certainty, Status
from startline.feeds.rules.dates import guess_order, looks_like_date, read_time, read_when
from startline.feeds.rules.listing import Listing, RaceListing
from startline.feeds.rules.start_times import believable, said_time


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-09-13", dt.date(2026, 9, 13)),
        ("2026-9-13", dt.date(2026, 9, 13)),
        ("2024-5-19T18:22+1:00", dt.date(2024, 5, 19)),
        ("2020-04-18T00:00:00", dt.date(2020, 4, 18)),
        ("20261031T171600Z", dt.date(2026, 10, 31)),
        ("20260815", dt.date(2026, 8, 15)),
        ("2026/03/01", dt.date(2026, 3, 1)),
        ("30.12.2017", dt.date(2017, 12, 30)),
        ("2.12.23", dt.date(2023, 12, 2)),
        ("31/12/2026", dt.date(2026, 12, 31)),
        ("13 de septiembre de 2026", dt.date(2026, 9, 13)),
        ("Sonntag, 3. Mai 2026", dt.date(2026, 5, 3)),
        ("1er mars 2026", dt.date(2026, 3, 1)),
        ("15 août 2026", dt.date(2026, 8, 15)),
        ("7 de março de 2027", dt.date(2027, 3, 7)),
        ("May 5, 2026", dt.date(2026, 5, 5)),
        ("Sat 18 Jul 2026 at 10:00", dt.date(2026, 7, 18)),
        ("2026년 3월 1일", dt.date(2026, 3, 1)),
        ("2026年3月22日", dt.date(2026, 3, 22)),
        ("2026. 3. 1", dt.date(2026, 3, 1)),
        (dt.date(2026, 1, 4), dt.date(2026, 1, 4)),
    ],
)
def test_a_date_is_read_in_many_spellings(text: object, day: dt.date) -> None:
    when = read_when(text)
    assert when.on == day
    assert when.days == 1
    assert when.certainty == Certainty.ANNOUNCED


@pytest.mark.parametrize(
    ("text", "first", "days"),
    [
        ("13.05.2023 & 14.05.2023", dt.date(2023, 5, 13), 2),
        ("30.09.2023 & 01.10.2023", dt.date(2023, 9, 30), 2),
        ("13-14 June 2026", dt.date(2026, 6, 13), 2),
        ("13. - 15. Juni 2026", dt.date(2026, 6, 13), 3),
        ("5/6 September 2026", dt.date(2026, 9, 5), 2),
        ("2026.9.5 ~ 2026.9.6", dt.date(2026, 9, 5), 2),
        ("13.-14.05.2023", dt.date(2023, 5, 13), 2),
    ],
)
def test_several_days_are_counted_from_the_first(text: str, first: dt.date, days: int) -> None:
    assert (read_when(text).on, read_when(text).days) == (first, days)


@pytest.mark.parametrize(
    "text",
    [
        "UNBEKANNT",
        "UNBEKANNT (vermutlich 2.12.2023 oder 9.12.2023 - BLV)",
        "Bei Vollmond",
        "Verschiedene Termine",
        "TBA",
        "to be confirmed",
        "por confirmar",
        "à confirmer",
        "da definire",
        "미정",
        "待定",
        "Juni",
    ],
)
def test_an_uncertain_date_stays_open_and_keeps_the_words(text: str) -> None:
    when = read_when(text)
    assert when.on is None
    assert when.certainty == Certainty.UNKNOWN
    assert when.note == text


def test_a_cancelled_date_keeps_the_day_and_says_so() -> None:
    when = read_when("18.06.2023 (Abgesagt!)")
    assert when.on == dt.date(2023, 6, 18)
    assert when.status == Status.CANCELLED


def test_a_preliminary_date_is_a_date_with_a_note() -> None:
    when = read_when("15.10.2023 (Vorläufig bestätigt)")
    assert when.on == dt.date(2023, 10, 15)
    assert when.note == "15.10.2023 (Vorläufig bestätigt)"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Jeden Samstag", "saturday"),
        ("Jeden Samstag 9 Uhr", "saturday 09:00"),
        ("every Sunday at 9:30 am", "sunday 09:30"),
        ("todos los sábados", "saturday"),
        ("todos os domingos 10h", "sunday 10:00"),
        ("chaque samedi", "saturday"),
        ("매주 토요일", "saturday"),
        ("Saturdays 9:00", "saturday 09:00"),
    ],
)
def test_a_weekly_series_is_a_rule_and_no_date(text: str, rule: str) -> None:
    assert read_when(text).weekly_rule == rule
    assert read_when(text).on is None


@pytest.mark.parametrize("text", ["01/01/2030", "2030-01-01", "12/02/2108", "0001-01-01"])
def test_fillers_and_typing_errors_are_no_dates(text: str) -> None:
    when = read_when(text)
    assert when.on is None
    assert when.note


@pytest.mark.parametrize("text", ["", None, True, {}, [], "2026-13-45", "99.99.2026", "hello"])
def test_what_is_no_date_gives_none(text: object) -> None:
    assert read_when(text).on is None


def test_american_dates_are_read_where_the_source_writes_so() -> None:
    assert read_when("05/24/2025", "mdy").on == dt.date(2025, 5, 24)
    assert read_when("05/06/2025", "mdy").on == dt.date(2025, 5, 6)
    assert read_when("05/06/2025").on == dt.date(2025, 6, 5)
    assert guess_order(["05/06/2025", "05/24/2025"]) == "mdy"
    assert guess_order(["05/06/2025", "24/05/2025"]) == "dmy"
    assert guess_order(["24.05.2025", "05/06/2025"]) == "dmy"


def test_zones_with_one_digit_are_understood() -> None:
    at = read_when("2024-5-19T18:25+1:00").at
    assert at is not None
    assert at.utcoffset() == dt.timedelta(hours=1)
    later = read_when("2024-05-19T18:25:00-0330").at
    assert later is not None
    assert later.utcoffset() == -dt.timedelta(hours=3, minutes=30)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("09:00", dt.time(9)),
        ("07:30:00", dt.time(7, 30)),
        ("9h30", dt.time(9, 30)),
        ("10 Uhr", dt.time(10)),
        ("9:30 pm", dt.time(21, 30)),
        ("12:15 am", dt.time(0, 15)),
        ("오전", None),
        ("", None),
    ],
)
def test_times_of_day(text: str, time: dt.time | None) -> None:
    assert read_time(text) == time


def test_a_column_of_numbers_does_not_look_like_dates() -> None:
    assert not looks_like_date("10 km")
    assert not looks_like_date("42195")
    assert looks_like_date("Jeden Samstag")
    assert looks_like_date("2026-09-13")


@given(st.text(max_size=60))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    when = read_when(text)
    assert when.days >= 1
    assert when.on is None or 1890 <= when.on.year <= 2099


@given(st.dates(min_value=dt.date(1900, 1, 2), max_value=dt.date(2029, 12, 31)))
def test_every_day_is_read_back_from_its_spellings(day: dt.date) -> None:
    for text in (
        day.isoformat(),
        f"{day.year}-{day.month}-{day.day}",
        f"{day:%d.%m.%Y}",
        f"{day:%Y%m%d}",
        f"{day.year}년 {day.month}월 {day.day}일",
    ):
        assert read_when(text).on == day


def _at(hour: int, minute: int) -> Listing:
    start = dt.datetime.fromisoformat(f"2026-05-01T{hour:02d}:{minute:02d}")
    return Listing(key=f"{hour}:{minute}", name="Run", races=(RaceListing(starts_at=start),))


def test_a_source_that_writes_the_minute_of_editing_has_no_start_times() -> None:
    odd = [_at(17, 16), _at(18, 22), _at(9, 0), _at(10, 41), _at(4, 54)]
    assert [listing.races for listing in believable(odd)] == [()] * 5


def test_one_odd_time_among_good_ones_is_dropped_alone() -> None:
    times = [_at(9, 0)] * 9 + [_at(10, 41)]
    assert sum(bool(listing.races) for listing in believable(times)) == 9


def test_midnight_is_a_day_without_a_time() -> None:
    nine = dt.datetime.fromisoformat("2026-05-01T09:00")
    assert said_time(dt.datetime.fromisoformat("2026-05-01T00:00"), None) is None
    assert said_time(nine, None) == nine
