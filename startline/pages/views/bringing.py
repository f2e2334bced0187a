"""The director's door for a race that is sold elsewhere today."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from startline.accounts.models import User
from startline.accounts.rules import Action
from startline.core.clock import now, today
from startline.core.frequency import may_ask
from startline.core.refusals import Refusal
from startline.events.access import event_for, organizers_for
from startline.feeds.services.addresses import UnreadableAddressError, read_address
from startline.pages.forms.visitors import BringAddressForm, BringFilesForm
from startline.pages.queries.brought import brought_over
from startline.pages.services.bringing import (
    Draft,
    Said,
    bring_race,
    draft_of_address,
    draft_of_files,
)

TOO_OFTEN = "too_often"
MOST = 20
"""Races that one person may bring over in an hour."""


@require_http_methods(["GET", "POST"])
@login_required
def bring(request: HttpRequest) -> HttpResponse:
    """Paste the address of the present listing, or drop its export; a draft comes of it."""
    user = signed_in(request)
    organizer = organizers_for(user, to=Action.EDIT).first()
    needs = organizer is None
    is_files = request.POST.get("by") == "files"
    given = request.POST or None
    address = BringAddressForm(None if is_files else given, needs_organizer=needs, prefix="a")
    files = BringFilesForm(given if is_files else None, request.FILES if is_files else None,
                           needs_organizer=needs, prefix="f")  # fmt: skip
    page: dict[str, Any] = {"address": address, "files": files}
    form = files if is_files else address
    if request.method == "POST" and form.is_valid():
        try:
            draft, said = drafted(form, user)
            event = bring_race(draft, said, organizer=organizer, by=user, now=now())
            return redirect("brought_over", event.slug)
        except UnreadableAddressError as error:
            page["problem"] = error.code
        except Refusal as refusal:
            page["bad"] = refusal.numbers["bad"]
            page["refused"] = True
    return render(request, "pages/bring.html", page, status=409 if len(page) > 2 else 200)


@require_GET
@login_required
def brought(request: HttpRequest, event: str) -> HttpResponse:
    """What came over, every row that did not, and what to do next."""
    found = event_for(signed_in(request), event, to=Action.EDIT)
    page = {"event": found, "brought": brought_over(found, today=today())}
    return render(request, "pages/brought.html", page)


def drafted(form: BringAddressForm | BringFilesForm, user: User) -> tuple[Draft, Said]:
    """What was handed over, read. Raises UnreadableAddressError."""
    values = form.cleaned_data
    said = Said(
        organizer_name=values.get("organizer_name", ""), name=values.get("name", ""),
        place=values.get("place"), starts_on=values.get("starts_on"),
    )  # fmt: skip
    if not may_ask("bring", str(user.pk), most=MOST):
        raise UnreadableAddressError(TOO_OFTEN)
    if isinstance(form, BringAddressForm):
        return draft_of_address(read_address(values["address"]), said), said
    files = [(file.name or "file", file.read()) for file in values["exports"]]
    return draft_of_files(files, said), said


def signed_in(request: HttpRequest) -> User:
    """The person behind the request."""
    assert isinstance(request.user, User)  # noqa: S101  -- the decorator made sure
    return request.user
