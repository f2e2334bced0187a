"""A race that stands in no list: its own address and a coupon that opens it lead to it."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from startline.accounts.models import Organizer, User
from startline.discovery.queries.rows import rows_of
from startline.entries.models.coupons import Coupon
from startline.entries.models.orders import Order
from startline.events.models.catalogue import Edition, Event, Race
from startline.events.models.provenance import Fact
from startline.events.services.editions import copy_edition_to_next_year
from startline.events.tests.make import NOW, make_edition, make_event, make_race

pytestmark = pytest.mark.django_db
THERE = ["ridge-race", "2026", "invited"]


@pytest.fixture
def invited(client: Client, settings: Any, bruno: User, ridge: Organizer) -> Race:
    """A race for the invited, made on the director's own form beside one for everybody."""
    settings.TODAY = NOW.date()
    event = make_event(organizer=ridge)
    make_race(make_edition(event))
    Event.objects.update(published_at=NOW)
    Edition.objects.update(is_enterable_here=True, status="entries_open")
    client.force_login(bruno, "allauth.account.auth_backends.AuthenticationBackend")
    form = {"name": "Invited", "sport": "running", "format": "single", "distance_km": "12",
            "is_hidden": "on"}  # fmt: skip
    client.post(reverse("create_race", args=["ridge-race", "2026"]), form)
    race: Race = Race.objects.select_related("edition__event").get(name="Invited")
    return race


def test_no_list_shows_it(invited: Race) -> None:
    Race.objects.update(starts_at=NOW + dt.timedelta(days=134))
    everyone = Client()
    shown = [
        everyone.get(address).content.decode()
        for address in (
            reverse("event", args=["ridge-race"]),
            reverse("edition_calendar", args=["ridge-race", "2026"]),
            reverse("sitemap_part", args=["races", 1]),
            "/api/v1/events/ridge-race",
        )
    ]
    rows = rows_of([invited.edition.event_id], NOW)[invited.edition.event_id]

    assert invited.is_hidden
    assert all("Ridge 50K" in text or "ridge-50k" in text for text in shown)
    assert not any("Invited" in text or "/invited/" in text for text in shown)
    assert [row.distance_m for row in rows] == [50_000]
    assert "Invited" not in str(list(Fact.objects.values_list("fields", flat=True)))


def test_its_own_address_leads_to_it_and_search_engines_are_told_to_forget_it(
    invited: Race,
) -> None:
    page = Client().get(reverse("race", args=THERE)).content.decode()

    assert "<h1>Invited</h1>" in page
    assert 'content="noindex"' in page
    assert "application/ld+json" not in page


def test_the_code_lets_people_in_and_nothing_else_does(invited: Race) -> None:
    Coupon.objects.create(edition=invited.edition, code="Friends", kind="opens", race=invited)
    address = reverse("entries:enter", args=THERE)

    without = Client().post(address, {"key": "a", f"n_{invited.pk}": 1})
    with_it = Client().post(address, {"key": "b", f"n_{invited.pk}": 1, "code": "friends"})

    assert without.status_code == 409
    assert with_it.status_code == 302
    assert Order.objects.get().entries.get().race == invited


def test_the_director_can_show_it_to_all_again(client: Client, invited: Race) -> None:
    rows = {f"{name}-{count}_FORMS": "0" for name in ("steps", "stations")
            for count in ("TOTAL", "INITIAL")}  # fmt: skip
    before = client.get(reverse("edit_race", args=THERE)).content.decode()
    form = {"name": "Invited", "sport": "running", "format": "single", "distance_km": "12"}

    client.post(reverse("edit_race", args=THERE), {**form, **rows})

    invited.refresh_from_db()
    tick = before.split('name="is_hidden"')[1].split(">")[0]
    assert "checked" in tick
    assert not invited.is_hidden
    assert "Invited" in Client().get(reverse("event", args=["ridge-race"])).content.decode()


def test_next_years_copy_keeps_it_hidden(bruno: User, invited: Race) -> None:
    copy = copy_edition_to_next_year(invited.edition, by=bruno, now=NOW)

    assert list(copy.races.filter(is_hidden=True).values_list("name", flat=True)) == ["Invited"]
