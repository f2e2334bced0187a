"""The event page in each state, its structured data and what leads to it."""

import datetime as dt
import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from startline.accounts.models import Organizer
from startline.events.models.catalogue import Edition, Event, Race
from startline.events.models.course import AidStation, Course
from startline.events.models.offer import EntryWindow, Policy, PriceStep
from startline.events.models.provenance import Correction, DateChange, Fact
from startline.events.services.changes import record_changes
from startline.events.tests.make import NOW, make_edition, make_event, make_race

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pinned")]
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture
def pinned(settings: Any, now: dt.datetime) -> None:
    """It is 1 May 2026."""
    settings.TODAY = now.date()


def page_of(client: Client, name: str, *args: str) -> str:
    """The page as text."""
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


def data_in(text: str) -> dict[str, Any]:
    """The one block of structured data."""
    (script,) = SCRIPT.findall(text)
    found: dict[str, Any] = json.loads(script)
    return found


def full_race(organizer: Organizer | None = None, **changes: object) -> Race:
    """A race with everything a page can show."""
    edition = make_edition(make_event(organizer=organizer))
    Edition.objects.filter(pk=edition.pk).update(
        features=["showers"], trail_facts={"dogs": False}, qualifiers=["World League"], **changes
    )
    edition.refresh_from_db()
    race = make_race(edition, places=900)
    at = dt.datetime(2026, 6, 30, 22, tzinfo=dt.UTC)
    Race.objects.filter(pk=race.pk).update(
        starts_at=dt.datetime(2026, 9, 12, 4, 0, tzinfo=dt.UTC), cutoff_ms=9_900_000, min_age=18
    )
    PriceStep.objects.create(race=race, minor=2200, currency="EUR", until_at=at)
    PriceStep.objects.create(race=race, minor=2500, currency="EUR")
    EntryWindow.objects.create(edition=edition, opens_at=at - dt.timedelta(days=150), closes_at=at)
    Policy.objects.create(edition=edition, kind="refund", is_allowed=True, until_at=at)
    Policy.objects.create(edition=edition, kind="transfer", is_allowed=False)
    AidStation.objects.create(race=race, name="Col", at_m=12_000)
    Fact.objects.create(
        event=edition.event, edition=edition, source="calendar", record_key="1", rank=50,
        label="A public calendar", address="https://example.org/1", fields={"starts_on": "…"},
        seen_at=at - dt.timedelta(days=100),
    )  # fmt: skip
    Course.objects.create(
        race=race, file_name="a.gpx", gpx=b"", line=[[6.8, 45.9], [6.9, 45.9]], length_m=50_400,
        profile=[[n * 100, 1000 + abs(250 - n) * 4] for n in range(504)], climb_m=2_300,
        descent_m=2_300,
    )  # fmt: skip
    race.refresh_from_db()
    return race


def test_the_page_shows_races_price_course_deadlines_and_sources(client: Client) -> None:
    full_race()
    text = page_of(client, "event", "ridge-race")

    for words in (
        "Ridge 50K", "06:00", "2 h 45", "2,400 m", "0 of 900", "22.00 EUR", "The course",
        "climb; the figures above are measured", "Last moment at 22.00 EUR; then 25.00 EUR",
        "Last moment to get your money back", "Your place cannot go to someone else", "Showers",
        "A public calendar", "https://example.org/1", "The source does not say when",
        "World League",
    ):  # fmt: skip
        assert words in text
    assert reverse("entries:enter", args=["ridge-race", "2026", "ridge-50k"]) in text
    assert ' style="' not in text


def test_the_page_needs_few_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    race = full_race()
    for n in range(5):
        make_race(race.edition, name=f"Other {n}", places=10)
    page_of(client, "home")  # the figures of the footer are counted once a minute
    with django_assert_max_num_queries(11):
        page_of(client, "edition", "ridge-race", "2026")


