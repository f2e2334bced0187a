"""Races that still fit: later, near, with less descent and more time, open; then one thing less."""

import datetime as dt
from dataclasses import dataclass, replace

from startline.discovery.index.query import Near, Query
from startline.discovery.queries.cards import Card, Reader, cards_of
from startline.discovery.queries.following import followed
from startline.events.rules.words import LIVE

NEAR_M, FAR_M = 150_000.0, 1_000_000.0
LONGEST, SHORTEST = 1.05, 0.2
ENOUGH, MOST = 3, 6


@dataclass(frozen=True)
class Wanted:
    """What a race must be: after a day, no longer, near; the event to leave out."""

    after: dt.date
    distance_m: int | None
    point: tuple[float, float] | None = None
    descent_per_km: float | None = None
    cutoff_pace_ms: float | None = None
    event_id: int | None = None
    sport: str = "running"


@dataclass(frozen=True)
class Fitting:
    """Some races and what was let go to find them, as a word."""

    without: str
    cards: tuple[Card, ...]


def races_still_fit(wanted: Wanted, *, now: dt.datetime) -> tuple[Fitting, ...]:
    """Groups from the strictest question on, until there are three races or nothing to let go."""
    index = followed(now)
    found: list[Fitting] = []
    seen = {wanted.event_id}
    count = 0
    for word, query in _questions(wanted, now):
        hits = [hit for hit in index.search(query).hits if hit.event_id not in seen]
        cards = tuple(cards_of(hits[: MOST - count], Reader(now, query.near), index.kept))
        if cards:
            found.append(Fitting(word, cards))
            seen |= {card.event_id for card in cards}
            count += len(cards)
        if count >= ENOUGH:
            break
    return tuple(found)


def _questions(wanted: Wanted, now: dt.datetime) -> list[tuple[str, Query]]:
    """All at once; then one thing less each time."""
    near = Near(*wanted.point, NEAR_M) if wanted.point else None
    length = wanted.distance_m
    first = max(wanted.after, now.date() + dt.timedelta(days=1))
    whole = Query(
        near=near, sport=(wanted.sport,), from_day=first.toordinal(),
        to_day=first.toordinal() + 400,
        min_m=round(length * SHORTEST) if length else None,
        max_m=round(length * LONGEST) if length else None,
        max_descent_per_km=_limit(wanted.descent_per_km), min_cutoff_pace_ms=_limit(
            wanted.cutoff_pace_ms), open=True, status=tuple(sorted(LIVE)), sort="date",
        confirmed_first=True, limit=MOST + 4,
    )  # fmt: skip
    gentle = replace(whole, open=None)
    near_by = replace(gentle, max_descent_per_km=None, min_cutoff_pace_ms=None)
    questions = [("", whole), ("open", gentle), ("gentle", near_by)]
    if wanted.point:
        far = Near(*wanted.point, FAR_M)
        questions += [
            ("near", replace(near_by, near=far)),
            ("place", replace(near_by, near=Near(*wanted.point), sort="distance")),
        ]
    return questions


def _limit(value: float | None) -> int | None:
    return None if value is None else int(value)
