"""The event of the stampede: one race at 40 EUR, two questions, a waiver, a bank account."""

import datetime as dt

from startline.accounts.models import Organizer
from startline.entries.models.asking import Question, Waiver
from startline.entries.models.orders import Entry
from startline.entries.rules.life import HOLDS_A_PLACE
from startline.events.models.catalogue import CapacityPool, Edition, Event, Race
from startline.events.models.offer import PriceStep, SaleTerms
from startline.events.services.changes import record_changes
from startline.payments.models import PayoutAccount


def seed(slug: str, places: int, *, now: dt.datetime) -> None:
    """A published event that is on sale."""
    organizer = Organizer.objects.create(slug=slug, name="Stampede Club", created_at=now)
    event = Event.objects.create(
        slug=slug, name=f"{slug.title()} Run", organizer=organizer, country="DE", timezone="UTC",
        place_name="Berlin", latitude=52.5, longitude=13.4, published_at=now, created_at=now,
    )  # fmt: skip
    edition = Edition.objects.create(
        event=event, slug="2026", starts_on=dt.date(2026, 9, 12), status="entries_open",
        certainty="confirmed", currency="EUR", is_enterable_here=True, created_at=now,
    )  # fmt: skip
    pool = CapacityPool.objects.create(edition=edition, name="All", places=places)
    race = Race.objects.create(
        edition=edition, slug="10k", name="10 km", distance_m=10_000, pool=pool
    )
    PriceStep.objects.create(race=race, minor=4_000, currency="EUR")
    SaleTerms.objects.create(edition=edition)
    Waiver.objects.create(edition=edition, version=1, text="I am fit to run.", made_at=now)
    Question.objects.create(
        edition=edition, key="club", kind="text", label="Your club", is_required=True
    )
    Question.objects.create(
        edition=edition, key="shirt", kind="choice", label="Shirt", options=["S", "M", "L"],
        is_required=True, position=1,
    )  # fmt: skip
    PayoutAccount.objects.create(
        organizer=organizer, kind="bank", name="Bank", country="DE", holder="Stampede Club",
        iban="DE89370400440532013000", webhook_token=slug, made_at=now,
    )  # fmt: skip
    record_changes([event.pk], now=now)


def count(places: int) -> tuple[int, int]:
    """Places sold, and how many more than there were."""
    sold = Entry.objects.filter(
        state__in=HOLDS_A_PLACE, race__edition__event__slug="stampede"
    ).count()
    return sold, max(0, sold - places)
