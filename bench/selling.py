"""Orders while the real listings come in: one SQLite file, the site as `startline run` starts it.

Buyers enter one after the other over HTTP until a real import of the 13,900 records has ended.
Every order must be answered; nobody may be told that the database is locked.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from itertools import count
from typing import Any

from bench import report
from bench.buyers import Browser, Line, StoppedError, Tally, buy
from bench.stampede import EVENT, ROOT, Site, running, steps, warm

AT_ONCE = 4
PLACES = 1_000_000


def suite() -> None:
    """On SQLite, which has one writer."""
    with tempfile.TemporaryDirectory(prefix="startline-bench-") as folder:
        environment = {
            **os.environ, "STARTLINE_STATE": folder, "DATABASE_URL": "", "VALKEY_URL": "",
            "STARTLINE_BEHIND_PROXY": "true", "STARTLINE_LOG_LEVEL": "WARNING",
            "STARTLINE_HASHED_STATIC": "", "STARTLINE_TODAY": "2026-05-01",
        }  # fmt: skip
        seed = [sys.executable, "-m", "bench.stampede", "seed", str(PLACES)]
        startline = [sys.executable, "-m", "startline"]
        for command in ([*startline, "migrate", "-v0"], seed, [*startline, "index"]):
            subprocess.run(command, env=environment, cwd=ROOT, check=True)
        with running(environment) as site:
            warm(site)
            figures = asyncio.run(_sold(site, environment))
        checked = subprocess.run([*startline, "verify"], env=environment, cwd=ROOT, check=False)
    figures["verify_clean"] = checked.returncode == 0
    _show(figures)
    report.write("selling_while_importing", figures)


async def _sold(site: Site, environment: dict[str, str]) -> dict[str, Any]:
    """The import beside the buyers: how it ended, and how long each step of theirs took."""
    command = [sys.executable, "-m", "bench.listings_run", "once"]
    began = time.perf_counter()
    importing = await asyncio.create_subprocess_exec(
        *command, env=environment, cwd=ROOT, stdout=subprocess.PIPE
    )
    tally, numbers = Tally(), count()

    async def buyer() -> None:
        line = Line(site.port)
        while importing.returncode is None:
            number = next(numbers)
            try:
                outcome = await buy(Browser(site.port, tally, number, line), EVENT)
            except (StoppedError, OSError, EOFError) as error:
                outcome = f"error: {type(error).__name__} {error}".strip()
                tally.errors[outcome] += 1
                line.hang_up()
            tally.outcomes[outcome] += 1
        line.hang_up()

    buying = asyncio.gather(*(buyer() for _ in range(AT_ONCE)))
    said, _ = await importing.communicate()
    await buying
    figures = json.loads(said.splitlines()[-1])
    return {
        "import": figures, "import_ended_well": importing.returncode == 0,
        "seconds": round(time.perf_counter() - began, 1), "at_once": AT_ONCE,
        "outcomes": dict(tally.outcomes), "errors": dict(tally.errors), "steps": steps(tally),
    }  # fmt: skip


def _show(figures: dict[str, Any]) -> None:
    report.table(
        f"Orders during an import of {figures['import']['records']:,} records: "
        f"{figures['outcomes']}, {sum(figures['errors'].values())} errors, "
        f"import ended well: {figures['import_ended_well']}, verify: {figures['verify_clean']}",
        ["step", "n", "p50 ms", "p99 ms", "max ms"],
        [[name, *row.values()] for name, row in figures["steps"].items()],
    )


if __name__ == "__main__":
    suite()
