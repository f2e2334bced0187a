"""What a source said about one record over time, cut into holdings: one for each edition. Pure.

The sightings are sorted by when the source said so; so the answer is the same in whichever
order the files were read.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

NEXT_EDITION_DAYS = 300  # a date this much later is another year's race
NAMED_EDITION_DAYS = 120  # enough, if the name's year changed with it and the old day is over
WHOLE = 80  # sightings of a record that are all kept


@dataclass(frozen=True)
class Sighting:
    """On this day the source said so. `said_at` orders; `seen_on` tells what was over by then."""

    said_at: dt.datetime
    seen_on: dt.date
    on: dt.date | None
    name_year: int = 0  # the year in the name; 0: none
    status: str = ""  # the status the source gave with it


def in_order(sighting: Sighting) -> tuple[dt.datetime, dt.date, dt.date, str]:
    """Sorts sightings by when they were said; ties by what was said, to be the same every time."""
    return sighting.said_at, sighting.seen_on, sighting.on or dt.date.min, sighting.status


@dataclass
class Holding:
    """One edition as this record knows it: its date now, and the dates it had."""

    on: dt.date | None
    sightings: list[Sighting] = field(default_factory=list)

    @property
    def dates(self) -> list[dt.date]:
        """Every date the holding had, oldest word first, each once."""
        return list(dict.fromkeys(s.on for s in self.sightings if s.on))

    @property
    def last(self) -> Sighting:
        """The newest word."""
        return self.sightings[-1]


def opens_next_edition(current: Holding, sighting: Sighting) -> bool:
    """Whether a record's new date is another edition rather than the same one moved.

    About a year later with the old day over is the next edition; four months are enough when the
    name carries the new year and the old day is over. A year *earlier* is another edition only if
    the name says that year; otherwise it is a slip of the pen, which the next reading mends.
    """
    old = current.on
    if old is None or sighting.on is None:
        return False
    gap = (sighting.on - old).days
    is_over = old < sighting.seen_on
    is_named = sighting.name_year == sighting.on.year != old.year
    if gap >= NEXT_EDITION_DAYS:
        return is_over or is_named
    if gap >= NAMED_EDITION_DAYS:
        return is_over and is_named
    return gap <= -NEXT_EDITION_DAYS and is_named


def holdings(sightings: Sequence[Sighting]) -> list[Holding]:
    """Cut a record's sightings into holdings, oldest first.

    A date that comes back means that what was opened since was a mistake: it is dropped.
    """
    found: list[Holding] = []
    for sighting in sorted(sightings, key=in_order):
        current = found[-1] if found else None
        if current is None:
            found.append(Holding(sighting.on, [sighting]))
            continue
        earlier = _holding_with(found[:-1], sighting.on)
        if earlier is not None and sighting.on != current.on:
            del found[earlier + 1 :]
            current = found[-1]
        elif sighting.on not in current.dates and opens_next_edition(current, sighting):
            current = Holding(sighting.on)
            found.append(current)
        current.sightings.append(sighting)
        current.on = sighting.on
    return found


def _holding_with(found: Sequence[Holding], on: dt.date | None) -> int | None:
    """The newest of the holdings that had this very date."""
    if on is None:
        return None
    for index in range(len(found) - 1, -1, -1):
        if on in found[index].dates:
            return index
    return None


def condensed(sightings: Sequence[Sighting], *, whole: int = WHOLE) -> list[Sighting]:
    """A long history in fewer rows: of a run with one date, the first and the last.

    A short one stays whole: an older file read later may tell of another date in between, and each
    word then says until when the first date held, and since when again.
    """
    kept: list[Sighting] = []
    ordered = sorted(set(sightings), key=in_order)
    if len(ordered) <= whole:
        return ordered
    for index, sighting in enumerate(ordered):
        before = ordered[index - 1] if index else None
        after = ordered[index + 1] if index + 1 < len(ordered) else None
        inside = (
            before is not None and after is not None
            and _word(before) == _word(sighting) == _word(after)
        )  # fmt: skip
        if not inside:
            kept.append(sighting)
    return kept


def _word(sighting: Sighting) -> tuple[dt.date | None, int, str]:
    return sighting.on, sighting.name_year, sighting.status
