"""From listings to records and holdings: which editions a record speaks of, old and new."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from startline.feeds.models import Holding, Record, Source
from startline.feeds.rules.holdings import Holding as Cut
from startline.feeds.rules.holdings import Sighting, condensed, holdings, in_order
from startline.feeds.rules.listing import Listing
from startline.feeds.rules.statements import digest, said, year_in_name

_OURS = frozenset(
    {"said_at", "is_dated", "history", "starts_on", "first_name"}
)  # kept with what was said


@dataclass(frozen=True)
class Word:
    """One listing of this reading: when it was said, and what."""

    listing: Listing
    values: dict[str, Any]
    digest: str
    sighting: Sighting
    is_dated: bool  # the source itself told when


@dataclass
class Part:
    """One holding as it should be after this reading."""

    cut: Cut
    values: dict[str, Any]
    row: Holding | None
    is_changed: bool
    said_at: dt.datetime | None
    words: list[Word] = field(default_factory=list)
    is_renamed: bool = False  # an older word told another name


@dataclass
class Spoken:
    """Everything this reading says under one key, and what it comes to."""

    key: str
    words: list[Word]
    record: Record | None = None
    rows: list[Holding] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    withdrawn: list[Holding] = field(default_factory=list)
    is_repeated: bool = False  # nothing new: neither words nor time
    is_known: bool = False  # its record is in the tables

    @property
    def first_on(self) -> dt.date:
        """For reading in the order of days."""
        return min((w.listing.starts_on for w in self.words if w.listing.starts_on),
                   default=dt.date.max)  # fmt: skip


def spoken(
    listings: Iterable[Listing], *, as_of: dt.datetime | None, now: dt.datetime
) -> list[Spoken]:
    """Group a file's listings by key. One key twice at one time on two days is two races."""
    groups: dict[str, list[Word]] = defaultdict(list)
    for listing in listings:
        word = _word(listing, as_of=as_of, now=now)
        key = listing.key[:190]
        twins = groups[key]
        if any(_contradict(word, other) for other in twins):
            key = f"{key}@{listing.starts_on}"
        groups[key].append(word)
    found = [Spoken(key, words) for key, words in groups.items() if words]
    # The newest first: an event then has its final name and place from its first edition on.
    return sorted(found, key=lambda s: (s.first_on, s.key), reverse=True)


def _word(listing: Listing, *, as_of: dt.datetime | None, now: dt.datetime) -> Word:
    values = said(listing)
    said_at = as_of or listing.modified_at or now
    if said_at.tzinfo is None:
        said_at = said_at.replace(tzinfo=dt.UTC)
    sighting = Sighting(
        said_at=said_at,
        seen_on=(as_of or now).date(),
        on=listing.starts_on,
        name_year=year_in_name(listing.name),
        status=str(listing.status or ""),
    )
    is_dated = bool(as_of or listing.modified_at)
    return Word(listing, values, digest(values), sighting, is_dated)


def _contradict(a: Word, b: Word) -> bool:
    return a.sighting.said_at == b.sighting.said_at and a.sighting.on != b.sighting.on


def recall(source: Source, batch: Sequence[Spoken]) -> None:
    """Find the records already known, with their holdings: two queries for a batch."""
    by_key = {s.key: s for s in batch}
    for record in Record.objects.filter(source=source, key__in=by_key):
        by_key[record.key].record = record
        by_key[record.key].is_known = True
    by_record = {s.record.pk: s for s in batch if s.record}
    for row in Holding.objects.filter(record_id__in=by_record).order_by("pk"):
        by_record[row.record_id].rows.append(row)


def work_out(one: Spoken) -> None:
    """Cut the record's history with the new words in it, and see what differs from before."""
    known = [_sighting(row) for row in one.record.sightings] if one.record else []
    newest = max(one.words, key=_rank)
    fresh = [w for w in one.words if w.sighting not in known]
    history = condensed([*known, *(w.sighting for w in fresh)])
    news = set(history).difference(known)
    if one.record and not any(_adds(one, one.record, w, news) for w in one.words):
        one.is_repeated = True
        return
    used: set[int] = set()
    for cut in holdings(history):
        one.parts.append(_part(one, cut, used))
    one.withdrawn = [row for row in one.rows if row.pk not in used]
    if one.record is None:
        one.record = Record(key=one.key)
    record = one.record
    record.sightings = [_row(s) for s in history]
    if record.last_as_of is None or newest.sighting.said_at >= record.last_as_of:
        record.last_as_of = newest.sighting.said_at
        record.digest = newest.digest


def _adds(one: Spoken, record: Record, word: Word, news: Set[Sighting]) -> bool:
    """Whether a word tells anything: other content, or the same at another, stated time."""
    if word.digest == record.digest:
        is_later = word.sighting.said_at > (record.last_as_of or word.sighting.said_at)
        gives_time = any(_dates(word, record.digest, r) for r in one.rows)
        return word.is_dated and (is_later or gives_time or word.sighting in news)
    return word.sighting in news or _is_newest(record, word)


