"""Numbers: ranges, plans looked at before they are written, one by hand."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from startline.accounts.rules import Action
from startline.core.clock import now
from startline.core.refusals import Refusal
from startline.events.access import edition_for
from startline.events.models.catalogue import Edition
from startline.raceday.access import pool_of
from startline.raceday.forms.planning import (
    GiveForm,
    NumbersFileForm,
    OneNumberForm,
    RangeForm,
    WishForm,
)
from startline.raceday.models.numbers import Bib
from startline.raceday.queries.runners import (
    automatic_plan,
    listed_plan,
    people_of,
    shown_runners,
)
from startline.raceday.rules.numbers import Plan
from startline.raceday.services.files import read_numbers
from startline.raceday.services.numbers import drop_range, give_numbers, keep_range, take_number
from startline.raceday.templatetags.week_words import conflict_words
from startline.raceday.views.person import signed_in

PAGE = 50
SHOWN = 300


@require_GET
@login_required
def numbers(request: HttpRequest, event: str, edition: str) -> HttpResponse:
    """Ranges, ways to give numbers, and who wears which."""
    found = edition_for(signed_in(request), event, edition, to=Action.EDIT)
    return numbers_page(request, found)


def numbers_page(
    request: HttpRequest, edition: Edition, *, status: int = 200, **forms: object
) -> HttpResponse:
    """The page, with forms that were refused in place of fresh ones."""
    words = request.GET.get("words", "")[:100]
    rows = Paginator(shown_runners(edition, words), PAGE).get_page(request.GET.get("page"))
    page = {
        "edition": edition, "event": edition.event, "words": words, "rows": rows,
        "pools": edition.number_pools.select_related("race").order_by("first", "pk"),
        "range_form": RangeForm(edition=edition), "wish_form": WishForm(edition=edition),
        "file_form": NumbersFileForm(), **forms,
    }  # fmt: skip
    return render(request, "raceday/numbers.html", page, status=status)


@require_POST
@login_required
def add_range(request: HttpRequest, event: str, edition: str) -> HttpResponse:
    """Keep a range."""
    user = signed_in(request)
    found = edition_for(user, event, edition, to=Action.EDIT)
    form = RangeForm(request.POST, edition=found)
    if form.is_valid():
        try:
            keep_range(found, form.value(), by=user, now=now())
            return redirect("raceday:numbers", event, edition)
        except Refusal as no:
            said = _("These numbers overlap with the range %(first)s to %(last)s.")
            form.add_error("first", said % no.numbers)
    return numbers_page(request, found, range_form=form, status=409)


@require_POST
@login_required
def remove_range(request: HttpRequest, event: str, edition: str, pool: int) -> HttpResponse:
    """Take a range away."""
    user = signed_in(request)
    found = edition_for(user, event, edition, to=Action.EDIT)
    drop_range(pool_of(found, pool), by=user, now=now())
    return redirect("raceday:numbers", event, edition)


@require_POST
@login_required
def plan(request: HttpRequest, event: str, edition: str) -> HttpResponse:
    """What giving numbers to all who have none would do; nothing is written."""
    found = edition_for(signed_in(request), event, edition, to=Action.EDIT)
    form = WishForm(request.POST, edition=found)
    if not form.is_valid():
        return numbers_page(request, found, wish_form=form, status=400)
    return plan_page(request, found, automatic_plan(found, form.value()))


@require_POST
@login_required
def plan_list(request: HttpRequest, event: str, edition: str) -> HttpResponse:
    """What a list of numbers would do; nothing is written."""
    found = edition_for(signed_in(request), event, edition, to=Action.EDIT)
    form = NumbersFileForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            return plan_page(request, found, read_numbers(found, name=file.name, body=file.read()))
        except Refusal as no:
            form.add_error("file", unreadable(no.code))
    return numbers_page(request, found, file_form=form, status=400)


def unreadable(code: str) -> str:
    """Why a list of numbers could not be read."""
    if code == "no_number_column":
        return _("No column of this list is called “bib” or “number”.")
    return _("Hand over a CSV, XLSX or JSON file with the column names on top.")


def plan_page(
    request: HttpRequest, edition: Edition, plan: Plan, *, status: int = 200
) -> HttpResponse:
    """A plan, its conflicts first."""
    people = people_of(plan.gifts[:SHOWN], plan.conflicts[:SHOWN])
    page = {
        "edition": edition, "event": edition.event, "plan": plan,
        "gifts": [(gift, people.get(gift.entry)) for gift in plan.gifts[:SHOWN]],
        "conflicts": [conflict_words(one, people) for one in plan.conflicts[:SHOWN]],
        "pairs": ",".join(f"{gift.entry}:{gift.number}" for gift in plan.gifts),
    }  # fmt: skip
    return render(request, "raceday/plan.html", page, status=status)


@require_POST
@login_required
def give(request: HttpRequest, event: str, edition: str) -> HttpResponse:
    """Write a plan that was looked at; a new conflict is shown, and nothing written."""
    user = signed_in(request)
    found = edition_for(user, event, edition, to=Action.EDIT)
    form = GiveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("There was nothing to give."))
        return redirect("raceday:numbers", event, edition)
    wanted = listed_plan(found, form.value())
    if wanted.conflicts:
        return plan_page(request, found, wanted, status=409)
    try:
        n = give_numbers(found, wanted.gifts, by=user, now=now())
        messages.success(
            request, ngettext("%(n)d number given.", "%(n)d numbers given.", n) % {"n": n}
        )
    except Refusal:
        messages.error(request, _("Somebody else gave one of these numbers just now. Look again."))
    return redirect("raceday:numbers", event, edition)


@require_POST
@login_required
def one(request: HttpRequest, event: str, edition: str) -> HttpResponse:
    """One number by hand, or taken away."""
    user = signed_in(request)
    found = edition_for(user, event, edition, to=Action.EDIT)
    form = OneNumberForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("A number is between 1 and 999,999."))
    elif form.cleaned_data["number"] is None:
        for bib in Bib.objects.filter(edition=found, entry=form.cleaned_data["entry"]):
            take_number(bib, by=user, now=now())
            messages.success(request, _("The number is taken away."))
    else:
        wanted = listed_plan(found, [(form.cleaned_data["entry"], form.cleaned_data["number"])])
        give_one(request, found, wanted)
    return redirect("raceday:numbers", event, edition)


def give_one(request: HttpRequest, edition: Edition, wanted: Plan) -> None:
    """Write one number, or say why not."""
    try:
        if not wanted.conflicts:
            give_numbers(edition, wanted.gifts, by=signed_in(request), now=now())
            messages.success(request, _("The number is given."))
            return
        people = people_of((), wanted.conflicts)
        messages.error(request, conflict_words(wanted.conflicts[0], people))
    except Refusal:
        messages.error(request, _("Somebody else gave one of these numbers just now. Look again."))
