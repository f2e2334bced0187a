"""What came over when a race was brought here."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from startline.accounts.models import AuditEntry
from startline.entries.models.desk import EntrantList
from startline.events.models.catalogue import Edition, Event, Race
from startline.events.queries import as_step
from startline.events.rules.pricing import Step


@dataclass(frozen=True)
class BroughtOver:
    """The draft as it stands, and the rows that stayed out, as they were named."""

    edition: Edition | None
    races: list[tuple[Race, list[Step], bool]]  # and whether its prices say when they hold
    questions: int
    lists: list[EntrantList]
    source: str
    bad: list[dict[str, Any]]
    bad_rows: int
    is_over: bool  # its date has passed


def brought_over(event: Event, *, today: dt.date) -> BroughtOver:
    """The first edition of an event, and the deed that brought it over."""
    edition = event.editions.order_by("pk").first()
    deed = (
        AuditEntry.objects.filter(
            verb="bring_race", subject_kind="events.event", subject_id=str(event.pk)
        )
        .order_by("-pk")
        .first()
    )
    said = deed.details if deed else {}
    races = lists = None
    if edition is not None:
        races = edition.races.select_related("pool").prefetch_related("price_steps")
        lists = edition.entrant_lists.defer("body").order_by("pk")
    return BroughtOver(
        edition=edition,
        races=[
            (race, steps, says_when(steps))
            for race in (races.order_by("position") if races is not None else ())
            for steps in [[as_step(row) for row in race.price_steps.all()]]
        ],
        questions=edition.questions.count() if edition else 0,
        lists=list(lists) if lists is not None else [],
        source=said.get("source", ""),
        bad=said.get("bad", []),
        bad_rows=said.get("bad_rows", 0),
        is_over=bool(edition and edition.starts_on and edition.starts_on < today),
    )


def says_when(steps: list[Step]) -> bool:
    """Whether at most one of several prices has no period."""
    return sum(1 for step in steps if step.from_at is None and step.until_at is None) <= 1
