"""Two editions, or two events, turn out to be one."""

import datetime as dt

from django.db import transaction

from startline.events.models.catalogue import Event
from startline.events.services import facts
from startline.events.services.facts import EditionTarget, EventTarget
from startline.feeds.models import Holding


@transaction.atomic
def join_editions(one: EditionTarget, other: EditionTarget, *, now: dt.datetime) -> None:
    """Make one edition of two, and one event of theirs. The older row stays."""
    if one.id is None or other.id is None or one.id == other.id:
        return
    keep, drop = (one, other) if one.id < other.id else (other, one)
    join_events(keep.event, drop.event, now=now)
    Holding.objects.filter(edition_id=drop.id or 0).update(
        edition_id=keep.id, event_id=keep.event.id
    )
    facts.merge_editions(keep.id or 0, drop.id or 0, now=now)
    facts.settle([keep.event.id or 0], now=now)
    drop.id, drop.event = keep.id, keep.event


@transaction.atomic
def join_events(one: EventTarget, other: EventTarget, *, now: dt.datetime) -> None:
    """Make one event of two, unless both are in directors' hands; a claimed or older row stays."""
    if one.id is None or other.id is None or one.id == other.id:
        return
    claimed = set(
        Event.objects.filter(pk__in=[one.id, other.id], organizer__isnull=False)
        .values_list("pk", flat=True)
    )  # fmt: skip
    if len(claimed) == 2:
        return
    keep, drop = sorted((one, other), key=lambda t: (t.id not in claimed, t.id))
    Holding.objects.filter(event_id=drop.id or 0).update(event_id=keep.id)
    facts.merge_events(keep.id or 0, drop.id or 0, now=now)
    facts.settle([keep.id or 0], now=now)
    drop.id = keep.id
