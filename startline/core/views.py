"""The two doors of core: the reader's preferences, and the page of components."""

import datetime as dt

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from startline.core.example_form import ExampleForm
from startline.core.money import Money
from startline.core.preferences import THEMES, UNITS, YEAR_S

COOKIES = {"theme": "theme", "units": "units", "language": settings.LANGUAGE_COOKIE_NAME}


@csrf_exempt  # keeps nothing on the server and needs no session, so that pages stay free of tokens
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep theme, units or language in a cookie for a year and go back to the page."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return HttpResponse(status=403)
    response = HttpResponseRedirect(_way_back(request))
    languages = [code for code, _ in settings.LANGUAGES]
    for name, allowed in (("theme", THEMES), ("units", UNITS), ("language", languages)):
        word = request.POST.get(name, "")
        if word in allowed:
            response.set_cookie(
                COOKIES[name],
                word,
                max_age=YEAR_S,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
    return response


@require_GET
def components(request: HttpRequest) -> HttpResponse:
    """Every component in its states, for the tests and for those who build pages."""
    rows = [[f"Race {number}", "21.1 km", "22.00 EUR"] for number in range(1, 46)]
    example = {
        "crumbs": [("Startline", "/"), ("Components", "")],
        "race_day": dt.date(2026, 9, 12),
        "price": Money(2200, "EUR"),
        "grades": ["high", "moderate", "low", "experts"],
        "steps": [
            {"state": "past", "price": "19.00", "words": "until Sun 31 May"},
            {"state": "now", "price": "22.00", "words": "now, until Sun 9 Aug, 23:59"},
            {"state": "", "price": "25.00", "words": "until Sun 6 Sep"},
        ],
        "form": ExampleForm({"mail": "not a mail", "country": "PT"}),
        "heads": ["Race", "Distance", "Price"],
        "rows": rows[:3],
        "page": Paginator(rows, 5).get_page(request.GET.get("page")),
        "map": request.GET.get("map", ""),
        "map_src": _map_source(request),
    }
    return render(request, "components_page.html", example)


def _map_source(request: HttpRequest) -> str:
    points, bbox = request.GET.get("map", ""), request.GET.get("bbox", "")
    return f"{points}?bbox={bbox}" if points and bbox else points


def _way_back(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else "/"
