"""Places and prices: the overview, and one small form for each piece."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from startline.accounts.models import User
from startline.accounts.rules import Action
from startline.core.clock import now
from startline.core.refusals import Refusal
from startline.entries.forms.asking import CouponForm, QuestionForm, RequirementForm, WaiverForm
from startline.entries.forms.offer import ExtraForm, PieceForm, PoolForm, StepForm, TermsForm
from startline.entries.models.asking import Question, Requirement
from startline.entries.models.coupons import Coupon
from startline.entries.queries.offered import example_of, offered
from startline.entries.queries.selling import terms_of
from startline.entries.services import asking
from startline.entries.views.person import signed_in
from startline.events.access import edition_for
from startline.events.models.catalogue import CapacityPool, Edition
from startline.events.models.offer import Extra, PriceStep
from startline.events.services import offer as offer_services

Save = Callable[..., models.Model]


@dataclass(frozen=True)
class Piece:
    """One kind of piece: its table, where its edition stands, its form, and its words."""

    table: type[models.Model]
    edition: str
    form: type[PieceForm]
    title: object
    is_asking: bool = False  # of this room; else of the events room


PIECES: dict[str, Piece] = {
    "pool": Piece(CapacityPool, "edition", PoolForm, gettext_lazy("Places")),
    "step": Piece(PriceStep, "race__edition", StepForm, gettext_lazy("Price step")),
    "extra": Piece(Extra, "edition", ExtraForm, gettext_lazy("Extra")),
    "coupon": Piece(Coupon, "edition", CouponForm, gettext_lazy("Coupon"), is_asking=True),
    "question": Piece(Question, "edition", QuestionForm, gettext_lazy("Question"), is_asking=True),
    "requirement": Piece(
        Requirement, "race__edition", RequirementForm, gettext_lazy("Requirement"), is_asking=True
    ),
}


@require_GET
@login_required
def overview(request: HttpRequest, event: str, edition: str) -> HttpResponse:
    """All pieces, with what the terms mean in money."""
    found = edition_for(signed_in(request), event, edition, to=Action.EDIT)
    offer = offered(found)
    page = {"edition": found, "event": found.event, "offer": offer,
            "example": example_of(offer, found, now=now())}  # fmt: skip
    return render(request, "entries/desk/offer.html", page)


@require_http_methods(["GET", "POST"])
@login_required
def one_piece(
    request: HttpRequest, event: str, edition: str, kind: str, piece: int | None = None
) -> HttpResponse:
    """Add or change one piece; what was typed stays when it is refused."""
    user = signed_in(request)
    found = edition_for(user, event, edition, to=Action.EDIT)
    what, row = piece_of(found, kind, piece)
    shown = what.form.shown(row) if row else initial_of(request)
    form = what.form(request.POST or None, edition=found, initial=shown)
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            save(what, row, form, found, user)
        except Refusal as said_no:
            refusal = said_no
        else:
            messages.success(request, _("Saved."))
            return redirect("entries:offer", event, edition)
    page = {"edition": found, "event": found.event, "form": form, "row": row, "kind": kind,
            "title": what.title, "refusal": refusal}  # fmt: skip
    return render(request, "entries/desk/piece.html", page, status=409 if refusal else 200)


@require_POST
@login_required
def remove(request: HttpRequest, event: str, edition: str, kind: str, piece: int) -> HttpResponse:
    """Take a piece away that nothing hangs on."""
    user = signed_in(request)
    found = edition_for(user, event, edition, to=Action.EDIT)
    what, row = piece_of(found, kind, piece)
    assert row is not None  # noqa: S101  -- the address has a number
    try:
        if what.is_asking:
            asking.remove_piece(row, by=user, now=now())
        else:
            offer_services.remove_piece(row, edition=found, by=user, now=now())
    except Refusal as refusal:
        page = {"edition": found, "event": found.event, "refusal": refusal}
        return render(request, "entries/desk/refused.html", page, status=409)
    messages.success(request, _("It is gone."))
    return redirect("entries:offer", event, edition)


@require_http_methods(["GET", "POST"])
@login_required
def terms(request: HttpRequest, event: str, edition: str) -> HttpResponse:
    """How the edition sells, with a worked example."""
    user = signed_in(request)
    found = edition_for(user, event, edition, to=Action.EDIT)
    shown = TermsForm.shown(terms_of(found))
    form = TermsForm(request.POST or None, edition=found, initial=shown)
    if request.method == "POST" and form.is_valid():
        offer_services.set_terms(found, form.values(), by=user, now=now())
        messages.success(request, _("Saved."))
        return redirect("entries:offer", event, edition)
    page = {"edition": found, "event": found.event, "form": form,
            "example": example_of(offered(found), found, now=now())}  # fmt: skip
    return render(request, "entries/desk/terms.html", page)


@require_http_methods(["GET", "POST"])
@login_required
def waiver(request: HttpRequest, event: str, edition: str) -> HttpResponse:
    """The text that is signed; a change is a new version."""
    user = signed_in(request)
    found = edition_for(user, event, edition, to=Action.EDIT)
    versions = found.waivers.order_by("-version")
    newest = versions.first()
    form = WaiverForm(request.POST or None, initial={"text": newest.text if newest else ""})
    if request.method == "POST" and form.is_valid():
        asking.write_waiver(found, form.cleaned_data["text"], by=user, now=now())
        messages.success(request, _("Saved."))
        return redirect("entries:offer", event, edition)
    page = {"edition": found, "event": found.event, "form": form, "versions": versions}
    return render(request, "entries/desk/waiver.html", page)


def piece_of(edition: Edition, kind: str, pk: int | None) -> tuple[Piece, models.Model | None]:
    """The kind and the row of this edition; what is not there is not found."""
    what = PIECES.get(kind)
    if what is None:
        raise Http404
    if pk is None:
        return what, None
    rows = what.table._default_manager.filter(pk=pk, **{what.edition: edition})  # noqa: SLF001  -- Django's public name for it
    row = rows.first()
    if row is None:
        raise Http404
    return what, row


def initial_of(request: HttpRequest) -> dict[str, Any]:
    """What a link proposes for a new piece."""
    return {"race": request.GET["race"]} if request.GET.get("race", "").isdecimal() else {}


def save(
    what: Piece, row: models.Model | None, form: PieceForm, edition: Edition, user: User
) -> None:
    """Hand the clean values to the service of the kind."""
    at, values = now(), form.values()
    if what.is_asking:
        new = row or what.table()
        asking.save_piece(new, values, edition=edition, by=user, now=at)
    elif what.table is CapacityPool:
        assert row is None or isinstance(row, CapacityPool)  # noqa: S101  -- the registry's pair
        shared = offer_services.SharedPlaces(
            values["name"], values["places"], list(values["races"])
        )
        asking.share_places(edition, row, shared, by=user, now=at)
    elif what.table is Extra:
        assert row is None or isinstance(row, Extra)  # noqa: S101  -- the registry's pair
        sizes = form.cleaned_data["sizes"]
        offer_services.save_extra(row, values, sizes, edition=edition, by=user, now=at)
    else:
        assert row is None or isinstance(row, PriceStep)  # noqa: S101  -- the registry's pair
        offer_services.save_step(row, values, edition=edition, by=user, now=at)
