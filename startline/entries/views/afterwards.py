"""My entry: what I hold, what I may do with it, what that costs, and what has been done."""

import secrets

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from startline.accounts.models import User
from startline.core.clock import now
from startline.core.refusals import Refusal
from startline.core.text import row_number
from startline.entries.access import change_of, choice_of, entries_of, one_entry_of
from startline.entries.forms.afterwards import ACT_FORMS, REASON_WORDS, ActForm, WishForm
from startline.entries.models.orders import Entry
from startline.entries.queries.afterwards import Standing, entry_page, standing_of
from startline.entries.rules.afterwards import Act, Option
from startline.entries.services.acting import do_act
from startline.entries.services.calling import choose, wishes
from startline.entries.services.paying_change import start_change_payment
from startline.entries.services.resale import take_back
from startline.entries.services.transferring import take_transfer_back
from startline.entries.views.paying import CARD_STEP, epc_svg, payment_page


def person(request: HttpRequest) -> User | None:
    """Who acts, if they are signed in."""
    return request.user if isinstance(request.user, User) else None


def private(response: HttpResponse) -> HttpResponse:
    """Pages behind a reference are in no index and in no shared cache."""
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
def mine(request: HttpRequest, reference: str) -> HttpResponse:
    """The entry of an order, or the list of its entries."""
    found = entries_of(reference)
    if len(found) == 1:
        return private(page_of(request, found[0]))
    page = {"entries": found, "order": found[0].order, "edition": found[0].race.edition}
    return private(render(request, "entries/mine_list.html", page))


@require_GET
def one(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One entry of an order with several."""
    return private(page_of(request, one_entry_of(reference, number)))


def page_of(request: HttpRequest, entry: Entry, refusal: Refusal | None = None) -> HttpResponse:
    """The page of one entry."""
    page = entry_page(entry, now=now())
    context = {"page": page, "entry": entry, "edition": entry.race.edition, "refusal": refusal}
    return render(request, "entries/mine.html", context, status=409 if refusal else 200)


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, reference: str, number: int, word: str) -> HttpResponse:
    """What an act does, before it is done; with POST, do it."""
    entry = one_entry_of(reference, number)
    standing, option = chosen(entry, word, request)
    form = act_form(request, standing, option)
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            change = do_act(entry, option.kind, form.cleaned_data, by=person(request), now=now())
        except Refusal as said_no:
            refusal = said_no
        else:
            if change.state == "open" and change.cost_minor > 0:
                return redirect("entries:pay_change", reference, number, change.pk)
            return redirect("entries:one", reference, number)
    page = {"entry": entry, "edition": entry.race.edition, "option": option, "form": form,
            "standing": standing, "refusal": refusal,
            "free_reasons": [REASON_WORDS.get(r, r) for r in option.free_reasons]}  # fmt: skip
    answer = render(request, "entries/act.html", page, status=409 if refusal else 200)
    return private(answer)


def chosen(entry: Entry, word: str, request: HttpRequest) -> tuple[Standing, Option]:
    """How the entry stands and the act that the address names, for the race that is asked for."""
    if word not in set(Act):
        raise Http404
    standing = standing_of(entry, now=now())
    wanted = request.POST.get("race") or request.GET.get("race") or ""
    option = standing.option(Act(word), row_number(wanted))
    if option is None:
        raise Http404
    return standing, option


def act_form(request: HttpRequest, standing: Standing, option: Option) -> ActForm:
    """The form of an act with what is known already."""
    runner = standing.entry.athlete
    more: dict[str, object] = {}
    if option.kind is Act.DEFERRAL:
        more["reasons"] = option.reasons
    if option.kind is Act.DISTANCE_CHANGE:
        more["races"] = [o.race for o in standing.options if o.race]
    initial = {
        "key": secrets.token_urlsafe(24), "race": option.race,
        "given_name": runner.given_name if runner else "",
        "family_name": runner.family_name if runner else "",
    }  # fmt: skip
    form = ACT_FORMS.get(option.kind, ActForm)
    return form(request.POST if request.method == "POST" else None, initial=initial, **more)  # type: ignore[arg-type]  # each form's own words


@require_POST
def undo(request: HttpRequest, reference: str, number: int, change: int) -> HttpResponse:
    """Take back what is not carried out yet: an offer to a person, a change nobody paid for."""
    entry = one_entry_of(reference, number)
    try:
        take_transfer_back(change_of(entry, change), now=now())
    except Refusal as said_no:
        return private(page_of(request, entry, said_no))
    return redirect("entries:one", reference, number)


@require_POST
def keep(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Take a place back that was released."""
    entry = one_entry_of(reference, number)
    try:
        take_back(entry, by=person(request), now=now())
    except Refusal as said_no:
        return private(page_of(request, entry, said_no))
    return redirect("entries:one", reference, number)


@csp_override(CARD_STEP)
@require_http_methods(["GET", "POST"])
def pay_change(request: HttpRequest, reference: str, number: int, change: int) -> HttpResponse:
    """How to pay what a change costs."""
    entry = one_entry_of(reference, number)
    found = change_of(entry, change)
    paid = reverse("entries:paid", args=[reference])
    back = request.build_absolute_uri(f"{paid}?entry={number}")
    refusal: Refusal | None = None
    started = None
    try:
        started = start_change_payment(found, return_url=back, now=now())
    except Refusal as said_no:
        refusal = said_no
    if started is not None and started.redirect_url:
        return redirect(started.redirect_url)
    if started is not None and started.client_secret:
        return payment_page(request, found.entry.order, started, back=back)
    page = {"entry": entry, "edition": entry.race.edition, "change": found, "started": started,
            "refusal": refusal, "code": epc_svg(started.epc) if started else ""}  # fmt: skip
    return private(render(request, "entries/pay_change.html", page, status=409 if refusal else 200))


@require_http_methods(["GET", "POST"])
def choice(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The race was called off: what do you want?"""
    entry = one_entry_of(reference, number)
    found = choice_of(entry)
    offered = wishes(found.calling)
    form = WishForm(
        request.POST or None, wishes=offered, initial={"wish": found.wish or offered[0]}
    )
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            choose(found, form.cleaned_data["wish"], now=now())
        except Refusal as said_no:
            refusal = said_no
        else:
            return redirect("entries:choice", reference, number)
    page = {"entry": entry, "edition": entry.race.edition, "choice": found, "form": form,
            "refusal": refusal, "calling": found.calling}  # fmt: skip
    return private(render(request, "entries/choice.html", page, status=409 if refusal else 200))
