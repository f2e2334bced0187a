"""Reading listings into the catalogue: in small transactions, in any order, as often as one likes.

A batch is worked out in memory and written in one short transaction, so a killed run leaves whole
records only, and the next run finds them unchanged and goes on.
"""

import datetime as dt
import gc
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction

from startline.events.services.facts import EditionTarget, EventTarget, settle
from startline.feeds.models import ImportRun, Rejection, Source
from startline.feeds.rules.listing import Reading, Refused
from startline.feeds.rules.matching import Signature
from startline.feeds.rules.statements import dates_of, key_of_first_name, key_of_name, signature
from startline.feeds.services.candidates import CandidateIndex, Found
from startline.feeds.services.entry import Entry
from startline.feeds.services.joining import join_editions, join_events
from startline.feeds.services.marking import mark_the_rest
from startline.feeds.services.recording import Part, Spoken, recall, spoken, work_out
from startline.feeds.services.session import Planned, Report, Session
from startline.feeds.services.storing import see_again, statements, write

FIRST, LEAST, MOST = 30, 5, 100  # new keys in one transaction: the first one, and the limits
AIM_S = 0.09  # what a transaction takes on a quiet core: half of what is allowed

type Progress = Callable[[int, int], None]


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
    mark_the_rest()
    session = Session(source, report, CandidateIndex(), now, run, reading.as_of, batch=FIRST)
    _count_refused(session)
    days_off = [x for x in reading.listings if x.is_cancellation_of_day]
    races = [x for x in reading.listings if not x.is_cancellation_of_day]
    everything = spoken(races, as_of=reading.as_of, now=now)
    done = 0
    while done < len(everything):
        batch = everything[done : done + MOST]
        _import_batch(session, batch)
        done += len(batch)
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
    for start in range(0, len(everything), FIRST):
        batch = everything[start : start + FIRST]
        yield start + len(batch), batch


def _count_refused(session: Session) -> None:
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


def _save_counts(session: Session) -> None:
    if session.run is None:
        return
    for name, count in session.report.counts.items():
        setattr(session.run, name, count)
    session.run.read = session.report.read
    session.run.save()


def _import_batch(session: Session, batch: Sequence[Spoken]) -> None:
    """Work a batch out in memory, then write what is new, as much as fits a short transaction."""
    recall(session.source, batch)
    for one in batch:
        work_out(one)
    _pass_over(session, [one for one in batch if one.is_repeated])
    left = [one for one in batch if not one.is_repeated]
    while left:
        active, left = left[: session.batch], left[session.batch :]
        _import_active(session, active)
    session.index.forget_if_full()


def _pass_over(session: Session, repeated: Sequence[Spoken]) -> None:
    """Records that say nothing new are counted, and seen."""
    _count(session, repeated, [])
    if repeated and session.run is not None:
        with _short_transaction():
            see_again(session, repeated)
            _save_counts(session)


def _import_active(session: Session, active: Sequence[Spoken]) -> None:
    """Find where records belong, and write them with all that follows in one transaction."""
    planned = _plan(session, active)
    _count(session, active, planned)
    if session.run is None:
        return
    stated = statements(session, planned)
    known = {s.edition.event.id for s in stated if s.edition.event.id is not None}
    started = time.thread_time()
    with _short_transaction():
        write(session, active, planned, stated)
        settle(known, now=session.now)
        _save_counts(session)
    _pace(session, len(active), time.thread_time() - started)
    _join_bridges(session, planned)


