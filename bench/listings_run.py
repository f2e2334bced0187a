# ruff: noqa: E402  -- Django is set up before its models are imported
"""The parts of `bench.listings`; each prints its figures as JSON."""

import datetime as dt
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from itertools import batched
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "startline.config.settings")
django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from startline.events.models.catalogue import Edition, Event, Race
from startline.events.models.provenance import Fact
from startline.feeds.models import Holding, ImportRun, Record
from startline.feeds.rules.listing import Listing, RaceListing, Reading
from startline.feeds.rules.marks import VERSION, own_marks
from startline.feeds.rules.statements import dates_of, event_name, key_of_name, said, traces
from startline.feeds.services.imports import import_reading
from startline.feeds.services.marking import write_marks
from startline.feeds.services.reading import import_path, source_for
from startline.places.index.file import connect
from startline.places.queries import prepare

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
FOLDERS = ("listings", "feeds_ical", "feeds_jsonld")
COUNT, SLICE = 50_000, 10_000
FULL, ADDED, ADDED_SLICE = 500_000, 13_900, 2_780


def real() -> dict[str, Any]:
    """The real records, then the same again as if the files had not been read before."""

    figures = once()
    first = figures["seconds"]
    again = timed(lambda: everything(NOW))
    ImportRun.objects.update(digest="")
    unmarked = timed(lambda: everything(NOW))
    return figures | {
        "target": "≤ 120 s, ≤ 1024 MB", "again_s": again,
        "again_faster_by": round(first / again, 1),
        "again_without_marks_s": unmarked,
    }  # fmt: skip


def once() -> dict[str, Any]:
    """The real records, once."""
    return timed_transactions(lambda: {"records": everything(NOW)})


def everything(now: dt.datetime) -> int:
    """Every file of the real listings; answers how many records they hold."""
    folders = [Path(settings.DATA) / folder for folder in FOLDERS]
    return sum(r.read for folder in folders for r in import_path(folder, now=now))


def empty() -> dict[str, Any]:
    """50,000 made-up listings into an empty catalogue, and again."""
    figures = timed_transactions(lambda: imported(COUNT, 0, SLICE))
    again = imported(COUNT, 0, SLICE)
    return figures | {
        "target": "≤ 300 s, flat within 30 %", "again_s": sum(again["slices_s"]),
        "again_faster_by": round(sum(figures["slices_s"]) / sum(again["slices_s"]), 1),
    }  # fmt: skip


def filled() -> dict[str, Any]:
    """As many as the real ones into a catalogue of half a million editions."""
    filling = timed(lambda: fill(FULL))
    return timed_transactions(lambda: imported(ADDED, FULL, ADDED_SLICE)) | {
        "filled_in_s": filling, "target": "≤ 600 s, flat within 30 %",
    }  # fmt: skip


def imported(count: int, first: int, size: int) -> dict[str, Any]:
    """Made-up listings by the slice: the seconds of each, and the last beside the first."""
    slices, cpu = [], []
    for part in batched(made_up(count, first), size, strict=False):
        reading = Reading("json", list(part), as_of=NOW)
        started, used = time.perf_counter(), time.process_time()
        import_reading(reading, source=source_for("made-up"), file_name="made-up.json", now=NOW)
        slices.append(round(time.perf_counter() - started, 1))
        cpu.append(round(time.process_time() - used, 2))
    return {
        "records": count, "slices_s": slices, "slices_cpu_s": cpu,
        "cpu_ms_a_record": round(1000 * sum(cpu) / count, 2),
        "last_to_first": round(cpu[-1] / cpu[0], 2),
    }  # fmt: skip


def made_up(count: int, first: int) -> Iterator[Any]:
    """Races in real towns on every day of two years; each has a name and a site of its own."""
    places = towns()
    for number in range(first, first + count):
        name, country, latitude, longitude = places[number * 7919 % len(places)]
        yield Listing(
            key=f"made-{number}",
            name=f"{name} {WORDS[number % len(WORDS)]} {number}",
            starts_on=dt.date(2027, 1, 1) + dt.timedelta(days=number * 31 % 730),
            country=country,
            place_text=name,
            latitude=latitude,
            longitude=longitude,
            website=f"https://race{number}.example/",
            races=(RaceListing(distance_m=10_000 + number % 40 * 1000),),
        )


