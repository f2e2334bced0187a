"""What is worth telling, and when: decided from values alone."""

import datetime as dt

import pytest

from startline.discovery.rules.news import is_daytime, is_mail_due, merged_news, news_about

SHOWN = {
    "day": "2026-05-16", "status": "confirmed", "certainty": "confirmed", "place": "Lyon",
    "races": [["Half", 21_097]], "price": [4000, "EUR"], "open": False,
}  # fmt: skip
NOW = dt.datetime(2026, 5, 1, 10, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, []),
        ({"day": "2026-05-17"}, ["day"]),
        ({"day": "2026-05-17", "certainty": "expected"}, ["day"]),
        ({"certainty": "announced"}, ["certainty"]),
        ({"status": "cancelled"}, ["status"]),
        ({"place": "Villeurbanne"}, ["place"]),
        ({"races": [["Half", 21_097], ["10K", 10_000]]}, ["races"]),
        ({"price": [4500, "EUR"]}, ["price"]),
        ({"open": True}, ["open"]),
        ({"seen": 5}, []),
    ],
)
def test_what_differs_is_told_in_words(change: dict[str, object], told: list[str]) -> None:
    assert news_about(SHOWN, SHOWN | change) == told


def test_what_was_not_known_is_new() -> None:
    assert news_about(None, SHOWN) == ["new"]


def test_several_finds_of_one_edition_are_said_once() -> None:
    assert merged_news([["day"], ["price", "day"]]) == ["day", "price"]
    assert merged_news([["new"], ["day"]]) == ["new"]


@pytest.mark.parametrize(
    ("every", "hours", "due"),
    [
        ("day", None, True), ("day", 19, False), ("day", 20, True), ("week", 24 * 6, False),
        ("week", 24 * 6 + 12, True), ("never", None, False), ("never", 9999, False),
    ],
)  # fmt: skip
def test_a_digest_comes_once_a_day_or_week(every: str, hours: int | None, due: bool) -> None:
    told = None if hours is None else NOW - dt.timedelta(hours=hours)

    assert is_mail_due(every, told, NOW) is due


@pytest.mark.parametrize(("hour", "day"), [(6, False), (7, True), (20, True), (21, False)])
def test_mail_comes_by_day(hour: int, day: bool) -> None:
    assert is_daytime(NOW.replace(hour=hour)) is day
