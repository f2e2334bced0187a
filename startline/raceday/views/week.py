"""Race week on the director's desk: where it stands, desks and their links."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from startline.accounts.rules import Action
from startline.core.clock import now, today
from startline.core.refusals import Refusal
from startline.entries.queries.tickets import qr_svg
from startline.events.access import allowed_for, edition_for
from startline.events.models.catalogue import Edition
from startline.raceday.access import desk_of, is_open
from startline.raceday.forms.planning import DeskForm
from startline.raceday.models.numbers import Bib
from startline.raceday.queries.papers import lacking
from startline.raceday.queries.runners import living_entries
from startline.raceday.queries.said import crowds, hours
from startline.raceday.services.desks import close_desk, open_desk
from startline.raceday.views.person import signed_in


@require_GET
@login_required
def week(request: HttpRequest, event: str, edition: str) -> HttpResponse:
    """What is ready, and who is in by race and hour."""
    user = signed_in(request)
    found = edition_for(user, event, edition, to=Action.VIEW)
    those = crowds(found)
    page = {
        **about(found),
        "may": allowed_for(user, found.event),
        "entrants": living_entries(found).count(),
        "numbers": Bib.objects.filter(entry__in=living_entries(found)).count(),
        "desks": [desk for desk in found.desks.order_by("pk") if is_open(desk, now())],
        "lacking": len(lacking(found)),
        "crowds": those,
        "inside": sum(crowd.inside for crowd in those),
        "expected": sum(crowd.expected for crowd in those),
        "hours": hours(found),
    }
    return render(request, "raceday/week.html", page)


def about(edition: Edition) -> dict[str, object]:
    """What every page of race week says."""
    return {"edition": edition, "event": edition.event}


@require_http_methods(["GET", "POST"])
@login_required
def desks(request: HttpRequest, event: str, edition: str) -> HttpResponse:
    """The desks, and a new one."""
    user = signed_in(request)
    found = edition_for(user, event, edition, to=Action.CHECK_IN)
    day = today(found.timezone)
    form = DeskForm(request.POST or None, edition=found, today=day)
    if request.method == "POST" and form.is_valid():
        name, is_help = form.cleaned_data["name"], form.cleaned_data["is_help"]
        try:
            made = open_desk(
                found, name=name, is_help=is_help, expires_at=form.expires_at(), by=user, now=now()
            )
            return redirect("raceday:desk_link", event, edition, made.pk)
        except Refusal:
            form.add_error("name", _("Another desk of this edition has this name."))
    rows = [(desk, is_open(desk, now())) for desk in found.desks.order_by("-pk")]
    page = {**about(found), "form": form, "desks": rows}
    return render(request, "raceday/desks.html", page)


@require_GET
@login_required
def desk_link(request: HttpRequest, event: str, edition: str, desk: int) -> HttpResponse:
    """A desk's link as a code to be scanned by the phones that work there."""
    found = edition_for(signed_in(request), event, edition, to=Action.CHECK_IN)
    one = desk_of(found, desk)
    link = request.build_absolute_uri(reverse("raceday:desk", args=[one.token]))
    page = {
        **about(found), "desk": one, "is_open": is_open(one, now()), "link": link,
        "code": qr_svg(link), "scans": one.scans.count(),
    }  # fmt: skip
    return render(request, "raceday/desk_link.html", page)


@require_POST
@login_required
def close(request: HttpRequest, event: str, edition: str, desk: int) -> HttpResponse:
    """End a desk's link now."""
    user = signed_in(request)
    found = edition_for(user, event, edition, to=Action.CHECK_IN)
    close_desk(desk_of(found, desk), by=user, now=now())
    messages.success(request, _("The desk is closed. Its link opens nothing any more."))
    return redirect("raceday:desks", event, edition)
