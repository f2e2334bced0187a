"""What staff do to entries: notes, proofs looked at, money taken on site."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from startline.accounts.models import User
from startline.accounts.services.audit import record_deed
from startline.entries.models.afterwards import EntryNote
from startline.entries.models.orders import Entry, Proof


@transaction.atomic
def write_note(entry: Entry, text: str, *, by: User, now: dt.datetime) -> EntryNote:
    """Keep a note of the staff about an entry."""
    return EntryNote.objects.create(entry=entry, text=text, by=by, made_at=now)


@transaction.atomic
def look_at_proofs(entries: Sequence[Entry], *, accept: bool, by: User, now: dt.datetime) -> int:
    """Accept or refuse the proofs that wait; how many. One that was looked at stays as it is."""
    waiting = Proof.objects.filter(entry__in=entries, state="given")
    said = list(waiting.values_list("pk", "entry"))
    state = "accepted" if accept else "refused"
    changed = waiting.filter(pk__in=[pk for pk, _ in said]).update(
        state=state, checked_by=by, checked_at=now
    )
    whose = {pk for _, pk in said}
    for entry in entries:
        if entry.pk in whose:
            record_deed(f"proof_{state}", entry, by=by, now=now)
    return changed
