"""Listings in: how long the import takes, how much memory, and whether it slows down as it fills.

    python -m bench --only listings            the real records and 50,000 made-up ones
    python -m bench --only listings --full     also into a catalogue of 500,000 editions
    DATABASE_URL=postgres://… python -m bench.listings_run real    the real ones on PostgreSQL

Each part runs in a process of its own on an empty catalogue, so that its peak of memory is its own.
"""

import json
import os
import subprocess
import sys
import tempfile
from typing import Any

from bench import report

PARTS = ("real", "empty")


def suite(*, full: bool) -> None:
    """Run the parts, print their figures beside the targets, keep them."""
    figures: dict[str, Any] = {}
    for part in (*PARTS, *(("filled",) if full else ())):
        with tempfile.TemporaryDirectory(prefix="startline-bench-") as state:
            environment = {**os.environ, "STARTLINE_STATE": state, "STARTLINE_LOG_LEVEL": "ERROR"}
            command = [sys.executable, "-m", "bench.listings_run", part]
            done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)
        figures[part] = json.loads(done.stdout.splitlines()[-1])
        rows = [
            [name, value] for name, value in figures[part].items() if not name.startswith("slices")
        ]
        report.table(f"listings, {part}", ["measure", "found"], rows)
    report.write("listings", figures)
