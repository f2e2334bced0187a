"""The card step, and the way back from it. The one page that loads a script of somebody else."""

from typing import cast
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.safestring import mark_safe
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_GET

from startline.core.clock import now
from startline.core.refusals import Refusal
from startline.core.text import row_number
from startline.entries.access import held_order, held_sale
from startline.entries.models.orders import Order
from startline.entries.queries.selling import accounts_by_method
from startline.entries.services.collecting import ask_about, collect
from startline.payments.rules.provider import How
from startline.payments.services.paying import Started


def origin(address: str) -> str:
    """Scheme and host of an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def card_step_policy(script_at: str, api_at: str) -> dict[str, list[str]]:
    """As Stripe's documentation lists it for the Payment Element, for the card step alone."""
    script, api = origin(script_at), origin(api_at)
    return {
        **cast("dict[str, list[str]]", settings.SECURE_CSP),
        "script-src": [CSP.SELF, script, "https://*.js.stripe.com"],
        "connect-src": [CSP.SELF, api],
        "frame-src": [script, "https://*.js.stripe.com", "https://hooks.stripe.com"],
        "img-src": [CSP.SELF, "data:", "https://*.stripe.com"],
    }


CARD_STEP = card_step_policy(settings.STRIPE_JS, settings.STRIPE_API)


@csp_override(CARD_STEP)
@require_GET
def pay(request: HttpRequest, reference: str) -> HttpResponse:
    """Pay what an order owes: the card form, the bank's details, or the provider's own page."""
    order, sale = held_sale(reference)
    back = request.build_absolute_uri(reverse("entries:paid", args=[reference]))
    try:
        accounts = accounts_by_method(sale.accounts)
        started = collect(order, accounts, return_url=back, now=now())
    except Refusal as refusal:
        page = {"order": order, "event": order.edition.event, "refusal": refusal}
        return no_store(render(request, "entries/money/pay.html", page, status=409))
    if started is None or started.how in {How.DONE, How.LATER}:
        return redirect("entries:order", reference)
    if started.how is How.REDIRECT:
        return redirect(started.redirect_url)
    return payment_page(request, order, started, back=back)


def payment_page(
    request: HttpRequest, order: Order, started: Started, *, back: str
) -> HttpResponse:
    """The card form or the bank's details. The view needs CARD_STEP as its policy."""
    page = {
        "order": order, "event": order.edition.event, "started": started, "back": back,
        "script": settings.STRIPE_JS, "code": epc_svg(started.epc),
    }  # fmt: skip
    return no_store(render(request, "entries/money/pay.html", page))


@require_GET
def paid(request: HttpRequest, reference: str) -> HttpResponse:
    """Back from the card: ask the provider at once, then show the order as it stands."""
    ask_about(held_order(reference), now=now())
    entry = row_number(request.GET.get("entry", ""))
    if entry is not None:
        return redirect("entries:one", reference, entry)
    return redirect("entries:order", reference)


def epc_svg(text: str) -> str:
    """The QR code as a drawing, with the error correction that the EPC guideline asks for.

    One mask for all: trying the eight costs more than the rest of the page.
    """
    if not text:
        return ""
    drawn = segno.make(text, error="m", micro=False, boost_error=False, mask=3)
    return mark_safe(drawn.svg_inline(scale=4, border=4, omitsize=True))  # noqa: S308  -- our own drawing


def no_store(response: HttpResponse) -> HttpResponse:
    """Neither kept nor indexed: the page carries the secret of one payment."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
