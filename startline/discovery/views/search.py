"""The search page, its map, and the races kept on a device."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from startline.core.clock import now
from startline.discovery.forms import asked_by, edition_ids_of, new_address
from startline.discovery.queries.cards import Reader, cards_of_editions
from startline.discovery.queries.finding import found
from startline.discovery.queries.month import month_of
from startline.discovery.queries.points import points
from startline.discovery.queries.results import results_page


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Races that fit an address: the whole page, or for htmx the parts that change."""
    asked, problems = asked_by(request)
    languages = [get_language() or "en"]
    if asked.view == "calendar":
        month = month_of(asked, now=now(), languages=languages)
        page = results_page(month.outcome, problems) | {"month": month}
    else:
        page = results_page(found(asked, now=now(), languages=languages), problems)
    htmx = "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers
    name = "discovery/search.html#changing" if htmx else "discovery/search.html"
    answer = render(request, name, page | {"is_part": htmx})
    if htmx:
        answer["HX-Push-Url"] = new_address(request, reverse("search") + page["address"])
    return answer


@require_GET
def race_map(request: HttpRequest) -> JsonResponse:
    """The same races as points for the map; many of them as counted clusters."""
    asked, _ = asked_by(request)
    answer = JsonResponse(points(asked, now=now(), languages=[get_language() or "en"]))
    answer["Content-Type"] = "application/geo+json"
    return answer


@require_GET
def cards(request: HttpRequest) -> HttpResponse:
    """Cards of the editions whose numbers are given: for races kept on a device."""
    found_cards = cards_of_editions(edition_ids_of(request), Reader(now()))
    return render(request, "discovery/saved.html#cards", {"cards": found_cards})


@require_GET
def saved(request: HttpRequest) -> HttpResponse:
    """The races kept on this device, and in the account of whoever is signed in."""
    page = {"is_in_account": request.user.is_authenticated}
    return render(request, "discovery/saved.html", page)
