"""Bringing entrants over from elsewhere: hand over, look, start."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from startline.accounts.rules import Action
from startline.core.clock import now, today
from startline.core.refusals import Refusal
from startline.entries.access import list_for
from startline.entries.forms.entrants import ColumnsForm, ListFileForm
from startline.entries.services.importing import keep_list, map_columns, preview, start_list
from startline.entries.views.person import signed_in
from startline.events.access import edition_for

SHOWN_BAD = 200
SHOWN_GOOD = 5


@require_http_methods(["GET", "POST"])
@login_required
def bring_over(request: HttpRequest, event: str, edition: str) -> HttpResponse:
    """Hand over a list; nothing is written into the entrants yet."""
    user = signed_in(request)
    found = edition_for(user, event, edition, to=Action.EDIT)
    form = ListFileForm(request.POST or None, request.FILES or None)
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            kept = keep_list(found, name=file.name, body=file.read(), by=user, now=now())
            return redirect("entries:entrant_list", event, edition, kept.pk)
        except Refusal as said_no:
            refusal = said_no
    lists = found.entrant_lists.defer("body").order_by("-pk")[:10]
    page = {"edition": found, "event": found.event, "form": form, "refusal": refusal,
            "lists": lists}  # fmt: skip
    return render(request, "entries/desk/bring_over.html", page, status=409 if refusal else 200)


@require_http_methods(["GET", "POST"])
@login_required
def entrant_list(request: HttpRequest, event: str, edition: str, brought: int) -> HttpResponse:
    """What the list would do, with its columns; POST reads it another way."""
    found = edition_for(signed_in(request), event, edition, to=Action.EDIT)
    kept = list_for(found, brought)
    if kept.state != "read":
        done = {"edition": found, "event": found.event, "kept": kept}
        return render(request, "entries/desk/list_done.html", done)
    seen = preview(kept, today=today())
    form = ColumnsForm(
        request.POST or None, kept=kept, headers=seen.sheet.headers,
        questions=dict(found.questions.values_list("key", "label")),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        map_columns(
            kept, mapping=form.mapping(), month_first=form.cleaned_data["month_first"] == "yes",
            only_race=form.cleaned_data["only_race"],
        )  # fmt: skip
        return redirect("entries:entrant_list", event, edition, brought)
    page = {"edition": found, "event": found.event, "kept": kept, "seen": seen, "form": form,
            "races": dict(found.races.values_list("slug", "name")),
            "bad": seen.bad[:SHOWN_BAD], "good": seen.good[:SHOWN_GOOD]}  # fmt: skip
    return render(request, "entries/desk/list.html", page)


@require_POST
@login_required
def take_list(request: HttpRequest, event: str, edition: str, brought: int) -> HttpResponse:
    """Take over the good rows."""
    user = signed_in(request)
    found = edition_for(user, event, edition, to=Action.EDIT)
    kept = list_for(found, brought)
    try:
        start_list(kept, by=user, now=now())
    except Refusal as refusal:
        page = {"edition": found, "event": found.event, "kept": kept, "refusal": refusal}
        return render(request, "entries/desk/list_done.html", page, status=409)
    return redirect("entries:entrant_list", event, edition, brought)
