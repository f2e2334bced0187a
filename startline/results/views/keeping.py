"""The director's side: files in, looked at, published; corrections and requests."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from startline.accounts.models import User
from startline.accounts.rules import Action
from startline.core.clock import now
from startline.core.refusals import Refusal
from startline.events.access import edition_for, race_for
from startline.results.access import editable_result, file_for, request_for
from startline.results.forms import AnswerForm, ColumnsForm, CorrectForm, FileForm
from startline.results.models import TimingImport
from startline.results.queries.desk import desk_page
from startline.results.rules.ranking import Basis
from startline.results.services.changing import (
    Corrected,
    answer_request,
    correct_result,
    hide_result,
)
from startline.results.services.exporting import KINDS, whole_file
from startline.results.services.importing import How, keep_file, map_file, preview, publish_file
from startline.results.services.publishing import make_official

SHOWN_BAD = 200
SHOWN_GOOD = 5


def signed_in(request: HttpRequest) -> User:
    """The person; only for views behind `login_required`."""
    assert isinstance(request.user, User)  # noqa: S101  -- the decorator made sure
    return request.user


@require_http_methods(["GET", "POST"])
@login_required
def desk(request: HttpRequest, event: str, edition: str) -> HttpResponse:
    """What is shown, files so far, open requests; POST hands over a file."""
    user = signed_in(request)
    found = edition_for(user, event, edition, to=Action.RESULTS)
    form = FileForm(request.POST or None, request.FILES or None, edition=found)
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        file, race = form.cleaned_data["file"], form.cleaned_data["race"]
        race.edition = found
        try:
            kept = keep_file(race, name=file.name, body=file.read(), by=user, now=now())
            return redirect("results:file", event, edition, kept.pk)
        except Refusal as said_no:
            refusal = said_no
    words = request.GET.get("q", "")[:80]
    page = {"edition": found, "event": found.event, "form": form, "refusal": refusal,
            "desk": desk_page(found, words), "q": words}  # fmt: skip
    return render(request, "results/desk.html", page, status=409 if refusal else 200)


@require_http_methods(["GET", "POST"])
@login_required
def file(request: HttpRequest, event: str, edition: str, timing: int) -> HttpResponse:
    """What a file would become; POST reads it another way."""
    kept = file_for(signed_in(request), event, edition, timing)
    if kept.state != "read":
        return render(request, "results/file_done.html", of(kept))
    seen = preview(kept)
    form = ColumnsForm(request.POST or None, kept=kept, headers=seen.reading.headers)
    if request.method == "POST" and form.is_valid():
        map_file(kept, how_of(form))
        return redirect("results:file", event, edition, timing)
    page = {**of(kept), "seen": seen, "form": form, "bad": seen.bad[:SHOWN_BAD],
            "good": seen.good[:SHOWN_GOOD]}  # fmt: skip
    return render(request, "results/file.html", page)


def of(kept: TimingImport) -> dict[str, object]:
    """What every page of a file needs."""
    edition = kept.race.edition
    return {"edition": edition, "event": edition.event, "kept": kept, "race": kept.race}


def how_of(form: ColumnsForm) -> How:
    """The form's values as the service takes them."""
    told = form.cleaned_data
    return How(
        mapping=form.mapping(), basis=Basis(told["basis"]), band_years=told["band_years"],
        is_month_first=bool(told["is_month_first"]), takes_places=told["takes_places"],
        has_chairs_apart=told["has_chairs_apart"],
    )  # fmt: skip


@require_POST
@login_required
def publish(request: HttpRequest, event: str, edition: str, timing: int) -> HttpResponse:
    """Show the good rows as provisional results."""
    user = signed_in(request)
    kept = file_for(user, event, edition, timing)
    try:
        publish_file(kept, by=user, now=now(), is_year_meant=request.POST.get("meant") == "yes")
    except Refusal as refusal:
        return render(
            request, "results/file_done.html", {**of(kept), "refusal": refusal}, status=409
        )
    return redirect("results:file", event, edition, timing)


@require_POST
@login_required
def official(request: HttpRequest, event: str, edition: str, race: str) -> HttpResponse:
    """Make a race's provisional results official."""
    user = signed_in(request)
    found = race_for(user, event, edition, race, to=Action.RESULTS)
    try:
        make_official(found, by=user, now=now())
    except Refusal:
        messages.error(request, _("This race shows no provisional results."))
    else:
        messages.success(request, _("The results are official now."))
    return redirect("results:desk", event, edition)


@require_http_methods(["GET", "POST"])
@login_required
def correct(request: HttpRequest, event: str, edition: str, result: int) -> HttpResponse:
    """Correct one result, or hide its name; what it said before is kept."""
    user = signed_in(request)
    found, row = editable_result(user, event, edition, result)
    form = CorrectForm(request.POST) if request.method == "POST" else CorrectForm.of(row)
    if "hide" in request.POST:
        hide_result(row, is_hidden=request.POST["hide"] == "yes", by=user, now=now())
        return redirect("results:correct", event, edition, result)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        why = told.pop("why")
        correct_result(row, Corrected(**told), why=why, by=user, now=now())
        messages.success(request, _("Corrected; the places are counted anew."))
        return redirect("results:correct", event, edition, result)
    page = {"edition": found, "event": found.event, "result": row, "form": form,
            "changes": row.changes.select_related("by").order_by("-at", "-pk")}  # fmt: skip
    return render(request, "results/correct.html", page)


@require_http_methods(["GET", "POST"])
@login_required
def answer(request: HttpRequest, event: str, edition: str, asked: int) -> HttpResponse:
    """Answer a correction that was asked for."""
    user = signed_in(request)
    found, row = request_for(user, event, edition, asked)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            answer_request(row, **form.cleaned_data, by=user, now=now())
        except Refusal:
            messages.error(request, _("This was answered already."))
        return redirect("results:desk", event, edition)
    page = {"edition": found, "event": found.event, "asked": row, "form": form}
    return render(request, "results/answer.html", page)


@require_GET
@login_required
def export(request: HttpRequest, event: str, edition: str, race: str, form: str) -> HttpResponse:
    """All results with every name."""
    user = signed_in(request)
    found = race_for(user, event, edition, race, to=Action.RESULTS)
    listing = getattr(found, "result_list", None)
    if form not in KINDS or listing is None:
        raise Http404
    name = f"{event}-{edition}-{race}-results.{form}"
    return HttpResponse(
        whole_file(listing, form, by=user, now=now()), content_type=KINDS[form],
        headers={"Content-Disposition": f'attachment; filename="{name}"',
                 "Cache-Control": "no-store"},
    )  # fmt: skip
