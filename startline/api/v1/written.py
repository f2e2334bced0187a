"""The answer of /races as text, in the shape of `schemas.Races`.

Written piece by piece because it is asked most: a race's text is kept with its card, and a facet
of a thousand regions costs no objects. A test reads it back with the schema.
"""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings

from startline.discovery.index.query import Answer, Label
from startline.discovery.queries.cards import Card
from startline.discovery.queries.finding import Outcome
from startline.discovery.queries.results import address_value, most_frequent
from startline.discovery.rules.chips import Chip
from startline.discovery.templatetags.finding import reading

_KEY = "api.v1"
MOST_VALUES = 100
"""Values of one facet in an answer: the world has thousands of regions, most with a race or two."""


def races_text(outcome: Outcome, next_page: str | None) -> str:
    """The whole answer."""
    answer = outcome.answer
    facets = _facets(answer)
    understood = [_understood(chip) for chip in outcome.meaning.chips if chip.typed]
    results = ", ".join(_race(card) for card in (*_first(outcome), *outcome.cards))
    return (
        f'{{"count": {answer.total_races}, "editions": {answer.total_editions}, '
        f'"events": {answer.total_events}, "results": [{results}], "facets": {{{facets}}}, '
        f'"understood": {json.dumps(understood)}, "next": {json.dumps(next_page)}}}'
    )


def _first(outcome: Outcome) -> Iterable[Card]:
    """Races called what was asked for, unless they are among the results anyway."""
    known = {card.edition_id for card in outcome.cards}
    return [card for card in outcome.named if card.edition_id not in known]


def _facets(answer: Answer) -> str:
    """All facets, written once for an answer that is given again."""
    written: str | None = answer.drawn.get(_KEY)
    if written is None:
        pieces = [f'"{name}": {_counts(found)}' for name, found in answer.facets.items()]
        written = answer.drawn[_KEY] = ", ".join(pieces)
    return written


def _counts(counts: Mapping[Label, int]) -> str:
    """Values of a facet, the most frequent first, at most MOST_VALUES of them."""
    ranked = most_frequent(counts, MOST_VALUES)
    return "[" + ", ".join([f"{_value(label)}{counts[label]}}}" for label in ranked]) + "]"


@lru_cache(maxsize=16_384)
def _value(label: Label) -> str:
    return f'{{"value": {json.dumps(address_value(label))}, "races": '


def _understood(chip: Chip) -> dict[str, str]:
    return {"kind": chip.kind, "typed": chip.typed, "words": reading(chip)}


def _race(card: Card) -> str:
    """One edition; the distance comes last, because it is not kept."""
    written: str | None = card.drawn.get(_KEY)
    if written is None:
        written = card.drawn[_KEY] = json.dumps(_values(card))[:-1]
    away_m = "null" if card.away_m is None else round(card.away_m)
    return f'{written}, "distance_from_point_m": {away_m}}}'


def _values(card: Card) -> dict[str, Any]:
    price = card.price
    return {
        "event": card.slug,
        "edition": card.edition_slug,
        "name": card.title,
        "url": f"{settings.SITE_URL}{card.href}",
        "starts_on": card.on.isoformat() if card.on else None,
        "status": card.status,
        "certainty": card.certainty,
        "place": {
            "name": card.place,
            "region": card.region,
            "country": card.country,
            "latitude": card.latitude,
            "longitude": card.longitude,
        },
        "lengths_m": card.lengths_m,
        "surfaces": card.surfaces,
        "sport": card.sport,
        "price": {
            "minor": price.minor,
            "currency": price.currency,
            "is_lowest_of_several": card.is_from,
        }
        if price
        else None,
        "is_free": card.is_free,
        "can_be_entered_here": card.is_enterable_here,
        "review_score": None if card.score is None else card.score / 100,
        "reviews": card.reviews,
        "last_read_on": card.last_seen_on.isoformat() if card.last_seen_on else None,
        "is_demonstration": card.is_demo,
    }
