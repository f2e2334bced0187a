"""Measures matching on the reviewed pairs and the reviewed date changes.

`figures(data)` wants an empty catalogue; it answers (name, measured, target, is met) for each.
`judge_sheet(data)` lists the merges that no reviewed pair covers, for a person to judge.
"""

import csv
import datetime as dt
import json
import lzma
import random
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from startline.events.models.catalogue import Edition, Event
from startline.events.rules.words import LIVE
from startline.feeds.models import Holding, Match, Record
from startline.feeds.rules.listing import Listing, Reading
from startline.feeds.services.imports import import_reading
from startline.feeds.services.reading import import_path, source_for

type Figure = tuple[str, str, str, bool]
NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
SEED = 20261122
LISTINGS = (
    "portugal/portugalrunning_events.jsonl.xz",
    "korea/roadrun_marathons_2026-08-02.json",
    "korea/marathongo_races_union.json",
)


def figures(data: Path) -> Iterator[Figure]:
    """Import the Portuguese and the Korean listings and hold them against the labels."""
    for name in LISTINGS:
        list(import_path(data / "listings" / name, now=NOW))
    pairs = _pairs(data)
    editions = _editions(data)
    for file, label, least in (("portugal", "Portugal", 0.97), ("korea", "Korea", 0.98)):
        same = [p for p in pairs if p["file"].startswith(file) and p["verdict"] == "same"]
        merged = sum(_is_merged(p, editions) for p in same)
        share = merged / len(same)
        yield f"same pairs merged: {label}", f"{merged} of {len(same)} ({share:.1%})", f"≥ {least:.0%}", share >= least
    different = [p for p in pairs if p["verdict"] == "different"]
    wrong = [p for p in different if _is_merged(p, editions)]
    names = "; ".join(f"{p['name_a']} / {p['name_b']}" for p in wrong)
    yield "different pairs merged", f"{len(wrong)} of {len(different)} {names}", "≤ 1", len(wrong) <= 1
    waiting, records = Match.objects.waiting().count(), Record.objects.count()
    yield "waiting in the queue", f"{waiting} of {records:,} records", "≤ 2%", waiting <= 0.02 * records
    others = len(_other_merges(data))
    yield "merges that no label covers", f"{others}", "judged by a person", True
    yield from _junior_parkruns(data)
    _clear()
    yield from _without_addresses(data, pairs)
    _clear()
    yield from _date_changes(data)


