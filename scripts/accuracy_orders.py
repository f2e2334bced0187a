"""Imports the real listings in several orders, each twice, and compares where they end.

`figures(data)` wants an empty catalogue, and leaves one; every order must end exactly as the first.
"""

import datetime as dt
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection

from startline.events.models.catalogue import Edition
from startline.feeds.models import Holding
from startline.feeds.services.reading import import_path

type Figure = tuple[str, str, str, bool]

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
FOLDERS = ("listings", "feeds_ical", "feeds_jsonld")
SHOWN = 12  # differences printed for an order


def figures(data: Path) -> Iterator[Figure]:
    """How many editions end differently, for each order beside the first."""
    files = sorted(p for f in FOLDERS for p in (data / f).rglob("*") if p.is_file())
    shuffled = list(files)
    random.Random(7).shuffle(shuffled)  # noqa: S311  -- the same order every time
    expected = ended(files)
    yield "editions", f"{sum(expected.values()):,}", "", bool(expected)
    for name, order in (("last file first", files[::-1]), ("shuffled", shuffled)):
        found = ended(order)
        missing, extra = expected - found, found - expected
        for row in sorted([*missing, *extra], key=str)[: 2 * SHOWN]:
            print("  -" if row in missing else "  +", *row)
        differing = max(missing.total(), extra.total())
        yield f"editions that differ, {name}", str(differing), "0", differing == 0


def ended(order: list[Path]) -> Counter[tuple[Any, ...]]:
    """The catalogue after reading the files twice in an order; it is empty again afterwards."""
    started = time.monotonic()
    for file in [*order, *order]:
        for _ in import_path(file, now=NOW):
            pass
    found = Counter(shown())
    print(f"  {sum(found.values()):,} editions, {time.monotonic() - started:.0f} s", flush=True)
    call_command("flush", verbosity=0, interactive=False)
    connection.close()
    return found


def shown() -> Iterator[tuple[Any, ...]]:
    """Every edition as readers see it, and the records behind it, without row numbers."""
    records: dict[int, list[str]] = {}
    for pk, source, key in Holding.objects.values_list(
        "edition_id", "record__source__slug", "record__key"
    ):
        records.setdefault(pk, []).append(f"{source}:{key}")
    rows = Edition.objects.select_related("event").prefetch_related("races", "date_changes")
    for edition in rows.iterator(chunk_size=500):
        event = edition.event
        yield (
            *(event.name, event.country, event.region, event.place_name, event.website),
            *(event.sport, event.weekly_rule, event.latitude, event.longitude),
            *(edition.starts_on, edition.days, edition.status, edition.certainty),
            tuple(sorted((r.name, r.distance_m or 0, r.sport) for r in edition.races.all())),
            tuple(sorted(str((d.old_starts_on, d.new_starts_on, d.at))
                         for d in edition.date_changes.all())),
            tuple(sorted(records.get(edition.pk, ()))),
        )  # fmt: skip
