"""Many rows at once: new ones as plain values, stored ones brought up to date."""

from collections.abc import Iterable, Sequence
from itertools import batched, chain
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

VALUES_AT_ONCE = 9_000
"""Values in one statement; SQLite takes 32,766, PostgreSQL 65,535."""


@transaction.atomic
def insert_rows(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of values as the database takes them: JSON as text, keys as numbers.

    `columns` are names of columns; defaults of the model are not applied. Without an object for
    each row it costs a tenth of `bulk_create`.
    """
    quote = connection.ops.quote_name
    names = ", ".join(quote(name) for name in columns)
    into = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES "  # noqa: S608, SLF001  -- our own names
    one = f"({', '.join(['%s'] * len(columns))})"
    with connection.cursor() as cursor:
        for some in batched(rows, VALUES_AT_ONCE // len(columns)):
            cursor.execute(into + ", ".join([one] * len(some)), list(chain.from_iterable(some)))


def rewrite(rows: Sequence[Model], fields: Sequence[str]) -> None:
    """Write these fields of rows that are stored already, in one statement.

    The same as Django's `bulk_update`, which builds a CASE for every row and field: this is an
    insert that meets its own keys, several times quicker for the rows of an import.
    """
    by_key = {row.pk: row for row in rows}
    if by_key:
        type(rows[0])._default_manager.bulk_create(  # noqa: SLF001  -- Django's own word
            list(by_key.values()), update_conflicts=True, unique_fields=["pk"],
            update_fields=list(fields),
        )  # fmt: skip
