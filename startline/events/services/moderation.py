"""What an operator decides about what visitors report."""

import datetime as dt

from django.db import transaction

from startline.accounts.models import User
from startline.accounts.services.audit import record_deed
from startline.events.models.provenance import Correction


@transaction.atomic
def decide_correction(pk: int, *, state: str, by: User, now: dt.datetime) -> bool:
    """Close an open correction as accepted or declined; False when it was closed before."""
    changed = Correction.objects.filter(pk=pk, state="open").update(state=state)
    if changed:
        record_deed("decide_correction", Correction.objects.get(pk=pk), by=by, now=now, state=state)
    return bool(changed)
