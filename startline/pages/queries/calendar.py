"""An event as a calendar file (RFC 5545): its races, entry windows, price steps, deadlines.

Every entry keeps its UID for ever; SEQUENCE counts the moves of the date, so that a calendar that
took the file before replaces what it has.
"""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from startline.core.later import loaded_when_used
from startline.events.models.catalogue import Edition, Race
from startline.events.rules.words import Status
from startline.pages.queries.event_page import EventPage
from startline.pages.rules.deadlines import ENDS, MINUTE, Deadline, zone_of

if TYPE_CHECKING:
    import icalendar
else:
    icalendar = loaded_when_used("icalendar")


RULE_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def edition_calendar(page: EventPage, *, site_url: str, host: str, now: dt.datetime) -> bytes:
    """The edition of the page with all its dates."""
    return _file(page, _edition_entries(page, site_url, host), now)


def event_calendar(page: EventPage, *, site_url: str, host: str, now: dt.datetime) -> bytes:
    """The same, with later editions and the weekly series."""
    entries = _edition_entries(page, site_url, host) if page.edition else []
    for other in page.later:
        if other.starts_on:
            entries.append(_day(page, other, site_url, host))
    if page.weekly:
        entries.append(_weekly(page, site_url, host))
    return _file(page, entries, now)


def calendar_of(
    pages: Iterable[EventPage], *, name: str, site_url: str, host: str, now: dt.datetime
) -> bytes:
    """Several editions with all their dates in one file."""
    entries = [one for page in pages for one in _edition_entries(page, site_url, host)]
    return _named(name, entries, now)


def _file(page: EventPage, entries: "Iterable[icalendar.Event]", now: dt.datetime) -> bytes:
    return _named(page.event.name, entries, now)


def _named(name: str, entries: "Iterable[icalendar.Event]", now: dt.datetime) -> bytes:
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Startline//Races//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", icalendar.vText(name))
    for entry in entries:
        entry.add("dtstamp", now)
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _edition_entries(page: EventPage, site_url: str, host: str) -> "list[icalendar.Event]":
    """Races with a start time, else the days of the edition; then what is due before."""
    edition = page.edition
    if edition is None or edition.starts_on is None:
        return []
    timed = [line.race for line in page.races if line.race.starts_at]
    entries = [_race(page, race, site_url, host) for race in timed]
    if not timed:
        entries.append(_day(page, edition, site_url, host))
    return entries + [_deadline(page, one, host) for one in page.deadlines]


def _race(page: EventPage, race: Race, site_url: str, host: str) -> "icalendar.Event":
    entry = _entry(page, f"race-{race.pk}@{host}", f"{page.event.name}, {race.name}")
    start = race.starts_at
    if start is not None:
        entry.add("dtstart", start.astimezone(dt.UTC))
        if race.cutoff_ms:
            entry.add("dtend", start.astimezone(dt.UTC) + dt.timedelta(milliseconds=race.cutoff_ms))
    if race.is_cancelled:
        entry["status"] = "CANCELLED"
    names = [page.event.slug, race.edition.slug, race.slug]
    entry.add("url", site_url + reverse("race", args=names))
    return entry


def _day(page: EventPage, edition: Edition, site_url: str, host: str) -> "icalendar.Event":
    entry = _entry(page, f"edition-{edition.pk}@{host}", page.event.name, edition)
    if edition.starts_on is not None:
        entry.add("dtstart", edition.starts_on)
        entry.add("dtend", edition.starts_on + dt.timedelta(days=edition.days))
    entry.add("url", site_url + reverse("edition", args=[page.event.slug, edition.slug]))
    return entry


def _deadline(page: EventPage, one: Deadline, host: str) -> "icalendar.Event":
    """A moment; an end stands at its last minute."""
    words = _words()[one.kind]
    what = f"{one.race}: {words}" if one.race else words
    entry = _entry(page, f"{one.key}@{host}", f"{page.event.name}: {what}")
    entry.add("dtstart", (one.at - MINUTE if one.kind in ENDS else one.at).astimezone(dt.UTC))
    entry.add("transp", "TRANSPARENT")
    return entry


def _weekly(page: EventPage, site_url: str, host: str) -> "icalendar.Event":
    """The series in the event's own time; days called off are left out."""
    first = page.weekly[0]
    entry = icalendar.Event()
    entry.add("uid", f"event-{page.event.pk}-weekly@{host}")
    entry.add("summary", page.event.name)
    entry.add("location", page.place)
    entry.add("url", site_url + reverse("event", args=[page.event.slug]))
    zone = zone_of(page.event.timezone)
    clock = first.start
    if clock is None:
        entry.add("dtstart", first.on)
    else:
        entry.add("dtstart", dt.datetime.combine(first.on, clock, tzinfo=zone))
    entry.add("rrule", {"freq": "weekly", "byday": RULE_DAYS[first.on.weekday()]})
    for one in page.weekly:
        if one.is_cancelled:
            off = dt.datetime.combine(one.on, clock, tzinfo=zone) if clock else one.on
            entry.add("exdate", off)
    return entry


def _entry(
    page: EventPage, uid: str, summary: str, edition: Edition | None = None
) -> "icalendar.Event":
    """What all entries of an edition share."""
    shown = edition or page.edition
    entry = icalendar.Event()
    entry.add("uid", uid)
    entry.add("summary", summary)
    if page.place or page.country:
        place = ", ".join(part for part in (page.place, page.country) if part)
        entry.add("location", place)
    moves = len(page.changes) if shown is page.edition else 0
    entry.add("sequence", moves)
    entry.add("status", _state(shown))
    return entry


def _state(edition: Edition | None) -> str:
    if edition is None or edition.status in {Status.CANCELLED, Status.DISCONTINUED}:
        return "CANCELLED"
    sure = edition.certainty == "confirmed" and edition.status != Status.POSTPONED
    return "CONFIRMED" if sure else "TENTATIVE"


def _words() -> dict[str, str]:
    """Deadlines in a few words, in the reader's language."""
    return {
        "entry_opens": gettext("entries open"),
        "entry_closes": gettext("last moment to enter"),
        "ballot_opens": gettext("the ballot opens"),
        "ballot_closes": gettext("last moment to join the ballot"),
        "drawn": gettext("the ballot is drawn"),
        "price_rises": gettext("last moment at this price"),
        "refund": gettext("last moment for a refund"),
        "transfer": gettext("last moment to hand on a place"),
        "deferral": gettext("last moment to defer"),
        "distance_change": gettext("last moment to change distance"),
    }
