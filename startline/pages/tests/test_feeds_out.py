"""Calendar files, the Atom feed, the sitemap, robots.txt: read back by their own readers."""

import datetime as dt
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from startline.events.models.catalogue import Edition, Event
from startline.events.models.provenance import DateChange
from startline.events.tests.make import make_event
from startline.pages.tests.test_event_page import full_race

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pinned")]
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def pinned(settings: Any, now: dt.datetime) -> None:
    """It is 1 May 2026."""
    settings.TODAY = now.date()


def read(xml: bytes) -> ElementTree.Element:
    """Our own XML."""
    return ElementTree.fromstring(xml)  # noqa: S314  -- we wrote it ourselves


def entries_of(client: Client, *args: str) -> dict[str, Any]:
    """The calendar's entries by UID."""
    name = "edition_calendar" if len(args) > 1 else "event_calendar"
    response = client.get(reverse(name, args=args))
    assert response["Content-Type"].startswith("text/calendar")
    entries = Calendar.from_ical(response.content).walk("VEVENT")
    found = {str(entry["uid"]): entry for entry in entries}
    assert len(found) == len(entries)
    return found


def test_a_calendar_file_holds_the_race_and_what_is_due_before(client: Client) -> None:
    race = full_race()
    entries = entries_of(client, "ridge-race", "2026")
    start = entries[f"race-{race.pk}@127.0.0.1"]

    assert start.decoded("dtstart") == dt.datetime(2026, 9, 12, 4, 0, tzinfo=dt.UTC)
    assert start["status"] == "CONFIRMED"
    assert start.decoded("sequence") == 0
    words = {str(entry["summary"]).split(": ")[-1] for entry in entries.values()}
    assert words >= {"entries open", "last moment to enter", "last moment at this price",
                     "last moment for a refund"}  # fmt: skip


def test_a_name_with_breaks_writes_no_lines_of_its_own_into_a_calendar(client: Client) -> None:
    full_race()
    name = "Ridge Race\r\nATTENDEE:mailto:x@example.org\nSUMMARY:Won; twice, no"
    Event.objects.update(name=name)

    response = client.get(reverse("event_calendar", args=["ridge-race"]))

    assert response.status_code == 200
    assert b"\nATTENDEE" not in response.content
    assert b"\nSUMMARY:Won" not in response.content
    assert str(Calendar.from_ical(response.content)["x-wr-calname"]).startswith("Ridge Race")


def test_a_moved_and_cancelled_edition_keeps_its_uid_and_counts_up(client: Client) -> None:
    race = full_race()
    before = entries_of(client, "ridge-race")
    DateChange.objects.create(
        edition=race.edition, old_starts_on=dt.date(2026, 9, 5), source="x",
        new_starts_on=dt.date(2026, 9, 12), at=race.edition.created_at,
    )  # fmt: skip
    Edition.objects.update(status="cancelled")
    after = entries_of(client, "ridge-race")

    assert before.keys() == after.keys()
    assert {entry["status"] for entry in after.values()} == {"CANCELLED"}
    assert {entry.decoded("sequence") for entry in after.values()} == {1}


def test_a_weekly_series_recurs(client: Client) -> None:
    make_event()
    Event.objects.update(weekly_rule="saturday 09:00")
    (entry,) = entries_of(client, "ridge-race").values()

    assert entry["rrule"].to_ical() == b"FREQ=WEEKLY;BYDAY=SA"
    assert entry["dtstart"].dt.isoformat() == "2026-05-02T09:00:00+02:00"


def test_new_races_are_an_atom_feed(client: Client) -> None:
    full_race()
    root = read(client.get(reverse("new_races")).content)

    (entry,) = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Ridge Race"
    Event.objects.update(is_demo=True)
    root = read(client.get(reverse("new_races")).content)
    assert root.findall(f"{ATOM}entry") == []


def test_the_sitemap_leads_to_every_event_edition_and_race(client: Client) -> None:
    full_race()
    index = read(client.get(reverse("sitemap")).content)
    found = []
    for part in index.iter(f"{SITEMAP}loc"):
        path = str(part.text).split("8000", 1)[1]
        page = read(client.get(path).content)
        found += [str(loc.text) for loc in page.iter(f"{SITEMAP}loc")]

    for name, args in (("event", ["ridge-race"]), ("edition", ["ridge-race", "2026"]),
                       ("race", ["ridge-race", "2026", "ridge-50k"]), ("about", [])):  # fmt: skip
        assert any(address.endswith(reverse(name, args=args)) for address in found)
    assert client.get("/sitemap-nonsense-1.xml").status_code == 404


def test_robots_names_the_sitemap(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()

    assert "Sitemap: http" in text
    assert "Disallow: /accounts/" in text
