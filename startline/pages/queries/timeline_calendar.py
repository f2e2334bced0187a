"""The dates of a line as a calendar file (RFC 5545), under titles that say nothing of a knee."""

import datetime as dt
from hashlib import sha256
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from startline.core.later import loaded_when_used
from startline.pages.queries.timeline import Timeline
from startline.pages.rules.timeline import Choice, Mark

if TYPE_CHECKING:
    import icalendar
else:
    icalendar = loaded_when_used("icalendar")


def timeline_calendar(line: Timeline, *, host: str, now: dt.datetime) -> bytes:
    """Last days, the start, and days to look at the plan; the same file again replaces it."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Startline//Dates//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    race = line.race
    stamp = sha256(f"{race.event} {race.name} {race.on}".encode()).hexdigest()[:16]
    for mark in line.marks:
        if mark.kind == "today":
            continue
        one = icalendar.Event()
        one.add("uid", f"{mark.key}-{stamp}@{host}")
        one.add("dtstamp", now)
        one.add("summary", _title(mark, line))
        one.add("dtstart", mark.on)
        one.add("dtend", mark.on + dt.timedelta(days=1))
        one.add("transp", "TRANSPARENT")
        calendar.add_component(one)
    return bytes(calendar.to_ical())


def _title(mark: Mark, line: Timeline) -> str:
    """A few words; a gate is only a day to look at the plan."""
    if mark.kind == "gate":
        return gettext("Training: look at the plan")
    if mark.kind == "start":
        return line.race.event
    if mark.kind == "price" or mark.way is None:
        return gettext("%(race)s: last day at this price") % {"race": line.race.event}
    return _last_day(mark.way.choice) % {"race": line.race.event}


def _last_day(choice: Choice) -> str:
    words = {
        Choice.DEFER: gettext("%(race)s: last day to defer"),
        Choice.RESALE: gettext("%(race)s: last day to release for resale"),
        Choice.TRANSFER: gettext("%(race)s: last day to hand on"),
        Choice.REFUND: gettext("%(race)s: last day for a refund"),
        Choice.SHORTER: gettext("%(race)s: last day to change distance"),
    }
    return words[choice]
