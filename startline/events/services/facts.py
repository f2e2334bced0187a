"""What sources say becomes what the catalogue shows: facts in, events and editions out.

`write_statements` is the one way in for listings. It stores each statement as a fact, concludes
the editions it touches, and writes differences only: saying the same again writes nothing.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from startline.core.rows import rewrite
from startline.events.models.catalogue import Edition, Event
from startline.events.models.provenance import Fact
from startline.events.rules.conclude import FEED, LONG_AGO, Said, conclude
from startline.events.rules.words import Status
from startline.events.services.changes import record_changes
from startline.events.services.listed_editions import (
    Draft,
    settle_events,
    write_date_changes,
    write_editions,
    write_events,
)
from startline.events.services.listed_races import write_races

FACT_FIELDS = ["label", "address", "fields", "rank", "seen_at", "confirmed_at"]


@dataclass(eq=False)
class EventTarget:
    """An event that exists (id) or is to be made (None, until it is written)."""

    id: int | None = None


@dataclass(eq=False)
class EditionTarget:
    """An edition that exists or is to be made."""

    event: EventTarget
    id: int | None = None


@dataclass(frozen=True)
class Statement:
    """What one record says about one edition. `fields` holds JSON values, never empty ones."""

    edition: EditionTarget
    source: str
    record_key: str
    fields: Mapping[str, Any]
    seen_at: dt.datetime
    confirmed_at: dt.datetime | None = None  # when the source itself said it, if it tells
    label: str = ""
    address: str = ""
    rank: int = 50


@dataclass
class _Work:
    """One edition being concluded."""

    target: EditionTarget
    facts: dict[tuple[str, str], Fact] = field(default_factory=dict)


@transaction.atomic
def write_statements(statements: Sequence[Statement], *, now: dt.datetime) -> int:
    """Store statements and conclude their editions; the targets get their ids.

    Answers how many events changed on the outside. Saying the same again changes none.
    """
    works = _gathered(statements)
    new, changed = _merged(works, statements)
    touched = _conclude(works, now=now)
    Fact.objects.bulk_create(new)
    rewrite(changed, FACT_FIELDS)
    record_changes(touched, now=now)
    return len(touched)


@transaction.atomic
def reconclude(edition_ids: Iterable[int], *, now: dt.datetime) -> None:
    """Conclude editions again after facts were moved or taken away; empty ones go."""
    ids = set(edition_ids)
    if not ids:
        return
    filled = set(Fact.objects.filter(edition_id__in=ids).values_list("edition_id", flat=True))
    _drop_empty(ids - filled, now=now)
    works = {}
    for edition in Edition.objects.filter(pk__in=filled):
        works[edition.pk] = _Work(EditionTarget(EventTarget(edition.event_id), edition.pk))
    for fact in Fact.objects.filter(edition_id__in=filled):
        works[fact.edition_id or 0].facts[fact.source, fact.record_key] = fact
    record_changes(_conclude(list(works.values()), now=now), now=now)


@transaction.atomic
def settle(event_ids: Iterable[int], *, now: dt.datetime) -> int:
    """Bring listed events to what all their editions say; answers how many changed by it.

    A statement alone cannot: which of two editions is the newer, or whose word filled a gap, may
    depend on the order they were read in.
    """
    editions: dict[int, EditionTarget] = {}
    for pk, event_id in Edition.objects.filter(event_id__in=list(event_ids)).values_list(
        "pk", "event_id"
    ):
        editions[pk] = EditionTarget(EventTarget(event_id), pk)
    said: dict[int, list[Fact]] = defaultdict(list)
    for fact in Fact.objects.filter(edition_id__in=editions).order_by("pk"):
        said[fact.edition_id or 0].append(fact)
    drafts = [_draft(editions[pk], facts) for pk, facts in said.items()]
    touched = settle_events(drafts)
    record_changes(touched, now=now)
    return len(touched)


@transaction.atomic
def withdraw_statements(said: Iterable[tuple[str, str, int]], *, now: dt.datetime) -> None:
    """Sources no longer say this (source, record key, edition id): conclude without it."""
    ids = set()
    for source, key, edition_id in said:
        Fact.objects.filter(source=source, record_key=key, edition_id=edition_id).delete()
        ids.add(edition_id)
    reconclude(ids, now=now)


@transaction.atomic
def move_statements(
    said: Iterable[tuple[str, str, int]], to: EditionTarget, *, now: dt.datetime
) -> None:
    """Facts of one edition are about another: move them, and conclude both."""
    ids = set()
    statements = []
    for source, key, edition_id in said:
        fact = Fact.objects.get(source=source, record_key=key, edition_id=edition_id)
        statements.append(_restated(fact, to))
        fact.delete()
        ids.add(edition_id)
    write_statements(statements, now=now)
    reconclude(ids - {to.id}, now=now)


@transaction.atomic
def copy_statement(said: tuple[str, str, int], to: EditionTarget, *, now: dt.datetime) -> None:
    """What a record said about one edition, it says about another too; the target gets its id."""
    source, key, edition_id = said
    fact = Fact.objects.get(source=source, record_key=key, edition_id=edition_id)
    write_statements([_restated(fact, to)], now=now)


@transaction.atomic
def merge_editions(keep: int, drop: int, *, now: dt.datetime) -> None:
    """Two editions are one: the facts of the second move to the first, which is concluded anew."""
    kept = Edition.objects.get(pk=keep)
    said = Fact.objects.filter(edition_id=drop).values_list("source", "record_key", "edition_id")
    present = set(Fact.objects.filter(edition_id=keep).values_list("source", "record_key"))
    double = [row for row in said if (row[0], row[1]) in present]
    for source, key, edition_id in double:
        Fact.objects.filter(source=source, record_key=key, edition_id=edition_id).delete()
    rest = [(s, k, e) for s, k, e in said if (s, k) not in present and e is not None]
    move_statements(rest, EditionTarget(EventTarget(kept.event_id), keep), now=now)
    reconclude([drop], now=now)


@transaction.atomic
def merge_events(keep: int, drop: int, *, now: dt.datetime) -> None:
    """Two events are one: the second's editions move to the first; its address leads there."""
    taken = set(Edition.objects.filter(event_id=keep).values_list("slug", flat=True))
    for edition in Edition.objects.filter(event_id=drop):
        slug, number = edition.slug, 2
        while slug in taken:
            slug, number = f"{edition.slug}-{number}", number + 1
        taken.add(slug)
        Edition.objects.filter(pk=edition.pk).update(event_id=keep, slug=slug)
    Fact.objects.filter(event_id=drop).update(event_id=keep)
    Event.objects.filter(pk=drop).update(merged_into_id=keep)
    Event.objects.filter(merged_into_id=drop).update(merged_into_id=keep)
    record_changes([drop], now=now, is_deletion=True)
    record_changes([keep], now=now)


