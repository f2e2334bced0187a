"""Are all promises kept? Every question at one moment of the database, while it is being used."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection

from startline.entries.queries import promises_of_money as money
from startline.entries.queries.promises import LIVES, PLACES, WAITING, Promise

PROMISES: tuple[Promise, ...] = (
    *PLACES, *LIVES, *WAITING, *money.PAYMENTS, *money.REFUNDS, *money.LEDGER,
)  # fmt: skip
LATE = dt.timedelta(minutes=15)
"""How long after its end a hold may stand before it counts as forgotten by the sweeper."""
MOST = 1_000
"""Violations read of one promise; a broken table need not fill the memory."""


@dataclass(frozen=True)
class Violation:
    """One row that breaks a promise: its ids and the figures that disagree."""

    promise: str
    ids: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        told = " ".join(f"{k}={v}" for k, v in self.ids.items() if v is not None)
        return f"{self.promise}: {told}"


def violations(*, now: dt.datetime) -> list[Violation]:
    """What breaks a promise, at most MOST rows each; empty when all is well."""
    late = connection.ops.adapt_datetimefield_value(now - LATE)
    with one_moment():
        return [found for promise in PROMISES for found in broken(promise, {"late": late})]


def broken(promise: Promise, values: dict[str, str | None]) -> list[Violation]:
    """The rows that break one promise."""
    with connection.cursor() as cursor:
        cursor.execute(promise.broken, values)
        names = [column[0] for column in cursor.description or ()]
        rows = cursor.fetchmany(MOST)
    return [Violation(promise.name, dict(zip(names, row, strict=True))) for row in rows]


@contextmanager
def one_moment() -> Iterator[None]:
    """All reads see one state of the database and stop nobody from writing.

    Inside a transaction that is already so. On SQLite a deferred transaction takes no lock for
    writing, which `atomic` would.
    """
    if connection.in_atomic_block:
        yield
        return
    is_postgres = connection.vendor == "postgresql"
    begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if is_postgres else "BEGIN DEFERRED"
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
