"""A log kept in the account, only when its owner asks: sealed, given back whole, erased at once.

No line of the audit trail tells that somebody keeps one: that alone would say something of them.
"""

import datetime as dt

from django.conf import settings
from django.db import transaction

from startline.accounts.models import User
from startline.core.sealing import Box, seal, unseal
from startline.recovery.models import KeptLog
from startline.recovery.rules.saved import MOST_BYTES, Fault, UnreadableLogError, dumped, loaded


@transaction.atomic
def keep_log(body: bytes, *, by: User, now: dt.datetime) -> None:
    """Keep this saved log in place of the one kept before; UnreadableLogError keeps nothing."""
    if len(body) > MOST_BYTES:
        raise UnreadableLogError([Fault("file", "too_long")])
    text = dumped(loaded(body.decode("utf-8", "replace")))
    sealed = seal(text, _box())
    KeptLog.objects.update_or_create(user=by, defaults={"sealed": sealed, "kept_at": now})


def kept_log(user: User) -> str | None:
    """The saved log as text, or None; UnreadableSecretError when its key is no longer listed."""
    kept = KeptLog.objects.filter(user=user).first()
    return unseal(kept.sealed, _box()) if kept else None


def kept_at(user: User) -> dt.datetime | None:
    """When it was kept, without opening it."""
    return KeptLog.objects.filter(user=user).values_list("kept_at", flat=True).first()


@transaction.atomic
def forget(user: User) -> None:
    """Erase it."""
    KeptLog.objects.filter(user=user).delete()


def export(user: User) -> dict[str, str]:
    """Everything of this person in the room: file names and their content."""
    text = kept_log(user)
    return {"symptom-log.json": text} if text else {}


def _box() -> Box:
    return Box("startline recovery", settings.RECOVERY_KEYS)