@contextmanager
def _short_transaction() -> Iterator[None]:
    """A transaction in which Python does not look for garbage: a full look takes 0.3 s when a long
    list is in memory, and everybody else who writes would wait for it. It looks afterwards.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        with transaction.atomic():
            yield
    finally:
        if was_on:
            gc.enable()


def _pace(session: Session, keys: int, seconds: float) -> None:
    """Nobody else can write during a transaction: after a long one the next has fewer keys.

    Counted in this thread's own seconds: more and smaller transactions make a busy machine busier.
    """
    fitting = keys * AIM_S / max(seconds, 0.001)
    session.batch = round(min(max(fitting, LEAST), MOST, keys * 1.3 + LEAST))


def _plan(session: Session, active: Sequence[Spoken]) -> list[Planned]:
    """Find for every holding the edition it belongs to: its own, another record's, or a new one."""
    slug = session.source.slug
    parts = [
        (one, part, signature(slug, part.values, dates_of(part.values)))
        for one in active for part in one.parts
    ]  # fmt: skip
    keys = [
        key for _, part, _ in parts
        for key in (key_of_name(part.values), key_of_first_name(part.values)) if key
    ]  # fmt: skip
    session.index.prepare([s for _, _, s in parts], keys, [(slug, one.key) for one in active])
    return [_plan_part(session, *part) for part in parts]


def _plan_part(session: Session, one: Spoken, part: Part, compared: Signature) -> Planned:
    index = session.index
    ident = (session.source.slug, one.key)
    name_key, once_key = key_of_name(part.values), key_of_first_name(part.values)
    record_id = one.record.pk if one.record else None
    if part.row is not None:
        target = index.edition(part.row.edition_id, part.row.event_id)
        session.events[one.key] = target.event
        entry = Entry(ident, compared, name_key, target, record_id, once_key)
        index.change(part.row.pk, entry)
        if not part.is_changed and not part.is_renamed:
            return Planned(one, part, entry, is_new=False)
        found = index.find(ident, compared, name_key, target) if part.is_changed else Found()
        events = index.events_for(ident, compared, entry.keys)
        return Planned(one, part, entry, is_new=False, found=found, events=events)
    found = index.find(ident, compared, name_key)
    events = _events(session, one, compared, [k for k in (name_key, once_key) if k])
    if found.same:
        target = found.same[0].edition
    else:
        target = EditionTarget(events[0] if events else EventTarget())
    session.events.setdefault(one.key, target.event)
    entry = Entry(ident, compared, name_key, target, record_id, once_key)
    index.add(entry)
    return Planned(one, part, entry, is_new=True, found=found, events=events)


def _events(
    session: Session, one: Spoken, compared: Signature, keys: Sequence[str]
) -> list[EventTarget]:
    """The events a new holding points to: that of the record's other years, those of its name."""
    ident = (session.source.slug, one.key)
    found = [session.events[one.key]] if one.key in session.events else []
    found += [session.index.edition(r.edition_id, r.event_id).event for r in one.rows]
    found += session.index.events_for(ident, compared, keys)
    return list({id(event): event for event in found}.values())


def _count(session: Session, batch: Sequence[Spoken], planned: Sequence[Planned]) -> None:
    """Count every word once: the first of a holding by what became of it, repeats as unchanged."""
    counts = session.report.counts
    by_one: dict[int, list[Planned]] = {}
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


def _join_bridges(session: Session, planned: Sequence[Planned]) -> None:
    """A record that is the same as two others makes all three one."""
    for plan in planned:
        for entry in plan.found.same:
            if entry.edition.id != plan.entry.edition.id:
                with _short_transaction():
                    join_editions(plan.entry.edition, entry.edition, now=session.now)
        for event in plan.events:
            if event.id is not None and event.id != plan.entry.edition.event.id:
                with _short_transaction():
                    join_events(plan.entry.edition.event, event, now=session.now)


def _call_off(session: Session, days: Sequence[Spoken]) -> None:
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
        stated = statements(session, planned)
        with _short_transaction():
            write(session, [plan.one for plan in planned], planned, stated)
            _save_counts(session)


def _plan_day_off(session: Session, one: Spoken) -> list[Planned]:
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
        planned.append(Planned(one, part, entry, is_new=part.row is None))
    counts[planned[0].outcome] += 1
    counts["unchanged"] += len(one.words) - 1
    return planned
