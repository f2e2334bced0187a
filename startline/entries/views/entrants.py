"""Entrants of an edition: found, filtered, acted on, and each one's history."""

import secrets
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from startline.accounts.models import User
from startline.accounts.rules import Action
from startline.core.clock import now
from startline.entries.access import entrant_for
from startline.entries.forms.entrants import ActForm, LookForm, NoteForm, SegmentForm, TakeOffForm
from startline.entries.queries.entrants import (
    choices_of,
    entrants,
    history,
    race_day_age,
    with_people,
)
from startline.entries.queries.proofs import proofs_before, shown_for
from startline.entries.rules.segments import Segment, segment_of
from startline.entries.services.changing import NotPossibleError
from startline.entries.services.exporting import FORMATS, export_entrants
from startline.entries.services.leaving import take_off
from startline.entries.services.on_site import confirm_on_site
from startline.entries.services.proofs import accept_proofs
from startline.entries.services.staff import write_note
from startline.entries.views.person import signed_in
from startline.events.access import allowed_for, edition_for
from startline.events.models.catalogue import Edition

PAGE = 50


@require_GET
@login_required
def entrants_list(request: HttpRequest, event: str, edition: str) -> HttpResponse:
    """Those who fit the filters, fifty a page."""
    user = signed_in(request)
    found = edition_for(user, event, edition, to=Action.ENTRANTS)
    segment = segment_of(request.GET.dict())
    rows = Paginator(with_people(entrants(found, segment)), PAGE).get_page(request.GET.get("page"))
    page = {
        "edition": found,
        "event": found.event,
        "form": SegmentForm(request.GET or None, choices=choices_of(found)),
        "acts": ActForm(),
        "segment": segment,
        "rows": rows,
        "lines": [(entry, race_day_age(entry, found)) for entry in rows],
        "may": allowed_for(user, found.event),
    }
    return render(request, "entries/desk/entrants.html", page)


@require_POST
@login_required
def act(request: HttpRequest, event: str, edition: str) -> HttpResponse:
    """Do something with those picked, or with all that fit the filters."""
    user = signed_in(request)
    found = edition_for(user, event, edition, to=Action.ENTRANTS)
    segment = wanted(request)
    form = ActForm(request.POST)
    if not form.is_valid():
        return redirect("entries:entrants", event, edition)
    deed = form.cleaned_data["act"]
    if deed in FORMATS:
        return file_of(found, segment, deed, user)
    if deed == "message":
        return redirect(f"{reverse('entries:write', args=[event, edition])}?{query_of(segment)}")
    said = done_to(found, segment, deed, user)
    messages.success(request, said)
    back = request.META.get("QUERY_STRING", "")
    return redirect(f"{reverse('entries:entrants', args=[event, edition])}?{back}")


@require_GET
@login_required
def entrant(request: HttpRequest, event: str, edition: str, entry: int) -> HttpResponse:
    """One entry: who, what, answers, and all that happened to it."""
    user = signed_in(request)
    found = edition_for(user, event, edition, to=Action.ENTRANTS)
    one = entrant_for(user, found, entry, to=Action.ENTRANTS)
    labels = dict(found.questions.values_list("key", "label"))
    page = {
        "edition": found,
        "event": found.event,
        "entry": one,
        "age": race_day_age(one, found),
        "answers": [(labels.get(key, key), value) for key, value in one.answers.items()],
        "lines": [
            (line, LookForm(auto_id=f"look-{line.need.number}-%s")) for line in shown_for(one)
        ],
        "before": proofs_before(one),
        "happenings": history(one),
        "form": NoteForm(),
        "off": TakeOffForm(initial={"key": secrets.token_urlsafe(24)}),
        "may": allowed_for(user, found.event),
    }
    return render(request, "entries/desk/entrant.html", page)


@require_POST
@login_required
def note(request: HttpRequest, event: str, edition: str, entry: int) -> HttpResponse:
    """Write a note."""
    user = signed_in(request)
    found = edition_for(user, event, edition, to=Action.ENTRANTS)
    one = entrant_for(user, found, entry, to=Action.ENTRANTS)
    form = NoteForm(request.POST)
    if form.is_valid():
        write_note(one, form.cleaned_data["text"], by=user, now=now())
        messages.success(request, _("The note is kept."))
    else:
        messages.error(request, _("Write something first, at most 2,000 letters."))
    return redirect("entries:entrant", event, edition, entry)


@require_POST
@login_required
def take_entry_off(request: HttpRequest, event: str, edition: str, entry: int) -> HttpResponse:
    """Take an entry off the list, with a share of the money back, whatever the rules say."""
    user = signed_in(request)
    found = edition_for(user, event, edition, to=Action.MONEY)
    one = entrant_for(user, found, entry, to=Action.ENTRANTS)
    form = TakeOffForm(request.POST)
    back = redirect("entries:entrant", event, edition, entry)
    if not form.is_valid():
        messages.error(request, _("Say how much goes back: a whole number from 0 to 100."))
        return back
    try:
        take_off(one, **form.cleaned_data, by=user, now=now())
    except NotPossibleError as refusal:
        page = {"code": refusal.code, "zone": found.timezone}
        messages.error(request, render_to_string("entries/why_not.html", page).strip())
    else:
        messages.success(request, _("Taken off the list. The entrant has a mail about it."))
    return back


def wanted(request: HttpRequest) -> Segment:
    """Those ticked; without a tick all that fit the filters in the address."""
    picked = request.POST.getlist("pick")
    given: dict[str, Any] = {"picked": picked} if picked else request.GET.dict()
    return segment_of(given)


def query_of(segment: Segment) -> str:
    """The segment as the query of an address."""
    query = QueryDict(mutable=True)
    for name, value in segment.stored().items():
        query.setlist(name, [str(v) for v in value] if isinstance(value, tuple) else [str(value)])
    return query.urlencode()


def file_of(edition: Edition, segment: Segment, form: str, user: User) -> HttpResponse:
    """The export as a download."""
    kind, body = export_entrants(edition, segment, form=form, by=user, now=now())
    name = f"{edition.event.slug}-{edition.slug}-entrants.{form}"
    return HttpResponse(
        body, content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"',
                 "Cache-Control": "no-store"},
    )  # fmt: skip


def done_to(edition: Edition, segment: Segment, deed: str, user: User) -> str:
    """Proofs looked at or money taken on site; what to say."""
    rows = list(entrants(edition, segment).select_related("order", "race"))
    if deed == "paid":
        if Action.MONEY not in allowed_for(user, edition.event):
            raise PermissionDenied
        n = confirm_on_site([row.order for row in rows], by=user, now=now())
        return ngettext("%(n)d order is paid now.", "%(n)d orders are paid now.", n) % {"n": n}
    if Action.PROOFS not in allowed_for(user, edition.event):
        raise PermissionDenied
    n = accept_proofs(rows, by=user, now=now())
    return ngettext("%(n)d proof accepted.", "%(n)d proofs accepted.", n) % {"n": n}
