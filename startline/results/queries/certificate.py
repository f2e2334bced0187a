"""A finisher's certificate as PDF."""

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext

from startline.core.later import loaded_when_used
from startline.events.models.catalogue import Edition, Race
from startline.results.queries.listed import Line
from startline.results.rules.times import clock_words

if TYPE_CHECKING:
    import typst
else:
    typst = loaded_when_used("typst")


LAYOUT = Path(__file__).resolve().parent.parent / "content" / "certificate.typ"


def certificate_pdf(edition: Edition, race: Race, line: Line, *, is_official: bool) -> bytes:
    """One A4 page with the year large, the name, the time and the places."""
    day = edition.starts_on
    places = [
        (gettext("Overall"), line.place),
        (gettext("Women") if line.gender == "f" else gettext("Men"), line.gender_place),
        (line.category, line.category_place),
    ]
    told = {
        "year": str(day.year) if day else edition.slug,
        "event": edition.event.name,
        "race": race.name,
        "name": line.name,
        "day": date_format(day, "j F Y") if day else "",
        "place": edition.event.place_name,
        "time": clock_words((line.time_ms or 0) // 1000 * 1000),
        "places": [
            [label, str(place)]
            for label, place in places
            if place and label and (line.gender in {"f", "m"} or label != places[1][0])
        ],
        "words": gettext("finished in"),
        "note": "" if is_official else gettext("Provisional result"),
        "bib": gettext("Bib %(bib)s") % {"bib": line.bib} if line.bib else "",
    }
    return typst.compile(layout(), sys_inputs={"told": json.dumps(told)})


@lru_cache(maxsize=1)
def layout() -> bytes:
    """The page's layout, in typst's language."""
    return LAYOUT.read_bytes()
