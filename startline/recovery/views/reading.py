"""What is only to read: the way in, the comparison, the printed rules of today and of a race."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from startline.recovery.queries import conditions, places, references_of, referred
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
