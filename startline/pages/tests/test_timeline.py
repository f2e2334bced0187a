"""The decision timeline over HTTP: bought elsewhere, typed by hand, refused input, no log kept."""

import datetime as dt
import json
import re
from typing import Any

import pytest
from django.test import Client

from startline.core.clock import now as the_clock
from startline.entries.models.orders import Order
from startline.entries.services.placing import place_order
from startline.entries.services.waitlist import join_waitlist
from startline.entries.tests.make import LATER, make_cart, sheet
from startline.entries.tests.make_in import make_in, make_ruled_race, pay, refunded
from startline.events.models.catalogue import Edition, Event, Race
from startline.events.models.offer import Policy
from startline.events.tests.make import make_edition, make_event, make_race
from startline.recovery.rules.entries import Check, Intake, Run, Screen
from startline.recovery.rules.saved import dumped

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pinned")]
LINE = {"go": "line"}


@pytest.fixture
def pinned(settings: Any, now: dt.datetime) -> None:
    """It is 1 May 2026."""
    settings.TODAY = now.date()


def listed(name: str = "Ridge Race", on: dt.date = dt.date(2026, 9, 12)) -> Race:
    """A half marathon of the catalogue with a shorter race beside it and two policies."""
    event = make_event(name)
    Event.objects.filter(pk=event.pk).update(latitude=45.9, longitude=6.1)
    edition = make_edition(event, on)
    race = make_race(edition)
    Race.objects.filter(pk=race.pk).update(
        distance_m=21_097, descent_m=422, cutoff_ms=10_800_000, name="Half"
    )
    Race.objects.create(edition=edition, slug="five", name="Five", distance_m=5_200, position=2)
    until = dt.datetime(2026, 8, 1, 22, tzinfo=dt.UTC)
    for kind in ("transfer", "deferral"):
        Policy.objects.create(
            edition=edition, kind=kind, is_allowed=True, until_at=until, fee_minor=1000
        )
    race.refresh_from_db()
    return race


def path_of(race: Race) -> str:
    """The address of its timeline."""
    edition: Edition = race.edition
    return f"/recovery/timeline/races/{edition.event.slug}/{edition.slug}/{race.slug}/"


def text_of(client: Client, path: str, **said: str) -> str:
    """The page for what was said, as text."""
    answer = client.post(path, LINE | said) if said else client.get(path)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return answer.content.decode()


def test_without_anything_said_the_listing_gives_the_dates_and_no_day_of_the_knee(
    client: Client,
) -> None:
    page = text_of(client, path_of(listed()))

    assert "Last day to defer." in page
    assert "Last day to hand your place on." in page
    assert "at the earliest" not in page.split("Before the start")[0]


def test_a_race_bought_elsewhere_has_three_dated_ways_and_says_first_that_it_is_too_late(
    client: Client,
) -> None:
    page = text_of(
        client, path_of(listed()), paid="60", currency="EUR", stage="0", refund_on="2026-06-30",
        refund_cost="12",
    )  # fmt: skip

    first = page.index("The earliest day is past the race")
    assert first < page.index("Last day for money back.")
    assert "48.00" in page
    assert "Five can still be reached" in page
    assert page.count("A letter ready to send") >= 3
    assert "After the race." in page


def test_a_better_stage_brings_the_gate_forward_and_the_date_of_the_race_does_not(
    client: Client,
) -> None:
    race = listed()
    late = text_of(client, path_of(race), stage="10", longest="100")
    Edition.objects.filter(pk=race.edition_id).update(starts_on=dt.date(2026, 5, 9))
    early = text_of(client, path_of(race), stage="0")

    assert "Nothing to decide today" in late
    assert "The earliest day is past the race" in early


def test_a_log_is_answered_and_a_danger_sign_leaves_only_itself_and_the_last_days(
    client: Client,
) -> None:
    screen = {"type": "screen", "id": "a", "at": "2026-04-30T09:00:00+02:00", "asked": "first"}
    log = {"format": "startline-recovery", "version": 1, "entries": [screen | {"yes": ["G02"]}]}

    page = text_of(client, path_of(listed()), log=json.dumps(log), zone="Europe/Paris")

    assert "Say on the phone" in page
    assert "Your ways, side by side" not in page
    assert "Races that still fit" not in page


