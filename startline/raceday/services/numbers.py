"""Ranges kept, numbers given: all of a plan or nothing."""

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction

from startline.accounts.models import User
from startline.accounts.services.audit import record_deed
from startline.core.refusals import Refusal
from startline.entries.rules.life import LIVING
from startline.events.models.catalogue import Edition
from startline.raceday.models.numbers import Bib, NumberPool
from startline.raceday.rules.numbers import Gift, Range, overlaps


class OverlappingRangeError(Refusal):
    """The range shares numbers with another that would be worn twice."""

    code = "overlapping_range"


class NumberTakenError(Refusal):
    """Meanwhile somebody else wears one of the numbers; nothing was written."""

    code = "number_taken"


@transaction.atomic
def keep_range(edition: Edition, new: Range, *, by: User, now: dt.datetime) -> NumberPool:
    """A new range of numbers. Raises OverlappingRangeError."""
    others = [pool.as_range() for pool in edition.number_pools.order_by("pk")]
    for one, other in overlaps([*others, new]):
        if other is new:
            raise OverlappingRangeError(first=one.first, last=one.last)
    pool = NumberPool.objects.create(
        edition=edition, race_id=new.race, first=new.first, last=new.last, scope=new.scope
    )
    record_deed("keep_range", pool, by=by, now=now, first=new.first, last=new.last)
    return pool


@transaction.atomic
def drop_range(pool: NumberPool, *, by: User, now: dt.datetime) -> None:
    """Take a range away; numbers given from it stay."""
    record_deed("drop_range", pool, by=by, now=now, first=pool.first, last=pool.last)
    pool.delete()


@transaction.atomic
def give_numbers(edition: Edition, gifts: Sequence[Gift], *, by: User, now: dt.datetime) -> int:
    """Write the numbers of a plan; how many. Raises NumberTakenError, and then none is written.

    Whoever is given one loses the one worn before; those who no longer start lose theirs to others.
    """
    wanted = {gift.number for gift in gifts}
    entries = [gift.entry for gift in gifts]
    mine = Bib.objects.filter(edition=edition)
    mine.filter(entry__in=entries).delete()
    mine.filter(number__in=wanted).exclude(entry__state__in=LIVING).delete()
    rows = [
        Bib(
            entry_id=gift.entry, edition=edition, race_id=gift.race, number=gift.number,
            scope=gift.scope, given_at=now, by=by,
        )
        for gift in gifts
    ]  # fmt: skip
    try:
        with transaction.atomic():
            Bib.objects.bulk_create(rows, batch_size=500)
    except IntegrityError as error:
        raise NumberTakenError from error
    record_deed("give_numbers", edition, by=by, now=now, n=len(rows))
    return len(rows)


@transaction.atomic
def take_number(bib: Bib, *, by: User, now: dt.datetime) -> None:
    """The entry wears no number any more."""
    record_deed("take_number", bib.entry, by=by, now=now, number=bib.number)
    bib.delete()
