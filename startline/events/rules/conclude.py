"""What a page shows, concluded from what the sources say. Pure.

For each field the word of the highest rank wins (a director's own 100, an operator's 90, feeds 50,
what we ship 10); among equals the newest word, then the source's name, so that the order of
imports never matters.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from startline.events.rules.words import Certainty, Status

DIRECTOR, OPERATOR, FEED, SHIPPED = 100, 90, 50, 10
LONG_AGO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
NEAR_ENOUGH = 0.03  # two distances are one if they differ by less than three per cent

# Fields that only make sense from one and the same source.
TOGETHER = {
    "starts_on": ("days", "date_note", "certainty"),
    "latitude": ("longitude", "place_certainty", "timezone", "country", "region"),
}


@dataclass(frozen=True)
class Said:
    """What one source says about an edition."""

    source: str
    key: str
    rank: int
    said_at: dt.datetime | None
    fields: Mapping[str, Any]


@dataclass
class Conclusion:
    """The values to show, and which of the facts (by position) gave each."""

    values: dict[str, Any] = field(default_factory=dict)
    winners: dict[str, int] = field(default_factory=dict)


def by_weight(facts: Sequence[Said]) -> list[int]:
    """Positions of the facts, the weightiest first."""
    return sorted(
        range(len(facts)),
        key=lambda i: (
            -facts[i].rank,
            -(facts[i].said_at or LONG_AGO).timestamp(),
            facts[i].source,
            facts[i].key,
        ),
    )


def conclude(facts: Sequence[Said]) -> Conclusion:
    """One value per field. Races of equal rank are laid together, each distance once."""
    found = Conclusion()
    order = by_weight(facts)
    tied = {follower for followers in TOGETHER.values() for follower in followers}
    for name in dict.fromkeys(n for i in order for n in facts[i].fields):
        if name in tied or name == "races":
            continue
        winner = next(i for i in order if name in facts[i].fields)
        found.values[name] = facts[winner].fields[name]
        found.winners[name] = winner
    for leader, followers in TOGETHER.items():
        _follow(facts, order, leader, followers, found)
    races = _races(facts, order)
    if races:
        found.values["races"] = [race for _, race in races]
        found.winners["races"] = races[0][0]
    return found


def _follow(
    facts: Sequence[Said],
    order: Sequence[int],
    leader: str,
    followers: Iterable[str],
    found: Conclusion,
) -> None:
    """Fields that belong together come from the leader's source; without one, each for itself."""
    winner = found.winners.get(leader)
    for name in followers:
        chosen = winner
        if chosen is None or name not in facts[chosen].fields:
            others = order if winner is None or name in {"country", "region", "timezone"} else ()
            chosen = next((i for i in others if name in facts[i].fields), None)
        if chosen is not None and name in facts[chosen].fields:
            found.values[name] = facts[chosen].fields[name]
            found.winners[name] = chosen


def _races(facts: Sequence[Said], order: Sequence[int]) -> list[tuple[int, Mapping[str, Any]]]:
    """All races said by sources of the highest rank that says any."""
    kept: list[tuple[int, Mapping[str, Any]]] = []
    top: int | None = None
    for index in order:
        races = facts[index].fields.get("races")
        if not races or (top is not None and facts[index].rank < top):
            continue
        top = facts[index].rank
        for race in races:
            twin = next((n for n, (_, other) in enumerate(kept) if same_race(other, race)), None)
            if twin is None:
                kept.append((index, race))
            else:
                kept[twin] = (kept[twin][0], {**race, **kept[twin][1]})
    return kept


def same_race(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    """Whether two races of one edition are one: same sport and format, distance within 3%."""
    for name in ("sport", "format"):
        if a.get(name) and b.get(name) and a[name] != b[name]:
            return False
    first, second = a.get("distance_m"), b.get("distance_m")
    if first and second:
        return bool(abs(first - second) <= NEAR_ENOUGH * max(first, second))
    if first or second:
        return False
    return bool(a.get("name", "") == b.get("name", ""))


def shown_status(values: Mapping[str, Any]) -> Status:
    """The status to show where no source names one: expected dates are expected, others announced."""
    said = values.get("status")
    if said:
        return Status(said)
    return Status.EXPECTED if values.get("certainty") == Certainty.EXPECTED else Status.ANNOUNCED


def shown_certainty(values: Mapping[str, Any]) -> Certainty:
    """No date, no certainty."""
    if not values.get("starts_on"):
        return Certainty.UNKNOWN
    said = Certainty(values.get("certainty") or Certainty.ANNOUNCED)
    return said if said is not Certainty.UNKNOWN else Certainty.ANNOUNCED
