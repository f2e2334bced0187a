"""A page of one's own, by choice: made, changed, gone."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction

from startline.accounts.models import Athlete, Profile, User
from startline.accounts.services.audit import record_deed
from startline.core.refusals import Refusal


class MinorError(Refusal):
    """Nobody under 18 has a public page."""

    code = "minor"


class TakenError(Refusal):
    """Somebody else has this address."""

    code = "taken"


@transaction.atomic
def keep_profile(user: User, said: dict[str, Any], *, now: dt.datetime) -> Profile:
    """Make a person's page or change it; `said` has the model's words. Raises MinorError where a
    date of birth says so, TakenError.
    """
    eighteen = now.date().replace(year=now.year - 18, day=min(now.day, 28))
    if Athlete.objects.filter(user=user, born_on__gt=eighteen).exists():
        raise MinorError
    try:
        with transaction.atomic():
            found, made = Profile.objects.update_or_create(
                user=user, defaults=said, create_defaults={**said, "made_at": now}
            )
    except IntegrityError as error:
        raise TakenError from error
    record_deed("make_profile" if made else "change_profile", found, by=user, now=now)
    return found


@transaction.atomic
def end_profile(user: User, *, now: dt.datetime) -> None:
    """Take the page away; twice changes nothing."""
    found = Profile.objects.filter(user=user).first()
    if found is not None:
        record_deed("end_profile", found, by=user, now=now)
        found.delete()
