"""Whose a result is: does a name and a date of birth fit it."""

import datetime as dt
from collections.abc import Sequence

ADULT = 18


def age_on(day: dt.date, born_on: dt.date) -> int:
    """Whole years on a day."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def same_name(given: Sequence[str], listed: Sequence[str]) -> bool:
    """Whether all words of one are the other's, in any order; lists turn names round."""
    return bool(given) and sorted(given) == sorted(listed)


def fits_age(listed: int | None, born_on: dt.date, day: dt.date | None) -> bool:
    """Whether an age in a list may be theirs: on race day, or reached in that year.

    A list without ages fits everybody: there the organizer looks.
    """
    if listed is None or day is None:
        return True
    return listed in {age_on(day, born_on), day.year - born_on.year}
