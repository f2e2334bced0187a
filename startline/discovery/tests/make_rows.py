"""The smallest rows the index tests need."""

from dataclasses import replace
from pathlib import Path

from startline.discovery.index.build import build
from startline.discovery.index.engine import Engine
from startline.discovery.index.rows import RaceRow

TODAY = 739_000


def make_row(event_id: int, name: str = "Ridge 50K", **facts: object) -> RaceRow:
    """One race of an event; edition and race carry the event's number unless told otherwise."""
    row = RaceRow(event_id=event_id, edition_id=event_id, race_id=event_id, name=name)
    return replace(row, **facts)  # type: ignore[arg-type]  # facts of many types


def make_engine(folder: Path, *rows: RaceRow) -> Engine:
    """A built and opened index."""
    build(rows, folder, today=TODAY)
    return Engine.open(folder)
