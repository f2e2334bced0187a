"""`startline verify` over a million entries: orders, lines, payments and a ledger made by SQL."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.db import connection

from bench import report

ROOT = Path(__file__).parent.parent
MOST_S = 60.0
_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) "
_AT = "'2026-05-01 10:00:00'"


def suite(entries: int) -> None:
    """Fill a database of its own, verify it in a process of its own, keep the figures."""
    with tempfile.TemporaryDirectory(prefix="startline-bench-") as folder:
        environment = {**os.environ, "STARTLINE_STATE": folder, "DATABASE_URL": ""}
        startline = [sys.executable, "-m", "startline"]
        subprocess.run([*startline, "migrate", "-v0"], env=environment, cwd=ROOT, check=True)
        fill = [sys.executable, "-m", "bench.promises", str(entries)]
        subprocess.run(fill, env=environment, cwd=ROOT, check=True)
        began = time.perf_counter()
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([*startline, "verify"], env=environment, cwd=ROOT, check=True)
        wall = time.perf_counter() - began
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        size = (Path(folder) / "startline.sqlite3").stat().st_size
    figures: dict[str, Any] = {
        "entries": entries, "wall_s": round(wall, 1), "database_mb": round(size / 1e6),
        "cpu_s": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 1),
        "target_s": MOST_S, "reached": wall <= MOST_S,
    }  # fmt: skip
    print(figures, flush=True)
    report.write(f"verify_{entries}", figures)


def fill(entries: int) -> None:
    """So many entries, each in an order paid by bank, in pools of 20,000."""
    pools = max(1, entries // 20_000)
    numbers = _NUMBERS.format(rows=entries)
    per_pool = _NUMBERS.format(rows=pools)
    pool = f"(i % {pools}) + 1"
    reference = "'R' || printf('%09d', i)"
    statements = [
        "INSERT INTO accounts_organizer (id, slug, name, website, email, is_demo, created_at)"
        f" VALUES (1, 'o', 'O', '', '', 0, {_AT})",
        _insert("events_event", {
            "id": "i", "slug": "'e' || i", "name": "'E' || i", "organizer_id": "1",
            "created_at": _AT, "published_at": _AT,
        }, per_pool),
        _insert("events_edition", {
            "id": "i", "event_id": "i", "slug": "'2026'", "starts_on": "'2026-09-12'",
            "created_at": _AT, "currency": "'EUR'", "certainty": "'confirmed'",
        }, per_pool),
        _insert("events_capacitypool", {
            "id": "i", "edition_id": "i", "name": "'All'", "places": "50000", "taken": "0",
        }, per_pool),
        _insert("events_race", {
            "id": "i", "edition_id": "i", "slug": "'r'", "name": "'R'", "pool_id": "i",
        }, per_pool),
        _insert("payments_payoutaccount", {
            "id": "1", "organizer_id": "1", "kind": "'bank'", "name": "'B'", "iban": "'DE89'",
            "webhook_token": "'t'", "made_at": _AT,
        }, _NUMBERS.format(rows=1)),
        _insert("accounts_athlete", {
            "id": "i", "given_name": "'G' || i % 977", "family_name": "'F' || i",
            "born_on": "'1990-01-01'",
        }, numbers),
        _insert("entries_order", {
            "id": "i", "key": "'k' || i", "reference": reference, "edition_id": pool,
            "state": "'settled'", "method": "'bank'", "email": "'p' || i || '@example.org'",
            "currency": "'EUR'", "total_minor": "4000", "created_at": _AT, "settled_at": _AT,
        }, numbers),
        _insert("entries_entry", {
            "id": "i", "order_id": "i", "race_id": pool, "athlete_id": "i",
            "state": "'confirmed'", "ticket": "'t' || i", "price_minor": "4000",
            "created_at": _AT, "state_at": _AT,
        }, numbers),
        _insert("entries_orderline", {
            "id": "i", "order_id": "i", "entry_id": "i", "kind": "'entry'", "label": "'R'",
            "minor": "4000", "made_at": _AT, "quantity": "1",
        }, numbers),
        _insert("payments_payment", {
            "id": "i", "account_id": "1", "reference": reference, "key": "'p' || i",
            "state": "'received'", "minor": "4000", "currency": "'EUR'", "made_at": _AT,
            "received_minor": "4000", "received_at": _AT,
        }, numbers),
        *(
            _insert("payments_ledgerline", {
                "deed": "'payment-' || i", "book": f"'{book}'", "minor": minor,
                "currency": "'EUR'", "reference": reference, "account_id": "1",
                "payment_id": "i", "at": _AT,
            }, numbers)
            for book, minor in (("entrant", "-4000"), ("organizer", "4000"))
        ),
        "UPDATE events_capacitypool SET taken = (SELECT count(*) FROM entries_entry e"
        " WHERE e.race_id = events_capacitypool.id)",
    ]  # fmt: skip
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _insert(table: str, values: dict[str, str], numbers: str) -> str:
    """One INSERT … SELECT; a column that is not named gets its field's default."""
    model = next(m for m in apps.get_models() if m._meta.db_table == table)
    full = {
        field.column: _literal(field) for field in model._meta.concrete_fields
        if not field.null and field.column != "id"
    } | values  # fmt: skip
    names = ", ".join(f'"{name}"' for name in full)
    return f"INSERT INTO {table} ({names}) {numbers} SELECT {', '.join(full.values())} FROM n"


def _literal(field: Any) -> str:
    """The default as SQLite writes it; a time without one is that of the sale."""
    if field.get_internal_type() == "DateTimeField":
        return _AT
    value = field.get_default()
    if isinstance(value, list | dict):
        return f"'{json.dumps(value)}'"
    if isinstance(value, bytes):
        return "x''"
    return str(int(value)) if isinstance(value, int) else f"'{value or ''}'"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "startline.config.settings")
    django.setup()
    fill(int(sys.argv[1]))
