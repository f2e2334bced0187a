"""What entering asks: coupons, questions, requirements and the waiver's versions."""

import datetime as dt
from collections.abc import Mapping

from django.db import models, transaction
from django.db.models import ProtectedError

from startline.accounts.models import User
from startline.accounts.services.audit import record_deed
from startline.core.refusals import Refusal
from startline.core.text import slug
from startline.entries.models.asking import Question, Waiver
from startline.entries.models.orders import Entry
from startline.entries.rules.life import HOLDS_A_PLACE
from startline.events.models.catalogue import CapacityPool, Edition
from startline.events.services.offer import PieceInUseError, SharedPlaces, save_pool
from startline.events.services.races import PlacesTakenError


class CodeTakenError(Refusal):
    """Another coupon of the edition has this code."""

    code = "code_taken"


@transaction.atomic
def save_piece[Row: models.Model](
    row: Row, values: Mapping[str, object], *, edition: Edition, by: User, now: dt.datetime
) -> Row:
    """Add or change a coupon, question or requirement. Raises CodeTakenError.

    A new question gets its key from its label, for good: answers and exports use it.
    """
    for name, value in values.items():
        setattr(row, name, value)
    if isinstance(row, Question) and not row.key:
        row.key = free_key(edition, row.label)
    if code_is_taken(row, edition):
        raise CodeTakenError
    row.save()
    record_deed("save", row, by=by, now=now)
    return row


def code_is_taken(row: models.Model, edition: Edition) -> bool:
    """Whether another coupon of the edition has the code of this one, in any case."""
    code = getattr(row, "code", "")
    return bool(code) and edition.coupons.filter(code__iexact=code).exclude(pk=row.pk).exists()


@transaction.atomic
def remove_piece(row: models.Model, *, by: User, now: dt.datetime) -> None:
    """Delete what nobody used or answered. Raises PieceInUseError."""
    if isinstance(row, Question) and was_answered(row):
        raise PieceInUseError
    record_deed("remove", row, by=by, now=now)
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError as error:
        raise PieceInUseError from error


def was_answered(question: Question) -> bool:
    """Whether an entry has an answer to it."""
    entries = Entry.objects.filter(race__edition=question.edition_id)
    return entries.filter(answers__has_key=question.key).exists()


@transaction.atomic
def share_places(
    edition: Edition, pool: CapacityPool | None, shared: SharedPlaces, *, by: User, now: dt.datetime
) -> CapacityPool:
    """Places and the races that share them; a race without a limit brings those who entered.

    Raises PlacesTakenError.
    """
    free = [race for race in shared.races if race.pool_id is None]
    heads = Entry.objects.filter(race__in=free, state__in=HOLDS_A_PLACE).count()
    saved = save_pool(edition, pool, shared, by=by, now=now)
    if saved.taken + heads > saved.places:
        raise PlacesTakenError(taken=saved.taken + heads)
    CapacityPool.objects.filter(pk=saved.pk).update(taken=saved.taken + heads)
    return saved


@transaction.atomic
def write_waiver(edition: Edition, text: str, *, by: User, now: dt.datetime) -> Waiver:
    """A new version of the waiver; the same text again changes nothing."""
    newest = edition.waivers.order_by("-version").first()
    if newest is not None and newest.text == text:
        return newest
    version = newest.version + 1 if newest else 1
    waiver = Waiver.objects.create(edition=edition, version=version, text=text, made_at=now)
    record_deed("write_waiver", edition, by=by, now=now, version=version)
    return waiver


def free_key(edition: Edition, label: str) -> str:
    """A key no question of the edition has."""
    root = (slug(label) or "question")[:50]
    taken = set(edition.questions.values_list("key", flat=True))
    return next(k for k in (root, *(f"{root}-{n}" for n in range(2, 999))) if k not in taken)
