"""Seeing the entry, giving the place back; the start list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from startline.accounts.models import User
from startline.entries.access import race_for_entering
from startline.entries.queries import starters


def person(request: HttpRequest) -> User | None:
    """Who acts, if they are signed in."""
    return request.user if isinstance(request.user, User) else None


@require_GET
def start_list(request: HttpRequest, event: str, edition: str, race: str) -> HttpResponse:
    """Who runs."""
    found = race_for_entering(event, edition, race)
    page = {
        "race": found,
        "edition": found.edition,
        "starters": starters.start_list(found),
        "title": found.name,
    }
    return render(request, "entries/start_list.html", page)
