"""Ten thousand edits in a row, then every question against looking at every row."""

import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from bench import report
from bench.questions import questions
from bench.races import TODAY, races
from bench.timing import timed
from startline.discovery.index.build import build
from startline.discovery.index.engine import Engine
from startline.discovery.index.query import Answer
from startline.discovery.index.rows import Change, RaceRow
from startline.discovery.tests.oracle import Found, Oracle

SIZE = 20_000
EDITS = 10_000
ROOM = 15_000  # rows in the overlay after which the index is built anew, as on a real site


def suite() -> None:
    """Edit, delete and add events; measure one edit; compare all answers; keep the figures."""
    random = np.random.default_rng(1)
    events: dict[int, tuple[RaceRow, ...]] = {}
    for row in races(SIZE):
        events[row.event_id] = (*events.get(row.event_id, ()), row)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build((r for rows in events.values() for r in rows), folder, today=TODAY)
        engine = Engine.open(folder)
        before = _slowest(engine)
        times, rebuilds = [], 0
        for number in range(EDITS):
            change = _edit(random, events, number)
            events[change.event_id] = change.rows
            if engine.changed_rows + len(change.rows) > ROOM:
                engine.close()
                build((r for rows in events.values() for r in rows), folder, today=TODAY)
                engine, rebuilds = Engine.open(folder), rebuilds + 1
                continue
            began = time.thread_time()
            engine.apply([change])
            times.append(time.thread_time() - began)
        after = _slowest(engine)
        same = _compare(engine, [r for rows in events.values() for r in rows])
        changed = engine.changed_rows
        engine.close()
    p50, p99 = (np.percentile(times, [50, 99]) * 1e6).tolist()
    figures = {
        "races": SIZE, "edits": EDITS, "rebuilds": rebuilds, "rows_in_overlay": changed,
        "same_answers": same, "edit_cpu_p50_us": round(p50, 1), "edit_cpu_p99_us": round(p99, 1),
        "slowest_cpu_p99_ms_before": round(before, 2), "slowest_cpu_p99_ms_after": round(after, 2),
    }  # fmt: skip
    report.table("edits", ["measure", "found"], [[k, v] for k, v in figures.items()])
    report.write("edits", figures)


def _slowest(engine: Engine) -> float:
    return max(timed(engine.search, v, budget_s=0.2).cpu_p99 for v in questions().values())


def _edit(
    random: np.random.Generator, events: dict[int, tuple[RaceRow, ...]], number: int
) -> Change:
    event_id = int(random.integers(1, max(events) + 2))
    rows = events.get(event_id, ())
    if random.random() < 0.05:
        return Change(event_id)
    if not rows:
        donor = events[int(random.choice(list(events)))] or (RaceRow(event_id=0, name="Fresh"),)
        rows = tuple(
            replace(r, event_id=event_id, edition_id=event_id * 1000 + 10**7) for r in donor
        )
    cents = int(random.integers(0, 200)) * 100
    day = TODAY + int(random.integers(0, 600))
    moved = float(random.normal(0, 0.3))
    return Change(
        event_id,
        tuple(
            replace(
                row,
                name=f"Zurich Marathon Spring{number}" if random.random() < 0.3 else row.name,
                price_eur_cents=cents,
                day=day,
                latitude=None if row.latitude is None else min(max(row.latitude + moved, -80), 80),
            )
            for row in rows
        ),
    )


def _compare(engine: Engine, rows: list[RaceRow]) -> str:
    oracle = Oracle(rows, TODAY)
    asked = [replace(q, limit=20) for variants in questions().values() for q in variants[:2]]
    same = sum(_shape(engine.search(query)) == oracle.search(query) for query in asked)
    return f"{same}/{len(asked)}"


def _shape(answer: Answer) -> Found:
    return Found(
        races=answer.total_races,
        editions=answer.total_editions,
        events=answer.total_events,
        hits=[(h.event_id, h.edition_id, h.race_ids, h.tier) for h in answer.hits],
        facets={name: dict(counts) for name, counts in answer.facets.items()},
        clusters={c.cell: c.editions for c in answer.clusters},
    )
