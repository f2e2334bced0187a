"""One holding: date and links, rules for changed plans, copy to next year."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from startline.accounts.rules import Action
from startline.core.clock import now
from startline.core.money import Money
from startline.core.refusals import Refusal
from startline.events.access import edition_for
from startline.events.forms.edition import EditionForm, PolicyForm, initial_of
from startline.events.models.catalogue import Edition
from startline.events.models.offer import Policy
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
        edit_edition(found, form.details(), by=user, now=now())
        set_windows(found, form.windows(), by=user, now=now())
        messages.success(request, _("Saved."))
        return redirect("desk", event)
    return render(request, "events/organize/edition.html", {"edition": found, "form": form})


@require_http_methods(["GET", "POST"])
@login_required
def policies(request: HttpRequest, event: str, edition: str) -> HttpResponse:
    """What is possible when plans change, as data."""
    user = signed_in(request)
    found = edition_for(user, event, edition, to=Action.EDIT)
    forms = [
        PolicyForm(request.POST or None, edition=found, kind=kind, initial=shown(found, kind))
        for kind, _word in Policy.KINDS
    ]
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


def shown(edition: Edition, kind: str) -> dict[str, object]:
    """A policy as its form shows it."""
    row = edition.policies.filter(kind=kind).first()
    if row is None:
        return {}
    return {
        "is_allowed": "yes" if row.is_allowed else "no",
        "until_on": row.until_at.date() if row.until_at else None,
        "fee": Money(row.fee_minor, edition.currency or "EUR").amount if row.fee_minor else "",
        "refund_percent": row.refund_percent,
        "note": row.note,
    }
