"""The one place that says what a race costs. Pure.

Steps are listed in the order in which they apply; the first that is still valid is in force.
"""

import datetime as dt
from dataclasses import dataclass

from startline.core.money import Money


@dataclass(frozen=True)
class Step:
    """A price valid from `from_at`, until `until_at` (exclusive) or until so many are sold."""

    price: Money
    from_at: dt.datetime | None = None
    until_at: dt.datetime | None = None
    until_sold: int | None = None
    label: str = ""


@dataclass(frozen=True)
class Offer:
    """What a race costs now, and what comes after it."""

    now: Step | None
    following: Step | None


def in_order(steps: list[Step]) -> list[Step]:
    """Steps by the end of their time, open ones last, the cheaper first where that is equal."""
    end = dt.datetime.max.replace(tzinfo=dt.UTC)
    return sorted(
        steps,
        key=lambda s: (s.until_at or end, s.until_sold is None, s.until_sold or 0, s.price.minor),
    )


def step_is_over(step: Step, *, at: dt.datetime, sold: int) -> bool:
    """Whether its time has passed or its number is sold."""
    by_time = step.until_at is not None and at >= step.until_at
    return by_time or (step.until_sold is not None and sold >= step.until_sold)


def offer_at(steps: list[Step], *, at: dt.datetime, sold: int = 0) -> Offer:
    """The step in force and the next one; `now` is None before the first and after the last."""
    left = [s for s in in_order(steps) if not step_is_over(s, at=at, sold=sold)]
    started = [s for s in left if s.from_at is None or s.from_at <= at]
    current = started[0] if started else None
    later = [s for s in left if s is not current]
    return Offer(now=current, following=later[0] if later else None)


def price_at(steps: list[Step], *, at: dt.datetime, sold: int = 0) -> Money | None:
    """What one entry costs at an instant; None where no price is listed or none is in force."""
    current = offer_at(steps, at=at, sold=sold).now
    return current.price if current else None
