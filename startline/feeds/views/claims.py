"""Whose race is it? A director asks for a listing and proves it; the operator answers."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from startline.accounts.models import User
from startline.accounts.rules import Action
from startline.core.clock import now
from startline.core.refusals import Refusal
from startline.events.access import organizers_for
from startline.events.models.catalogue import Event
from startline.feeds.access import claim_for, listing_for, open_claim_of, operator, own_claim_for
from startline.feeds.forms import ClaimForm
from startline.feeds.queries import site_of_event, waiting_claims
from startline.feeds.rules.claims import CODE_HOURS, META_NAME
from startline.feeds.services.claims import (
    Asked,
    grant_claim,
    look_at_site,
    open_claim,
    refuse_claim,
    type_code,
)


@require_http_methods(["GET", "POST"])
@login_required
def ask(request: HttpRequest, event: str) -> HttpResponse:
    """Ask for a listing, and see what is still to be done."""
    user = _person(request)
    listing, posted = listing_for(event), request.POST if request.method == "POST" else None
    mine = organizers_for(user, to=Action.PUBLISH)
    form = ClaimForm(posted, organizers=mine, site=site_of_event(listing))
    if posted is None or not form.is_valid():
        return _page(request, listing, form=form)
    try:
        open_claim(listing, Asked(**form.cleaned_data), by=user, now=now())
    except Refusal as refusal:
        return _page(request, listing, form=form, refusal=refusal)
    return redirect("claim_event", event)


@require_POST
@login_required
def code(request: HttpRequest, event: str) -> HttpResponse:
    """The code from the mail."""
    user = _person(request)
    claim = own_claim_for(user, event)
    try:
        type_code(claim, request.POST.get("code", "")[:40], by=user, now=now())
    except Refusal as refusal:
        return _page(request, claim.event, refusal=refusal)
    return redirect("desk", event)


@require_POST
@login_required
def look(request: HttpRequest, event: str) -> HttpResponse:
    """Look for the code on the event's own page."""
    user = _person(request)
    claim = own_claim_for(user, event)
    try:
        look_at_site(claim, by=user, now=now())
    except Refusal as refusal:
        return _page(request, claim.event, refusal=refusal)
    return redirect("desk", event)


@require_GET
@login_required
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for the operator."""
    operator(request.user)
    return render(request, "feeds/claims.html", {"claims": waiting_claims()})


@require_POST
@login_required
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Yes or no."""
    claim, by = claim_for(request.user, pk), operator(request.user)
    try:
        if "yes" in request.POST:
            grant_claim(claim, by=by, now=now())
        else:
            refuse_claim(claim, by=by, now=now())
    except Refusal as refusal:
        page = {"refusal": refusal, "back": "claims"}
        return render(request, "feeds/refused.html", page, status=409)
    return redirect("claims")


def _person(request: HttpRequest) -> User:
    """Whoever is signed in, behind `login_required`."""
    assert isinstance(request.user, User)  # noqa: S101  -- login_required stands before it
    return request.user


def _page(
    request: HttpRequest, event: Event, *, form: ClaimForm | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:  # fmt: skip
    user, site = _person(request), site_of_event(event)
    if form is None:
        form = ClaimForm(organizers=organizers_for(user, to=Action.PUBLISH), site=site)
    page = {
        "event": event, "site": site, "form": form, "refusal": refusal, "hours": CODE_HOURS,
        "claim": open_claim_of(event, user.pk), "meta_name": META_NAME,
    }  # fmt: skip
    return render(request, "feeds/claim.html", page, status=409 if refusal else 200)
