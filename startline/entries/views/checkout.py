"""Entering: keep places, fill in one page, place the order."""

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from startline.accounts.models import User
from startline.core.clock import now, today
from startline.core.refusals import Refusal
from startline.core.text import row_number
from startline.entries.access import held_order, held_sale, race_for_entering
from startline.entries.forms.checkout import Checkout
from startline.entries.forms.hold import HoldForm
from startline.entries.models.orders import Order
from startline.entries.queries.sheet import sheet_of
from startline.entries.queries.shown_order import (
    bill_of,
    minutes_left,
    prices_to_enter,
    races_to_enter,
)
from startline.entries.rules.clicks import click_key
from startline.entries.services.documents import keep_documents
from startline.entries.services.expiring import give_up as give_hold_up
from startline.entries.services.holding import add_place, drop_place, hold_places, retake_places
from startline.entries.services.placing import place_or_retake
from startline.events.models.catalogue import Race


@csrf_exempt  # a hold belongs to no account and no session: there is nothing to forge
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, event: str, edition: str, race: str) -> HttpResponse:
    """How many places and a code; with POST, keep them. One click from the event's page."""
    found = race_for_entering(event, edition, race)
    new_key = secrets.token_urlsafe(24)
    races = races_to_enter(found) if request.method == "GET" or len(request.POST) > 1 else [found]
    form = HoldForm(request.POST if request.method == "POST" else None, races=races, chosen=found,
                    initial={"key": new_key})  # fmt: skip
    if request.method == "GET" or not form.is_valid():
        return enter_page(request, form, found)
    try:
        order = hold_places(
            found.edition, form.wanted(), key=click_key(form.cleaned_data["key"] or new_key),
            coupon=form.cleaned_data["code"], now=now(),
        )  # fmt: skip
    except Refusal as said_no:
        return enter_page(request, form, found, said_no)
    return redirect("entries:checkout", order.reference)


def enter_page(
    request: HttpRequest, form: HoldForm, race: Race, refusal: Refusal | None = None
) -> HttpResponse:
    """The page of `enter`."""
    rows = form.rows(prices_to_enter(race.edition, form.races, now=now()))
    page = {"race": race, "edition": race.edition, "form": form, "rows": rows, "refusal": refusal}
    return render(request, "entries/enter.html", page, status=409 if refusal else 200)


@require_http_methods(["GET", "POST"])
def checkout(request: HttpRequest, reference: str) -> HttpResponse:
    """The form; with valid input the order."""
    order, sale = held_sale(reference)
    if order.email:
        return redirect("entries:order", reference)
    sheet = sheet_of(order, sale)
    kept, refusal = keep_documents(request.FILES, request.POST, places=sheet.places)
    data = request.POST if request.method == "POST" else None
    filled = Checkout(sheet, data, today=today(), kept=kept)
    if request.method == "POST" and filled.is_valid() and refusal is None:
        by = request.user if isinstance(request.user, User) else None
        try:
            placed = place_or_retake(filled.sheet, filled.cart(), by=by, now=now())
        except Refusal as said_no:
            refusal, order = said_no, held_order(reference)
        else:
            owes = placed.state == "open" and placed.method != "on_site"
            return redirect("entries:pay" if owes else "entries:order", placed.reference)
    return checkout_page(request, filled, order, refusal)


@require_POST
def price(request: HttpRequest, reference: str) -> HttpResponse:
    """The same page with the bill as it is by now; nothing is placed, no error shown."""
    order, sale = held_sale(reference)
    sheet = sheet_of(order, sale)
    kept, refusal = keep_documents(request.FILES, request.POST, places=sheet.places)
    filled = Checkout(sheet, request.POST, today=today(), kept=kept)
    filled.be_quiet()
    return checkout_page(request, filled, order, refusal)


@require_POST
def people(request: HttpRequest, reference: str) -> HttpResponse:
    """One runner more (`add`: a race of the order) or less (`drop`: an entry); the form stays."""
    order = held_order(reference)
    refusal: Refusal | None = None
    sheet = sheet_of(order)
    drop = row_number(request.POST.get("drop", ""))
    race = sheet.races.get(row_number(request.POST.get("add", "")) or 0)
    try:
        retake_places(order, now=now())
        if race is not None:
            add_place(order, race, now=now())
        elif drop is not None:
            drop_place(order, drop, now=now())
    except Refusal as said_no:
        refusal = said_no
    order = held_order(reference)
    sheet = sheet_of(order)
    kept, no_file = keep_documents(request.FILES, request.POST, places=sheet.places)
    filled = Checkout(sheet, request.POST, today=today(), kept=kept)
    filled.be_quiet()
    return checkout_page(request, filled, order, refusal or no_file)


@require_POST
def give_up(request: HttpRequest, reference: str) -> HttpResponse:
    """Let the places go before their time."""
    order = held_order(reference)
    give_hold_up(order, now=now())
    return redirect("edition", order.edition.event.slug, order.edition.slug)


def checkout_page(
    request: HttpRequest, filled: Checkout, order: Order, refusal: Refusal | None
) -> HttpResponse:
    """The page of the checkout, or for htmx its bill alone."""
    sheet, at = filled.sheet, now()
    page = {
        "order": order,
        "edition": sheet.edition,
        "event": sheet.edition.event,
        "sheet": sheet,
        "page": filled,
        "bill": bill_of(sheet, filled.cart()),
        "minutes": minutes_left(order.expires_at, at) if order.state == "held" else 0,
        "refusal": refusal,
    }
    part = "#bill" if request.headers.get("HX-Request") else ""
    status = 409 if refusal and not part else 200
    page["part"] = bool(part)
    response = render(request, f"entries/checkout.html{part}", page, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response
