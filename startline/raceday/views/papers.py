"""Start lists, links for those who time, and sheets to print."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from startline.accounts.rules import Action
from startline.core.clock import now, today
from startline.events.access import edition_for
from startline.events.models.catalogue import Edition, Race
from startline.raceday.access import is_open, link_at, link_of, printed_of
from startline.raceday.forms.planning import FILES, LinkForm, ListForm
from startline.raceday.queries.papers import contacts, lacking, shirts, starters
from startline.raceday.rules.layouts import headers_of, row_of
from startline.raceday.services.desks import (
    close_list_link,
    note_shredded,
    open_list_link,
    print_contacts,
)
from startline.raceday.services.files import FORMATS, start_list_file
from startline.raceday.views.person import signed_in


@require_http_methods(["GET", "POST"])
@login_required
def start_list(request: HttpRequest, event: str, edition: str) -> HttpResponse:
    """The start list with numbers; POST opens a link for those who time."""
    user = signed_in(request)
    found = edition_for(user, event, edition, to=Action.ENTRANTS)
    link_form = LinkForm(request.POST or None, edition=found, today=today(found.timezone))
    if request.method == "POST" and link_form.is_valid():
        given = link_form.cleaned_data
        open_list_link(
            found, name=given["name"], layout=given["layout"], expires_at=link_form.expires_at(),
            by=user, now=now(),
        )  # fmt: skip
        return redirect("raceday:start_list", event, edition)
    race, layout, form = wanted(request, found)
    page = {
        "edition": found, "event": found.event, "form": form, "link_form": link_form,
        "starters": starters(found, race, by="bib"), "files": FILES, "layout": layout,
        "race": race, "links": links_of(request, found),
    }  # fmt: skip
    return render(request, "raceday/start_list.html", page)


def links_of(request: HttpRequest, edition: Edition) -> list[tuple[object, bool, str]]:
    """The links with their addresses, the newest first."""
    return [
        (
            link, is_open(link, now()),
            request.build_absolute_uri(reverse("raceday:timing", args=[link.token])),
        )
        for link in edition.list_links.order_by("-pk")
    ]  # fmt: skip


def wanted(request: HttpRequest, edition: Edition) -> tuple[Race | None, str, ListForm]:
    """Race and layout of the address; what can't be read is all, plain."""
    form = ListForm(request.GET or None, edition=edition)
    if not form.is_valid():
        return None, "plain", form
    return form.cleaned_data["race"], form.cleaned_data["layout"], form


@require_GET
@login_required
def start_list_as(request: HttpRequest, event: str, edition: str, kind: str) -> HttpResponse:
    """The start list as a file."""
    found = edition_for(signed_in(request), event, edition, to=Action.ENTRANTS)
    race, layout, _form = wanted(request, found)
    return file_of(found, race, layout, kind)


def file_of(edition: Edition, race: Race | None, layout: str, form: str) -> HttpResponse:
    """A download."""
    if form not in FORMATS:
        raise Http404
    kind, body = start_list_file(edition, race, layout=layout, form=form)
    part = f"-{race.slug}" if race else ""
    name = f"{edition.event.slug}-{edition.slug}{part}-{layout}.{form}"
    return HttpResponse(
        body, content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"',
                 "Cache-Control": "no-store", "X-Robots-Tag": "noindex"},
    )  # fmt: skip


@require_POST
@login_required
def close_link(request: HttpRequest, event: str, edition: str, link: int) -> HttpResponse:
    """End a read-only link now."""
    user = signed_in(request)
    found = edition_for(user, event, edition, to=Action.ENTRANTS)
    close_list_link(link_of(found, link), by=user, now=now())
    messages.success(request, _("The link opens nothing any more."))
    return redirect("raceday:start_list", event, edition)


@require_GET
@never_cache
def timing(request: HttpRequest, token: str) -> HttpResponse:
    """The start list for whoever holds the link, in the layout it was made for."""
    link = link_at(token)
    if not is_open(link, now()):
        return render(request, "raceday/over.html", {"event": link.edition.event}, status=410)
    rows = [row_of(link.layout, one) for one in starters(link.edition, by="bib")]
    page = {
        "link": link, "edition": link.edition, "event": link.edition.event, "files": FILES,
        "heads": headers_of(link.layout), "rows": rows,
    }  # fmt: skip
    return render(request, "raceday/timing.html", page)


@require_GET
@never_cache
def timing_as(request: HttpRequest, token: str, form: str) -> HttpResponse:
    """The same as a file."""
    link = link_at(token)
    if not is_open(link, now()):
        return render(request, "raceday/over.html", {"event": link.edition.event}, status=410)
    return file_of(link.edition, None, link.layout, form)


@require_GET
@login_required
def sheets(request: HttpRequest, event: str, edition: str) -> HttpResponse:
    """All sheets, and the printed ones that must be shredded."""
    found = edition_for(signed_in(request), event, edition, to=Action.ENTRANTS)
    page = {
        "edition": found, "event": found.event,
        "printed": found.printed.select_related("by", "shredded_by").order_by("-pk"),
    }  # fmt: skip
    return render(request, "raceday/sheets.html", page)


@require_GET
@login_required
def sheet(request: HttpRequest, event: str, edition: str, kind: str) -> HttpResponse:
    """One sheet: by name, by number, shirts, who lacks what."""
    found = edition_for(signed_in(request), event, edition, to=Action.ENTRANTS)
    asked: dict[str, Callable[[], dict[str, object]]] = {
        "name": lambda: {"starters": starters(found)},
        "number": lambda: {"starters": starters(found, by="bib")},
        "shirts": lambda: {"shirts": shirts(found)},
        "lacking": lambda: {"lacking": lacking(found)},
    }
    if kind not in asked:
        raise Http404
    page = {"edition": found, "event": found.event, "sheet": kind, **asked[kind]()}
    return render(request, "raceday/sheet.html", page)


@require_POST
@login_required
def print_emergency(request: HttpRequest, event: str, edition: str) -> HttpResponse:
    """Note that emergency contacts are printed, and show them."""
    user = signed_in(request)
    found = edition_for(user, event, edition, to=Action.ENTRANTS)
    printed = print_contacts(found, by=user, now=now())
    return redirect("raceday:emergency", event, edition, printed.pk)


@require_GET
@never_cache
@login_required
def emergency(request: HttpRequest, event: str, edition: str, printed: int) -> HttpResponse:
    """The emergency contacts; not once the sheet is noted as shredded."""
    found = edition_for(signed_in(request), event, edition, to=Action.ENTRANTS)
    noted = printed_of(found, printed)
    page = {
        "edition": found, "event": found.event, "printed": noted, "sheet": "emergency",
        "contacts": [] if noted.shredded_at else contacts(found),
    }  # fmt: skip
    return render(request, "raceday/sheet.html", page)


@require_POST
@login_required
def shredded(request: HttpRequest, event: str, edition: str, printed: int) -> HttpResponse:
    """Note that a printed sheet is no more."""
    user = signed_in(request)
    found = edition_for(user, event, edition, to=Action.ENTRANTS)
    note_shredded(printed_of(found, printed), by=user, now=now())
    return redirect("raceday:sheets", event, edition)
