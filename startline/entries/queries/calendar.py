"""The starts of an order as a calendar file (RFC 5545)."""

import datetime as dt
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from startline.core.later import loaded_when_used
from startline.entries.queries.shown_order import OrderPage

if TYPE_CHECKING:
    import icalendar
else:
    icalendar = loaded_when_used("icalendar")


def order_calendar(page: OrderPage, *, now: dt.datetime) -> bytes:
    """One entry for each race of the order; the same file again replaces it."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Startline//Entries//EN")
    calendar.add("version", "2.0")
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    event = page.edition.event
    for race in {entry.race_id: entry.race for entry in page.entries}.values():
        one = icalendar.Event()
        one.add("uid", f"order-{page.order.reference}-{race.pk}@{host}")
        one.add("dtstamp", now)
        one.add("summary", f"{event.name}, {race.name}")
        if race.starts_at:
            one.add("dtstart", race.starts_at.astimezone(dt.UTC))
            if race.cutoff_ms:
                length = dt.timedelta(milliseconds=race.cutoff_ms)
                one.add("dtend", race.starts_at.astimezone(dt.UTC) + length)
        elif page.edition.starts_on:
            one.add("dtstart", page.edition.starts_on)
        if event.place_name:
            one.add("location", event.place_name)
        one.add("url", settings.SITE_URL + reverse("entries:order", args=[page.order.reference]))
        calendar.add_component(one)
    return bytes(calendar.to_ical())
