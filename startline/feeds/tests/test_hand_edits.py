"""What an operator writes by hand on a listed event wins over every listing, and lasts."""

import datetime as dt
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from startline.accounts.models import User
from startline.events.models.catalogue import Edition, Event, Race
from startline.events.models.offer import EntryWindow, PriceStep
from startline.events.services.facts import merge_events, separate_event, settle
from startline.feeds.rules.listing import Listing, RaceListing
from startline.feeds.tests.make import NOW, import_listings, make_listing

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
NEXT_YEAR = dt.date(2027, 9, 12)


@pytest.fixture
def operator(client: Client) -> User:
    """Whoever runs the site, signed in."""
    user = User.objects.create_user(
        "op@example.org", "a-long-enough-word", name="Op", is_operator=True
    )
    client.force_login(user)
    return user


def listed(**said: object) -> Listing:
    """A race in a calendar, with a start fee and a description."""
    words = {"description": "Steep.", "website": "https://ridge.example", **said}
    return make_listing(**words)  # type: ignore[arg-type]  # values of many types


def post(client: Client, page: str, args: list[str], **changes: str) -> None:
    """Send a page's form as it is shown, with changes."""
    address = reverse(page, args=args)
    form = client.get(address).context["form"]
    shown = {n: form[n].value() for n in form.fields}
    said = {n: value for n, value in shown.items() if value not in (None, False, "")}
    counts = ("TOTAL_FORMS", "INITIAL_FORMS")
    sets = {f"{rows}-{n}": "0" for rows in ("steps", "stations") for n in counts}
    answer = client.post(address, {"currency": "EUR", **sets, **said, **changes})
    assert answer.status_code == 302


def test_an_events_edited_fields_stay_and_the_others_follow_the_listings(
    operator: User, client: Client
) -> None:
    import_listings(listed())
    post(client, "event_details", ["ridge-trail"], name="Ridge of Serpa", website="")

    newer = listed(name="Ridge Trail Run", description="Steeper.", website="https://new.example")
    import_listings(newer, replace(newer, key="next", starts_on=NEXT_YEAR), now=NOW + DAY)
    import_listings(newer, source="another", now=NOW + 2 * DAY)

    event = Event.objects.get(slug="ridge-trail")
    assert (event.name, event.website) == ("Ridge of Serpa", "")
    assert event.description == "Steeper."
    settle([event.pk], now=NOW + 3 * DAY)
    event.refresh_from_db()
    assert (event.name, event.website) == ("Ridge of Serpa", "")


def test_an_editions_edited_date_stays_and_its_links_follow_the_listings(
    operator: User, client: Client
) -> None:
    import_listings(listed())
    post(client, "edit_edition", ["ridge-trail", "2026"], starts_on="2026-09-20", days="2",
         status="confirmed")  # fmt: skip
    before = Edition.objects.get()

    import_listings(listed(entry_url="https://enter.example", days=3), now=NOW + DAY)

    edition = Edition.objects.get()
    assert (edition.starts_on, edition.days) == (dt.date(2026, 9, 20), 2)
    assert (edition.status, edition.certainty) == (before.status, before.certainty)
    assert edition.entry_url == "https://enter.example"


def test_races_edited_added_or_removed_by_hand_are_left_alone_by_listings(
    operator: User, client: Client
) -> None:
    import_listings(listed(races=(RaceListing(distance_m=50_000), RaceListing(distance_m=9_000))))
    address = ["ridge-trail", "2026"]
    post(client, "edit_race", [*address, "50-km"], distance_km="52", climb_m="2100")
    post(client, "create_race", address, name="Night mile", distance_km="1.6",
         format="single")  # fmt: skip
    client.post(reverse("remove_race", args=[*address, "9-km"]))

    import_listings(listed(races=(RaceListing(distance_m=50_000, climb_m=1_800),
                                  RaceListing(distance_m=9_000),
                                  RaceListing(distance_m=21_000))), now=NOW + DAY)  # fmt: skip

    told = Race.objects.order_by("distance_m").values_list("distance_m", "climb_m")
    assert list(told) == [(1_600, None), (52_000, 2_100)]


def test_prices_and_entry_times_set_by_hand_are_left_alone_by_listings(
    operator: User, client: Client
) -> None:
    priced = RaceListing(distance_m=50_000, prices=((3500, "EUR", ""),))
    import_listings(listed(races=(priced,), entry_opens_on=dt.date(2026, 3, 1)))
    address = ["ridge-trail", "2026"]
    post(client, "edit_race", [*address, "50-km"], **{
        "steps-TOTAL_FORMS": "1", "steps-0-price": "42", "steps-0-until_sold": "30",
    })  # fmt: skip
    post(client, "edit_edition", address, opens_at="2026-04-01T08:00", status="confirmed")

    import_listings(
        listed(races=(replace(priced, prices=((4000, "EUR", ""),)),), description="New."),
        now=NOW + DAY,
    )

    step, window = PriceStep.objects.get(), EntryWindow.objects.get()
    assert (step.minor, step.until_sold) == (4200, 30)
    assert window.opens_at == dt.datetime(2026, 4, 1, 7, tzinfo=dt.UTC)


def test_a_merge_and_its_undoing_keep_what_was_written_by_hand(
    operator: User, client: Client
) -> None:
    import_listings(listed())
    import_listings(make_listing("lake", "Lake Run", latitude=41.5, longitude=-8.4))
    post(client, "event_details", ["lake-run"], description="Flat.")
    ridge, lake = Event.objects.get(slug="ridge-trail"), Event.objects.get(slug="lake-run")
    editions = [e.pk for e in lake.editions.all()]

    merge_events(ridge.pk, lake.pk, now=NOW)
    settle([ridge.pk], now=NOW)
    ridge.refresh_from_db()
    assert ridge.description == "Flat."

    separate_event(lake.pk, editions, now=NOW)
    settle([ridge.pk, lake.pk], now=NOW)
    ridge.refresh_from_db()
    lake.refresh_from_db()
    assert (ridge.description, lake.description) == ("Steep.", "Flat.")
