"""A director's pages about money: accounts and payment health."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from startline.core.clock import now
from startline.core.refusals import Refusal
from startline.entries.access import account_for, paying_event, payment_for, refund_for
from startline.entries.queries.money import health_shown
from startline.entries.services.collecting import act_on_account as carry_out
from startline.entries.services.collecting import settle_all
from startline.entries.views.person import signed_in
from startline.events.models.catalogue import Event
from startline.payments import queries
from startline.payments.forms import AccountForm
from startline.payments.models import PayoutAccount
from startline.payments.services.accounts import (
    add_account,
    change_account,
    invite_to_provider,
    notices_address,
)
from startline.payments.services.paying import note_payment as note_that_it_came
from startline.payments.services.providers import all_providers, offered_providers
from startline.payments.services.refunding import note_refund_sent, try_refund_again


@login_required
@require_GET
def money(request: HttpRequest, event: str) -> HttpResponse:
    """What came in, where it goes, and how each account fares."""
    found = paying_event(signed_in(request), event)
    accounts = list(PayoutAccount.objects.filter(organizer=found.organizer).order_by("pk"))
    page = {
        "event": found,
        "edition": found.editions.order_by("-starts_on").first(),
        "takings": queries.takings(accounts),
        "accounts": [queries.health(account, now=now()) for account in accounts],
        "providers": offered_providers(),
    }
    return render(request, "entries/money/home.html", page)


@login_required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, event: str, kind: str) -> HttpResponse:
    """A new account; what is wrong with it shows on its page."""
    found = paying_event(signed_in(request), event)
    provider = all_providers().get(kind)
    if provider is None or not provider.is_offered or found.organizer is None:
        raise Http404
    form = AccountForm(request.POST or None, kind=kind, wanted=provider.fields)
    if request.method == "POST" and form.is_valid():
        by = signed_in(request)
        account = add_account(found.organizer, form.details(), by=by, now=now())
        return redirect("entries:account", event, account.pk)
    page = {"event": found, "form": form, "provider": provider}
    return render(request, "entries/money/account_form.html", page)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, event: str, account: int) -> HttpResponse:
    """New keys, another number, the fee of the contract."""
    found, row = account_for(signed_in(request), event, account)
    provider = all_providers().get(row.kind)
    if provider is None:
        raise Http404
    form = AccountForm(
        request.POST or None, kind=row.kind, wanted=provider.fields, is_new=False,
        has_fee=provider.method == "card",
        initial={
            "name": row.name, "public_key": row.public_key, "holder": row.holder,
            "iban": row.iban, "bic": row.bic, "fee_percent": row.fee_basis_points / 100,
            "fee_fixed": row.fee_fixed_minor / 100,
        },
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        change_account(row, form.details(), by=signed_in(request), now=now())
        return redirect("entries:account", event, account)
    page = {"event": found, "form": form, "provider": provider, "account": row}
    return render(request, "entries/money/account_form.html", page)


@login_required
@require_GET
def account(request: HttpRequest, event: str, account: int) -> HttpResponse:
    """Payment health of one account."""
    return account_page(request, *account_for(signed_in(request), event, account))


@login_required
@require_POST
def act_on_account(request: HttpRequest, event: str, account: int) -> HttpResponse:
    """Check, ask about everything unsettled, send a test event, open it, switch it off or on."""
    found, row = account_for(signed_in(request), event, account)
    act = request.POST.get("act", "")
    back = reverse("entries:account", args=[event, account])
    try:
        if act == "invite":
            there = invite_to_provider(row, back=request.build_absolute_uri(back))
            return redirect(there or back)
        carry_out(row, act, by=signed_in(request), now=now())
    except Refusal as refusal:
        return account_page(request, found, row, refusal)
    return redirect(back)


@login_required
@require_POST
def note_payment(request: HttpRequest, event: str, payment: int) -> HttpResponse:
    """The director has seen the money of a payment that nobody else can see."""
    found, row = payment_for(signed_in(request), event, payment)
    try:
        settle_all(note_that_it_came(row, now=now()), now=now())
    except Refusal as refusal:
        return account_page(request, found, row.account, refusal)
    return redirect("entries:account", event, row.account_id)


@login_required
@require_POST
def act_on_refund(request: HttpRequest, event: str, refund: int) -> HttpResponse:
    """A refund by hand has been sent; or one that waits for a person is tried again."""
    found, row = refund_for(signed_in(request), event, refund)
    try:
        if request.POST.get("act") == "sent":
            note_refund_sent(row, now=now())
        else:
            try_refund_again(row, now=now())
    except Refusal as refusal:
        return account_page(request, found, row.payment.account, refusal)
    return redirect("entries:account", event, row.payment.account_id)


def account_page(
    request: HttpRequest, event: Event, account: PayoutAccount, refusal: Refusal | None = None
) -> HttpResponse:
    """Key, notices, what is unsettled and why."""
    provider = all_providers().get(account.kind)
    has_notices = provider is not None and provider.has_notices
    page = {
        "event": event,
        "account": account,
        "provider": provider,
        "health": health_shown(queries.health(account, now=now())),
        "address": notices_address(account),
        "is_silent": has_notices and account.kind == "stripe" and not account.webhook_secret,
        "refusal": refusal,
    }
    return render(request, "entries/money/account.html", page, status=409 if refusal else 200)
