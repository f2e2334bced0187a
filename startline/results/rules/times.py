"""What timing companies write for a time, as milliseconds. Pure.

Read: H:MM:SS, H:MM:SS.f, MM:SS, decimal minutes (85.25 or 85,25), and instants in ISO form.
"""

import datetime as dt
import re
from decimal import Decimal

MISSING = frozenset({"", "-", "–", "—", "--", "---", "n/a", "na", "null", "none"})
HOUR_MS, MINUTE_MS, SECOND_MS = 3_600_000, 60_000, 1_000
CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:[.,](\d{1,3})\d*)?")
MINUTES = re.compile(r"\d{1,5}(?:[.,]\d{1,6})?")
INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}")


class TimeWordsError(ValueError):
    """The text is no time that we know."""


def is_missing(text: str) -> bool:
    """Whether a cell says that there is nothing."""
    return text.strip().casefold() in MISSING


def duration_ms(text: str) -> int | None:
    """A duration in milliseconds; None where the cell is empty. Raises TimeWordsError.

    Two parts are minutes and seconds, one part is minutes.
    """
    words = text.strip()
    if is_missing(words):
        return None
    if MINUTES.fullmatch(words):
        return round(Decimal(words.replace(",", ".")) * MINUTE_MS)
    found = CLOCK.fullmatch(words)
    if not found or int(found[3]) > 59 or (found[1] and int(found[2]) > 59):
        raise TimeWordsError(words)
    hours, minutes, seconds = int(found[1] or 0), int(found[2]), int(found[3])
    parts = hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS
    return parts + int((found[4] or "0").ljust(3, "0"))


def is_instant(text: str) -> bool:
    """Whether a cell is a moment of the calendar, not a duration."""
    return "-" in text and INSTANT.match(text.strip()) is not None


def instant(text: str) -> dt.datetime:
    """A moment with its offset from UTC; without one it counts as UTC. Raises TimeWordsError."""
    try:
        found = dt.datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise TimeWordsError(text) from error
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def clock_words(ms: int) -> str:
    """Milliseconds as H:MM:SS, with a decimal only where there is one: what exports say."""
    seconds, rest = divmod(ms, SECOND_MS)
    words = f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{words}.{rest:03}".rstrip("0") if rest else words


def place_of(text: str) -> int | None:
    """The place in "3", "3." or "3        / 10"; None where there is none."""
    found = re.match(r"\s*(\d{1,7})\s*(?:[./]|$)", text)
    return int(found[1]) if found and int(found[1]) > 0 else None
