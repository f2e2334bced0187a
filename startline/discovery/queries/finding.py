"""One search from address to answer: hits, cards, facets, and what to try when nothing is found."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs

from startline.discovery.index.engine import Engine
from startline.discovery.index.query import Answer, Label, Near, Query
from startline.discovery.queries.cards import Card, Reader, cards_of
from startline.discovery.queries.following import current_index
from startline.discovery.queries.meaning import Meaning, address, meaning_of
from startline.discovery.rules.addresses import asked_from
from startline.discovery.rules.asked import PAGE_SIZE, Asked
from startline.discovery.rules.chips import Chip
from startline.events.rules.words import LIVE

AROUND_M = 100_000.0
WIDER_KM = (100, 250)


@dataclass(frozen=True)
class Wider:
    """One way to ask for less: what is let go (a chip, or the circle), how many there are."""

    href: str
    races: int
    chip: Chip | None = None
    within_m: float | None = None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Everything a page of results shows.

    `known_around` counts coming races within 100 km of the place asked for, where nothing matched.
    `is_any_time`: nothing ahead matched, so what is over and undated is shown too.
    """

    asked: Asked
    meaning: Meaning
    answer: Answer
    cards: Sequence[Card]
    page: int
    is_any_time: bool = False
    known_around: int | None = None
    wider: Sequence[Wider] = field(default=())

    @property
    def facets(self) -> Mapping[str, Mapping[Label, int]]:
        """Counts of races by facet and label."""
        return self.answer.facets


def found(
    asked: Asked, *, now: dt.datetime, languages: Sequence[str] = (), facets: bool = True
) -> Outcome:
    """The answer to an address. The page is the last one where the one asked for is beyond it."""
    meaning = meaning_of(asked, today=now.date(), languages=languages)
    engine = current_index(now)
    query = replace(meaning.query, facets=facets)
    answer = engine.search(query)
    is_any_time = not answer.total_races and _asks_no_time(asked, meaning)
    if is_any_time:
        query = replace(query, from_day=None)
        answer = engine.search(query)
    page = asked.page
    if not answer.hits and answer.total_editions:
        page = last_page(answer.total_editions)
        query = replace(query, offset=(page - 1) * PAGE_SIZE)
        answer = engine.search(query)
    reader = Reader(now, meaning.near, asked.currency, asked.recent)
    return Outcome(
        asked=asked,
        meaning=meaning,
        answer=answer,
        cards=in_sections(cards_of(answer.hits, reader)),
        page=page,
        is_any_time=is_any_time and bool(answer.total_races),
        **{} if answer.total_races else _nothing(engine, asked, meaning, now, languages),
    )


def last_page(editions: int) -> int:
    """The number of the last page, 1 even when there is nothing."""
    return max(1, -(-editions // PAGE_SIZE))


def in_sections(cards: Sequence[Card]) -> list[Card]:
    """Named dates, then expected ones, then what is over; in each the order they came in."""
    return sorted(cards, key=lambda card: (card.is_over, card.is_expected))


def _asks_no_time(asked: Asked, meaning: Meaning) -> bool:
    said = meaning.understood
    return bool(meaning.query.text) and not (
        asked.from_day or asked.to_day or asked.months or said.from_day or said.to_day
    )


def _nothing(
    engine: Engine, asked: Asked, meaning: Meaning, now: dt.datetime, languages: Sequence[str]
) -> dict[str, object]:
    """How many races are known around the place, and what brings some if one thing is let go."""
    around = None
    if meaning.near is not None:
        near = replace(meaning.near, radius_m=AROUND_M)
        around = engine.search(_coming(now, near)).total_races
    return {"known_around": around, "wider": _wider(engine, asked, meaning, now, languages)}


def _coming(now: dt.datetime, near: Near | None = None) -> Query:
    return Query(near=near, from_day=now.date().toordinal(), status=tuple(sorted(LIVE)), limit=0)


def _wider(
    engine: Engine, asked: Asked, meaning: Meaning, now: dt.datetime, languages: Sequence[str]
) -> list[Wider]:
    """Every single filter let go, and every wider circle, that leads to at least one race."""
    ways = [Wider(chip.remove, 0, chip=chip) for chip in meaning.chips]
    radius = meaning.near.radius_m if meaning.near else None
    for km in WIDER_KM:
        if radius and km * 1000 > radius:
            href = address(dict(asked.given), within=str(km))
            ways.append(Wider(href, 0, within_m=km * 1000.0))
    counted = [replace(way, races=_count(engine, way.href, now, languages)) for way in ways]
    return [way for way in counted if way.races]


def _count(engine: Engine, href: str, now: dt.datetime, languages: Sequence[str]) -> int:
    asked, _ = asked_from(parse_qs(href.removeprefix("?")))
    meaning = meaning_of(asked, today=now.date(), languages=languages)
    return engine.search(replace(meaning.query, limit=0)).total_races
