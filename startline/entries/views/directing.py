"""A director's pages: what happens when plans change, and calling an edition off."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from startline.accounts.models import User
from startline.accounts.rules import Action
from startline.core.clock import now
from startline.core.refusals import Refusal
from startline.entries.forms.afterwards import AfterTermsForm, CallingForm
from startline.entries.models.afterwards import Calling
from startline.entries.queries.afterwards import after_terms_of, rules_of, worked_examples
from startline.entries.rules.afterwards import Act
from startline.entries.services.calling import (
    BATCH,
    CallingTerms,
    call_off,
    carry_on,
    progress_of,
)
from startline.events.access import edition_for
from startline.events.services.after_terms import AfterSale, set_after_terms


def signed_in(request: HttpRequest) -> User:
    """The person behind a page that needs one."""
    assert isinstance(request.user, User)  # noqa: S101  -- login_required stands before
    return request.user


@require_http_methods(["GET", "POST"])
@login_required
def changes(request: HttpRequest, event: str, edition: str) -> HttpResponse:
    """Resale and who bears what, with an example in money for each answer."""
    user = signed_in(request)
    found = edition_for(user, event, edition, to=Action.MONEY)
    terms = after_terms_of(found)
    deferral = next((r for r in rules_of(found) if r.kind is Act.DEFERRAL), None)
    form = AfterTermsForm(
        request.POST or None,
        initial={
            "refund_on_resale": terms.refund_on_resale, "kept_fee_bearer": terms.kept_fee_bearer,
            "difference_to": terms.difference_to,
            "reasons": deferral.reasons if deferral else (),
            "free_reasons": deferral.free_reasons if deferral else (),
        },
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        set_after_terms(found, AfterSale(**form.cleaned_data), by=user, now=now())
        messages.success(request, _("Saved."))
        return redirect("entries:changes", event, edition)
    page = {"edition": found, "form": form, "examples": worked_examples(found, now=now()),
            "terms": terms, "deferral": deferral}  # fmt: skip
    return render(request, "entries/changes.html", page)


@require_http_methods(["GET", "POST"])
@login_required
def call_off_page(request: HttpRequest, event: str, edition: str) -> HttpResponse:
    """Cancel or postpone: what each entrant is asked, what goes back, until when."""
    user = signed_in(request)
    found = edition_for(user, event, edition, to=Action.PUBLISH)
    form = CallingForm(request.POST or None, edition=found)
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        terms = CallingTerms(
            kind=clean["kind"], race=clean["race"],
            choose_until_at=now() + dt.timedelta(days=clean["days"]),
            refund_percent=clean["refund_percent"], offers_deferral=clean["offers_deferral"],
            note=clean["note"],
        )  # fmt: skip
        try:
            made = call_off(found, terms, by=user, now=now())
        except Refusal as said_no:
            refusal = said_no
        else:
            return redirect("entries:calling", event, edition, made.pk)
    page = {"edition": found, "form": form, "refusal": refusal,
            "callings": found.callings.select_related("race").order_by("-pk")}  # fmt: skip
    return render(request, "entries/call_off.html", page, status=409 if refusal else 200)


@require_http_methods(["GET", "POST"])
@login_required
def calling(request: HttpRequest, event: str, edition: str, number: int) -> HttpResponse:
    """How far it has come; the button does the next few at once, the schedule does the rest."""
    found = edition_for(signed_in(request), event, edition, to=Action.PUBLISH)
    mine = Calling.objects.filter(edition=found, pk=number).first()
    if mine is None:
        raise Http404
    if request.method == "POST":
        carry_on(mine, now(), most=BATCH)
        return redirect("entries:calling", event, edition, number)
    troubles = mine.choices.exclude(problem="").select_related("entry__order", "entry__athlete")
    page = {"edition": found, "calling": mine, "progress": progress_of(mine),
            "troubles": troubles.order_by("pk")[:50]}  # fmt: skip
    return render(request, "entries/calling.html", page)
