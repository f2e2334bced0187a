"""Reading listings into the catalogue: in small transactions, in any order, as often as one likes.

A batch is worked out in memory and written in one short transaction, so a killed run leaves whole
records only, and the next run finds them unchanged and goes on.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from startline.events.models.catalogue import Edition
from startline.events.models.provenance import Fact
from startline.events.services.facts import (
    EditionTarget,
    EventTarget,
    Statement,
    withdraw_statements,
    write_statements,
)
from startline.feeds.models import Holding, ImportRun, Match, Record, Rejection, Source
from startline.feeds.rules.listing import Reading, Refused
from startline.feeds.rules.matching import Signature
from startline.feeds.rules.statements import event_name, key_of_name, signature
from startline.feeds.services.candidates import CandidateIndex, Entry, Found, dates_of
from startline.feeds.services.joining import join_editions, join_events
from startline.feeds.services.placing import placed
from startline.feeds.services.recording import Part, Spoken, recall, spoken, work_out

BATCH = 60  # keys in one transaction: well under 200 ms on two cores
NOT_SHOWN = frozenset({"said_at", "is_dated", "listing_url", "region_name"})
COUNTS = ("created", "updated", "unchanged", "merged", "held", "rejected")

type Progress = Callable[[int, int], None]


@dataclass
class Report:
    """What an import did, counted in records."""

    source: str
    file_name: str
    format: str = ""
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    refused: list[Refused] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    is_listing: bool = True
    run_id: int | None = None

    @property
    def read(self) -> int:
        """Every record is counted once."""
        return sum(self.counts.values())


@dataclass
class _Planned:
    """One holding on its way to the tables."""

    one: Spoken
    part: Part
    entry: Entry
    is_new: bool
    found: Found = field(default_factory=Found)
    events: list[EventTarget] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        """The count this holding belongs to."""
        if self.is_new:
            return "merged" if self.found.same else "created"
        return "updated" if self.part.is_changed else "unchanged"


@dataclass
class _Session:
    """One reading under way."""

    source: Source
    report: Report
    index: CandidateIndex
    now: dt.datetime
    run: ImportRun | None  # None: a dry run, nothing is written
    as_of: dt.datetime | None  # when the source made the file, if it says so
    events: dict[str, EventTarget] = field(default_factory=dict)  # by record key, in this run


def import_reading(
    reading: Reading,
    *,
    source: Source,
    file_name: str,
    now: dt.datetime,
    is_dry: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Bring one file's listings in. Nothing is lost or counted twice if it is stopped half-way."""
    report = Report(source.slug, file_name, reading.format, warnings=list(reading.warnings))
    report.refused = list(reading.refused)
    run = None
    if not is_dry:
        run = ImportRun.objects.create(source=source, file_name=file_name[:300], started_at=now,
                                       format=reading.format[:30], as_of=reading.as_of)  # fmt: skip
        report.run_id = run.pk
    session = _Session(source, report, CandidateIndex(), now, run, reading.as_of)
    _count_refused(session)
    days_off = [x for x in reading.listings if x.is_cancellation_of_day]
    races = [x for x in reading.listings if not x.is_cancellation_of_day]
    everything = spoken(races, as_of=reading.as_of, now=now)
    for done, batch in _batches(everything):
        _import_batch(session, batch)
        if progress:
            progress(done, len(everything))
    _call_off(session, spoken(days_off, as_of=reading.as_of, now=now))
    if run is not None:
        run.finished_at = now
        _save_counts(session)
        Source.objects.filter(pk=source.pk).update(
            kind=reading.format[:20], last_read_at=now, last_result=f"{report.read} read"
        )
    return report


def _batches(everything: Sequence[Spoken]) -> Iterator[tuple[int, Sequence[Spoken]]]:
    for start in range(0, len(everything), BATCH):
        batch = everything[start : start + BATCH]
        yield start + len(batch), batch


def _count_refused(session: _Session) -> None:
    for refused in session.report.refused:
        session.report.counts["held" if refused.is_held else "rejected"] += 1
    if session.run is None:
        return
    Rejection.objects.bulk_create(
        Rejection(run=session.run, row=r.row, key=r.key[:200], reason=r.reason[:40],
                  detail=r.detail[:300], is_held=r.is_held)
        for r in session.report.refused
    )  # fmt: skip
    _save_counts(session)


def _save_counts(session: _Session) -> None:
    if session.run is None:
        return
    for name, count in session.report.counts.items():
        setattr(session.run, name, count)
    session.run.read = session.report.read
    session.run.save()


