"""Taking and giving back places: one conditional UPDATE, then look at the number of rows."""

import datetime as dt

from django.db import transaction
from django.db.models import F

from startline.core.refusals import Refusal
from startline.events.models.catalogue import CapacityPool, Race
from startline.events.services.changes import record_changes


class SoldOutError(Refusal):
    """No place is left in the pool."""

    code = "sold_out"


@transaction.atomic
def claim_place(race: Race, *, heads: int = 1, now: dt.datetime) -> None:
    """Take places of the race's pool, or raise SoldOutError. A race without a pool has no limit."""
    if race.pool_id is None:
        return
    taken = CapacityPool.objects.filter(pk=race.pool_id, taken__lte=F("places") - heads).update(
        taken=F("taken") + heads
    )
    if not taken:
        raise SoldOutError(heads=heads)
    full = CapacityPool.objects.filter(pk=race.pool_id, taken=F("places"))
    if full.exists():
        record_changes([race.edition.event_id], now=now)


@transaction.atomic
def release_place(race: Race, *, heads: int = 1, now: dt.datetime) -> None:
    """Give places back to the race's pool."""
    if race.pool_id is None:
        return
    CapacityPool.objects.filter(pk=race.pool_id).update(taken=F("taken") - heads)
    record_changes([race.edition.event_id], now=now)
