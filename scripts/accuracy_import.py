"""Measures importing on the real listings: right dates, order, repetition, time and memory.

`figures(data)` wants an empty catalogue; it answers (name, measured, target, is met) for each.
"""

import csv
import datetime as dt
import io
import json
import lzma
import re
import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from startline.events.models.catalogue import Edition, Event
from startline.events.models.provenance import DateChange
from startline.feeds.models import Holding, Record
from startline.feeds.services.reading import import_path

type Figure = tuple[str, str, str, bool]
type Row = tuple[str, str, dt.date | None]  # the record's key or "", its name, its date

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
FOLDERS = ("listings", "feeds_ical", "feeds_jsonld", "courses_gpx")


def _text(path: Path) -> str:
    data = path.read_bytes()
    return (lzma.decompress(data) if path.suffix == ".xz" else data).decode("utf-8-sig")


def _portugal(data: Path) -> Iterator[Row]:
    for line in _text(data / "listings/portugal/portugalrunning_events.jsonl.xz").splitlines():
        row = json.loads(line)
        yield row["slug"], row["title"], dt.date.fromisoformat(row["date"][:10])


def _spain(data: Path) -> Iterator[Row]:
    name = "listings/spain/runningcalendar_spain_2016_2017_union.json.xz"
    for row in json.loads(_text(data / name)):
        day, month, year = (int(n) for n in row["date"].split("."))
        yield row["slug"], row["name"], dt.date(year, month, day)


def _korea(data: Path) -> Iterator[Row]:
    rows = json.loads(_text(data / "listings/korea/roadrun_marathons_2026-08-02.json"))["races"]
    for row in rows:
        yield "", row["name"], dt.date.fromisoformat(row["date"])
    for row in json.loads(_text(data / "listings/korea/marathongo_races_union.json")):
        yield row["detail_url"], row["title"], dt.date.fromisoformat(row["date"])


def _itra(data: Path) -> Iterator[Row]:
    path = data / "listings/itra/itra_100mile_races_2012_2021_features.csv"
    for row in csv.DictReader(io.StringIO(_text(path))):
        yield row["RaceYearId"], row["Event"], dt.date.fromisoformat(row["Date"])


def _fra(data: Path) -> Iterator[Row]:
    text = re.sub(r"\r?\n[ \t]", "", _text(data / "feeds_ical/fra/fra_union_2025_2026.ics.xz"))
    for block in text.split("BEGIN:VEVENT")[1:]:
        uid = re.search(r"^UID:(.*)$", block, re.M)
        day = re.search(r"^DTSTART[^:\n]*:(\d{4})(\d\d)(\d\d)", block, re.M)
        name = re.search(r"^SUMMARY:(.*)$", block, re.M)
        if uid and day and name:
            yield f"ical:{uid[1].strip()}", name[1].strip(), dt.date(*(int(n) for n in day.groups()))


def _china(data: Path) -> Iterator[Row]:
    for path in sorted((data / "listings/china").glob("*.yaml")):
        for name, day in re.findall(
            r"^\s*-?\s*id:\s*[\"']?([\w-]+)[\"']?.*?date:\s*[\"']?(\d{4}-\d\d-\d\d)",
            _text(path), re.M | re.S,
        ):  # fmt: skip
            yield name, "", dt.date.fromisoformat(day)


def _jsonld(data: Path) -> Iterator[Row]:
    for line in _text(data / "feeds_jsonld/portugalrunning_event_jsonld.jsonl.xz").splitlines():
        row = json.loads(line)
        found = re.search(r'"startDate"\s*:\s*"(\d{4})-(\d{1,2})-(\d{1,2})', " ".join(row["scripts"]))
        day = dt.date(*(int(n) for n in found.groups())) if found else None
        yield row["slug"], "", day


def _freiburg(data: Path) -> Iterator[Row]:
    rows = json.loads(_text(data / "listings/germany/freiburg_run_events_union.json"))
    for row in rows if isinstance(rows, list) else rows["events"]:
        found = re.match(r"\s*(\d{1,2})\.(\d{1,2})\.(\d{4})", row["time"])
        day = dt.date(int(found[3]), int(found[2]), int(found[1])) if found else None
        yield "", row["name"], day


def _ultracycling(data: Path) -> Iterator[Row]:
    text = _text(data / "listings/ultracycling/races.yml")
    for block in re.split(r"^- ", text, flags=re.M)[1:]:
        name = re.search(r"^\s*name:\s*[\"']?(.*?)[\"']?\s*$", block, re.M)
        yield "", name[1] if name else "", None


