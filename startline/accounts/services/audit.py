"""The audit trail: written in the transaction of the deed."""

import datetime as dt

from django.db import models

from startline.accounts.models import AuditEntry, User


def record_deed(
    verb: str, subject: models.Model, *, by: User | None, now: dt.datetime, **details: object
) -> None:
    """Write who did what to which row. Details hold ids and codes, never health or payment data."""
    AuditEntry.objects.create(
        by=by,
        at=now,
        verb=verb,
        subject_kind=subject._meta.label_lower,  # noqa: SLF001  -- Django's documented way to a model's name
        subject_id=str(subject.pk),
        details=details,
    )
