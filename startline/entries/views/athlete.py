"""Seeing the entry, giving the place back; the start list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from startline.accounts.models import User
from startline.core.clock import now
from startline.entries.access import entry_for, race_for_entering
from startline.entries.queries import starters
from startline.entries.services.entering import withdraw_entry


def person(request: HttpRequest) -> User | None:
    """Who acts, if they are signed in."""
    return request.user if isinstance(request.user, User) else None


@require_GET
def entry(request: HttpRequest, reference: str) -> HttpResponse:
    """The entry, for whoever holds the reference; never indexed."""
    found = entry_for(reference)
    page = {"entry": found, "race": found.race, "edition": found.race.edition}
    response = render(request, "entries/entry.html", page)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_POST
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Give the place back."""
    withdraw_entry(entry_for(reference), by=person(request), now=now())
    return redirect("entries:entry", reference)


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
