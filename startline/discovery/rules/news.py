"""What about an edition is worth telling, and when a person is told. Pure."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

Facts = Mapping[str, Any]
"""What readers were shown: day (ISO), status, certainty, place, races, price, open."""

NEW = "new"
FIRST_HOUR, LAST_HOUR = 7, 21
"""Mail comes between these hours of the person's own day."""
BETWEEN = {"day": dt.timedelta(hours=20), "week": dt.timedelta(days=6, hours=12)}
MOST_SEARCHES = 100
MOST_FOLLOWS = 500
MOST_SAVED = 1000
MOST_A_SEARCH = 100
"""Editions that one search is told of in one round; more is a listing, not news."""
MOST_RETURNED = 3
"""Alert mails in a row that came back before no more are sent."""

_TOLD = ("day", "status", "place", "races", "price")


def news_about(before: Facts | None, now: Facts) -> list[str]:
    """["new"], or what differs of day, status, place, races, price and opening; [] for nothing.

    A price that only became known, a date that was confirmed as expected and entries that closed
    are told too; how often an edition was seen is not.
    """
    if before is None:
        return [NEW]
    found = [name for name in _TOLD if before.get(name) != now.get(name)]
    if before.get("certainty") != now.get("certainty") and "day" not in found:
        found.append("certainty")
    if before.get("open") != now.get("open"):
        found.append("open" if now.get("open") else "closed")
    return found


def merged_news(several: Sequence[Sequence[str]]) -> list[str]:
    """What several rounds found about one edition, said once: new stays new."""
    words = dict.fromkeys(word for one in several for word in one)
    return [NEW] if NEW in words else list(words)


def is_daytime(local: dt.datetime) -> bool:
    """Whether mail may come at this hour of the person's day."""
    return FIRST_HOUR <= local.hour < LAST_HOUR


def is_mail_due(every: str, told_at: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether enough time has passed since the last digest."""
    if every not in BETWEEN:
        return False
    return told_at is None or now - told_at >= BETWEEN[every]
