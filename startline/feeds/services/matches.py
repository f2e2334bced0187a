"""What people decide about matches. A decision outlasts every import, and can be undone."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from startline.accounts.models import User
from startline.core.refusals import Refusal
from startline.events.models.catalogue import Edition, Event
from startline.events.services import facts
from startline.events.services.facts import EditionTarget, EventTarget
from startline.feeds.models import Holding, Match, Record
from startline.feeds.services.joining import join_editions, join_events

SAME_HOLDING_DAYS = 3  # editions of merged events this close are one


class NothingToMergeError(Refusal):
    """An event without records of its own cannot be merged by record."""

    code = "nothing_to_merge"


class AlreadyUndoneError(Refusal):
    """The decision was undone before."""

    code = "already_undone"


class AloneError(Refusal):
    """The record is the only one of its edition: there is nothing to split it from."""

    code = "alone"


@transaction.atomic
def merge_events(keep: Event, drop: Event, *, by: User, now: dt.datetime) -> Match:
    """Two events are one: `drop`'s address leads to `keep` from now on.

    Their editions on the same days become one. Raises NothingToMergeError if either has no record.
    """
    left = Record.objects.filter(holdings__event=keep).order_by("pk").first()
    right = Record.objects.filter(holdings__event=drop).order_by("pk").first()
    if left is None or right is None or left == right:
        raise NothingToMergeError(keep=keep.pk, drop=drop.pk)
    before = _places_of(Holding.objects.filter(event__in=[keep, drop]))
    for one in Edition.objects.filter(event=drop, starts_on__isnull=False):
        twin = _edition_near(keep, one)
        if twin:
            join_editions(_target(twin), _target(one), now=now)
    join_events(EventTarget(keep.pk), EventTarget(drop.pk), now=now)
    return Match.objects.create(kind=Match.MERGE, left=left, right=right, before=before,
                                decided_by=by, decided_at=now)  # fmt: skip


@transaction.atomic
def split_record(record: Record, *, by: User, now: dt.datetime) -> list[Match]:
    """The record's race is not the one it was merged into: it gets an event of its own.

    It stays apart from every record it was with. Raises AloneError if it was with none.
    """
    mine = list(Holding.objects.filter(record=record).select_related("record__source"))
    events = {h.event_id for h in mine}
    others = Record.objects.filter(holdings__event_id__in=events).exclude(pk=record.pk).distinct()
    if not others:
        raise AloneError(record=record.pk)
    matches = [
        Match.objects.create(kind=Match.SPLIT, left=record, right=other, decided_by=by,
                             decided_at=now, before=_places_of(mine))
        for other in others
    ]  # fmt: skip
    event = EventTarget()
    for holding in mine:
        _move(holding, EditionTarget(event), now=now)
    return matches


@transaction.atomic
def mark_not_same(left: Record, right: Record, *, by: User, now: dt.datetime) -> Match:
    """These two are not the same race; if they stand in one edition, the second moves out."""
    match = Match.objects.create(kind=Match.NOT_SAME, left=left, right=right, decided_by=by,
                                 decided_at=now)  # fmt: skip
    _settle(left, right, now=now)
    shared = Holding.objects.filter(record=right, edition__holdings__record=left)
    event = EventTarget()
    moved = list(shared.select_related("record__source"))
    Match.objects.filter(pk=match.pk).update(before=_places_of(moved))
    for holding in moved:
        _move(holding, EditionTarget(event), now=now)
    match.refresh_from_db()
    return match


@transaction.atomic
def merge_records(left: Record, right: Record, *, by: User, now: dt.datetime) -> Match:
    """A doubtful pair is one race after all: their editions on the same days become one."""
    before = _places_of(Holding.objects.filter(record__in=[left, right]))
    for one in Holding.objects.filter(record=left).select_related("edition"):
        for other in Holding.objects.filter(record=right).select_related("edition"):
            if _are_near(one.starts_on, other.starts_on):
                join_editions(_target(one.edition), _target(other.edition), now=now)
    _settle(left, right, now=now)
    return Match.objects.create(kind=Match.MERGE, left=left, right=right, before=before,
                                decided_by=by, decided_at=now)  # fmt: skip


@transaction.atomic
def undo_match(match: Match, *, by: User, now: dt.datetime) -> None:
    """Take a decision back: what it moved returns to where it was.

    An edition or event that has gone since is made anew. Raises AlreadyUndoneError.
    """
    changed = Match.objects.filter(pk=match.pk, undone_at=None).update(undone_at=now, undone_by=by)
    if not changed:
        raise AlreadyUndoneError(match=match.pk)
    if match.kind == Match.SPLIT:
        Match.objects.filter(
            kind=Match.SPLIT, left=match.left, decided_at=match.decided_at, undone_at=None
        ).update(undone_at=now, undone_by=by)
    events = _events_again(match, now=now)
    editions: dict[int, EditionTarget] = {}
    for holding_id, (edition_id, event_id) in match.before.items():
        holding = Holding.objects.filter(pk=int(holding_id)).select_related("record__source").first()
        if holding is None or holding.edition_id == edition_id:
            continue
        if edition_id not in editions:
            editions[edition_id] = _edition_again(edition_id, events[event_id])
        _move(holding, editions[edition_id], now=now)


def _events_again(match: Match, *, now: dt.datetime) -> dict[int, EventTarget]:
    """The events as they were, with their editions; one that is gone is made anew."""
    editions: dict[int, set[int]] = {}
    for edition_id, event_id in match.before.values():
        editions.setdefault(event_id, set()).add(edition_id)
    found = {}
    for event_id, ids in editions.items():
        is_there = facts.separate_event(event_id, ids, now=now)
        Holding.objects.filter(edition__in=ids, edition__event=event_id).update(event=event_id)
        found[event_id] = EventTarget(event_id if is_there else None)
    return found


def _edition_again(edition_id: int, event: EventTarget) -> EditionTarget:
    row = Edition.objects.filter(pk=edition_id).first()
    if row is None:
        return EditionTarget(event)
    return EditionTarget(EventTarget(row.event_id), row.pk)


def _move(holding: Holding, to: EditionTarget, *, now: dt.datetime) -> None:
    """A holding speaks of another edition from now on."""
    said = (holding.record.source.slug, holding.record.key, holding.edition_id)
    # The holding is freed first: an edition that loses its last fact is deleted with its holdings.
    old = holding.edition_id
    facts.copy_statement(said, to, now=now)
    Holding.objects.filter(pk=holding.pk).update(edition_id=to.id, event_id=to.event.id)
    facts.withdraw_statements([(*said[:2], old)], now=now)


def _settle(left: Record, right: Record, *, now: dt.datetime) -> None:
    """The doubt about a pair is answered."""
    for pair in ((left, right), (right, left)):
        Match.objects.filter(kind=Match.DOUBTFUL, left=pair[0], right=pair[1]).update(undone_at=now)


def _places_of(holdings: Iterable[Holding]) -> dict[str, list[Any]]:
    return {str(h.pk): [h.edition_id, h.event_id] for h in holdings}


def _target(edition: Edition) -> EditionTarget:
    return EditionTarget(EventTarget(edition.event_id), edition.pk)


def _edition_near(event: Event, edition: Edition) -> Edition | None:
    near: Sequence[Edition] = [
        other
        for other in Edition.objects.filter(event=event, starts_on__isnull=False)
        if _are_near(other.starts_on, edition.starts_on)
    ]
    return min(near, key=lambda e: e.pk, default=None)


def _are_near(one: dt.date | None, other: dt.date | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs((one - other).days) <= SAME_HOLDING_DAYS
