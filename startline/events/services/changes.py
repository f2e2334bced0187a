"""The change log that readers follow."""

import datetime as dt
from collections.abc import Iterable

from django.db import connection

from startline.events.models.provenance import Change


def record_changes(
    event_ids: Iterable[int], *, now: dt.datetime, is_deletion: bool = False
) -> None:
    """Append one row per event, in the caller's transaction."""
    number = writing_transaction()
    Change.objects.bulk_create(
        Change(event_id=pk, is_deletion=is_deletion, transaction=number, at=now)
        for pk in dict.fromkeys(event_ids)
    )


def writing_transaction() -> int:
    """PostgreSQL's id of this transaction; 0 on SQLite, which has one writer."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        row = cursor.fetchone()
    return int(row[0]) if row else 0