@transaction.atomic
def separate_event(event_id: int, edition_ids: Iterable[int], *, now: dt.datetime) -> bool:
    """Undo a merge: the event stands on its own again, with those of its editions that remain.

    Answers whether the event is still there at all.
    """
    found = Event.objects.filter(pk=event_id).update(merged_into=None)
    if not found:
        return False
    taken = set(Edition.objects.filter(event_id=event_id).values_list("slug", flat=True))
    for edition in Edition.objects.filter(pk__in=edition_ids).exclude(event_id=event_id):
        slug, number = edition.slug, 2
        while slug in taken:
            slug, number = f"{edition.slug}-{number}", number + 1
        taken.add(slug)
        record_changes([edition.event_id], now=now)
        Edition.objects.filter(pk=edition.pk).update(event_id=event_id, slug=slug)
        Fact.objects.filter(edition_id=edition.pk).update(event_id=event_id)
    own = Fact.objects.filter(edition=None, record_key=f"event-{event_id}")
    own.update(event_id=event_id)
    record_changes([event_id], now=now)
    return True


def _restated(fact: Fact, to: EditionTarget) -> Statement:
    return Statement(
        edition=to, source=fact.source, record_key=fact.record_key, fields=fact.fields,
        seen_at=fact.seen_at, confirmed_at=fact.confirmed_at, label=fact.label,
        address=fact.address, rank=fact.rank,
    )  # fmt: skip


def _key(target: EditionTarget) -> tuple[str, int]:
    return ("made", target.id) if target.id is not None else ("to be made", id(target))


def _gathered(statements: Sequence[Statement]) -> list[_Work]:
    """The editions spoken of, with the facts they already have."""
    works = {_key(s.edition): _Work(s.edition) for s in statements}
    by_edition = {w.target.id: w for w in works.values() if w.target.id is not None}
    for fact in Fact.objects.filter(edition_id__in=by_edition):
        by_edition[fact.edition_id or 0].facts[fact.source, fact.record_key] = fact
    return list(works.values())


