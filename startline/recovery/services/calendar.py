"""The calendar file of a plan: days only, under a title that says nothing of a knee."""

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from startline.core.later import loaded_when_used
from startline.recovery.rules.report import Report
from startline.recovery.rules.today import Kind

if TYPE_CHECKING:
    import icalendar
else:
    icalendar = loaded_when_used("icalendar")

_WEEK = dt.timedelta(days=7)


def reminders(report: Report) -> bytes:
    """The next session's first day, when one is offered, and the look back in a week."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Startline//training//EN")
    calendar.add("version", "2.0")
    offer, now = report.offer, report.state.past.now
    if offer.kind is not Kind.NOTHING and offer.not_before is not None:
        first = max(offer.not_before, now).date()
        calendar.add_component(_day("session", first, gettext("Training"), now))
    calendar.add_component(_day("week", (now + _WEEK).date(), gettext("Training: the week"), now))
    return bytes(calendar.to_ical())


def _day(name: str, day: dt.date, title: str, now: dt.datetime) -> "icalendar.Event":
    event = icalendar.Event()
    event.add("uid", f"training-{name}-{day.isoformat()}@startline")
    event.add("dtstamp", now.astimezone(dt.UTC))
    event.add("dtstart", day)
    event.add("summary", title)
    return event
