"""Towns by the beginning of their name."""

from django.http import HttpRequest
from ninja import Router

from startline.api.limits import count_request
from startline.api.v1.schemas import Problem, Town, Towns
from startline.places.queries import suggest

router = Router(tags=["places"])
LONGEST = 80


@router.get(
    "/places",
    response={200: Towns, 429: Problem},
    operation_id="places",
    summary="Towns whose name begins so, for type-ahead",
)
def places(request: HttpRequest, q: str = "") -> Towns:
    """Up to eight towns, in any of the languages their name is known in."""
    count_request(request)
    return Towns(
        results=[
            Town(
                name=place.name,
                country=place.country,
                region=place.region,
                region_name=place.region_name,
                latitude=place.latitude,
                longitude=place.longitude,
                population=place.population,
            )
            for place in suggest(q[:LONGEST])
        ]
    )
