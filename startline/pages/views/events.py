"""The pages of an event, its editions and races; what visitors report."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from startline.accounts.models import User
from startline.accounts.rules import Action
from startline.core.caller import address_of
from startline.core.clock import now
from startline.core.frequency import may_ask
from startline.core.preferences import preferences_of
from startline.core.refusals import Refusal
from startline.discovery.queries.similar import nearby_races, nearest_alike, similar_races
from startline.events.access import event_for
from startline.events.models.catalogue import Event
from startline.events.services.corrections import report_correction
from startline.feeds.services.addresses import UnreadableAddressError, read_address
from startline.pages.forms.visitors import AddressForm, CorrectionForm, MissingRaceForm
from startline.pages.queries.courses import drawing_of, line_of
from startline.pages.queries.event_page import (
    EventPage,
    course_of,
    event_page,
    kept_slug,
    page_of,
    published_event,
    race_line,
)
from startline.pages.queries.event_values import values_of
from startline.pages.queries.kept_pages import LISTED, SOLD_HERE, kept_page
from startline.pages.queries.structured_data import edition_data, race_data


@require_GET
def event(request: HttpRequest, event: str, edition: str = "") -> HttpResponse:
    """An event with its next or latest edition, or with the one named."""
    at = now()
    units = preferences_of(request).units
    key = ("event", event, edition, units, get_language())
    try:
        kept = kept_page(
            key, lambda: values_shown(event_page(event, edition, now=at), units, now=at), now=at
        )
    except Http404:
        heir = kept_slug(event) if not edition else ""
        if not heir:
            raise
        return redirect("event", heir, permanent=True)
    values = {**kept.values, "kept": kept, "canonical": request.path}
    return render(request, "pages/event.html", values)


@require_GET
@login_required
def preview(request: HttpRequest, event: str) -> HttpResponse:
    """The same page for those who prepare it, before anybody else can see it; never indexed."""
    assert isinstance(request.user, User)  # noqa: S101  -- the decorator made sure
    at = now()
    found = event_for(request.user, event, to=Action.VIEW)
    units = preferences_of(request).units
    values = values_shown(page_of(found, now=at), units, now=at)
    response = render(request, "pages/event.html", {**values, "canonical": request.path})
    response["X-Robots-Tag"] = "noindex"
    return response


def values_shown(page: EventPage, units: str, *, now: dt.datetime) -> dict[str, Any]:
    """What the template of an event's page needs, the same for every reader of these units."""
    return {
        "page": page,
        **values_of(page),
        "drawings": [drawing_of(row.course, units) for row in page.races],
        "structured": edition_data(page, site_url=settings.SITE_URL, now=now),
        "kept_for": SOLD_HERE if page.is_sold_here else LISTED,
    }


@require_GET
def race(request: HttpRequest, event: str, edition: str, race: str) -> HttpResponse:
    """One race: what a runner needs to know before entering."""
    at = now()
    units = preferences_of(request).units

    def values() -> dict[str, Any]:
        page = event_page(event, edition, now=at)
        line = race_line(page, race)
        return {
            "page": page,
            "row": line,
            **values_of(page),
            "drawing": drawing_of(line.course, units),
            "structured": race_data(page, line, site_url=settings.SITE_URL, now=at),
            "kept_for": SOLD_HERE if page.is_sold_here else LISTED,
        }

    kept = kept_page(("race", event, edition, race, units, get_language()), values, now=at)
    return render(
        request, "pages/race.html", {**kept.values, "kept": kept, "canonical": request.path}
    )


@require_GET
def around(request: HttpRequest, event: str, edition: str) -> HttpResponse:
    """Races like this one and near it; the lists alone for the event page that asks for them."""
    at = now()
    page = event_page(event, edition, now=at)
    values: dict[str, Any] = {"page": page, "similar": [], "alike": [], "nearby": []}
    if page.edition is not None:
        values["similar"] = similar_races(page.edition.pk, now=at)
        values["alike"] = [] if values["similar"] else nearest_alike(page.edition.pk, now=at)
        values["nearby"] = nearby_races(page.edition.pk, now=at)
    is_part = "HX-Request" in request.headers
    return render(request, "pages/around_lists.html" if is_part else "pages/around.html", values)


@require_GET
def course_line(request: HttpRequest, event: str, edition: str, race: str) -> HttpResponse:
    """The line of a course for the map."""
    found = course_of(event, edition, race)
    return JsonResponse(line_of(found), content_type="application/geo+json")


@require_http_methods(["GET", "POST"])
def correct_event(request: HttpRequest, event: str) -> HttpResponse:
    """Tell us that a fact is wrong."""
    found = published_event(event)
    form = CorrectionForm(request.POST or None)
    problem = ""
    if request.method == "POST" and form.is_valid():
        problem = _keep(request, form, event=found)
        if not problem:
            return redirect("correction_kept")
    page = {"event": found, "form": form, "problem": problem}
    return render(request, "pages/correct_event.html", page, status=429 if problem else 200)


@require_GET
def correction_kept(request: HttpRequest) -> HttpResponse:
    """Thank you."""
    return render(request, "pages/correction_kept.html")


@require_http_methods(["GET", "POST"])
def add_race(request: HttpRequest) -> HttpResponse:
    """Name a missing race: read its page, or type; then send."""
    if request.method == "POST":
        return _send_missing(request)
    address = AddressForm(request.GET if "address" in request.GET else None)
    page: dict[str, object] = {"address_form": address, "form": MissingRaceForm()}
    if address.is_bound and address.is_valid():
        page |= _read(request, address.cleaned_data["address"])
    return render(request, "pages/add_race.html", page)


def _read(request: HttpRequest, address: str) -> dict[str, object]:
    """What the address says, ready to be sent; or why it could not be read."""
    typed = MissingRaceForm(initial={"website": address})
    if not may_ask("read", address_of(request), most=20):
        return {"problem": "too_often", "form": typed}
    try:
        found = read_address(address)
    except UnreadableAddressError as error:
        return {"problem": error.code, "form": typed}
    values = dict(found.values)
    values["place"] = ", ".join(values[n] for n in ("place", "country") if n in values)
    values["note"] = values.pop("description", "")
    values["where"] = "; ".join(f"{name}: {place}" for name, place in found.where.items())
    form = MissingRaceForm(initial=values)
    return {"found": found, "form": form, "read": form.origins(found.where)}


def _send_missing(request: HttpRequest) -> HttpResponse:
    """Keep the missing race for the operator."""
    form = MissingRaceForm(request.POST)
    problem = ""
    if form.is_valid():
        problem = _keep(request, form)
        if not problem:
            return redirect("correction_kept")
    page = {"address_form": AddressForm(), "form": form, "problem": problem}
    return render(request, "pages/add_race.html", page, status=429 if problem else 200)


def _keep(
    request: HttpRequest, form: CorrectionForm | MissingRaceForm, event: Event | None = None
) -> str:
    """Hand a report to its service; the code of a refusal, or nothing."""
    values = form.cleaned_data
    if form.is_from_a_program:
        return ""
    if not may_ask("report", address_of(request), most=20):
        return "too_often"
    try:
        report_correction(
            event,
            text=form.report(),
            address=values.get("website", ""),
            email=values.get("email", ""),
            draft=form.draft(),
            now=now(),
        )
    except Refusal as refusal:
        return refusal.code
    return ""
