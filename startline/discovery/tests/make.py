"""Small things to find: an event with one edition and its races."""

import datetime as dt

from startline.core.text import slug
from startline.events.models.catalogue import Edition, Event, Race
from startline.events.models.offer import PriceStep
from startline.events.rules.words import Certainty, Status
from startline.events.services.changes import record_changes

NOW = dt.datetime(2026, 5, 1, 10, 0, tzinfo=dt.UTC)
LYON = (45.76, 4.84)
PORTO = (41.15, -8.61)


def make_findable(
    name: str,
    *,
    at: tuple[float, float] | None = LYON,
    country: str = "FR",
    on: dt.date | None = dt.date(2026, 5, 16),
    lengths_m: tuple[int, ...] = (21_097,),
    status: Status = Status.CONFIRMED,
    certainty: Certainty = Certainty.CONFIRMED,
    surface: str = "road",
    climb_m: int | None = None,
    cutoff_ms: int | None = None,
    price: tuple[int, str] | None = None,
    **fields: object,
) -> Edition:
    """A published edition with its races, its change noted as a service would."""
    event = Event.objects.create(
        slug=slug(name), name=name, country=country, place_name="",
        latitude=at[0] if at else None, longitude=at[1] if at else None,
        published_at=NOW, created_at=NOW, **fields,
    )  # fmt: skip
    edition = Edition.objects.create(
        event=event, slug="2026", starts_on=on, status=status,
        certainty=certainty if on else Certainty.UNKNOWN, seen_at=NOW, created_at=NOW,
    )  # fmt: skip
    for place, length in enumerate(lengths_m):
        race = Race.objects.create(
            edition=edition, slug=f"r{place}", name=f"{length} m", distance_m=length,
            surface=surface, climb_m=climb_m, cutoff_ms=cutoff_ms, position=place,
        )  # fmt: skip
        if price:
            PriceStep.objects.create(race=race, minor=price[0], currency=price[1])
    record_changes([event.pk], now=NOW)
    return edition
