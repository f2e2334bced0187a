"""The smallest valid things of this room."""

import datetime as dt
from typing import Any

from startline.events.models.catalogue import Edition
from startline.feeds.models import Source
from startline.feeds.rules.listing import Listing, RaceListing, Reading
from startline.feeds.services.imports import Report, import_reading

NOW = dt.datetime(2026, 5, 1, 10, 0, tzinfo=dt.UTC)


def make_listing(key: str = "ridge", name: str = "Ridge Trail", **said: Any) -> Listing:
    """A trail race of 50 km at Serpa in Portugal, on 13 September 2026."""
    values: dict[str, Any] = {
        "starts_on": dt.date(2026, 9, 13),
        "place_text": "Serpa",
        "latitude": 37.944,
        "longitude": -7.597,
        "country": "PT",
        "races": (RaceListing(distance_m=50_000),),
    }
    return Listing(key=key, name=name, **{**values, **said})


def import_listings(
    *listings: Listing,
    source: str = "calendar",
    as_of: dt.datetime | None = None,
    now: dt.datetime = NOW,
    is_dry: bool = False,
) -> Report:
    """Import listings as one file."""
    found, _ = Source.objects.get_or_create(slug=source, defaults={"name": source.title()})
    reading = Reading("json", list(listings), as_of=as_of)
    return import_reading(reading, source=found, file_name="x.json", now=now, is_dry=is_dry)


def shown_catalogue() -> list[tuple[Any, ...]]:
    """The catalogue as readers see it, without row numbers: for comparing two ways to it."""
    rows = []
    for edition in Edition.objects.select_related("event").prefetch_related("races", "facts"):
        event = edition.event
        rows.append(
            (
                event.name, event.country, event.website, event.weekly_rule,
                edition.starts_on, edition.days, edition.status, edition.certainty,
                tuple(sorted((r.name, r.distance_m, r.sport) for r in edition.races.all())),
                tuple(sorted((f.source, f.record_key) for f in edition.facts.all())),
                tuple(sorted(str((d.old_starts_on, d.new_starts_on, d.at))
                             for d in edition.date_changes.all())),
                tuple(sorted(str(e.starts_on) for e in event.editions.all())),
            )
        )  # fmt: skip
    return sorted(rows, key=str)
