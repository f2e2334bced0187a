"""What a device may send, what its text is, and when it happened. Pure."""

import datetime as dt
import re
from enum import StrEnum

LONGEST_KEY = 64
LONGEST_TEXT = 500
PICK = "entry:"
FAST_CLOCK = dt.timedelta(minutes=2)
"""A device's clock may be this much ahead before it is not believed."""
CODE = re.compile(r"\S{25,}|\S*[/:]\S*")
NUMBER = re.compile(r"#?([0-9]{1,6})")


class How(StrEnum):
    """How a text came about."""

    CODE = "code"  # by the camera
    TYPED = "typed"  # by hand, or by a handheld scanner that types
    PICKED = "picked"  # chosen among names; the text is "entry:" and a number
    LET_IN = "let_in"  # the help table saw on paper what was missing; the same text
    UNDO = "undo"  # the text is the key of the scan to be taken back


def number_in(text: str) -> int | None:
    """The number of a runner, where the text is one."""
    found = NUMBER.fullmatch(text.strip())
    return int(found[1]) if found else None


def picked(text: str) -> int | None:
    """The entry that was chosen among names; None where the text names none."""
    number = text.removeprefix(PICK)
    fits = text.startswith(PICK) and number.isascii() and number.isdigit()
    return int(number) if fits and len(number) <= 18 else None


def looks_like_a_code(text: str) -> bool:
    """Whether a text no ticket has is a code all the same, and not somebody's name."""
    return CODE.fullmatch(text.strip()) is not None


def moment_of(
    device_at: dt.datetime | None, *, received_at: dt.datetime, desk_made_at: dt.datetime
) -> dt.datetime:
    """When a scan happened: by the device's clock where that can be believed, else on arrival.

    It can't be in the future, nor before there was such a desk.
    """
    if device_at is None or device_at < desk_made_at or device_at > received_at + FAST_CLOCK:
        return received_at
    return min(device_at, received_at)
