"""Results of an edition."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from ninja import Query, Router

from startline.api.limits import count_request
from startline.api.v1 import schemas
from startline.results.access import results_for
from startline.results.queries.listed import Asked, Line, list_page

router = Router(tags=["results"])


@router.get(
    "/events/{slug}/editions/{edition}/results",
    response={200: schemas.Results, 404: schemas.Problem, 429: schemas.Problem},
    operation_id="results",
    summary="Results of one race of an edition, 50 a page",
)
def results(
    request: HttpRequest, slug: str, edition: str, asked: Query[schemas.ResultSearch]
) -> schemas.Results:
    """Best first. Minors by initials; who hid their name has none, but keeps time and place."""
    count_request(request)
    shown = results_for(slug, edition, asked.race)
    words = Asked(asked.q, asked.gender, asked.category, asked.status)
    found = list_page(shown.listing, words, asked.page)
    listing = shown.listing
    at = settings.SITE_URL + reverse("results:results", args=[slug, edition])
    query = request.GET.copy()
    if found.page.has_next():
        query["page"] = str(found.page.next_page_number())
    return schemas.Results(
        event=slug, edition=edition, starts_on=shown.edition.starts_on, race=listing.race.slug,
        races=[one.race.slug for one in shown.lists], state=listing.state,
        places_by=listing.current.basis, url=f"{at}?race={listing.race.slug}",
        count=found.page.paginator.count, results=[line(one) for one in found.lines],
        next=f"{settings.SITE_URL}{request.path}?{query.urlencode()}"
        if found.page.has_next() else None,
    )  # fmt: skip


def line(one: Line) -> schemas.ResultLine:
    """One result."""
    return schemas.ResultLine(
        place=one.place, gender_place=one.gender_place, category_place=one.category_place,
        bib=one.bib, name=one.name, gender=one.gender, category=one.category,
        country=one.country, club=one.club, group=one.group, status=one.status,
        gun_ms=one.gun_ms, net_ms=one.net_ms,
    )  # fmt: skip
