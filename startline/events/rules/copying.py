"""Where next year's dates fall: the same weekday of the same week of the month. Pure."""

import datetime as dt
import zoneinfo

DAY = dt.timedelta(days=1)


def same_weekday_next_year(day: dt.date) -> dt.date:
    """The third Sunday of May becomes the third Sunday of May; a fifth one the last.

    A last weekday of its month stays the last one: most races are "the last Sunday of September".
    """
    year = day.year + 1
    if (day + 7 * DAY).month != day.month:
        return _last_weekday(year, day.month, day.weekday())
    first = dt.date(year, day.month, 1)
    offset = (day.weekday() - first.weekday()) % 7
    return first + dt.timedelta(days=offset + 7 * ((day.day - 1) // 7))


def shifted(at: dt.datetime, *, by: dt.timedelta, zone: str) -> dt.datetime:
    """An instant moved by whole days, keeping its civil time in the zone across clock changes."""
    local = at.astimezone(zoneinfo.ZoneInfo(zone))
    moved = local.replace(tzinfo=None) + by
    return moved.replace(tzinfo=zoneinfo.ZoneInfo(zone)).astimezone(dt.UTC)


def _last_weekday(year: int, month: int, weekday: int) -> dt.date:
    end = dt.date(year + month // 12, month % 12 + 1, 1) - DAY
    return end - dt.timedelta(days=(end.weekday() - weekday) % 7)
