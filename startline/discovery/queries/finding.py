"""One search from address to answer: hits, cards, facets, and what to try when nothing is found."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs

from startline.discovery.index.query import Answer, Hit, Label, Near, Query
from startline.discovery.index.ranking import PHRASE, TIERS
from startline.discovery.queries.cards import Card, Reader, cards_of
from startline.discovery.queries.following import Followed, followed
from startline.discovery.queries.meaning import Meaning, address, meaning_of
from startline.discovery.rules.addresses import asked_from
from startline.discovery.rules.asked import PAGE_SIZE, Asked
from startline.discovery.rules.chips import Chip
from startline.events.rules.words import LIVE

AROUND_M = 100_000.0
MOST_NAMED = 3
MOST_SHARING = 20
NAME_TIERS = frozenset(
    tier for tier, words in enumerate(TIERS) if tier <= PHRASE or words.endswith(", name")
)
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

    `known_around` counts coming races within 100 km of the place asked for, where nothing matched;
    `around` is their address. `named` are races called what was typed, whatever else it may mean.
    `is_any_time`: nothing ahead matched, so what is over and undated is shown too.
    """

    asked: Asked
    meaning: Meaning
    answer: Answer
    cards: Sequence[Card]
    page: int
    named: Sequence[Card] = ()
    is_any_time: bool = False
    known_around: int | None = None
    around: str = ""
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
    index = followed(now)
    query = replace(meaning.query, facets=facets)
    answer = index.search(query)
    is_any_time = not answer.total_races and _asks_no_time(asked, meaning)
    if is_any_time:
        query = replace(query, from_day=None)
        answer = index.search(query)
    page = asked.page
    if not answer.hits and answer.total_editions:
        page = last_page(answer.total_editions)
        query = replace(query, offset=(page - 1) * PAGE_SIZE)
        answer = index.search(query)
    is_nothing = not answer.total_races
    reader = Reader(now, meaning.near, asked.currency, asked.recent)
    return Outcome(
        asked=asked,
        meaning=meaning,
        answer=answer,
        cards=in_sections(cards_of(answer.hits, reader, index.kept)),
        page=page,
        named=cards_of(_named(index, asked, meaning, answer), reader, index.kept)
        if page == 1
        else (),
        is_any_time=is_any_time and bool(answer.total_races),
        known_around=_known_around(index, meaning, now) if is_nothing else None,
        around=_around(asked, meaning) if is_nothing else "",
        wider=_wider(index, asked, meaning, now, languages) if is_nothing else (),
    )


def _named(index: Followed, asked: Asked, meaning: Meaning, answer: Answer) -> list[Hit]:
    """Editions whose name holds all the words typed, where the box was read as something else.

    "Berlin Marathon" is a place and a distance, and a name. Words that a crowd of races share
    ("half marathon") name none of them, and what stands on top anyway is not said twice.
    """
    if not meaning.understood.chips or asked.given.keys() != {"q"}:
        return []
    called = index.search(Query(text=asked.q, limit=MOST_NAMED))
    if called.total_events > MOST_SHARING:
        return []
    hits = [hit for hit in called.hits if hit.tier in NAME_TIERS]
    on_top = {hit.edition_id for hit in answer.hits[: len(hits)]}
    return [] if on_top.issuperset(hit.edition_id for hit in hits) else hits


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


def _known_around(index: Followed, meaning: Meaning, now: dt.datetime) -> int | None:
    """How many coming races of any kind are known around the place asked for."""
    if meaning.near is None:
        return None
    return index.search(_coming(now, replace(meaning.near, radius_m=AROUND_M))).total_races


def _around(asked: Asked, meaning: Meaning) -> str:
    """The address of everything within 100 km of the same place."""
    given = {n: v for n, v in asked.given.items() if n in {"near", "near_lat", "near_lon"}}
    place = meaning.understood.place
    if not given and place is not None:
        given["near"] = (f"{meaning.near_name}, {place.country}",)
    return address(given, within=f"{AROUND_M / 1000:.0f}") if given else ""


def _coming(now: dt.datetime, near: Near | None = None) -> Query:
    return Query(near=near, from_day=now.date().toordinal(), status=tuple(sorted(LIVE)), limit=0)


def _wider(
    index: Followed, asked: Asked, meaning: Meaning, now: dt.datetime, languages: Sequence[str]
) -> list[Wider]:
    """What leads to a race at least: one filter let go, or a wider circle."""
    ways = [Wider(chip.remove, 0, chip=chip) for chip in meaning.chips]
    radius = meaning.near.radius_m if meaning.near else None
    for km in WIDER_KM:
        if radius and km * 1000 > radius:
            href = address(dict(asked.given), within=str(km))
            ways.append(Wider(href, 0, within_m=km * 1000.0))
    counted = [replace(way, races=_count(index, way.href, now, languages)) for way in ways]
    return [way for way in counted if way.races]


def races_behind(href: str, *, now: dt.datetime, languages: Sequence[str]) -> int:
    """How many races the search page would show at an address such as "?sport=run&min_km=20"."""
    return _count(followed(now), href, now, languages)


def _count(index: Followed, href: str, now: dt.datetime, languages: Sequence[str]) -> int:
    asked, _ = asked_from(parse_qs(href.removeprefix("?")))
    meaning = meaning_of(asked, today=now.date(), languages=languages)
    return index.search(replace(meaning.query, limit=0)).total_races
