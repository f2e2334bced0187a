"""The desk, for whoever holds its link: one field, one big answer."""

import datetime as dt
import secrets
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from startline.core.clock import now
from startline.raceday.access import desk_at, is_open
from startline.raceday.forms.scanning import ScanForm
from startline.raceday.models.desks import Desk
from startline.raceday.queries.said import crowds, said
from startline.raceday.queries.standing import Found, as_found, found_by_name, is_ticket, wearers
from startline.raceday.rules.scans import How, looks_like_a_code
from startline.raceday.services.checking_in import Sent, take_scan

YEARS = range(1970, 2200)


@require_GET
@never_cache
def desk(request: HttpRequest, token: str) -> HttpResponse:
    """The desk, waiting for the first scan."""
    found = desk_at(token)
    if not is_open(found, now()):
        return over(request, found)
    return shown(request, found, {})


@require_POST
@never_cache
def scan(request: HttpRequest, token: str) -> HttpResponse:
    """A scan, its answer; a name brings those it may mean, and nothing is kept of it."""
    found = desk_at(token)
    if not is_open(found, now()):
        return over(request, found)
    form = ScanForm(request.POST)
    if not form.is_valid():
        return shown(request, found, {"unreadable": True}, status=400)
    text, how = form.cleaned_data["text"], How(form.cleaned_data["how"])
    choice = choice_of(found, text) if how is How.TYPED else None
    if choice is not None:
        return shown(request, found, {"choice": choice, "words": text})
    when = form.cleaned_data["device_at"]
    sent = Sent(form.cleaned_data["key"], text, how, moment(when))
    return shown(request, found, {"said": said(take_scan(found, sent, now=now()), found)})


@require_GET
@never_cache
def counts(request: HttpRequest, token: str) -> HttpResponse:
    """How many are in, for the line on top of the desk."""
    found = desk_at(token)
    if not is_open(found, now()):
        return over(request, found)
    return render(request, "raceday/desk.html#crowd", {"crowds": crowds(found.edition)})


def choice_of(desk: Desk, text: str) -> list[Found] | None:
    """Those a typed text may mean, where it is a name or a number worn by several; else None."""
    if is_ticket(text):
        return None
    worn = wearers(desk.edition, text)
    if len(worn) > 1:
        return as_found(desk.edition, worn)
    if worn or text.strip().lstrip("#").isdigit() or looks_like_a_code(text):
        return None
    return found_by_name(desk.edition, text)


def moment(text: str) -> dt.datetime | None:
    """The device's time where it can be read, names its zone and lies in our years; else None."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and found.tzinfo and found.year in YEARS else None


def shown(
    request: HttpRequest, desk: Desk, more: dict[str, object], *, status: int = 200
) -> HttpResponse:
    """The desk with an answer; only the answer for the page's script."""
    page = {
        "desk": desk, "edition": desk.edition, "event": desk.edition.event,
        "form": ScanForm(initial={"key": secrets.token_urlsafe(16), "how": How.TYPED}),
        "crowds": partial(crowds, desk.edition), "fresh_key": secrets.token_urlsafe(16), **more,
    }  # fmt: skip
    name = "raceday/desk.html#answer" if "HX-Request" in request.headers else "raceday/desk.html"
    return render(request, name, page, status=status)


def over(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The link has ended."""
    return render(request, "raceday/over.html", {"event": desk.edition.event}, status=410)