def test_every_race_has_a_page_reached_from_the_event(client: Client) -> None:
    full_race()
    address = reverse("race", args=["ridge-race", "2026", "ridge-50k"])

    assert f'href="{address}"' in page_of(client, "event", "ridge-race")
    text = page_of(client, "race", "ridge-race", "2026", "ridge-50k")
    for words in (
        "50 km",
        "Sat 12 Sep 2026, 06:00 (Paris time)",
        "Col",
        "22.00",
        "Enter this race",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("expected", "Date expected"), ("announced", "Announced"), ("confirmed", "Date confirmed"),
        ("entries_open", "Entries open"), ("sold_out", "Sold out"),
        ("entries_closed", "Entries closed"), ("cancelled", "This edition is cancelled."),
        ("postponed", "This edition is postponed."), ("moved", "Moved to this date"),
        ("discontinued", "This event is no longer held."),
    ],
)  # fmt: skip
def test_each_status_is_said_in_words(client: Client, status: str, words: str) -> None:
    full_race(status=status)

    assert words in page_of(client, "event", "ridge-race")


def test_an_edition_gone_by_is_over_and_cannot_be_entered(client: Client) -> None:
    edition = make_edition(on=dt.date(2026, 4, 12))
    Edition.objects.update(entry_url="https://example.org/enter", is_enterable_here=False)
    make_race(edition)
    text = page_of(client, "event", "ridge-race")

    assert "Over" in text
    assert "https://example.org/enter" not in text


@pytest.mark.parametrize("what", ["over", "closed", "not open yet", "closed for another race"])
def test_a_place_is_offered_only_while_the_door_would_sell_it(client: Client, what: str) -> None:
    edition = make_edition(on=dt.date(2026, 4, 12) if what == "over" else dt.date(2026, 9, 12))
    race = make_race(edition, places=5)
    other = make_race(edition, name="Other")
    spans = {
        "closed": EntryWindow(closes_at=NOW),
        "not open yet": EntryWindow(opens_at=NOW + dt.timedelta(days=1)),
        "closed for another race": EntryWindow(closes_at=NOW, race=other),
    }  # fmt: skip
    if what in spans:
        spans[what].edition = edition
        spans[what].save()

    offered = f"/{race.slug}/enter/" in page_of(client, "event", "ridge-race")

    assert offered is (what == "closed for another race")


def test_a_cancelled_edition_offers_no_entry(client: Client) -> None:
    full_race(status="cancelled", entry_url="https://example.org/enter")
    text = page_of(client, "event", "ridge-race")

    assert "/enter/" not in text
    assert "https://example.org/enter" not in text


def test_an_edition_entered_elsewhere_leads_there(client: Client) -> None:
    full_race(is_enterable_here=False, entry_url="https://example.org/enter")
    text = page_of(client, "event", "ridge-race")

    assert 'href="https://example.org/enter" rel="nofollow noopener external"' in text
    assert "/enter/" not in text


def test_an_address_that_is_no_web_address_is_never_a_link(client: Client) -> None:
    full_race(is_enterable_here=False, entry_url="javascript:alert(1)", website="javascript:1")
    Fact.objects.update(address="javascript:alert(2)")

    assert "javascript:" not in page_of(client, "event", "ridge-race")


def test_an_expected_date_is_dashed_and_says_so(client: Client) -> None:
    full_race(status="expected", certainty="expected", is_enterable_here=False)
    text = page_of(client, "event", "ridge-race")

    assert "bib--guess" in text
    assert "not confirmed yet" in text
    assert not SCRIPT.findall(text)


def test_a_postponed_edition_says_when_it_was(client: Client) -> None:
    edition = full_race(status="postponed", starts_on=None, certainty="unknown").edition
    DateChange.objects.create(
        edition=edition, old_starts_on=dt.date(2026, 5, 12), source="x", at=edition.created_at
    )
    text = page_of(client, "event", "ridge-race")

    assert "was Tue 12 May 2026" in text
    assert "To be confirmed" in text
    found = data_in(page_of(client, "race", "ridge-race", "2026", "ridge-50k"))
    assert found["eventStatus"].endswith("EventPostponed")