def _pairs(data: Path) -> list[dict[str, str]]:
    with (data / "dedup/pairs_reviewed.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _editions(data: Path) -> dict[tuple[str, str], int]:
    """(source, id as the labels write it) → edition."""
    found = {}
    rows = Holding.objects.values_list(
        "record__source__slug", "record__key", "edition_id", "listing", "starts_on"
    )
    by_name = {}
    for source, key, edition, listing, day in rows:
        found[source, key] = edition
        by_name[source, _folded(str(listing["name"])), str(day)] = edition
    path = data / "listings/korea/roadrun_marathons_2026-08-02.json"
    for index, row in enumerate(json.loads(path.read_text(encoding="utf-8"))["races"]):
        edition = by_name.get(("roadrun", _folded(row["name"]), row["date"]))
        if edition is not None:
            found["roadrun", str(index)] = edition
    return found


def _folded(name: str) -> str:
    bare = re.sub(r"\([^)]*\)", "", name)
    return re.sub(r"[\W_]+", "", bare.casefold()) or name


def _is_merged(pair: dict[str, str], editions: dict[tuple[str, str], int]) -> bool:
    a = editions.get((pair["source_a"], pair["id_a"]))
    b = editions.get((pair["source_b"], pair["id_b"]))
    return a is not None and a == b


def _other_merges(data: Path) -> list[tuple[Holding, Holding]]:
    """Pairs of records shown as one edition that no reviewed pair names."""
    labelled = set()
    editions = defaultdict(list)
    for pair in _pairs(data):
        labelled.add(frozenset({pair["id_a"], pair["id_b"]}))
    rows = Holding.objects.select_related("record__source").order_by("record__key")
    index = {}
    path = data / "listings/korea/roadrun_marathons_2026-08-02.json"
    for number, row in enumerate(json.loads(path.read_text(encoding="utf-8"))["races"]):
        index[_folded(row["name"]), row["date"]] = str(number)
    for row in rows:
        editions[row.edition_id].append(row)

    def label(row: Holding) -> str:
        if row.record.source.slug == "roadrun":
            return index.get((_folded(str(row.listing["name"])), str(row.starts_on)), row.record.key)
        return row.record.key

    return [
        (a, b)
        for group in editions.values()
        for a, b in combinations(group, 2)
        if frozenset({label(a), label(b)}) not in labelled
    ]


def judge_sheet(data: Path) -> Iterator[str]:
    """Up to 100 merges drawn by seed, as lines of a table, for judging from the raw rows."""
    merges = _other_merges(data)
    drawn = merges if len(merges) <= 100 else random.Random(SEED).sample(merges, 100)  # noqa: S311  -- a draw
    for a, b in drawn:
        yield " | ".join(
            f"{row.listing.get('name')}, {row.starts_on}, {row.listing.get('place_name', '')}"
            for row in (a, b)
        )


def _junior_parkruns(data: Path) -> Iterator[Figure]:
    list(import_path(data / "listings/parkrun/events_2026-08-21.json.xz", now=NOW))
    names: dict[int, set[bool]] = defaultdict(set)
    for edition, listing in Holding.objects.filter(record__source__slug="parkrun").values_list(
        "edition_id", "listing"
    ):
        names[edition].add("junior" in str(listing["name"]).lower())
    mixed = sum(1 for kinds in names.values() if len(kinds) > 1)
    juniors = sum(1 for kinds in names.values() if kinds == {True})
    yield "junior parkruns merged with their 5k", f"{mixed} ({juniors} juniors)", "0", mixed == 0


def _clear() -> None:
    Event.objects.update(merged_into=None)
    for table in (Holding, Match, Record, Event):
        table.objects.all().delete()


def _without_addresses(data: Path, pairs: list[dict[str, str]]) -> Iterator[Figure]:
    """The same with the websites taken out of the files before they are read."""
    blanked = re.compile(r'"(event_url|homepage|official_url)":\s*"[^"]*"')
    for name in LISTINGS:
        _import_blanked(data / "listings" / name, blanked)
    editions = _editions(data)
    same = [p for p in pairs if p["verdict"] == "same"]
    merged = sum(_is_merged(p, editions) for p in same)
    share = merged / len(same)
    yield "same pairs merged without addresses", f"{share:.1%}", "≥ 75%", share >= 0.75


def _import_blanked(path: Path, blanked: re.Pattern[str]) -> None:
    raw = path.read_bytes()
    text = (lzma.decompress(raw) if path.suffix == ".xz" else raw).decode()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name.removesuffix(".xz")
        copy.write_text(blanked.sub(r'"\1": ""', text), encoding="utf-8")
        list(import_path(copy, now=NOW))


def _date_changes(data: Path) -> Iterator[Figure]:
    """Replay the history of each page: its first date, then every change on its day."""
    with (data / "dedup/date_changes_reviewed.csv").open(newline="", encoding="utf-8") as file:
        rows = sorted(csv.DictReader(file), key=lambda r: r["committed_at"])
    source = source_for("portugalrunning")
    seen: dict[str, bool] = {}
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    live: dict[str, bool] = {}
    for row in rows:
        at = dt.datetime.fromisoformat(row["committed_at"])
        old, new = (dt.date.fromisoformat(row[f"{n}_date"][:10]) for n in ("old", "new"))
        if row["slug"] not in seen:
            _say(source, row, old, at - dt.timedelta(days=1))
            seen[row["slug"]] = True
        before = _held(row["slug"])
        _say(source, row, new, at)
        after = _held(row["slug"])
        verdict = row["verdict"]
        good = {
            "moved": len(after) == len(before) and new in after.values(),
            "next_edition": len(after) == len(before) + 1 and before.items() <= after.items()
            and new in after.values(),
        }.get(verdict, True)  # fmt: skip
        counts[verdict][0] += good
        counts[verdict][1] += 1
        if verdict == "back_and_forth":
            live[row["slug"]] = True
    for verdict, least in (("moved", 0.97), ("next_edition", 0.95)):
        good_count, total = counts[verdict]
        share = good_count / total
        yield f"date changes: {verdict}", f"{good_count} of {total}", f"≥ {least:.0%}", share >= least
    ended = sum(len(_live(slug)) == 1 for slug in live)
    rest = sum(n for v, (_, n) in counts.items() if v not in {"moved", "next_edition", "back_and_forth"})
    text = f"{ended} of {len(live)} pages ({counts['back_and_forth'][1]} changes)"
    yield "back and forth ends as one live edition", text, "all", ended == len(live)
    yield "other changes, reported only", str(rest), "", True


def _say(source: object, row: dict[str, str], day: dt.date, at: dt.datetime) -> None:
    listing = Listing(key=row["slug"], name=row["final_title"], starts_on=day)
    import_reading(Reading("json", [listing], as_of=at), source=source,  # type: ignore[arg-type]
                   file_name="history", now=at)  # fmt: skip


def _held(slug: str) -> dict[int, dt.date]:
    rows = Edition.objects.filter(holdings__record__key=slug)
    return {pk: day for pk, day in rows.values_list("pk", "starts_on") if day}


def _live(slug: str) -> list[int]:
    rows = Edition.objects.filter(holdings__record__key=slug, status__in=[s.value for s in LIVE])
    return list(rows.values_list("pk", flat=True))
