"""A race's results as schema.org data: a data set about one race, with its files."""

import json
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from startline.results.models import ResultList

ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def dataset(
    listing: ResultList, kinds: Mapping[str, str], *, words: str, site_url: str
) -> SafeString:
    """JSON that cannot close the element it stands in; empty for a demonstration.

    `kinds`: ending and media type of each file; `words`: what it is, in the reader's language.
    """
    race = listing.race
    edition, event = race.edition, race.edition.event
    if event.is_demo or edition.starts_on is None:
        return mark_safe("")
    address = reverse("results:results", args=[event.slug, edition.slug])
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": f"{event.name}: {race.name}, {edition.starts_on.year}",
        "description": words,
        "url": f"{site_url}{address}?race={race.slug}",
        "temporalCoverage": f"{edition.starts_on:%Y-%m-%d}",
        "datePublished": f"{listing.published_at:%Y-%m-%d}",
        "dateModified": f"{listing.changed_at:%Y-%m-%d}",
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": kind,
                "contentUrl": site_url
                + reverse("results:all", args=[event.slug, edition.slug, form])
                + f"?race={race.slug}",
            }
            for form, kind in kinds.items()
        ],
    }
    text = json.dumps(data, ensure_ascii=False).translate(ESCAPES)
    return mark_safe(text)  # noqa: S308  -- the three characters with a meaning in HTML are escaped