def test_a_log_without_a_start_names_no_day_and_says_why(client: Client) -> None:
    log = {"format": "startline-recovery", "version": 1, "entries": []}

    page = text_of(client, path_of(listed()), log=json.dumps(log), zone="Europe/Paris")

    assert "No day can be named today" in page
    assert "The danger signs come first" in page


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"refund_on": "2026-10-01"}, "This day is after the race."),
        ({"paid": "-3", "currency": "EUR"}, "greater than or equal to 0"),
        ({"paid": "30", "currency": "ZZZ"}, "This currency is not known here"),
        ({"paid": "30"}, "Say in which currency"),
        ({"paid": "30.5", "currency": "JPY"}, "no so small parts"),
        ({"deferral_cost": "5", "currency": "EUR"}, "A cost needs its last day."),
        (
            {"paid": "10", "currency": "EUR", "refund_on": "2026-06-01", "refund_cost": "11"},
            "More is kept than was paid",
        ),
        ({"time": "soon"}, "Write hours and minutes"),
        ({"stage": "99"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    client: Client, said: dict[str, str], sentence: str
) -> None:
    answer = client.post(path_of(listed()), LINE | said)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_log_that_cannot_be_read_is_named_and_nothing_of_it_is_shown(client: Client) -> None:
    answer = client.post(path_of(listed()), LINE | {"log": '{"secret": 1', "zone": "UTC"})

    assert answer.status_code == 422
    assert "could not be read" in answer.content.decode()


def test_a_race_that_is_over_says_so_and_offers_what_is_to_come(client: Client) -> None:
    race = listed(on=dt.date(2026, 4, 1))
    listed("Lake Race")

    page = text_of(client, path_of(race))

    assert "This race is over" in page
    assert "Lake Race" in page


def test_three_races_that_still_fit_come_later_and_no_longer(client: Client) -> None:
    race = listed()
    for number, on in enumerate([(2026, 10, 3), (2026, 11, 1), (2027, 3, 7), (2026, 6, 1)]):
        listed(f"Other {number}", dt.date(*on))

    page = text_of(client, path_of(race))

    assert [f"Other {n}" in page for n in range(4)] == [True, True, True, False]


def test_a_typed_race_has_its_line_and_a_calendar_file_that_says_nothing_of_a_knee(
    client: Client,
) -> None:
    said = {"name": "Town Run", "on": "2026-08-30", "distance": "10", "stage": "0",
            "transfer_on": "2026-08-01"}  # fmt: skip

    page = text_of(client, "/recovery/timeline/typed/", **said)
    answer = client.post("/recovery/timeline/typed/", said | {"go": "calendar"})

    file = answer.content.decode()
    assert "Town Run" in page
    assert answer["Content-Type"].startswith("text/calendar")
    assert "last day to hand on" in file
    assert "knee" not in file.casefold()
    assert "pain" not in file.casefold()


def test_a_typed_race_of_yesterday_is_refused(client: Client) -> None:
    said = {"name": "Town Run", "on": "2026-04-30", "distance": "10"}

    answer = client.post("/recovery/timeline/typed/", said)

    assert answer.status_code == 422
    assert "This day is over" in answer.content.decode()


def test_the_choice_finds_a_race_by_its_name(client: Client) -> None:
    race = listed()

    page = text_of(client, "/recovery/timeline/?q=ridge+race")

    assert path_of(race) in page


def red_week() -> str:
    """A plan begun in April whose last three runs hurt."""
    begun = dt.datetime(2026, 4, 13, 8, tzinfo=dt.UTC)
    calm: dict[str, Any] = {
        "worst_daily": 2, "has_rest_pain": False, "settle_min": 30, "walk_pain": 0,
        "is_limping": False, "new": frozenset(),
    }  # fmt: skip
    runs = [
        Run(id=f"run {day}", at=begun + dt.timedelta(days=day), run_min=12, walk_min=10, peak=6)
        for day in (12, 14, 16)
    ]
    last = begun + dt.timedelta(days=17)
    return dumped([
        Screen(id="first", at=begun, asked="first"),
        Intake(id="start", at=begun, born_on=dt.date(1990, 1, 1), tolerance_min=15, run_pain=2,
               days_without_running=5, longest_run_min=90, week_min=150, week_runs=3, **calm),
        *runs,
        Screen(id="weekly", at=last),
        Check(id="check", at=last, **calm),
    ])  # fmt: skip


def test_an_entry_released_from_the_line_is_bought_by_who_waits_and_the_line_says_so(
    client: Client,
) -> None:
    race = make_ruled_race(places=1)
    seller = make_in(race)
    waits = join_waitlist(
        race, email="zoe@example.org", name="Zoe", heads=1, now=LATER + dt.timedelta(minutes=1)
    )
    path = f"/entries/{seller.order.reference}/{seller.pk}/timeline/"
    said = {"log": red_week(), "zone": "Europe/Paris"}

    before = text_of(client, path, **said)
    act = re.search(r'href="(/entries/[^"]+/do/resale/)"', before)
    released = client.post(act[1] if act else "", {"key": "release-1"})
    offered = text_of(client, path, **said)
    order = Order.objects.get(waitlistplace=waits)
    cart = make_cart(order, email="zoe@example.org")
    order = place_order(sheet(order), cart, by=None, now=the_clock())
    pay(order, order.total_minor, key="pay-zoe", now=the_clock())
    after = text_of(client, path, **said)

    assert "No day can be named today" in before
    assert "It is time to see somebody" in before
    assert released.status_code == 302
    assert "Your place is offered for resale" in offered
    assert "Your place was bought" in after
    assert "50.00" in after
    assert refunded(seller) == 5000