WORDS = ("Trail", "Marathon", "Lauf", "Run", "Ultra", "Corrida", "Foulées", "Fell Race")


def towns() -> list[tuple[str, str, float, float]]:
    """Every town of the gazetteer."""
    return connect().execute(
        "SELECT name, country, latitude / 1000.0, longitude / 1000.0 FROM town ORDER BY id"
    ).fetchall()  # fmt: skip


def fill(count: int) -> None:
    """A catalogue of so many editions with facts and holdings, written past the services."""
    source = source_for("older")
    for part in batched(made_up(count, 0), 2_000, strict=False):
        told = [said(one) for one in part]
        events = [
            Event(name=event_name(v), slug=one.key, country=one.country, place_name=one.place_text,
                  latitude=one.latitude, longitude=one.longitude, sport="running", timezone="UTC",
                  created_at=NOW, published_at=NOW)
            for one, v in zip(part, told, strict=True)
        ]  # fmt: skip
        with transaction.atomic():
            Event.objects.bulk_create(events)
            editions = [
                Edition(
                    event=e,
                    slug="2027",
                    starts_on=one.starts_on,
                    timezone="UTC",
                    seen_at=NOW,
                    created_at=NOW,
                )
                for e, one in zip(events, part, strict=True)
            ]
            Edition.objects.bulk_create(editions)
            Race.objects.bulk_create(
                Race(edition=d, slug="10-km", name="10 km", distance_m=10_000, sport="running")
                for d in editions
            )
            records = [
                Record(source=source, key=one.key, first_seen_at=NOW, last_seen_at=NOW)
                for one in part
            ]
            Record.objects.bulk_create(records)
            Fact.objects.bulk_create(
                Fact(event=d.event, edition=d, source="older", record_key=r.key, fields=v,
                     seen_at=NOW)
                for d, r, v in zip(editions, records, told, strict=True)
            )  # fmt: skip
            rows = [
                Holding(record=r, starts_on=d.starts_on, marked_by=VERSION,
                        name_key=key_of_name(v), listing=v, edition_id=d.pk, event_id=d.event_id)
                for d, r, v in zip(editions, records, told, strict=True)
            ]  # fmt: skip
            Holding.objects.bulk_create(rows)
            marks = [(h.pk, own_marks(traces(h.listing), dates_of(h.listing))) for h in rows]
            write_marks(marks, known=False)


def timed(run: Callable[[], object]) -> float:
    """Seconds a run takes."""
    started = time.perf_counter()
    run()
    return round(time.perf_counter() - started, 1)


def timed_transactions(run: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What a run answers, with its seconds, the peak of memory and its longest transactions."""
    lasted: list[tuple[float, float]] = []  # wall and this process's own seconds
    begun: list[tuple[float, float]] = []
    atomic: Any = transaction.Atomic
    enter, leave = atomic.__enter__, atomic.__exit__

    def entered(block: Any) -> None:
        outermost = not connection.in_atomic_block
        enter(block)
        if outermost:
            begun[:] = [(time.perf_counter(), time.process_time())]

    def left(block: Any, *how: Any) -> None:
        leave(block, *how)
        if begun and not connection.in_atomic_block:
            wall, used = begun.pop()
            lasted.append((time.perf_counter() - wall, time.process_time() - used))

    atomic.__enter__, atomic.__exit__ = entered, left
    try:
        started, used = time.perf_counter(), time.process_time()
        figures = run()
        seconds, cpu = time.perf_counter() - started, time.process_time() - used
    finally:
        atomic.__enter__, atomic.__exit__ = enter, leave
    walls, own = (sorted(times) for times in zip(*lasted, strict=True))
    return figures | {
        "seconds": round(seconds, 1), "cpu_seconds": round(cpu, 1),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "transactions": len(lasted),
        "longest_ms": round(walls[-1] * 1000), "longest_cpu_ms": round(own[-1] * 1000),
        "over_200_ms": sum(one > 0.2 for one in walls),
        "over_200_cpu_ms": sum(one > 0.2 for one in own),
    }  # fmt: skip


def main() -> None:
    """One part, on the catalogue the environment names; its figures are the last line printed."""
    call_command("migrate", verbosity=0)
    prepare()
    parts = {"real": real, "once": once, "empty": empty, "filled": filled}
    part = parts[sys.argv[1]]
    print(json.dumps(part()))


if __name__ == "__main__":
    main()
