"""What cards are made from, kept in memory for as long as nothing about it has changed.

Whoever follows the change log says which events to forget. What changes without a row there is
asked of the database each time: when an edition was last seen. Races whose price depends on how
many places are sold are not kept.
"""

import threading
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Q

from startline.discovery.queries.rows import steps_of
from startline.events.models.catalogue import Edition, Race
from startline.events.rules.pricing import Step

MOST_KEPT = 500
"""Editions kept in one process, a few kilobytes each."""

EVENT = (
    "pk", "slug", "name", "sport", "country", "region", "place_name", "latitude", "longitude",
    "is_demo", "weekly_rule", "review_score__score", "review_score__n", "review_score__back",
)  # fmt: skip
_EDITION = (
    "pk", "slug", "starts_on", "days", "status", "certainty", "is_enterable_here", "seen_at",
    "confirmed_at",
)  # fmt: skip
_RACE = (
    "pk", "edition_id", "name", "sport", "surface", "format", "distance_m", "climb_m", "cutoff_ms",
    "pool__taken",
)  # fmt: skip

Values = dict[str, Any]
Stamp = tuple[object, ...]


@dataclass(frozen=True)
class Facts:
    """One edition with its event, races and prices; `made` holds what was made from them."""

    edition: Values
    event: Values
    races: Sequence[Values]
    steps: dict[int, list[Step]]
    stamp: Stamp = ()
    made: dict[Any, Any] = field(default_factory=dict)

    @property
    def may_be_kept(self) -> bool:
        """Whether every change of it stands in the change log or in its stamp."""
        return not any(step.until_sold is not None for all in self.steps.values() for step in all)


class Kept:
    """Facts by edition. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._facts: dict[int, Facts] = {}
        self._forgotten = 0

    def forget(self, event_ids: Iterable[int]) -> None:
        """Let go of editions of these events; what is being read of them now is not kept."""
        gone = frozenset(event_ids)
        with self._lock:
            self._forgotten += 1
            for pk in [pk for pk, f in self._facts.items() if f.event["pk"] in gone]:
                del self._facts[pk]

    def facts_of(self, edition_ids: Sequence[int]) -> dict[int, Facts]:
        """Published editions by number; one query where all are known, four where not."""
        if not edition_ids:
            return {}
        forgotten = self._forgotten
        stamps = _stamps(edition_ids)
        found = {
            pk: facts
            for pk, stamp in stamps.items()
            if (facts := self._facts.get(pk)) is not None and facts.stamp == stamp
        }
        missing = [pk for pk in stamps if pk not in found]
        if missing:
            loaded = _load(missing, stamps)
            self._keep(loaded, forgotten)
            found |= loaded
        return found

    def _keep(self, loaded: dict[int, Facts], forgotten: int) -> None:
        with self._lock:
            if self._forgotten != forgotten:  # they may have been read before the change
                return
            self._facts |= {pk: facts for pk, facts in loaded.items() if facts.may_be_kept}
            for pk in list(islice(self._facts, max(0, len(self._facts) - MOST_KEPT))):
                del self._facts[pk]


def _stamps(edition_ids: Sequence[int]) -> dict[int, Stamp]:
    """When each edition was seen and confirmed, as the database writes it."""
    marks = ", ".join(["%s"] * len(edition_ids))
    asked = f"SELECT id, seen_at, confirmed_at FROM events_edition WHERE id IN ({marks})"  # noqa: S608  -- marks only
    with connection.cursor() as cursor:
        cursor.execute(asked, list(edition_ids))
        return {row[0]: tuple(row[1:]) for row in cursor.fetchall()}


def _load(edition_ids: Sequence[int], stamps: dict[int, Stamp]) -> dict[int, Facts]:
    editions = (
        Edition.objects.published()
        .filter(pk__in=edition_ids)
        .values(*_EDITION, *(f"event__{name}" for name in EVENT))
    )
    races: dict[int, list[Values]] = defaultdict(list)
    found = Race.objects.filter(edition_id__in=edition_ids, is_cancelled=False, is_hidden=False)
    for race in found.order_by("position", "pk").values(*_RACE):
        races[race["edition_id"]].append(race)
    steps = steps_of(Q(race__edition_id__in=edition_ids))
    return {
        one["pk"]: Facts(
            edition={name: one[name] for name in _EDITION},
            event={name: one[f"event__{name}"] for name in EVENT},
            races=races.get(one["pk"], []),
            steps={r["pk"]: steps[r["pk"]] for r in races.get(one["pk"], []) if r["pk"] in steps},
            stamp=stamps[one["pk"]],
        )
        for one in editions
    }
