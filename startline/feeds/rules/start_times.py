"""Which start times are to be believed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from startline.feeds.rules.listing import Listing

ENOUGH = 5  # times needed to judge a source by them
ODD_SHARE = 0.2


def said_time(at: dt.datetime | None, end: dt.datetime | None) -> dt.datetime | None:
    """The time of a start, unless it is midnight (a bare day) or the end itself."""
    if at is None or at.time() == dt.time():
        return None
    return None if end is not None and end == at and _is_odd(at) else at


def believable(listings: Sequence[Listing]) -> list[Listing]:
    """Listings without the start times that no race has.

    Site software fills a missing time with the minute in which the entry was written (17:16):
    a time off the five-minute marks is dropped, and where such times are common, all are.
    """
    times = [race.starts_at for listing in listings for race in listing.races if race.starts_at]
    odd = sum(map(_is_odd, times))
    if not odd:
        return list(listings)
    none_counts = len(times) >= ENOUGH and odd >= ODD_SHARE * len(times)
    return [_without_times(listing, all_of_them=none_counts) for listing in listings]


def _without_times(listing: Listing, *, all_of_them: bool) -> Listing:
    races = tuple(
        replace(race, starts_at=None)
        if race.starts_at and (all_of_them or _is_odd(race.starts_at))
        else race
        for race in listing.races
    )
    empty = tuple(race for race in races if race != type(race)())
    return listing if races == listing.races else replace(listing, races=empty)


def _is_odd(at: dt.datetime) -> bool:
    return bool(at.minute % 5 or at.second)
