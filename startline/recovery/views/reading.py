"""What is only to read: the way in, the comparison, the printed rules of today and of a race."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from startline.recovery.content.programme import PHASES
from startline.recovery.queries import (
    conditions,
    cross_training,
    exercises,
    has_programme,
    ladder,
    leaflet_of,
    places,
    planned_weeks,
    references_of,
    referred,
    rules_of,
    steps_back,
)
from startline.recovery.rules.constants import constants


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Four things: danger signs, what it may be, today, my race."""
    return render(request, "recovery/home.html")


@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """The comparison table with its map."""
    shown = {"conditions": conditions(), "places": places(), "referred": referred()}
    return render(request, "recovery/compare.html", shown)


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """The traffic light as a printed table."""
    shown = {"c": constants(), "sources": references_of("trekrunners")}
    return render(request, "recovery/today.html", shown)


@require_GET
def race(request: HttpRequest) -> HttpResponse:
    """The gates of full training and of a race as a printed list, with the stop rule."""
    sources = references_of("crossley2004")
    return render(request, "recovery/race.html", {"c": constants(), "sources": sources})


@require_GET
def programme(request: HttpRequest) -> HttpResponse:
    """The knee explained, then strength, running and what else, each rule with its source."""
    shown = {
        "c": constants(), "phases": PHASES, "exercises": exercises(), "weeks": planned_weeks(),
        "ladder": ladder(), "steps": steps_back(), "cross": cross_training(),
        "rules": rules_of({"2.6", "2.7", "2.8", "2.10", "2.12"}),
        "strength_sources": references_of("neal2024,nascimento2018,hansen2023,ferber2015"),
        "knee_sources": references_of("esculier2018,smith2017,neal2024,barton2014,smith2015"),
        "time_sources": references_of("bmjbp827,collins2013,collins2010,esculier2018"),
    }  # fmt: skip
    return render(request, "recovery/programme.html", shown)


@require_GET
def leaflet(request: HttpRequest, condition: str) -> HttpResponse:
    """One condition on a sheet of paper; what must not have a plan leads to care."""
    found = leaflet_of(condition)
    if found is None:
        raise Http404
    shown: dict[str, object] = {"term": found.term, "helps": found.helps}
    if has_programme(condition):
        shown |= {"c": constants(), "weeks": planned_weeks()[1:3], "ladder": ladder()}
    return render(request, "recovery/leaflet.html", shown)


@require_GET
def sheet(request: HttpRequest) -> HttpResponse:
    """Two weeks of the log to fill in by hand."""
    return render(request, "recovery/sheet.html", {"c": constants(), "days": range(1, 15)})
