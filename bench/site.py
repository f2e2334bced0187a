"""Addresses of the measured site: its own, an empty view, and pages drawn from constants."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from startline.core.clock import now
from startline.discovery.forms import asked_by
from startline.discovery.queries.finding import found
from startline.discovery.queries.results import results_page

_kept: dict[str, dict[str, Any]] = {}


def empty(request: HttpRequest) -> HttpResponse:
    """Nothing but the server and the middleware."""
    return HttpResponse("ok")


def constants(request: HttpRequest) -> HttpResponse:
    """The list of races whose values were worked out at the first request for an address."""
    key = request.GET.urlencode()
    if key not in _kept:
        asked, problems = asked_by(request)
        _kept[key] = results_page(found(asked, now=now(), languages=["en"]), problems)
    return render(request, "discovery/search.html", _kept[key] | {"is_part": False})


urlpatterns = [
    path("bench/empty/", empty),
    path("bench/constants/", constants),
    path("", include("startline.config.urls")),
]