# Source, its raw rows, the least share with the right date (or, without a date, any edition).
CHECKED: list[tuple[str, str, Callable[[Path], Iterator[Row]], float]] = [
    ("Portugal", "portugalrunning", _portugal, 0.999),
    ("Spain", "runningcalendar", _spain, 0.999),
    ("Korea", "roadrun marathongo", _korea, 0.999),
    ("ITRA", "itra", _itra, 0.999),
    ("FRA", "fra", _fra, 0.999),
    ("China", "china", _china, 0.999),
    ("JSON-LD pages", "portugalrunning", _jsonld, 0.997),
    ("Freiburg", "freiburg", _freiburg, 0.95),
    ("ultracycling", "ultracycling", _ultracycling, 0.97),
]
NOT_RACES = ("a tua prova", "passatempo", "(copy)", " wip", "animal shelters hub")


def figures(data: Path) -> Iterator[Figure]:
    """Import everything twice, and hold it against the raw rows."""
    started = time.monotonic()
    refused, totals = _import(data, FOLDERS)
    first = time.monotonic() - started
    yield "records read, all folders", f"{totals['read']:,}", "", True
    yield "seconds, all folders", f"{first:.0f}", "≤ 240", first <= 240
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    yield "memory, MB", f"{memory}", "≤ 1024", memory <= 1024
    for label, sources, rows, least in CHECKED:
        yield _right_dates(label, sources.split(), list(rows(data)), refused, least)
    yield _without_home()
    published = Event.objects.published().values_list("name", flat=True)
    wrong = [n for n in published if any(word in f"{n} ".lower() for word in NOT_RACES)]
    yield "non-races published", f"{len(wrong)} {wrong[:3]}", "0", not wrong
    stated = Holding.objects.filter(listing__status="cancelled", record__source__slug="portugalrunning")
    right = stated.filter(edition__status="cancelled").count()
    yield "cancelled pages shown as cancelled", f"{right} of {stated.count()}", "all", (
        right == stated.count() > 0
    )
    started = time.monotonic()
    _, again = _import(data, FOLDERS)
    second = time.monotonic() - started
    changed = again["created"] + again["updated"] + again["merged"]
    yield "created, updated or merged the second time", str(changed), "0", changed == 0
    yield "second time faster by", f"{first / second:.1f}", "≥ 5", first >= 5 * second


def _import(data: Path, folders: tuple[str, ...]) -> tuple[set[str], dict[str, int]]:
    refused: set[str] = set()
    totals = dict.fromkeys(("read", "created", "updated", "unchanged", "merged"), 0)
    for folder in folders:
        for report in import_path(data / folder, now=NOW):
            refused |= {f"{report.source}:{r.key}" for r in report.refused}
            refused |= {f"{report.source}:{_folded(r.detail)}" for r in report.refused}
            totals["read"] += report.read
            for name in ("created", "updated", "unchanged", "merged"):
                totals[name] += report.counts[name]
    return refused, totals


def _right_dates(
    label: str, sources: list[str], rows: list[Row], refused: set[str], least: float
) -> Figure:
    """How many raw rows are in an edition of their date, now or before it was moved."""
    by_key, by_name = _known(sources)
    right = kept_out = 0
    for key, name, day in rows:
        if any(f"{s}:{k}" in refused for s in sources for k in (key, f"page:{key}", _folded(name)) if k):
            kept_out += 1
            continue
        days = by_key.get(key) or by_key.get(f"page:{key}") or by_name.get(_folded(name)) or set()
        right += (day in days) if day else bool(days)
    share = right / (len(rows) - kept_out) if len(rows) > kept_out else 0.0
    text = f"{share:.2%} of {len(rows) - kept_out:,} ({kept_out} refused)"
    return f"right date: {label}", text, f"≥ {least:.1%}", share >= least


def _known(sources: list[str]) -> tuple[dict[str, set[Any]], dict[str, set[Any]]]:
    """Dates of the editions, now and before, by record key and by name."""
    moved: dict[int, set[Any]] = {}
    for pk, old, new in DateChange.objects.values_list("edition_id", "old_starts_on", "new_starts_on"):
        moved.setdefault(pk, set()).update((old, new))
    by_key: dict[str, set[Any]] = {}
    by_name: dict[str, set[Any]] = {}
    rows = Holding.objects.filter(record__source__slug__in=sources)
    for key, pk, day, listing in rows.values_list(
        "record__key", "edition_id", "edition__starts_on", "listing"
    ):
        days = {day, *moved.get(pk, set())}
        by_key.setdefault(key.split("@")[0], set()).update(days)
        by_name.setdefault(_folded(str(listing.get("name", ""))), set()).update(days)
    return by_key, by_name


def _folded(name: str) -> str:
    return re.sub(r"\W+", "", name.casefold())


def _without_home() -> Figure:
    homeless = Record.objects.filter(holdings=None).count()
    empty = Edition.objects.filter(races=None).count()
    text = f"{homeless} records, {empty} editions without a race"
    return "records without an edition", text, "0", homeless == empty == 0