def test_a_long_unconfirmed_edition_says_so(client: Client, now: dt.datetime) -> None:
    full_race(seen_at=now - dt.timedelta(days=300))

    assert "Nobody has confirmed this for a long time" in page_of(client, "event", "ridge-race")


def test_without_usable_elevation_the_climb_is_unknown(client: Client) -> None:
    race = full_race()
    Race.objects.update(climb_m=None)
    Course.objects.update(climb_m=None, descent_m=None, profile=[], warnings=["no_elevation"])
    text = page_of(client, "race", "ridge-race", "2026", race.slug)

    assert "climb unknown" in text
    assert "0 m up" not in text


def test_the_event_shows_its_next_edition_and_links_the_others(client: Client) -> None:
    race = full_race()
    for year in (2024, 2027):
        make_edition(race.edition.event, on=dt.date(year, 9, 12))
    text = page_of(client, "event", "ridge-race")

    assert "Sat 12 Sep 2026" in text
    for slug in ("2024", "2027"):
        assert reverse("edition", args=["ridge-race", slug]) in text
    assert "Thu 12 Sep 2024" in page_of(client, "edition", "ridge-race", "2024")


def test_a_weekly_event_shows_its_next_four_days(client: Client) -> None:
    event = make_event()
    Event.objects.update(weekly_rule="saturday 09:00")
    Edition.objects.create(
        event=event, slug="2026-05-09", starts_on=dt.date(2026, 5, 9), status="cancelled",
        created_at=event.created_at,
    )  # fmt: skip
    text = page_of(client, "event", "ridge-race")

    for day in ("Sat 2 May 2026", "Sat 9 May 2026", "Sat 16 May 2026", "Sat 23 May 2026"):
        assert day in text
    assert "Cancelled" in text


@pytest.mark.parametrize("slug", ["мараθон-é", "서울-마라톤"])
def test_slugs_may_hold_any_letters(client: Client, slug: str) -> None:
    make_event()
    Event.objects.update(slug=slug)

    assert page_of(client, "event", slug)


def test_what_is_not_there_or_not_published_is_not_found(client: Client) -> None:
    full_race()
    wrong = [
        reverse("event", args=["nothing"]),
        reverse("edition", args=["ridge-race", "1999"]),
        reverse("race", args=["ridge-race", "2026", "nothing"]),
        reverse("course_line", args=["ridge-race", "2026", "nothing"]),
    ]
    assert {client.get(address).status_code for address in wrong} == {404}

    Event.objects.update(published_at=None)
    for name, args in (("event", ["ridge-race"]), ("event_calendar", ["ridge-race"]),
                       ("race", ["ridge-race", "2026", "ridge-50k"]),
                       ("course_line", ["ridge-race", "2026", "ridge-50k"]),
                       ("correct_event", ["ridge-race"])):  # fmt: skip
        assert client.get(reverse(name, args=args)).status_code == 404


def test_races_like_it_and_near_it_are_one_step_away(client: Client) -> None:
    race = full_race()
    other = make_edition(make_event("Lake Race"), on=dt.date(2026, 9, 20))
    make_race(other, name="Lake 50K")
    record_changes([race.edition.event_id, other.event_id], now=other.created_at)
    address = reverse("around", args=["ridge-race", "2026"])

    assert f'href="{address}"' in page_of(client, "event", "ridge-race")
    text = page_of(client, "around", "ridge-race", "2026")
    assert "Lake Race" in text
    assert "<html" in text
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "Lake Race" in part
    assert "<html" not in part


def test_an_event_merged_into_another_leads_there(client: Client) -> None:
    event = make_event()
    other = make_event("Ridge Run")
    Event.objects.filter(pk=other.pk).update(merged_into=event)
    response = client.get(reverse("event", args=["ridge-run"]))

    assert (response.status_code, response["Location"]) == (301, "/races/ridge-race/")


def test_the_line_of_a_course_is_geojson(client: Client) -> None:
    full_race()
    response = client.get(reverse("course_line", args=["ridge-race", "2026", "ridge-50k"]))

    assert response["Content-Type"] == "application/geo+json"
    assert response.json()["geometry"]["coordinates"] == [[6.8, 45.9], [6.9, 45.9]]


