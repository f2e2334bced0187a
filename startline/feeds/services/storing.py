"""Writing a batch that was worked out, in the caller's transaction."""

from collections.abc import Sequence

from startline.core.rows import rewrite
from startline.events.models.catalogue import Edition
from startline.events.models.provenance import Fact
from startline.events.services.facts import Statement, withdraw_statements, write_statements
from startline.feeds.models import Holding, Match, Record
from startline.feeds.rules.marks import VERSION
from startline.feeds.rules.statements import event_name
from startline.feeds.services.entry import Entry
from startline.feeds.services.marking import write_marks
from startline.feeds.services.placing import placed
from startline.feeds.services.recording import Spoken
from startline.feeds.services.session import Planned, Session

NOT_SHOWN = frozenset({"said_at", "is_dated", "listing_url", "region_name", "first_name"})


def see_again(session: Session, repeated: Sequence[Spoken]) -> None:
    """Nothing new was said; that it was said again is worth knowing, if the file has no date."""
    ids = [one.record.pk for one in repeated if one.record]
    Record.objects.filter(pk__in=ids).update(last_seen_at=session.now)
    if session.as_of is not None:
        return
    keys = [one.key for one in repeated]
    Fact.objects.filter(source=session.source.slug, record_key__in=keys).update(seen_at=session.now)
    editions = Holding.objects.filter(record_id__in=ids).values("edition_id")
    Edition.objects.filter(pk__in=editions, seen_at__lt=session.now).update(seen_at=session.now)


def statements(session: Session, planned: Sequence[Planned]) -> list[Statement]:
    """What is to be stated, with its place looked up: all that can be done before writing."""
    speaking = [plan for plan in planned if plan.is_new or plan.part.is_changed or plan.part.words]
    return [_statement(session, plan) for plan in speaking]


def write(
    session: Session,
    active: Sequence[Spoken],
    planned: Sequence[Planned],
    stated: Sequence[Statement],
) -> None:
    """Records, statements, holdings and doubts of a batch."""
    _write_records(session, active)
    gone = [(one, row) for one in active for row in one.withdrawn]
    if gone:
        Holding.objects.filter(pk__in=[row.pk for _, row in gone]).delete()
        said = [(session.source.slug, one.key, row.edition_id) for one, row in gone]
        withdraw_statements(said, now=session.now)
    write_statements(stated, now=session.now)
    _write_holdings(session, planned)
    _write_doubts(session, planned)


def _write_records(session: Session, active: Sequence[Spoken]) -> None:
    fresh: list[Record] = []
    known: list[Record] = []
    for one in active:
        if one.record is None:
            continue
        one.record.last_seen_at = session.now
        if one.is_known:
            known.append(one.record)
        else:
            one.record.source, one.record.first_seen_at = session.source, session.now
            fresh.append(one.record)
    Record.objects.bulk_create(fresh)
    rewrite(known, ["sightings", "digest", "last_as_of", "last_seen_at"])


def _statement(session: Session, plan: Planned) -> Statement:
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
        address=str(plan.part.values.get("listing_url") or session.source.address)[:600],
        rank=session.source.rank,
    )


def _write_holdings(session: Session, planned: Sequence[Planned]) -> None:
    fresh: list[Holding] = []
    changed: list[Holding] = []
    entries: list[tuple[Holding, Entry]] = []
    for plan in planned:
        record, edition = plan.one.record, plan.entry.edition
        if record is None or edition.id is None or edition.event.id is None:
            continue
        row = plan.part.row or Holding()
        row.record = record
        row.starts_on = plan.part.cut.on
        row.marked_by = VERSION
        row.name_key, row.once_key = plan.entry.name_key, plan.entry.once_key
        row.listing = plan.part.values
        row.edition_id, row.event_id = edition.id, edition.event.id
        plan.entry.record_id = record.pk
        if plan.part.row is None:
            fresh.append(row)
        elif plan.part.is_changed or plan.part.words:
            changed.append(row)
        else:
            continue
        entries.append((row, plan.entry))
    rewrite(changed, ["starts_on", "marked_by", "name_key", "once_key", "listing"])
    Holding.objects.bulk_create(fresh)
    write_marks([(row.pk, entry.marks) for row, entry in entries], known=bool(changed))
    for row, entry in entries:
        session.index.stored(row.pk, entry)


def _write_doubts(session: Session, planned: Sequence[Planned]) -> None:
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
