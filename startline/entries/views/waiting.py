"""Waiting for a place, taking a place over, using a credit."""

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from startline.accounts.models import User
from startline.core.clock import now, today
from startline.core.refusals import Refusal
from startline.entries.access import (
    credit_of,
    held_order,
    offered_transfer,
    race_for_entering,
    waiting_place,
)
from startline.entries.forms.afterwards import WaitForm
from startline.entries.forms.person import PersonForm
from startline.entries.models.afterwards import EntryChange
from startline.entries.queries.afterwards import line_of
from startline.entries.queries.sheet import sheet_of
from startline.entries.rules.cart import Place
from startline.entries.rules.clicks import click_key
from startline.entries.services.deferring import use_credit
from startline.entries.services.documents import keep_documents
from startline.entries.services.transferring import accept_transfer, offer_stands
from startline.entries.services.waitlist import join_waitlist, leave_waitlist


@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, event: str, edition: str, race: str) -> HttpResponse:
    """How long the line is; with POST, its last place."""
    found = race_for_entering(event, edition, race)
    form = WaitForm(request.POST or None, race=found)
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            place = join_waitlist(found, **form.cleaned_data, now=now())
        except Refusal as said_no:
            refusal = said_no
        else:
            return redirect("entries:wait", place.token)
    page = {"race": found, "edition": found.edition, "form": form, "refusal": refusal,
            "line": line_of(found.pool)}  # fmt: skip
    return render(request, "entries/join.html", page, status=409 if refusal else 200)


@require_http_methods(["GET"])
def wait(request: HttpRequest, token: str) -> HttpResponse:
    """My place in the line, or the offer."""
    place = waiting_place(token)
    page = {"place": place, "race": place.race, "edition": place.race.edition,
            "line": line_of(place.pool, place)}  # fmt: skip
    return quiet(render(request, "entries/wait.html", page))


@require_POST
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Leave the line, or let an offer go."""
    leave_waitlist(waiting_place(token), now=now())
    return redirect("entries:wait", token)


@require_http_methods(["GET", "POST"])
def transfer(request: HttpRequest, token: str) -> HttpResponse:
    """A place offered to me: who I am, what the race asks, and it is mine."""
    change = offered_transfer(token)
    place = asked_place(change)
    kept, refusal = keep_documents(request.FILES, request.POST, places=[place])
    data = request.POST if request.method == "POST" else None
    form = PersonForm(data, place=place, today=today(), is_first=True, kept=kept)
    if request.method == "POST" and form.is_valid() and (somebody := form.person()):
        by = request.user if isinstance(request.user, User) else None
        key = click_key(f"{change.pk}-{request.POST.get('key', '')}")
        try:
            entry = accept_transfer(change, somebody, key=key, by=by, now=now())
        except Refusal as said_no:
            refusal = said_no
        else:
            return redirect("entries:entry", entry.order.reference)
    page = {"change": change, "entry": change.entry, "edition": change.entry.race.edition,
            "form": form, "refusal": refusal, "stands": offer_stands(change, now=now()),
            "key": request.POST.get("key") or secrets.token_urlsafe(24),
            "sheet": sheet_of(held_order(change.entry.order.reference))}  # fmt: skip
    return quiet(render(request, "entries/transfer.html", page, status=409 if refusal else 200))


def asked_place(change: EntryChange) -> Place:
    """The place as the form needs it: what the race asks of one person."""
    sheet = sheet_of(held_order(change.entry.order.reference))
    return next(place for place in sheet.places if place.entry == change.entry_id)


@require_http_methods(["GET", "POST"])
def credit(request: HttpRequest, token: str) -> HttpResponse:
    """A place in a later edition that waits until entries are open."""
    change = credit_of(token)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            entry = use_credit(change, now=now())
        except Refusal as said_no:
            refusal = said_no
        else:
            return redirect("entries:entry", entry.order.reference)
    page = {"change": change, "entry": change.entry, "edition": change.entry.race.edition,
            "refusal": refusal}  # fmt: skip
    return quiet(render(request, "entries/credit.html", page, status=409 if refusal else 200))


def quiet(response: HttpResponse) -> HttpResponse:
    """Pages behind a token are in no index and in no shared cache."""
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store"
    return response
