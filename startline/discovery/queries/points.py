"""What the map draws: each edition as a point, or where there are too many, clusters."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format

from startline.discovery.index.query import Answer
from startline.discovery.queries.following import followed
from startline.discovery.queries.meaning import meaning_of
from startline.discovery.rules.asked import Asked
from startline.events.models.catalogue import Edition

MOST_POINTS = 1000
FINEST_ZOOM, COARSEST_ZOOM = 9, 5
MANY_POINTS = 20_000


def points(asked: Asked, *, now: dt.datetime, languages: Sequence[str] = ()) -> dict[str, Any]:
    """A GeoJSON feature collection of the editions that fit; `n` counts what a feature stands for.

    Up to a thousand editions come with title, address and date. More come as clusters of cells
    of some 20 km, coarser ones for the whole world.
    """
    meaning = meaning_of(asked, today=now.date(), languages=languages)
    index = followed(now)
    query = replace(meaning.query, facets=False, offset=0, limit=MOST_POINTS, sort="date")
    answer = index.search(replace(query, limit=0))
    if answer.total_editions <= MOST_POINTS:
        features = _editions(index.search(query))
    else:
        zoom = COARSEST_ZOOM if answer.total_editions > MANY_POINTS else FINEST_ZOOM
        features = _clusters(index.search(replace(query, limit=0, clusters_zoom=zoom)))
    return {"type": "FeatureCollection", "features": features}


def _editions(answer: Answer) -> list[dict[str, Any]]:
    ids = [hit.edition_id for hit in answer.hits]
    rows = (
        Edition.objects.published()
        .filter(pk__in=ids, event__latitude__isnull=False)
        .order_by("starts_on", "pk")
        .values_list(
            "slug", "starts_on", "event__slug", "event__name", "event__latitude",
            "event__longitude",
        )
    )  # fmt: skip
    return [
        _feature(
            longitude,
            latitude,
            title=name,
            href=reverse("edition", args=[event, slug]),
            note=date_format(on, "D j M Y") if on else "",
            n=1,
        )
        for slug, on, event, name, latitude, longitude in rows
        if latitude is not None and longitude is not None
    ]


def _clusters(answer: Answer) -> list[dict[str, Any]]:
    return [_feature(c.longitude, c.latitude, n=c.editions) for c in answer.clusters]


def _feature(longitude: float, latitude: float, **properties: Any) -> dict[str, Any]:
    place = [round(longitude, 4), round(latitude, 4)]
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": place},
        "properties": properties,
    }