def _dates(word: Word, digest_now: str, row: Holding) -> bool:
    """Whether a word gives a stated time to what was only known without one."""
    return word.is_dated and word.digest == digest_now and not row.listing.get("is_dated")


def _is_newest(record: Record, word: Word) -> bool:
    return record.last_as_of is None or word.sighting.said_at >= record.last_as_of


def _part(one: Spoken, cut: Cut, used: set[int]) -> Part:
    row = _row_for(one.rows, cut, used)
    if row is not None:
        used.add(row.pk)
    words = [w for w in one.words if w.sighting in cut.sightings]
    values, said_at = _told(one, cut, words, row)
    values["said_at"] = said_at.isoformat()
    if cut.on is not None:
        values["starts_on"] = cut.on.isoformat()
    values.pop("history", None)
    history = _history(cut)
    if len(history) > 1:
        values["history"] = history
    values.pop("first_name", None)
    first = _first_name(cut, words, row)
    if first not in {"", values.get("name")}:
        values["first_name"] = first
    dated_at = said_at if values.get("is_dated") else None
    part = Part(cut, values, row, is_changed=True, said_at=dated_at, words=words)
    if row is not None:
        part.is_changed = _content(row.listing) != _content(values)
        part.is_renamed = row.listing.get("first_name") != values.get("first_name")
    return part


def _told(
    one: Spoken, cut: Cut, words: Sequence[Word], row: Holding | None
) -> tuple[dict[str, Any], dt.datetime]:
    """The weightiest word of a holding, of this reading or from before, and when it was said."""
    last = max(words, key=_rank, default=None)
    told_at = dt.datetime.fromisoformat(row.listing["said_at"]) if row else None
    if last and (row is None or told_at is None or _outweighs(last, told_at, row.listing)):
        values = dict(last.values)
        said_at = last.sighting.said_at
        values["is_dated"] = last.is_dated
    elif row is not None and told_at is not None:
        values, said_at = dict(row.listing), told_at
        if last and one.record and _dates(last, one.record.digest, row):
            values["is_dated"], said_at = True, last.sighting.said_at
    else:
        nearest = max(one.words, key=_rank)
        values, said_at = dict(nearest.values), cut.last.said_at
        values["is_dated"] = nearest.is_dated
    return values, said_at


def _content(values: Mapping[str, Any]) -> dict[str, Any]:
    """What is told, without when, and without the name it had before."""
    return {k: v for k, v in values.items() if k not in {"said_at", "first_name"}}


def _first_name(cut: Cut, words: Sequence[Word], row: Holding | None) -> str:
    """The name that was said first, whichever file told it: other years may share that one."""
    first = min(words, key=lambda w: (w.sighting.said_at, w.listing.name), default=None)
    new = [w.sighting for w in words]
    earlier = [s.said_at for s in cut.sightings if s not in new]
    if first and (row is None or all(first.sighting.said_at < at for at in earlier)):
        return first.listing.name
    return str(row.listing.get("first_name") or row.listing.get("name", "")) if row else ""


def _rank(word: Word) -> tuple[Any, ...]:
    """The newest word last; of two said at one time the fuller, whichever was read first."""
    return in_order(word.sighting), _fullness(word.values)


def _outweighs(word: Word, told_at: dt.datetime, told: Mapping[str, Any]) -> bool:
    """Whether a word replaces what was told: it is newer, or said at the same time and fuller."""
    if word.sighting.said_at != told_at:
        return word.sighting.said_at > told_at
    return _fullness(word.values) >= _fullness(told)


def _fullness(values: Mapping[str, Any]) -> tuple[int, str]:
    said = {k: v for k, v in values.items() if k not in _OURS}
    return len(said), digest(said)


def _history(cut: Cut) -> list[list[Any]]:
    """Date and status over time, each change once."""
    rows: list[list[Any]] = []
    for sighting in cut.sightings:
        row = [sighting.on.isoformat() if sighting.on else None, sighting.status]
        if not rows or rows[-1][:2] != row:
            rows.append([*row, sighting.said_at.isoformat()])
    return rows


def _row_for(rows: Sequence[Holding], cut: Cut, used: set[int]) -> Holding | None:
    """The stored holding of this cut: by its date now, else by a date it had."""
    free = [row for row in rows if row.pk not in used]
    exact = next((row for row in free if row.starts_on == cut.on), None)
    return exact or next((row for row in free if row.starts_on in cut.dates), None)


def _row(sighting: Sighting) -> list[Any]:
    return [
        sighting.said_at.isoformat(), sighting.seen_on.isoformat(),
        sighting.on.isoformat() if sighting.on else None, sighting.name_year, sighting.status,
    ]  # fmt: skip


def _sighting(row: Sequence[Any]) -> Sighting:
    return Sighting(
        said_at=dt.datetime.fromisoformat(row[0]),
        seen_on=dt.date.fromisoformat(row[1]),
        on=dt.date.fromisoformat(row[2]) if row[2] else None,
        name_year=row[3],
        status=row[4],
    )
