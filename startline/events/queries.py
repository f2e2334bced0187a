"""Questions about what is on offer."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from startline.accounts.models import Organizer
from startline.core.money import Money
from startline.events.models.catalogue import Edition, Event, Race
from startline.events.models.offer import PriceStep
from startline.events.rules.completeness import Listed, Missing, missing, score
from startline.events.rules.pricing import Step
from startline.events.rules.words import Certainty


@dataclass(frozen=True)
class Desk:
    """One event on a director's list."""

    event: Event
    edition: Edition | None
    score: int
    gaps: list[Missing]


def steps_of(race: Race) -> list[Step]:
    """The race's price steps as values; uses what is prefetched."""
    return [as_step(row) for row in race.price_steps.all()]


def as_step(row: PriceStep) -> Step:
    """One row as a value."""
    return Step(
        price=Money(row.minor, row.currency), from_at=row.from_at, until_at=row.until_at,
        until_sold=row.until_sold, label=row.label, lowest_age=row.lowest_age,
        highest_age=row.highest_age, answer_key=row.answer_key, answer_value=row.answer_value,
    )  # fmt: skip


def completeness(edition: Edition) -> tuple[int, list[Missing]]:
    """The score of an edition, 0 to 100, and what is missing, the weightiest first."""
    listed = what_is_listed(edition, list(edition.races.all()))
    return score(listed), missing(listed)


def what_is_listed(edition: Edition, races: list[Race]) -> Listed:
    """What is known, as yes or no."""
    event = edition.event
    priced = [bool(race.price_steps.all()) for race in races]
    return Listed(
        has_date=edition.starts_on is not None,
        date_is_confirmed=edition.certainty == Certainty.CONFIRMED,
        has_place=bool(event.place_name and event.country),
        has_position=event.latitude is not None,
        has_races=bool(races),
        all_distances=bool(races) and all(r.distance_m or r.duration_ms for r in races),
        all_starts=bool(races) and all(r.starts_at for r in races),
        all_cutoffs=bool(races) and all(r.cutoff_ms for r in races),
        all_prices=bool(races) and (all(priced) or (edition.is_enterable_here and not any(priced))),
        has_window=bool(edition.windows.all()),
        has_policies=bool(edition.policies.all()),
        has_description=bool(event.description),
        has_course=any(hasattr(r, "course") for r in races),
        has_way_to_enter=edition.is_enterable_here or bool(edition.entry_url),
    )


def coming_first(editions: Iterable[Edition], today: dt.date) -> list[Edition]:
    """The next one first, then those after it, those without a day, and the past backwards."""

    def place(edition: Edition) -> tuple[int, int]:
        day = edition.starts_on
        if day is None:
            return 1, 0
        return (0, day.toordinal()) if day >= today else (2, -day.toordinal())

    return sorted(editions, key=place)


def desk_of(organizer: Organizer, *, today: dt.date) -> list[Desk]:
    """An organizer's events with their next edition and how complete it is."""
    editions = Edition.objects.prefetch_related(
        "windows", "policies",
        Prefetch("races", Race.objects.select_related("course").prefetch_related("price_steps")),
    )  # fmt: skip
    events = organizer.events.prefetch_related(Prefetch("editions", editions)).order_by("name")
    return [desk_line(event, today) for event in events]


def desk_line(event: Event, today: dt.date) -> Desk:
    """One event, from what is prefetched."""
    edition = next(iter(coming_first(event.editions.all(), today)), None)
    points, gaps = (0, []) if edition is None else completeness(edition)
    return Desk(event=event, edition=edition, score=points, gaps=gaps)
