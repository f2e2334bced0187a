"""The long tests: 200,000 histories of recovery, 1,000 kills on each database and 100,000 steps
of the state machine.

Takes hours; stop it at any time and start it again: it goes on where it was. What has been done so
far stands in docs/soak.md.
"""

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
import time
from collections import Counter
from contextlib import nullcontext
from pathlib import Path

from scripts.test import postgres, postgres_bin
from startline.recovery.tests.make import generated
from startline.recovery.tests.promises import better_for_pain, broken, worsened

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "var" / "soak"
NOTE = ROOT / "docs" / "soak.md"
BATCH = 50  # kills between two writings of the note
SLICE = 5_000  # steps of the state machine between two


def main() -> int:
    """Both, batch by batch; fails at the first thing found."""
    parser = argparse.ArgumentParser(description="Histories, kills and steps by the thousand.")
    parser.add_argument("--kills", type=int, default=1_000)
    parser.add_argument("--steps", type=int, default=100_000)
    parser.add_argument("--histories", type=int, default=200_000)
    options = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    code = histories(options.histories)
    for database in ("sqlite", "postgresql"):
        if database == "sqlite" or postgres_bin():
            code |= kills(database, options.kills)
    code |= steps(options.steps)
    return code


def kills(database: str, wanted: int) -> int:
    """Go on with the journal of one database until so many kills stand in it."""
    journal = FOLDER / f"kills-{database}.jsonl"
    server = postgres() if database == "postgresql" else nullcontext("")
    with server as url:
        for so_far in range(len(lines(journal)), wanted, BATCH):
            until = str(min(so_far + BATCH, wanted))
            command = ["-m", "tests.life.crash", "--kills", until, "--journal", str(journal)]
            done = subprocess.run(
                [sys.executable, *command], cwd=ROOT, env={**os.environ, "DATABASE_URL": url},
                check=False,
            )  # fmt: skip
            write_note()
            if done.returncode:
                return 1
    return 0


def steps(wanted: int) -> int:
    """Slices of the state machine, each with chances of its own, until there are so many."""
    journal = FOLDER / "steps.jsonl"
    while sum(json.loads(line)["steps"] for line in lines(journal)) < wanted:
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "tests/life/test_life.py"], cwd=ROOT,
            env={**os.environ, "DATABASE_URL": "", "STARTLINE_LIFE_STEPS": str(SLICE),
                 "STARTLINE_LIFE_SEED": str(len(lines(journal)) + 1)},
            check=False,
        )  # fmt: skip
        if done.returncode:
            return 1
        row = {"steps": SLICE, "seconds": round(time.monotonic() - began)}
        with journal.open("a") as file:
            file.write(json.dumps(row) + "\n")
        write_note()
    return 0


def histories(wanted: int) -> int:
    """Generated logs of recovery, each asked for every promise; begun where it was left."""
    journal = FOLDER / "histories.jsonl"
    for begin in range(len(lines(journal)) * SLICE, wanted, SLICE):
        began, wrong = time.monotonic(), list[str]()
        for seed in range(begin, begin + SLICE):
            log, now, mode = generated(seed)
            wrong += broken(log, now, mode)
            worse = worsened(log, seed)
            if worse is not None:
                wrong += better_for_pain(log, worse, now, mode)
        if wrong:
            print(f"Histories from {begin:,}: {sorted(set(wrong))}")
            return 1
        row = {"histories": SLICE, "seconds": round(time.monotonic() - began)}
        with journal.open("a") as file:
            file.write(json.dumps(row) + "\n")
        write_note()
    return 0


def histories_told() -> list[str]:
    """How many logs of recovery were asked."""
    slices = [json.loads(line) for line in lines(FOLDER / "histories.jsonl")]
    if not slices:
        return []
    done = sum(row["histories"] for row in slices)
    seconds = sum(row["seconds"] for row in slices)
    return [
        "", "## Histories of recovery", "",
        f"{done:,} generated logs, every promise of recovery asked of each, and again with more "
        f"pain in one run: all kept. {seconds:,} seconds.",
    ]  # fmt: skip


def lines(journal: Path) -> list[str]:
    """What has been done."""
    return journal.read_text().splitlines() if journal.exists() else []


def write_note() -> None:
    """docs/soak.md from the journals."""
    text = ["# The long tests", "", "Written by `make soak`; it can be stopped and taken up again."]
    text += histories_told()
    for database in ("sqlite", "postgresql"):
        text += kills_told(database)
    slices = [json.loads(line) for line in lines(FOLDER / "steps.jsonl")]
    if slices:
        done = sum(row["steps"] for row in slices)
        seconds = sum(row["seconds"] for row in slices)
        text += [
            "", "## Steps of the state machine", "",
            f"{done:,} deeds in any order, every promise asked after each: all kept. "
            f"{seconds:,} seconds.",
        ]  # fmt: skip
    today = dt.datetime.now(dt.UTC).date()  # noqa: TID251  -- a program's own note
    NOTE.write_text("\n".join([*text, "", f"As of {today}.", ""]))


def kills_told(database: str) -> list[str]:
    """One table of kills: by scene, how many struck, and whether anything was found."""
    rows = [json.loads(line) for line in lines(FOLDER / f"kills-{database}.jsonl")]
    if not rows:
        return []
    scenes = Counter(row["scene"] for row in rows)
    struck = Counter(row["scene"] for row in rows if row["is_killed"])
    wrong = Counter(row["scene"] for row in rows if row["found"])
    points = {(row["scene"], row["point"]) for row in rows}
    return [
        "", f"## Kills, {database}", "",
        f"{len(rows):,} processes, {sum(struck.values()):,} of them ended by SIGKILL within the "
        f"deed, at {len(points):,} different points; after restart and sweep, and again after "
        f"the same form was sent a second time, `startline verify` found something in "
        f"{sum(wrong.values())}.",
        "", "| interrupted | kills | struck | something found |", "| --- | --- | --- | --- |",
        *(f"| {s} | {scenes[s]} | {struck[s]} | {wrong[s]} |" for s in sorted(scenes)),
    ]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
