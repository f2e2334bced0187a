"""What is measured (2.11): pain 0 to 10, the step-down, the global change, AKPS as a total only."""

from startline.recovery.rules import constants as c

# The scores each of the 13 items can have; the questions themselves are not ours to print.
AKPS_ITEMS: tuple[tuple[int, ...], ...] = (
    (5, 3, 0), (5, 3, 0), (5, 3, 2, 0), (10, 8, 5, 0), (5, 4, 3, 2, 0), (10, 8, 6, 3, 0),
    (10, 7, 2, 0), (10, 8, 6, 4, 0), (10, 8, 6, 3, 0), (10, 8, 6, 4, 0), (10, 6, 4, 2, 0),
    (5, 3, 0), (5, 3, 0),
)  # fmt: skip


def is_akps_total(total: int) -> bool:
    """Whether the 13 items can add up to this."""
    return total in _totals()


def is_pain_better(before: int | None, now: int | None) -> bool:
    """Two points or 30 % less; unknown is not better."""
    if before is None or now is None:
        return False
    less = before - now
    by_percent = before > 0 and less * 100 >= before * c.CHANGE_PERCENT.value
    return less >= c.CHANGE_POINTS.value or by_percent


def is_change_better(change: int | None) -> bool:
    """The global change from -3 (much worse) to 3: two and more is better; unknown is not."""
    return change is not None and change >= c.BETTER.value


def _totals() -> frozenset[int]:
    totals = {0}
    for scores in AKPS_ITEMS:
        totals = {total + score for total in totals for score in scores}
    return frozenset(totals)
