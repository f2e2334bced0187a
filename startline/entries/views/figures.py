"""Figures of an edition."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from startline.accounts.rules import Action
from startline.core.clock import now
from startline.entries.queries.figures import figures as figures_of
from startline.entries.views.person import signed_in
from startline.events.access import edition_for


@require_GET
@login_required
def figures(request: HttpRequest, event: str, edition: str) -> HttpResponse:
    """Entries and money over time, who they are, and who looked."""
    found = edition_for(signed_in(request), event, edition, to=Action.ENTRANTS)
    page = {"edition": found, "event": found.event, "figures": figures_of(found, now=now())}
    return render(request, "entries/desk/figures.html", page)
