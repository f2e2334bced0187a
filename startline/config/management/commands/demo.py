"""`startline demo`: clearly labelled demo organizers and races. Counted figures leave them out."""

import datetime as dt
import secrets

from django.core.management.base import BaseCommand
from django.db import transaction

from startline.accounts.models import Organizer, User
from startline.accounts.services.people import create_organizer
from startline.core.clock import now
from startline.core.money import Money
from startline.entries.rules.asking import Person
from startline.entries.services.entering import enter_race
from startline.events.models.catalogue import Race
from startline.events.models.offer import EntryWindow, Policy
from startline.events.rules.details import (
    EditionDetails,
    EventDetails,
    FirstListing,
    RaceDetails,
    StepDetails,
)
from startline.events.services.editions import edit_edition
from startline.events.services.events import publish_event
from startline.events.services.first_listing import list_first_race
from startline.events.services.races import create_race, set_policies, set_price_steps, set_windows

NAMES = (
    ("Ana", "Moreira"), ("Jonas", "Keller"), ("Chloé", "Martin"), ("Tomasz", "Nowak"),
    ("Aiko", "Tanaka"), ("Sinéad", "Byrne"), ("Luca", "Ferri"), ("Emma", "Lind"),
)  # fmt: skip


class Command(BaseCommand):
    """Makes the demo once; a second time changes nothing."""

    help = "Add demo organizers and races."

    def handle(self, *args: object, **options: object) -> None:
        """Make a director, two events, a few entries."""
        if Organizer.objects.filter(is_demo=True).exists():
            self.stdout.write("The demo is here already.")
            return
        email, password = make_demo(at=now())
        self.stdout.write(f"Demo director: {email}  password: {password}")


@transaction.atomic
def make_demo(*, at: dt.datetime) -> tuple[str, str]:
    """A demo director with one free race that people entered and one with prices and policies."""
    password = secrets.token_urlsafe(12)
    director = User.objects.create_user(
        f"demo-{secrets.token_hex(3)}@example.org", password, name="Demo director"
    )
    organizer = create_organizer(name="Demo Runners", by=director, now=at, is_demo=True)
    free = list_race(
        "Demo: Lake Shore Run",
        ("10 km", 10_000),
        price=None,
        organizer=organizer,
        by=director,
        at=at,
    )
    for number, (given, family) in enumerate(NAMES):
        runner = Person(given, family, dt.date(1980 + number, 3, 4))
        address = f"demo{number}@example.org"
        enter_race(free, runner, email=address, key=f"demo-{number}", by=None, now=at)
    paid = list_race(
        "Demo: Castle Hill Trail", ("Trail 24K", 24_000), price=Money(3200, "EUR"),
        organizer=organizer, by=director, at=at,
    )  # fmt: skip
    fill_paid(paid, by=director, at=at)
    return director.email, password


def list_race(
    name: str, race: tuple[str, int], *, price: Money | None, organizer: Organizer, by: User,
    at: dt.datetime,
) -> Race:  # fmt: skip
    """A published event in Annecy with one race (name and metres), a Sunday in twelve weeks."""
    day = at.date() + dt.timedelta(weeks=12)
    day += dt.timedelta(days=6 - day.weekday())
    start = dt.datetime.combine(day, dt.time(7), tzinfo=dt.UTC)
    listing = FirstListing(
        organizer_name="",
        event=EventDetails(
            name=name, country="FR", region="FR.84", place_name="Annecy", latitude=45.9,
            longitude=6.12, place_certainty="town", timezone="Europe/Paris",
            description="A demonstration. Nobody will be there.",
        ),
        starts_on=day,
        race=RaceDetails(
            name=race[0], surface="road" if price is None else "trail", distance_m=race[1],
            climb_m=60 if price is None else 900, starts_at=start, cutoff_ms=4 * 3_600_000,
        ),
        places=300, price=price, currency="EUR",
    )  # fmt: skip
    event = list_first_race(listing, organizer=organizer, by=by, now=at)
    publish_event(event, by=by, now=at)
    return Race.objects.select_related("edition__event").get(edition__event=event)


def fill_paid(race: Race, *, by: User, at: dt.datetime) -> None:
    """Price steps, a second race, a window and the rules for changed plans."""
    week = dt.timedelta(weeks=1)
    steps = [
        StepDetails(price=Money(3200, "EUR"), until_at=at + 4 * week),
        StepDetails(price=Money(3800, "EUR"), until_at=at + 8 * week),
        StepDetails(price=Money(4400, "EUR")),
    ]
    set_price_steps(race, steps, by=by, now=at)
    edition = race.edition
    short = create_race(
        edition, RaceDetails(name="Short trail 9K", surface="trail", distance_m=9_000, climb_m=250),
        pool=None, by=by, now=at,
    )  # fmt: skip
    set_price_steps(short, [StepDetails(price=Money(1500, "EUR"))], by=by, now=at)
    set_windows(edition, [EntryWindow(opens_at=at, closes_at=at + 11 * week)], by=by, now=at)
    policies = [
        Policy(kind="refund", is_allowed=True, until_at=at + 6 * week, refund_percent=80),
        Policy(kind="transfer", is_allowed=True, until_at=at + 10 * week),
        Policy(kind="deferral", is_allowed=True, until_at=at + 9 * week),
    ]
    set_policies(edition, policies, by=by, now=at)
    details = EditionDetails(
        starts_on=edition.starts_on, status="entries_open", timezone="Europe/Paris",
        currency="EUR", features=["aid_stations", "finisher_medal", "poles_allowed"],
    )  # fmt: skip
    edit_edition(edition, details, by=by, now=at)