def _import_batch(session: _Session, batch: Sequence[Spoken]) -> None:
    """Work a batch out in memory, then write it at once."""
    recall(session.source, batch)
    for one in batch:
        work_out(one)
    active = [one for one in batch if not one.is_repeated]
    planned = _plan(session, active) if active else []
    _count(session, batch, planned)
    if session.run is None:
        return
    with transaction.atomic():
        _seen_again(session, [one for one in batch if one.is_repeated])
        _write(session, active, planned)
        _save_counts(session)
    _join_bridges(session, planned)
    session.index.forget_if_full()


def _plan(session: _Session, active: Sequence[Spoken]) -> list[_Planned]:
    """Find for every holding the edition it belongs to: its own, another record's, or a new one."""
    dates = [d for one in active for p in one.parts for d in dates_of(p.values)]
    keys = [key_of_name(p.values) for one in active for p in one.parts]
    session.index.prepare(dates, keys)
    return [_plan_part(session, one, part) for one in active for part in one.parts]


def _plan_part(session: _Session, one: Spoken, part: Part) -> _Planned:
    index = session.index
    ident = (session.source.slug, one.key)
    compared = signature(session.source.slug, part.values, dates_of(part.values))
    name_key = key_of_name(part.values)
    record_id = one.record.pk if one.record else None
    if part.row is not None:
        target = index.edition(part.row.edition_id, part.row.event_id)
        session.events[one.key] = target.event
        index.change(part.row.pk, compared)
        found = index.find(ident, compared, name_key) if part.is_changed else Found()
        entry = Entry(ident, compared, name_key, target, record_id)
        return _Planned(one, part, entry, is_new=False, found=found)
    found = index.find(ident, compared, name_key)
    events = _events(session, one, compared, name_key)
    if found.same:
        target = found.same[0].edition
    else:
        target = EditionTarget(events[0] if events else EventTarget())
    session.events.setdefault(one.key, target.event)
    entry = Entry(ident, compared, name_key, target, record_id)
    index.add(entry)
    return _Planned(one, part, entry, is_new=True, found=found, events=events)


def _events(
    session: _Session, one: Spoken, compared: Signature, name_key: str
) -> list[EventTarget]:
    """The events a new holding points to: that of the record's other years, those of its name."""
    ident = (session.source.slug, one.key)
    found = [session.events[one.key]] if one.key in session.events else []
    found += [session.index.edition(r.edition_id, r.event_id).event for r in one.rows]
    found += session.index.events_for(ident, compared, name_key)
    return list({id(event): event for event in found}.values())


def _count(session: _Session, batch: Sequence[Spoken], planned: Sequence[_Planned]) -> None:
    """Count every word once: the first of a holding by what became of it, repeats as unchanged."""
    counts = session.report.counts
    by_one: dict[int, list[_Planned]] = {}
    for plan in planned:
        by_one.setdefault(id(plan.one), []).append(plan)
    for one in batch:
        left = len(one.words)
        for plan in by_one.get(id(one), ()):
            if left and _speaks_of(one, plan.part):
                counts[plan.outcome] += 1
                left -= 1
        counts["unchanged"] += left


def _speaks_of(one: Spoken, part: Part) -> bool:
    """Whether a word of this reading is about this holding."""
    days = {part.cut.on, *part.cut.dates}
    return any(w.sighting.on in days for w in one.words)


def _seen_again(session: _Session, repeated: Sequence[Spoken]) -> None:
    """Nothing new was said; that it was said again is worth knowing, if the file has no date."""
    ids = [one.record.pk for one in repeated if one.record]
    Record.objects.filter(pk__in=ids).update(last_seen_at=session.now)
    if session.as_of is not None:
        return
    keys = [one.key for one in repeated]
    Fact.objects.filter(source=session.source.slug, record_key__in=keys).update(seen_at=session.now)
    editions = Holding.objects.filter(record_id__in=ids).values("edition_id")
    Edition.objects.filter(pk__in=editions, seen_at__lt=session.now).update(seen_at=session.now)


def _write(session: _Session, active: Sequence[Spoken], planned: Sequence[_Planned]) -> None:
    _write_records(session, active)
    gone = [(one, row) for one in active for row in one.withdrawn]
    Holding.objects.filter(pk__in=[row.pk for _, row in gone]).delete()
    withdraw_statements(
        [(session.source.slug, one.key, row.edition_id) for one, row in gone], now=session.now
    )
    speaking = [plan for plan in planned if plan.is_new or plan.part.is_changed or plan.part.words]
    write_statements([_statement(session, plan) for plan in speaking], now=session.now)
    _write_holdings(planned)
    _write_doubts(session, planned)