def test_structured_data_says_what_the_page_says(client: Client, ridge: Organizer) -> None:
    full_race(ridge)
    found = data_in(page_of(client, "race", "ridge-race", "2026", "ridge-50k"))

    assert found["@type"] == "SportsEvent"
    assert found["startDate"] == "2026-09-12T06:00:00+02:00"
    assert found["url"].endswith("/races/ridge-race/2026/ridge-50k/")
    assert found["eventStatus"] == "https://schema.org/EventScheduled"
    assert found["location"]["address"]["addressCountry"] == "FR"
    assert found["organizer"]["name"] == "Ridge Running"
    (offer,) = found["offers"]
    assert (offer["price"], offer["priceCurrency"]) == ("22.00", "EUR")
    assert offer["availability"] == "https://schema.org/InStock"
    assert "superEvent" not in found
    # An edition with races of their own pages claims nothing itself.
    assert not SCRIPT.findall(page_of(client, "edition", "ridge-race", "2026"))


def test_a_cancelled_race_keeps_its_date_and_a_moved_one_names_the_old(client: Client) -> None:
    race = full_race(status="cancelled")
    found = data_in(page_of(client, "race", "ridge-race", "2026", race.slug))
    assert found["startDate"].startswith("2026-09-12")
    assert found["eventStatus"].endswith("EventCancelled")

    Edition.objects.update(status="moved")
    DateChange.objects.create(
        edition=race.edition, old_starts_on=dt.date(2026, 9, 5),
        new_starts_on=dt.date(2026, 9, 12), source="x", at=race.edition.created_at,
    )  # fmt: skip
    record_changes([race.edition.event_id], now=race.edition.created_at)
    found = data_in(page_of(client, "race", "ridge-race", "2026", race.slug))
    assert found["eventStatus"].endswith("EventRescheduled")
    assert found["previousStartDate"] == "2026-09-05"


def test_structured_data_cannot_close_its_element(client: Client) -> None:
    full_race()
    Event.objects.update(name="</script><script>alert(1)</script>&")
    text = page_of(client, "race", "ridge-race", "2026", "ridge-50k")

    assert "alert(1)</script>" not in text
    assert data_in(text)["name"].startswith("</script>")


def test_a_demonstration_is_labelled_and_left_out_of_search_engines(client: Client) -> None:
    full_race()
    Event.objects.update(is_demo=True)
    text = page_of(client, "event", "ridge-race")

    assert "Demonstration" in text
    assert "noindex" in text
    assert not SCRIPT.findall(page_of(client, "race", "ridge-race", "2026", "ridge-50k"))


def test_a_correction_is_kept_once(client: Client) -> None:
    make_event()
    address = reverse("correct_event", args=["ridge-race"])
    for _ in range(2):
        response = client.post(address, {"text": "The date is 13 September.", "email": ""})
        assert response.status_code == 302

    assert Correction.objects.get().text == "The date is 13 September."


def test_a_correction_that_is_too_long_or_empty_keeps_what_was_typed(client: Client) -> None:
    make_event()
    address = reverse("correct_event", args=["ridge-race"])
    long = client.post(address, {"text": "x" * 4_001, "email": "nobody"}).content.decode()

    assert "xxxx" in long
    assert "nobody" in long
    assert not Correction.objects.exists()


def test_a_program_is_thanked_and_not_heard(client: Client) -> None:
    make_event()
    address = reverse("correct_event", args=["ridge-race"])
    response = client.post(address, {"text": "Buy now", "nickname": "bot"})

    assert response.status_code == 302
    assert not Correction.objects.exists()


def test_one_visitor_cannot_report_without_end(client: Client) -> None:
    make_event()
    address = reverse("correct_event", args=["ridge-race"])
    answers = [
        client.post(address, {"text": f"No. {n}"}, REMOTE_ADDR="192.0.2.7").status_code
        for n in range(22)
    ]

    assert answers[:20] == [302] * 20
    assert answers[20:] == [429, 429]
