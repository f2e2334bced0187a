"""The audit trail: written in the transaction of the deed."""

import datetime as dt
from collections import deque
from functools import cache

from django.db import models

from startline.accounts.models import AuditEntry, Membership, Organizer, User


def record_deed(
    verb: str, subject: models.Model, *, by: User | None, now: dt.datetime, **details: object
) -> None:
    """Write who did what to which row. Details hold ids and codes, never health or payment data."""
    AuditEntry.objects.create(
        by=by,
        organizer_id=desk_of(subject, by),
        at=now,
        verb=verb,
        subject_kind=subject._meta.label_lower,  # noqa: SLF001  -- Django's documented way to a model's name
        subject_id=str(subject.pk),
        details=details,
    )


def desk_of(subject: models.Model, by: User | None) -> int | None:
    """The organizer at whose desk this is done; None for entrants, strangers and jobs.

    Who works for nobody costs one question, and who has no account costs none: sales stay quick.
    """
    if by is None:
        return None
    mine = set(Membership.objects.of(by).values_list("organizer_id", flat=True))
    if not mine and not by.is_operator:
        return None
    path = way_to_organizer(type(subject))
    if path is None:
        return None
    rows = type(subject)._base_manager.filter(pk=subject.pk)  # noqa: SLF001  -- Django's plain manager
    found: int | None = rows.values_list(path, flat=True).first()
    return found if found in mine or by.is_operator else None


@cache
def way_to_organizer(model: type[models.Model]) -> str | None:
    """The shortest way over foreign keys to the organizer, as a lookup; None: there is none."""
    waiting: deque[tuple[type[models.Model], tuple[str, ...]]] = deque([(model, ())])
    seen: set[type[models.Model]] = set()
    while waiting:
        here, path = waiting.popleft()
        if here is Organizer:
            return "__".join((*path, "pk"))
        if here in seen or here is User:
            continue
        seen.add(here)
        waiting.extend(
            (field.related_model, (*path, field.name))
            for field in here._meta.fields  # noqa: SLF001  -- Django's documented list of fields
            if isinstance(field, models.ForeignKey) and isinstance(field.related_model, type)
        )
    return None
