"""Finding races: the same question and answer as the search page."""

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router

from startline.api.errors import BadParametersError
from startline.api.limits import count_request
from startline.api.paging import next_page
from startline.api.v1.schemas import (
    Count,
    FoundRace,
    Place,
    Price,
    Problem,
    Races,
    Search,
    Understood,
)
from startline.core.clock import now
from startline.discovery.forms import asked_by
from startline.discovery.queries.cards import Card
from startline.discovery.queries.finding import Outcome, found, last_page
from startline.discovery.queries.results import address_value
from startline.discovery.rules.chips import Chip
from startline.discovery.templatetags.finding import reading

router = Router(tags=["races"])
DATES = {"from": "First day, as 2026-05-01.", "to": "Last day, as 2026-05-31."}


@router.get(
    "/races",
    response={200: Races, 400: Problem, 429: Problem},
    operation_id="races",
    summary="Find races",
    openapi_extra={
        "parameters": [
            {"in": "query", "name": name, "description": text, "required": False,
             "schema": {"type": "string", "format": "date"}}
            for name, text in DATES.items()
        ]
    },
)  # fmt: skip
def races(request: HttpRequest, search: Query[Search]) -> Races:
    """Editions with the races that match, 20 a page, with counts for every facet."""
    count_request(request)
    asked, problems = asked_by(request)
    if problems:
        raise BadParametersError({problem.field: problem.code for problem in problems})
    outcome = found(asked, now=now())
    if outcome.meaning.problems:
        raise BadParametersError({p.field: p.code for p in outcome.meaning.problems})
    pages = last_page(outcome.answer.total_editions)
    return Races(
        count=outcome.answer.total_races,
        editions=outcome.answer.total_editions,
        events=outcome.answer.total_events,
        results=[_found_race(card) for card in (*_first(outcome), *outcome.cards)],
        facets=_facets(outcome),
        understood=[_understood(chip) for chip in outcome.meaning.chips if chip.typed],
        next=next_page(request, page=outcome.page, pages=pages),
    )


def _first(outcome: Outcome) -> list[Card]:
    """Races called what was asked for, unless they are among the results anyway."""
    known = {card.edition_id for card in outcome.cards}
    return [card for card in outcome.named if card.edition_id not in known]


def _facets(outcome: Outcome) -> dict[str, list[Count]]:
    return {
        name: [
            Count(value=address_value(value), races=races)
            for value, races in sorted(counts.items(), key=lambda one: (-one[1], str(one[0])))
        ]
        for name, counts in outcome.facets.items()
    }


def _understood(chip: Chip) -> Understood:
    return Understood(kind=chip.kind, typed=chip.typed, words=reading(chip))


def _found_race(card: Card) -> FoundRace:
    price = card.price
    return FoundRace(
        event=card.slug,
        edition=card.edition_slug,
        name=card.title,
        url=f"{settings.SITE_URL}{card.href}",
        starts_on=card.on,
        status=card.status,
        certainty=card.certainty,
        place=Place(
            name=card.place,
            region=card.region,
            country=card.country,
            latitude=card.latitude,
            longitude=card.longitude,
        ),
        distance_from_point_m=None if card.away_m is None else round(card.away_m),
        lengths_m=list(card.lengths_m),
        surfaces=list(card.surfaces),
        sport=card.sport,
        price=Price(minor=price.minor, currency=price.currency, is_lowest_of_several=card.is_from)
        if price
        else None,
        is_free=card.is_free,
        can_be_entered_here=card.is_enterable_here,
        last_read_on=card.last_seen_on,
        is_demonstration=card.is_demo,
    )