def _write_records(session: _Session, active: Sequence[Spoken]) -> None:
    fresh, known = [], []
    for one in active:
        record = one.record
        if record is None:
            continue
        record.last_seen_at = session.now
        if record.pk is None:
            record.source, record.first_seen_at = session.source, session.now
            fresh.append(record)
        else:
            known.append(record)
    Record.objects.bulk_create(fresh)
    Record.objects.bulk_update(known, ["sightings", "digest", "last_as_of", "last_seen_at"])


def _statement(session: _Session, plan: _Planned) -> Statement:
    """The holding as a fact; where it was read is shown with it."""
    values = {n: v for n, v in placed(plan.part.values).items() if n not in NOT_SHOWN}
    values["lasting_name"] = event_name(values)
    return Statement(
        edition=plan.entry.edition,
        source=session.source.slug,
        record_key=plan.one.key,
        fields=values,
        seen_at=session.as_of or session.now,
        confirmed_at=plan.part.said_at,
        label=session.source.name[:200],
        address=str(values.get("listing_url") or session.source.address)[:600],
        rank=session.source.rank,
    )


def _write_holdings(planned: Sequence[_Planned]) -> None:
    fresh, changed = [], []
    for plan in planned:
        row = plan.part.row or Holding()
        days = [*plan.part.cut.dates]
        row.record = plan.one.record  # type: ignore[assignment]  # written before
        row.starts_on = plan.part.cut.on
        row.first_on, row.last_on = min(days, default=None), max(days, default=None)
        row.name_key = plan.entry.name_key
        row.listing = plan.part.values
        row.edition_id, row.event_id = plan.entry.edition.id, plan.entry.edition.event.id
        plan.entry.record_id = row.record.pk
        if row.pk is None:
            fresh.append(row)
        elif plan.part.is_changed or plan.part.words:
            changed.append(row)
    Holding.objects.bulk_update(
        changed, ["starts_on", "first_on", "last_on", "name_key", "listing"]
    )  # fmt: skip
    Holding.objects.bulk_create(fresh)


def _write_doubts(session: _Session, planned: Sequence[_Planned]) -> None:
    """Pairs that a person should look at, each once."""
    rows = []
    for plan in planned:
        for entry, judgement in plan.found.doubtful:
            ids = sorted(pk for pk in (entry.record_id, plan.entry.record_id) if pk)
            if len(set(ids)) < 2 or entry.edition.id == plan.entry.edition.id:
                continue
            rows.append(Match(kind=Match.DOUBTFUL, left_id=ids[0], right_id=ids[1],
                              points=judgement.points, reasons=judgement.reasons,
                              decided_at=session.now))  # fmt: skip
    Match.objects.bulk_create(rows, ignore_conflicts=True)


def _join_bridges(session: _Session, planned: Sequence[_Planned]) -> None:
    """A record that is the same as two others makes all three one."""
    for plan in planned:
        for entry in plan.found.same:
            if entry.edition.id != plan.entry.edition.id:
                join_editions(plan.entry.edition, entry.edition, now=session.now)
        for event in plan.events:
            if event.id is not None and event.id != plan.entry.edition.event.id:
                join_events(plan.entry.edition.event, event, now=session.now)


def _call_off(session: _Session, days: Sequence[Spoken]) -> None:
    """One day of a weekly series does not take place: an edition of its own, cancelled.

    A day of a series that is not known yet is held; reading the file again after the series is
    known applies it.
    """
    for _, batch in _batches(days):
        recall(session.source, batch)
        session.index.prepare([], [key_of_name(one.words[0].values) for one in batch])
        planned = []
        for one in batch:
            work_out(one)
            if one.is_repeated:
                session.report.counts["unchanged"] += len(one.words)
                continue
            planned += _plan_day_off(session, one)
        if session.run is None:
            continue
        with transaction.atomic():
            _write(session, [plan.one for plan in planned], planned)
            _save_counts(session)


def _plan_day_off(session: _Session, one: Spoken) -> list[_Planned]:
    counts = session.report.counts
    values = one.words[0].values
    series = session.index.weekly_named(key_of_name(values), str(values.get("country", "")))
    if series is None:
        counts["held"] += len(one.words)
        refused = Refused(one.key, 0, "series_not_known", str(values.get("name", "")), is_held=True)
        session.report.refused.append(refused)
        return []
    planned = []
    for part in one.parts:
        part.values.setdefault("status", "cancelled")
        part.values.pop("weekly_rule", None)
        compared = signature(session.source.slug, part.values, dates_of(part.values))
        if part.row is not None:
            target = session.index.edition(part.row.edition_id, part.row.event_id)
        else:
            target = session.index.day_off(series, part.cut.on)
        entry = Entry((session.source.slug, one.key), compared, series.name_key, target)
        planned.append(_Planned(one, part, entry, is_new=part.row is None))
    counts[planned[0].outcome] += 1
    counts["unchanged"] += len(one.words) - 1
    return planned
