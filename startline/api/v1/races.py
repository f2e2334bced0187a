"""Finding races: the same question and answer as the search page."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from startline.api.errors import BadParametersError
from startline.api.limits import count_request
from startline.api.paging import next_page
from startline.api.v1.schemas import Problem, Races, Search
from startline.api.v1.written import races_text
from startline.core.clock import now
from startline.discovery.forms import asked_by
from startline.discovery.queries.finding import found, last_page

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
def races(request: HttpRequest, search: Query[Search]) -> HttpResponse:
    """Editions with the races that match, 20 a page, with counts for every facet."""
    count_request(request)
    asked, problems = asked_by(request)
    if problems:
        raise BadParametersError({problem.field: problem.code for problem in problems})
    outcome = found(asked, now=now())
    if outcome.meaning.problems:
        raise BadParametersError({p.field: p.code for p in outcome.meaning.problems})
    pages = last_page(outcome.answer.total_editions)
    following = next_page(request, page=outcome.page, pages=pages)
    return HttpResponse(races_text(outcome, following), content_type="application/json")
