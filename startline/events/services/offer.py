"""What an edition offers, piece by piece: pools, price steps, extras with sizes, selling terms."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import models, transaction
from django.db.models import ProtectedError

from startline.accounts.models import User
from startline.core.refusals import Refusal
from startline.events.models.catalogue import CapacityPool, Edition, Race
from startline.events.models.offer import Extra, ExtraSize, PriceStep, SaleTerms
from startline.events.services.directing import tell
from startline.events.services.races import PlacesTakenError, set_places


class PieceInUseError(Refusal):
    """Something was sold or answered with it: it stays."""

    code = "piece_in_use"


class StockTakenError(Refusal):
    """Fewer pieces than are sold already."""

    code = "stock_taken"


@dataclass(frozen=True)
class SharedPlaces:
    """A number of places, its name, and the races that share it."""

    name: str
    places: int
    races: Sequence[Race]


@transaction.atomic
def save_pool(
    edition: Edition, pool: CapacityPool | None, shared: SharedPlaces, *, by: User, now: dt.datetime
) -> CapacityPool:
    """A number of places and the races that share it.

    A race whose places are taken stays with the pool that counts them. Raises PlacesTakenError.
    """
    pool = set_places(edition, pool=pool, name=shared.name, places=shared.places, by=by, now=now)
    wanted = {race.pk for race in shared.races}
    for race in edition.races.select_related("pool"):
        moves = (race.pk in wanted) != (race.pool_id == pool.pk)
        if moves and race.pool is not None and race.pool.taken:
            raise PlacesTakenError(taken=race.pool.taken)
    edition.races.filter(pool=pool).exclude(pk__in=wanted).update(pool=None)
    edition.races.filter(pk__in=wanted).update(pool=pool)
    return pool


@transaction.atomic
def save_step(
    step: PriceStep | None, values: Mapping[str, object], *, edition: Edition, by: User,
    now: dt.datetime,
) -> PriceStep:  # fmt: skip
    """Add or change one price step; `values` are its fields."""
    return written(step or PriceStep(), values, edition=edition, by=by, now=now)


@transaction.atomic
def set_terms(
    edition: Edition, values: Mapping[str, object], *, by: User, now: dt.datetime
) -> SaleTerms:
    """How the edition sells; fields that `values` does not name stay."""
    terms = SaleTerms.objects.filter(edition=edition).first() or SaleTerms(edition=edition)
    return written(terms, values, edition=edition, by=by, now=now)


@transaction.atomic
def save_extra(
    extra: Extra | None, values: Mapping[str, object], sizes: Sequence[tuple[str, int | None]], *,
    edition: Edition, by: User, now: dt.datetime,
) -> Extra:  # fmt: skip
    """Add or change an extra with its sizes and stock (None: no limit).

    Raises StockTakenError where a stock falls below what is sold, PieceInUseError where a size
    that was sold is gone.
    """
    row = written(extra or Extra(), {**values, "edition": edition}, edition=edition, by=by, now=now)
    names = [name for name, _ in sizes]
    gone = row.sizes.exclude(name__in=names)
    if gone.filter(taken__gt=0).exists():
        raise PieceInUseError
    gone.delete()
    for position, (name, stock) in enumerate(sizes):
        size, _ = ExtraSize.objects.get_or_create(extra=row, name=name)
        rows = ExtraSize.objects.filter(pk=size.pk)
        fits = rows if stock is None else rows.filter(taken__lte=stock)
        if not fits.update(stock=stock, position=position):
            raise StockTakenError(taken=size.taken)
    return row


@transaction.atomic
def remove_piece(row: models.Model, *, edition: Edition, by: User, now: dt.datetime) -> None:
    """Delete a pool, step or extra that nothing hangs on. Raises PieceInUseError."""
    if is_sold(row):
        raise PieceInUseError
    word, pk = row._meta.model_name, row.pk  # noqa: SLF001  -- Django's way to a model's name
    if isinstance(row, CapacityPool):
        edition.races.filter(pool=row.pk).update(pool=None)
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError as error:
        raise PieceInUseError from error
    tell(edition.event, f"remove_{word}", by=by, now=now, pk=pk)


def is_sold(row: models.Model) -> bool:
    """Whether places of a pool or pieces of an extra are taken."""
    if isinstance(row, CapacityPool):
        return CapacityPool.objects.filter(pk=row.pk, taken__gt=0).exists()
    return isinstance(row, Extra) and row.sizes.filter(taken__gt=0).exists()


def written[Row: models.Model](
    row: Row, values: Mapping[str, object], *, edition: Edition, by: User, now: dt.datetime
) -> Row:
    """Put the values on the row, save it, tell."""
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    word = row._meta.model_name  # noqa: SLF001  -- Django's way to a model's name
    tell(edition.event, f"save_{word}", by=by, now=now, pk=row.pk)
    return row
