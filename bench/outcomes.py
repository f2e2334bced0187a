"""Results: 32,000 rows imported, ranked and published; the page of 50,000 with search.

python -m bench --only outcomes
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench import report

ROOT = Path(__file__).parent.parent
MOST_S, MOST_MS = 30.0, 20.0


def suite() -> None:
    """Fill a scratch site, measure, print, keep."""
    with tempfile.TemporaryDirectory(prefix="startline-bench-") as folder:
        environment = {**os.environ, "STARTLINE_STATE": folder, "DATABASE_URL": "",
                       "STARTLINE_LOG_LEVEL": "ERROR", "STARTLINE_TODAY": "2026-05-01"}  # fmt: skip
        found = ""
        for words in (("startline", "migrate", "-v0"), ("bench.outcomes_run",)):
            command = [sys.executable, "-m", *words]
            found = subprocess.run(
                command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True
            ).stdout
    figures: dict[str, Any] = json.loads(found)
    imports = {"32,000 rows with nine splits": "import_32000", "31,984 real rows": "import_real"}
    rows = [
        [f"{words}, s", figures[name]["cpu_s"], figures[name]["wall_s"], MOST_S]
        for words, name in imports.items()
        if figures[name]
    ]
    rows += [
        [f"page {question}, ms", took["cpu_ms"], took["wall_ms"], MOST_MS]
        for question, took in figures["page_50000"].items()
    ]
    report.table("results", ["measure", "processor", "clock", "target"], rows)
    report.write("outcomes", figures)


if __name__ == "__main__":
    suite()
