"""Stored rows brought up to date, many at once."""

from collections.abc import Sequence

from django.db.models import Model


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
