"""Addresses for the tests of core, which knows no other room.

The frame's links lead to stand-ins; three races are there for the map.
"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from startline.core.urls import urlpatterns as own

FRAME_NAMES = (
    "home search knowledge recovery directors account_login you about sources privacy terms "
    "imprint api status"
)
PLACES = [("Ridge 50K", -8.4, 40.2), ("Ridge 10K", -8.4, 40.2), ("Coast Half", -9.1, 38.7)]


def races(request: HttpRequest) -> JsonResponse:
    """Two races at one place, one at another, as GeoJSON."""
    features = [
        {
            "type": "Feature",
            "properties": {"title": title, "href": "/components/", "note": "Sat 12 Sep 2026"},
            "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
        }
        for title, longitude, latitude in PLACES
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features})


def elsewhere(request: HttpRequest) -> HttpResponse:
    """A page of another room."""
    return HttpResponse("elsewhere")


urlpatterns = [
    *own,
    path("races.geojson", races),
    *(path(f"elsewhere/{name}/", elsewhere, name=name) for name in FRAME_NAMES.split()),
]
