"""What the template of the results needs, worked out so that it has only to be written down."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator

from startline.discovery.index.query import Label
from startline.discovery.queries.cards import Card
from startline.discovery.queries.finding import Outcome
from startline.discovery.queries.knowing import terms_found
from startline.discovery.queries.meaning import address
from startline.discovery.rules.asked import BANDS, PAGE_SIZE, WITHOUT, Asked, Problem
from startline.discovery.rules.rates import RATES_ON

SHOWN = {"country": 12, "region": 12, "month": 14}
ORDERED = {"band": BANDS, "relief": ("flat", "rolling", "hilly", "unknown")}
FACETS = ("month", "band", "country", "region", "surface", "relief", "sport", "certainty")


class Option(NamedTuple):
    """One box of a facet: its value in the address, how many races it brings."""

    value: str
    races: int
    is_chosen: bool


class Facet(NamedTuple):
    """One filter and its boxes."""

    name: str
    options: Sequence[Option]


def results_page(outcome: Outcome, problems: Sequence[Problem]) -> dict[str, Any]:
    """Everything by name; figures are those of the answer."""
    asked = outcome.asked
    given = dict(asked.given)
    certain, expected, over = _sections(outcome.cards)
    return {
        "asked": asked,
        "outcome": outcome,
        "chips": outcome.meaning.chips,
        "known": terms_found(asked.q) if asked.page == 1 else [],
        "problems": [*problems, *outcome.meaning.problems],
        "is_by_date": outcome.meaning.query.sort == "date",
        "certain": certain,
        "expected": expected,
        "over": over,
        "facets": _facets(outcome),
        "open_races": outcome.facets.get("open", {}).get(True, 0),
        "page": results_pages(outcome),
        "sorts": _sorts(outcome, given),
        "hidden": _hidden(asked),
        "rates_on": RATES_ON,
        "address": address(given),
        "as_list": address(given, view=None),
        "as_calendar": address(given, view="calendar"),
        "map_query": address(given, view=None, sort=None),
        "save_query": address(given, view=None, sort=None).removeprefix("?"),
    }


def results_pages(outcome: Outcome) -> "Page[int]":
    """The pager's page: counted in editions, as they are shown."""
    return Paginator(range(outcome.answer.total_editions), PAGE_SIZE).page(outcome.page)


def _sections(cards: Sequence[Card]) -> tuple[list[Card], list[Card], list[Card]]:
    """Dates that were named, dates that are expected, and what is over."""
    ahead = [card for card in cards if not card.is_over]
    return (
        [card for card in ahead if not card.is_expected],
        [card for card in ahead if card.is_expected],
        [card for card in cards if card.is_over],
    )


def _facets(outcome: Outcome) -> list[Facet]:
    """All filters, made once for an answer that is given again; what is ticked is in the question.

    The answer is that to one question, but an address may tick what was let go in it.
    """
    ticked = tuple(_chosen(name, outcome.asked) for name in FACETS)
    found: list[Facet] | None = outcome.answer.drawn.get(ticked)
    if found is None:
        found = outcome.answer.drawn[ticked] = [_facet(name, outcome) for name in FACETS]
    return found


def _facet(name: str, outcome: Outcome) -> Facet:
    counts = outcome.facets.get(name, {})
    chosen = _chosen(name, outcome.asked)
    labels = _in_order(name, counts, SHOWN.get(name, 20))
    labels += [label for label in chosen if label not in labels]
    return Facet(
        name, [Option(address_value(one), counts.get(one, 0), one in chosen) for one in labels]
    )


def address_value(label: object) -> str:
    """A label as the address writes it; the month 202605 is "2026-05"."""
    if isinstance(label, int) and label > 12:
        return f"{label // 100}-{label % 100:02d}"
    return str(label)


def _chosen(name: str, asked: Asked) -> tuple[Label, ...]:
    values: tuple[Label, ...] = getattr(asked, "months" if name == "month" else name)
    return values


def _in_order(name: str, counts: Mapping[Label, int], limit: int) -> list[Label]:
    if name == "month":
        return sorted(counts)[:limit]
    if name in ORDERED:
        return [label for label in ORDERED[name] if label in counts]
    return most_frequent(counts, limit)


def most_frequent(counts: Mapping[Label, int], limit: int) -> list[Label]:
    """Labels by how many races they bring, then by the alphabet."""
    least = sorted(counts.values(), reverse=True)[:limit][-1:]  # there may be thousands of regions
    ranked = sorted((-n, str(label), label) for label, n in counts.items() if [n] >= least)
    return [label for _, _, label in ranked[:limit]]


def _sorts(outcome: Outcome, given: dict[str, tuple[str, ...]]) -> list[tuple[str, str, bool]]:
    """Orders that make sense here: the word, the address, whether it is the present one."""
    query = outcome.meaning.query
    words = ["date", "newest", "rating"]
    if query.near is not None:
        words.insert(0, "distance")
    if query.text:
        words.insert(0, "relevance")
    return [(word, address(given, sort=word), word == query.sort) for word in words]


def _hidden(asked: Asked) -> list[tuple[str, str]]:
    """What the form of filters carries along because it has no field for it."""
    names = ("q", "near_lat", "near_lon", "bbox", "sort", "view", "not_near", *WITHOUT)
    return [(name, value) for name in names for value in asked.given.get(name, ())]
