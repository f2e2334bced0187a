"""Which of a race's price steps holds at a moment. Pure."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """A price in minor units, valid from an instant until another, which is not included."""

    minor: int
    currency: str
    from_at: dt.datetime | None = None
    until_at: dt.datetime | None = None


def current_step(steps: Iterable[Step], now: dt.datetime) -> Step | None:
    """The step that holds now, else the next one to come; None if all are over or there is none.

    Of several that hold at once the one that began last counts.
    """
    open_steps = [s for s in steps if s.until_at is None or now < s.until_at]
    begun = [s for s in open_steps if s.from_at is None or s.from_at <= now]
    if begun:
        return max(begun, key=lambda s: (s.from_at is not None, s.from_at or now))
    return min(open_steps, key=lambda s: s.from_at or now, default=None)
