"""The smallest valid things of this room."""

import datetime as dt

from startline.accounts.models import Organizer
from startline.events.models.catalogue import CapacityPool, Edition, Event, Race
from startline.events.rules.words import Certainty, Status

NOW = dt.datetime(2026, 5, 1, 10, 0, tzinfo=dt.UTC)


def make_event(name: str = "Ridge Race", organizer: Organizer | None = None) -> Event:
    """A published event in Chamonix."""
    return Event.objects.create(
        slug=name.lower().replace(" ", "-"), name=name, organizer=organizer, country="FR",
        region="FR.84", place_name="Chamonix", latitude=45.92, longitude=6.87,
        timezone="Europe/Paris", published_at=NOW, created_at=NOW,
    )  # fmt: skip


def make_edition(event: Event | None = None, on: dt.date = dt.date(2026, 9, 12)) -> Edition:
    """A confirmed edition that takes entries here."""
    return Edition.objects.create(
        event=event or make_event(), slug=str(on.year), starts_on=on, status=Status.ENTRIES_OPEN,
        certainty=Certainty.CONFIRMED, timezone="Europe/Paris", currency="EUR",
        is_enterable_here=True, created_at=NOW,
    )  # fmt: skip


def make_race(
    edition: Edition | None = None, *, places: int | None = None, name: str = "Ridge 50K"
) -> Race:
    """The Ridge 50K, free, with or without a limit of places."""
    edition = edition or make_edition()
    pool = None
    if places is not None:
        pool = CapacityPool.objects.create(edition=edition, name="All", places=places)
    return Race.objects.create(
        edition=edition, slug=name.lower().replace(" ", "-"), name=name, distance_m=50_000,
        climb_m=2_400, pool=pool,
    )  # fmt: skip
