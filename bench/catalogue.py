"""The made-up races as rows of the database, in bulk: what the pages and the API are measured on.

Run as `python -m bench.catalogue 50000` with the settings and an empty, migrated database named
in the environment.
"""

import datetime as dt
import sys
from collections.abc import Iterable
from itertools import batched
from typing import Any

import django
from django.apps import apps
from django.db import transaction

from bench.races import TODAY, races
from startline.core.text import slug
from startline.discovery.index.rows import RaceRow

BATCH = 5_000
NOW = dt.datetime.combine(dt.date.fromordinal(TODAY), dt.time(10), dt.UTC)
SPORTS = {
    "trail": "running", "road_cycling": "cycling", "gravel": "cycling", "mtb": "cycling",
    "ultra_cycling": "cycling", "open_water": "swimming", "xc_ski": "skiing",
}  # fmt: skip

Row = dict[str, Any]


def main() -> None:
    """Fill the database with so many races."""
    django.setup()
    fill(races(int(sys.argv[1])))


def fill(rows: list[RaceRow]) -> None:
    """One table after the other, in transactions of a few thousand rows."""
    organizers = {name: n for n, name in enumerate(dict.fromkeys(r.organizers[0] for r in rows), 1)}
    events = list({row.event_id: row for row in rows}.values())
    editions = list({row.edition_id: row for row in rows}.values())
    _store("accounts", "Organizer", (_organizer(n, name) for name, n in organizers.items()))
    _store("events", "Event", (_event(row, organizers) for row in events))
    _store("events", "Edition", (_edition(row) for row in editions))
    _store("events", "Race", (_race(row) for row in rows))
    _store("events", "PriceStep", (_price(row) for row in rows))
    _store("events", "Fact", (_fact(row) for row in editions))


def _store(app: str, name: str, rows: Iterable[Row]) -> None:
    model: Any = apps.get_model(app, name)
    for batch in batched(rows, BATCH):
        with transaction.atomic():
            model.objects.bulk_create([model(**row) for row in batch], batch_size=BATCH)


def _organizer(number: int, name: str) -> Row:
    return {"id": number, "slug": f"{slug(name)}-{number}", "name": name, "created_at": NOW}


def _event(row: RaceRow, organizers: dict[str, int]) -> Row:
    return {
        "id": row.event_id, "slug": f"{slug(row.name)}-{row.event_id}", "name": row.name,
        "organizer_id": organizers[row.organizers[0]], "sport": SPORTS.get(row.sport, row.sport),
        "country": row.country, "region": row.region, "place_name": row.places[0],
        "latitude": row.latitude, "longitude": row.longitude, "popularity": row.popularity,
        "website": f"https://{slug(row.name)}.example/", "published_at": NOW, "created_at": NOW,
    }  # fmt: skip


def _edition(row: RaceRow) -> Row:
    on = dt.date.fromordinal(row.day) if row.day else None
    seen = dt.datetime.combine(dt.date.fromordinal(row.seen_on or TODAY), dt.time(), dt.UTC)
    return {
        "id": row.edition_id, "event_id": row.event_id, "starts_on": on,
        "slug": f"{on.year if on else 'tbc'}-{row.edition_id}",
        "status": "entries_open" if row.open else "announced",
        "certainty": row.certainty if on else "unknown",
        "currency": row.currency, "seen_at": seen, "created_at": NOW,
    }  # fmt: skip


def _race(row: RaceRow) -> Row:
    length = f"{(row.distance_m or 0) / 1000:g} km"
    return {
        "id": row.race_id, "edition_id": row.edition_id, "slug": slug(length), "name": length,
        "sport": SPORTS.get(row.sport, row.sport), "surface": row.surface,
        "distance_m": row.distance_m, "climb_m": row.climb_m, "cutoff_ms": row.cutoff_ms,
        "position": row.race_id % 10,
    }  # fmt: skip


def _price(row: RaceRow) -> Row:
    return {"race_id": row.race_id, "minor": row.price, "currency": row.currency}


def _fact(row: RaceRow) -> Row:
    return {
        "event_id": row.event_id, "edition_id": row.edition_id, "source": "calendar",
        "record_key": str(row.edition_id), "label": "A calendar", "seen_at": NOW,
        "address": f"https://calendar.example/{row.edition_id}", "rank": 50,
        "fields": {"starts_on": "", "name": row.name, "races": [], "place_name": row.places[0]},
    }  # fmt: skip


if __name__ == "__main__":
    main()
