"""A public page by choice: only what is ticked, only what is certainly one's own."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from startline.accounts.models import Athlete, Profile, User
from startline.entries.models.orders import Order
from startline.entries.tests.make_in import make_in, make_ruled_race
from startline.events.tests.make import NOW
from startline.pages.services.account import erase, parts
from startline.results.models import Result, ResultClaim
from startline.results.tests.make import AFTER, make_results, make_ridge

pytestmark = pytest.mark.django_db
TICKS = ("shows_results", "shows_bests", "shows_races", "shows_reviews", "is_listed")
PAGE = "/athletes/ana-lee/"


@pytest.fixture
def ana(client: Client, settings: Any) -> User:
    """Signed in; holds the first result of the Ridge 50K."""
    settings.TODAY = NOW.date()
    race, ana = make_ridge(), User.objects.create_user("ana@example.org")
    make_results(race, User.objects.create_user("timing@example.org"))
    ResultClaim.objects.create(
        race=race, bib="1", user=ana, way="organizer", state="held", asked_at=AFTER
    )
    client.force_login(ana)
    return ana


def choose(client: Client, *ticked: str, **more: str) -> Any:
    said = {"name": "Ana Lee", "is_adult": "on", **dict.fromkeys(ticked, "on"), **more}
    return client.post(reverse("my_profile"), said)


def test_without_a_choice_there_is_no_page_and_with_one_only_what_is_ticked(
    ana: User, client: Client
) -> None:
    assert client.get(PAGE).status_code == 404
    assert choose(client).status_code == 302
    bare = client.get(PAGE)
    choose(client, *TICKS)
    full = client.get(PAGE)

    assert "Ridge" not in bare.content.decode().split("<main")[1].split("</main>")[0]
    assert bare["X-Robots-Tag"] == "noindex"
    assert "4:59:30" in full.content.decode()
    assert "X-Robots-Tag" not in full
    assert PAGE in client.get("/sitemap-athletes-1.xml").content.decode()
    assert "ana@example.org" not in full.content.decode()
    client.post(reverse("end_profile"))
    assert client.get(PAGE).status_code == 404


def test_a_hidden_result_is_never_shown(ana: User, client: Client) -> None:
    choose(client, *TICKS)
    Result.objects.filter(bib="1").update(is_hidden=True)

    assert "4:59:30" not in client.get(PAGE).content.decode()


def test_of_an_order_for_a_family_nobody_says_whose_place_is_whose(
    ana: User, client: Client
) -> None:
    race = make_ruled_race(name="Hill Run")
    entry = make_in(race, "ana")
    Order.objects.filter(pk=entry.order_id).update(user=ana)
    choose(client, *TICKS)
    alone = client.get(PAGE).content.decode()
    entry.pk = None
    entry.ticket = "another" * 5
    entry.athlete = Athlete.objects.create(given_name="Kid", family_name="Lee")
    entry.save()
    family = client.get(PAGE).content.decode()

    assert "Hill Run" in alone
    assert "Hill Run" not in family


def test_minors_and_whoever_does_not_say_they_are_of_age_get_none(
    ana: User, client: Client
) -> None:
    unsaid = client.post(reverse("my_profile"), {"name": "Ana Lee"})
    Athlete.objects.create(
        user=ana, given_name="Ana", family_name="Lee", born_on=NOW.date() - dt.timedelta(days=6_000)
    )
    young = choose(client)

    assert (unsaid.status_code, young.status_code) == (422, 422)
    assert "Nobody under 18" in young.content.decode()
    assert not Profile.objects.exists()


def test_the_page_goes_with_the_account(ana: User, client: Client) -> None:
    choose(client, *TICKS)
    told = parts(ana)["account"]

    erase(ana, hides_results=True, now=NOW)

    assert "ana-lee" in str(told)
    assert not Profile.objects.exists()
    assert client.get(PAGE).status_code == 404


def test_an_address_that_is_taken_is_said_and_nothing_typed_is_lost(
    ana: User, eve: User, client: Client
) -> None:
    Profile.objects.create(user=eve, slug="ana-lee", name="Another Ana", made_at=NOW)
    taken = choose(client, "shows_bests")

    assert taken.status_code == 422
    assert "Somebody else has this address" in taken.content.decode()
    assert 'value="Ana Lee"' in taken.content.decode()
    assert choose(client, slug="ana-of-the-hills").status_code == 302
    assert choose(client, slug="///").status_code == 422
