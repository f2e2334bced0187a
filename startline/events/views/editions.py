"""One holding: date and links, rules for changed plans, copy to next year."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from startline.accounts.rules import Action
from startline.core.clock import now
from startline.core.refusals import Refusal
from startline.events.access import edition_for
from startline.events.forms.edition import EditionForm, initial_of, later_windows
from startline.events.forms.policies import policy_forms
from startline.events.services.editions import copy_edition_to_next_year, edit_edition
from startline.events.services.races import set_policies, set_windows
from startline.events.views.person import signed_in


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: HttpRequest, event: str, edition: str) -> HttpResponse:
    """Date, status, links, features, windows."""
    user = signed_in(request)
    found = edition_for(user, event, edition, to=Action.EDIT)
    zone = found.event.timezone
    form = EditionForm(request.POST or None, zone=zone, initial=initial_of(found))
    if request.method == "POST" and form.is_valid():
        windows = form.windows(later_windows(found))
        edit_edition(found, form.details(found.trail_facts), by=user, now=now())
        set_windows(found, windows, by=user, now=now())
        messages.success(request, _("Saved."))
        return redirect("desk", event)
    return render(request, "events/organize/edition.html", {"edition": found, "form": form})


@require_http_methods(["GET", "POST"])
@login_required
def policies(request: HttpRequest, event: str, edition: str) -> HttpResponse:
    """What is possible when plans change, as data."""
    user = signed_in(request)
    found = edition_for(user, event, edition, to=Action.EDIT)
    forms = policy_forms(found, request.POST or None)
    if request.method == "POST" and all(form.is_valid() for form in forms):
        rows = [row for form in forms if (row := form.policy())]
        set_policies(found, rows, by=user, now=now())
        messages.success(request, _("Saved."))
        return redirect("desk", event)
    return render(request, "events/organize/policies.html", {"edition": found, "forms": forms})


@require_POST
@login_required
def next_year(request: HttpRequest, event: str, edition: str) -> HttpResponse:
    """Copy to next year."""
    user = signed_in(request)
    found = edition_for(user, event, edition, to=Action.EDIT)
    try:
        copy = copy_edition_to_next_year(found, by=user, now=now())
    except Refusal as refusal:
        page = {"event": found.event, "refusal": refusal}
        return render(request, "events/organize/refused.html", page, status=409)
    messages.success(request, _("Copied. Check the date, then confirm it."))
    return redirect("edit_edition", event, copy.slug)
