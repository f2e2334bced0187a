"""A month of the calendar: weeks of days, each with its races."""

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from startline.discovery.queries.cards import Card, Reader, cards_of
from startline.discovery.queries.finding import Outcome, found
from startline.discovery.queries.following import followed
from startline.discovery.queries.meaning import address
from startline.discovery.rules.asked import Asked

SHOWN_A_DAY = 3
MOST_EDITIONS = 400


@dataclass(frozen=True)
class Day:
    """One day: its first races, how many more there are, the list of all of them."""

    on: dt.date
    is_outside: bool
    cards: Sequence[Card]
    more: int
    href: str


@dataclass(frozen=True)
class Month:
    """A month in weeks from Monday, and the ways to the months around it.

    `is_cut`: the month holds more races than are drawn, so days late in it may lack some.
    """

    first: dt.date
    weeks: Sequence[Sequence[Day]]
    before: str
    after: str
    is_cut: bool
    outcome: Outcome


def month_of(asked: Asked, *, now: dt.datetime, languages: Sequence[str] = ()) -> Month:
    """The month the address names, else the one its days begin in, else this one."""
    first = _first(asked, now.date())
    given = {**asked.given, "month": (f"{first:%Y-%m}",)}
    given.pop("from", None)
    given.pop("to", None)
    month = replace(
        asked, months=(first.year * 100 + first.month,), from_day=None, to_day=None, given=given,
        sort="date", page=1,
    )  # fmt: skip
    outcome = found(month, now=now, languages=languages)
    query = replace(outcome.meaning.query, limit=MOST_EDITIONS, confirmed_first=False)
    index = followed(now)
    answer = index.search(query)
    cards = cards_of(answer.hits, Reader(now, outcome.meaning.near), index.kept)
    by_day: dict[dt.date, list[Card]] = defaultdict(list)
    for card in cards:
        if card.on:
            by_day[card.on].append(card)
    return Month(
        first=first,
        weeks=[
            [_day(on, first, by_day[on], given) for on in week]
            for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
        ],
        before=address(given, month=f"{first - dt.timedelta(days=1):%Y-%m}"),
        after=address(given, month=f"{_next(first):%Y-%m}"),
        is_cut=answer.total_editions > MOST_EDITIONS,
        outcome=outcome,
    )


def _first(asked: Asked, today: dt.date) -> dt.date:
    for month in asked.months[:1]:
        year, number = divmod(month, 100)
        if not year:
            year = today.year + (number < today.month)
        return dt.date(year, number, 1)
    return (asked.from_day or today).replace(day=1)


def _next(first: dt.date) -> dt.date:
    return (first + dt.timedelta(days=32)).replace(day=1)


def _day(
    on: dt.date, first: dt.date, cards: Sequence[Card], given: dict[str, tuple[str, ...]]
) -> Day:
    day = on.isoformat()
    href = address(given, **{"month": None, "view": None, "from": day, "to": day})
    more = max(0, len(cards) - SHOWN_A_DAY)
    return Day(on, on.month != first.month, cards[:SHOWN_A_DAY], more, href)
