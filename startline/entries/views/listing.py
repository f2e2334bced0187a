"""The last step of a listing: look at it, say where the money goes, put it on sale."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from startline.accounts.rules import Action
from startline.core.clock import now
from startline.core.refusals import Refusal
from startline.entries.forms.sale import BankForm
from startline.entries.queries.offered import example_of, offered
from startline.entries.services.publishing import needs_account, publish_for_sale
from startline.entries.views.person import signed_in
from startline.events.access import edition_for
from startline.payments.rules.accounts import AccountDetails
from startline.payments.services.accounts import add_account


@require_http_methods(["GET", "POST"])
@login_required
def put_on_sale(request: HttpRequest, event: str, edition: str) -> HttpResponse:
    """What people will see and pay, and the button."""
    user = signed_in(request)
    found = edition_for(user, event, edition, to=Action.PUBLISH)
    organizer = found.event.organizer
    form = BankForm(request.POST or None) if organizer and needs_account(found) else None
    refusal: Refusal | None = None
    if request.method == "POST" and (form is None or form.is_valid()):
        at = now()
        if form is not None and organizer is not None:
            edition_for(user, event, edition, to=Action.MONEY)
            bank = AccountDetails("bank", holder=organizer.name, iban=form.cleaned_data["iban"])
            add_account(organizer, bank, by=user, now=at)
        try:
            publish_for_sale(found, by=user, now=at)
        except Refusal as said_no:
            refusal = said_no
        else:
            messages.success(
                request,
                _("On sale. Everyone can find it and enter. You change it under Your events."),
            )
            return redirect("event", event)
    offer = offered(found)
    page = {"edition": found, "event": found.event, "form": form, "offer": offer,
            "refusal": refusal, "example": example_of(offer, found, now=now())}  # fmt: skip
    return render(request, "entries/desk/sale.html", page, status=409 if refusal else 200)
