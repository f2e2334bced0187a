"""One start: what it is, what it costs, aid stations, course."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.forms import BaseFormSet, Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from startline.accounts.rules import Action
from startline.core.clock import now
from startline.core.refusals import Refusal
from startline.events.access import edition_for, race_for
from startline.events.forms.race import (
    CourseForm,
    RaceForm,
    StationForm,
    Stations,
    StepForm,
    Steps,
    initial_of,
    shown_station,
    shown_step,
)
from startline.events.models.catalogue import Edition, Race
from startline.events.rules.details import RaceSheet
from startline.events.services.courses import store_course
from startline.events.services.races import (
    create_race,
    pool_for,
    remove_race,
    save_race,
)
from startline.events.views.person import signed_in


@require_http_methods(["GET", "POST"])
@login_required
def create(request: HttpRequest, event: str, edition: str) -> HttpResponse:
    """A new race of an edition."""
    user = signed_in(request)
    found = edition_for(user, event, edition, to=Action.EDIT)
    form = race_form(request, found, {"sport": found.event.sport})
    if request.method == "POST" and form.is_valid():
        at, wish, details = now(), form.wish(), form.details()
        pool = pool_for(found, wish, own=None, name=details.name, by=user, now=at)
        race = create_race(found, details, pool=pool, by=user, now=at)
        messages.success(request, _("Saved. Now its price."))
        return redirect("edit_race", event, edition, race.slug)
    return render(
        request, "events/organize/race.html", {"edition": found, "form": form, "sheets": form}
    )


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: HttpRequest, event: str, edition: str, race: str) -> HttpResponse:
    """A race with its price steps and aid stations, saved together."""
    user = signed_in(request)
    found = race_for(user, event, edition, race, to=Action.EDIT)
    form = race_form(request, found.edition, initial_of(found))
    steps, stations = step_forms(request, found), station_forms(request, found)
    refusal: Refusal | None = None
    if request.method == "POST" and all(f.is_valid() for f in (form, steps, stations)):
        try:
            rows = [row for f in kept(stations) if (row := f.station())]
            prices = [step for f in kept(steps) if (step := f.step())]
            sheet = RaceSheet(form.details(), form.wish(), prices)
            save_race(found, sheet, stations=rows, by=user, now=now())
        except Refusal as said_no:
            refusal = said_no
        else:
            messages.success(request, _("Saved."))
            return redirect("desk", event)
    page = {"edition": found.edition, "race": found, "form": form, "steps": steps,
            "stations": stations, "refusal": refusal,
            "sheets": [form, *staying(steps), *staying(stations)]}  # fmt: skip
    return render(request, "events/organize/race.html", page, status=409 if refusal else 200)


@require_POST
@login_required
def remove(request: HttpRequest, event: str, edition: str, race: str) -> HttpResponse:
    """Delete a race nobody entered."""
    user = signed_in(request)
    found = race_for(user, event, edition, race, to=Action.EDIT)
    try:
        remove_race(found, by=user, now=now())
    except Refusal as refusal:
        page = {"event": found.edition.event, "refusal": refusal}
        return render(request, "events/organize/refused.html", page, status=409)
    messages.success(request, _("The race is gone."))
    return redirect("desk", event)


@require_POST
@login_required
def upload_course(request: HttpRequest, event: str, edition: str, race: str) -> HttpResponse:
    """The race's course from a GPX file; an unreadable one changes nothing."""
    user = signed_in(request)
    found = race_for(user, event, edition, race, to=Action.EDIT)
    form = CourseForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose a GPX file first."))
        return redirect("edit_race", event, edition, race)
    file = form.cleaned_data["gpx"]
    try:
        store_course(found, file_name=file.name, data=file.read(), by=user, now=now())
    except Refusal as refusal:
        page = {"event": found.edition.event, "refusal": refusal}
        return render(request, "events/organize/refused.html", page, status=409)
    messages.success(request, _("The course is on the race page."))
    return redirect("edit_race", event, edition, race)


def race_form(request: HttpRequest, edition: Edition, shown: dict[str, object]) -> RaceForm:
    """The form, on the clock of the event's zone."""
    pools = list(edition.pools.all())
    return RaceForm(request.POST or None, zone=edition.event.timezone, pools=pools, initial=shown)


def step_forms(request: HttpRequest, race: Race) -> BaseFormSet[StepForm]:
    """The price steps' rows."""
    rows = race.price_steps.order_by(F("until_at").asc(nulls_last=True), "pk")
    shown = [shown_step(row) for row in rows]
    words = {"zone": race.edition.event.timezone, "currency": race.edition.currency or "EUR"}
    return Steps(request.POST or None, prefix="steps", initial=shown, form_kwargs=words)


def station_forms(request: HttpRequest, race: Race) -> BaseFormSet[StationForm]:
    """The aid stations' rows."""
    shown = [shown_station(row) for row in race.aid_stations.order_by("at_m")]
    return Stations(request.POST or None, prefix="stations", initial=shown)


def kept[Row: Form](rows: BaseFormSet[Row]) -> list[Row]:
    """The rows that were not taken off."""
    return [row for row in rows if row not in rows.deleted_forms]


def staying[Row: Form](rows: BaseFormSet[Row]) -> list[Row]:
    """The rows not ticked to be taken off: those whose errors matter."""
    return [row for row in rows if not row.data.get(row.add_prefix("DELETE"))]