def _merged(works: list[_Work], statements: Sequence[Statement]) -> tuple[list[Fact], list[Fact]]:
    """Lay statements over facts; answers the new facts and the changed ones."""
    by_target = {_key(w.target): w for w in works}
    new: list[Fact] = []
    changed: list[Fact] = []
    for said in statements:
        facts = by_target[_key(said.edition)].facts
        fact = facts.get((said.source, said.record_key))
        if fact is None:
            fact = Fact(source=said.source, record_key=said.record_key)
            facts[said.source, said.record_key] = fact
            new.append(fact)
        elif fact.pk and fact not in changed:
            changed.append(fact)
        _fill(fact, said)
    return new, changed


def _fill(fact: Fact, said: Statement) -> None:
    """Lay a statement over its fact; when it was seen never goes back."""
    fact.label, fact.address, fact.rank = said.label, said.address, said.rank
    fact.fields = dict(said.fields)
    known: dt.datetime | None = fact.seen_at  # None on a row not yet written
    fact.seen_at = max(known, said.seen_at) if known else said.seen_at
    fact.confirmed_at = said.confirmed_at


def _conclude(works: list[_Work], *, now: dt.datetime) -> list[int]:
    """Write events, editions and races from the facts; answers the ids of events that changed."""
    drafts = [_draft(work.target, list(work.facts.values())) for work in works]
    touched: dict[int, None] = {}
    for step in (write_events, write_editions, write_races, write_date_changes):
        touched.update(dict.fromkeys(step(drafts, now=now)))
    for work in works:
        for fact in work.facts.values():
            fact.event_id = work.target.event.id  # type: ignore[assignment]  # written above
            fact.edition_id = work.target.id
    return list(touched)


def _draft(target: EditionTarget, facts: Sequence[Fact]) -> Draft:
    """One edition as its facts conclude it."""
    said = [Said(f.source, f.record_key, f.rank, f.confirmed_at, f.fields) for f in facts]
    return Draft(
        event=target.event,
        edition=target,
        values=conclude(said).values,
        seen_at=max(f.seen_at for f in facts),
        confirmed_at=max((f.confirmed_at for f in facts if f.confirmed_at), default=None),
        key=min(f"{f.source}:{f.record_key}" for f in facts),
        histories=_histories(facts),
        own=frozenset(name for f in facts if f.rank > FEED for name in f.fields),
    )


def _histories(facts: Sequence[Fact]) -> dict[str, list[list[list[Any]]]]:
    """The dates and statuses over time as each listing source tells them; people's own stay out.

    A file that keeps old versions has one key several times, the older ones as "key@day": within
    one edition these are its history too.
    """
    found: dict[str, list[list[list[Any]]]] = {}
    versions: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.rank <= FEED:
            found.setdefault(fact.source, []).append(fact.fields.get("history", []))
            versions[fact.source, fact.record_key.split("@")[0]].append(fact)
    for (source, _), several in versions.items():
        said = sorted(
            several, key=lambda f: (f.confirmed_at or LONG_AGO, f.fields.get("starts_on") or "")
        )
        found[source].append(
            [[f.fields.get("starts_on"), f.fields.get("status", ""),
              (f.confirmed_at or f.seen_at).isoformat()] for f in said]
        )  # fmt: skip
    return found


def _drop_empty(edition_ids: set[int], *, now: dt.datetime) -> None:
    """Editions that nobody speaks of any more; one with entries stays, as discontinued."""
    events = defaultdict(list)
    for edition in Edition.objects.filter(pk__in=edition_ids):
        events[edition.event_id].append(edition)
    for editions in events.values():
        for edition in editions:
            try:
                with transaction.atomic():
                    edition.delete()
            except ProtectedError:
                Edition.objects.filter(pk=edition.pk).update(status=Status.DISCONTINUED)
    empty = Event.objects.filter(pk__in=events, editions=None, organizer=None, merged_into=None)
    gone = [event for event in empty if not Event.objects.filter(merged_into=event).exists()]
    record_changes([pk for pk in events if pk not in {e.pk for e in gone}], now=now)
    record_changes([e.pk for e in gone], now=now, is_deletion=True)
    for event in gone:
        event.delete()
