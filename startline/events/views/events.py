"""A director's list, listing a race, the desk of one event."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from startline.accounts.rules import Action
from startline.core.clock import now, today
from startline.core.refusals import Refusal
from startline.events.access import allowed_for, event_for, organizers_for
from startline.events.forms.listing import EventForm, ListRaceForm
from startline.events.queries import coming_first, completeness, desk_of
from startline.events.rules.details import EventDetails
from startline.events.services.events import edit_event, publish_event, unpublish_event
from startline.events.services.first_listing import list_first_race
from startline.events.views.person import signed_in


@require_GET
@login_required
def organize(request: HttpRequest) -> HttpResponse:
    """My events, with what is missing."""
    mine = organizers_for(signed_in(request), to=Action.VIEW)
    desks = [(organizer, desk_of(organizer, today=today())) for organizer in mine]
    return render(request, "events/organize/organize.html", {"desks": desks})


@require_http_methods(["GET", "POST"])
@login_required
def list_race(request: HttpRequest) -> HttpResponse:
    """Everything a first listing needs, on one page."""
    user = signed_in(request)
    organizer = organizers_for(user, to=Action.EDIT).first()
    form = ListRaceForm(request.POST or None, needs_organizer=organizer is None)
    if request.method == "POST" and form.is_valid():
        event = list_first_race(form.first_listing(), organizer=organizer, by=user, now=now())
        edition = event.editions.get()
        return redirect("entries:put_on_sale", event.slug, edition.slug)
    return render(request, "events/organize/list_race.html", {"form": form})


@require_GET
@login_required
def desk(request: HttpRequest, event: str) -> HttpResponse:
    """One event: its editions and races, what is missing, what can be done."""
    user = signed_in(request)
    found = event_for(user, event, to=Action.VIEW)
    editions = [
        (edition, *completeness(edition))
        for edition in coming_first(
            found.editions.prefetch_related(
                "races__price_steps", "races__pool", "races__course", "windows", "policies"
            ),
            today(),
        )
    ]
    may = allowed_for(user, found) if found.organizer else frozenset()
    page = {"event": found, "editions": editions, "may": may}
    return render(request, "events/organize/desk.html", page)


@require_http_methods(["GET", "POST"])
@login_required
def details(request: HttpRequest, event: str) -> HttpResponse:
    """The lasting thing."""
    user = signed_in(request)
    found = event_for(user, event, to=Action.EDIT)
    names = EventForm.base_fields
    form = EventForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    if request.method == "POST" and form.is_valid():
        kept = {"aliases": found.aliases, "pictures": found.pictures, "region": found.region}
        edit_event(
            found,
            EventDetails(**form.cleaned_data, **kept, place_certainty=found.place_certainty),
            by=user,
            now=now(),
        )
        messages.success(request, _("Saved."))
        return redirect("desk", found.slug)
    return render(request, "events/organize/details.html", {"event": found, "form": form})


@require_POST
@login_required
def publish(request: HttpRequest, event: str) -> HttpResponse:
    """Show the event to everyone, or take it off."""
    user = signed_in(request)
    found = event_for(user, event, to=Action.PUBLISH)
    if "off" in request.POST:
        unpublish_event(found, by=user, now=now())
        messages.success(request, _("The event is off the site. Nothing was deleted."))
        return redirect("desk", found.slug)
    try:
        publish_event(found, by=user, now=now())
    except Refusal as refusal:
        page = {"event": found, "refusal": refusal}
        return render(request, "events/organize/refused.html", page, status=409)
    messages.success(request, _("Published. Everyone can find it now."))
    return redirect("desk", found.slug)
