"""One reading under way: what it counts, and what it plans for each holding."""

import datetime as dt
from dataclasses import dataclass, field

from startline.events.services.facts import EventTarget
from startline.feeds.models import ImportRun, Source
from startline.feeds.rules.listing import Refused
from startline.feeds.services.candidates import CandidateIndex, Found
from startline.feeds.services.entry import Entry
from startline.feeds.services.recording import Part, Spoken

COUNTS = ("created", "updated", "unchanged", "merged", "held", "rejected")


@dataclass
class Report:
    """What an import did, counted in records."""

    source: str
    file_name: str
    format: str = ""
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    refused: list[Refused] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    is_listing: bool = True
    run_id: int | None = None

    @property
    def read(self) -> int:
        """Every record is counted once."""
        return sum(self.counts.values())


@dataclass
class Planned:
    """One holding on its way to the tables."""

    one: Spoken
    part: Part
    entry: Entry
    is_new: bool
    found: Found = field(default_factory=Found)
    events: list[EventTarget] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        """The count this holding belongs to."""
        if self.is_new:
            return "merged" if self.found.same else "created"
        return "updated" if self.part.is_changed else "unchanged"


@dataclass
class Session:
    """One reading under way."""

    source: Source
    report: Report
    index: CandidateIndex
    now: dt.datetime
    run: ImportRun | None  # None: a dry run, nothing is written
    as_of: dt.datetime | None  # when the source made the file, if it says so
    batch: int = 30  # keys in the next transaction
    events: dict[str, EventTarget] = field(default_factory=dict)  # by record key, in this run
