"""Taking and giving back places and extras: one conditional UPDATE, then the number of rows."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Q

from startline.core.refusals import Refusal
from startline.events.models.catalogue import CapacityPool, Race
from startline.events.models.offer import ExtraSize
from startline.events.services.changes import record_changes


class SoldOutError(Refusal):
    """No place is left in the pool."""

    code = "sold_out"


class ExtraSoldOutError(Refusal):
    """Fewer of this extra are left than are wanted."""

    code = "extra_sold_out"


def claim_place(race: Race, *, heads: int = 1, now: dt.datetime, only_if: Q | None = None) -> int:
    """Take places of the race's pool; answers how many were taken before these.

    `only_if` is one more condition on the pool, checked in the same statement (nobody waits).
    Raises SoldOutError. A race without a pool has no limit and answers 0.
    """
    if race.pool_id is None:
        return 0
    taken = _claimed(race, race.pool_id, heads, now, only_if)
    if taken is None:  # nothing was written: the caller's transaction may go on
        raise SoldOutError(heads=heads)
    return taken - heads


@transaction.atomic(savepoint=False)
def _claimed(race: Race, pool: int, heads: int, now: dt.datetime, only_if: Q | None) -> int | None:
    """How many are taken with these; None where so many are not free."""
    free = CapacityPool.objects.filter(pk=pool, taken__lte=F("places") - heads)
    if only_if is not None:
        free = free.filter(only_if)
    if not free.update(taken=F("taken") + heads):
        return None
    taken, places = CapacityPool.objects.values_list("taken", "places").get(pk=pool)
    if taken == places:
        record_changes([race.edition.event_id], now=now)
    return int(taken)


@transaction.atomic
def release_place(race: Race, *, heads: int = 1, now: dt.datetime) -> None:
    """Give places back to the race's pool."""
    if race.pool_id is None:
        return
    CapacityPool.objects.filter(pk=race.pool_id).update(taken=F("taken") - heads)
    record_changes([race.edition.event_id], now=now)


@transaction.atomic
def claim_extra(size_id: int, *, quantity: int) -> None:
    """Take so many of one size of an extra, or raise ExtraSoldOutError."""
    enough = Q(stock__isnull=True) | Q(taken__lte=F("stock") - quantity)
    left = ExtraSize.objects.filter(enough, pk=size_id, extra__is_active=True)
    if not left.update(taken=F("taken") + quantity):
        raise ExtraSoldOutError(size=size_id)


@transaction.atomic
def release_extra(size_id: int, *, quantity: int) -> None:
    """Give so many of one size of an extra back."""
    ExtraSize.objects.filter(pk=size_id).update(taken=F("taken") - quantity)
