"""What staff write down about an entry."""

import datetime as dt

from django.db import transaction

from startline.accounts.models import User
from startline.entries.models.afterwards import EntryNote
from startline.entries.models.orders import Entry


@transaction.atomic
def write_note(entry: Entry, text: str, *, by: User, now: dt.datetime) -> EntryNote:
    """Keep a note of the staff about an entry."""
    return EntryNote.objects.create(entry=entry, text=text, by=by, made_at=now)
