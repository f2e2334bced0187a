"""The decision timeline: a race and a sore knee on one line. What is sent is answered, not kept."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from startline.core.caller import address_of
from startline.core.clock import now, today
from startline.core.frequency import may_ask
from startline.entries.access import one_entry_of
from startline.pages.forms.timeline import KneeForm, OutsideForm, TypedForm
from startline.pages.queries.about import mine
from startline.pages.queries.choosing import races_named
from startline.pages.queries.event_page import event_page, race_line
from startline.pages.queries.timeline import (
    Here,
    fitting,
    knee_of,
    of_entry,
    of_listing,
    of_typed,
    timeline,
)
from startline.pages.queries.timeline_calendar import timeline_calendar
from startline.pages.rules.said import NOTHING, Said
from startline.pages.rules.timeline import Planned
from startline.recovery.rules.constants import constants
from startline.recovery.rules.saved import UnreadableLogError

MOST_AN_HOUR = 600


@never_cache
@require_GET
def timeline_choose(request: HttpRequest) -> HttpResponse:
    """Which race: by name, held here, kept on the device, or typed."""
    q = request.GET.get("q", "").strip()[:200]
    entries = mine(int(request.user.pk)).entries if request.user.is_authenticated else []
    found = races_named(q, now=now(), languages=[get_language() or "en"]) if q else ()
    coming = [
        e for e in entries if e.race.edition.starts_on and e.race.edition.starts_on >= today()
    ]
    page = {"q": q, "found": found, "entries": coming}
    return render(request, "pages/timeline_choose.html", page)


@never_cache
@csrf_exempt
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def timeline_race(request: HttpRequest, event: str, edition: str, race: str) -> HttpResponse:
    """A race of the catalogue, entered elsewhere or not yet."""
    page = event_page(event, edition, now=now())
    line = race_line(page, race)
    if page.edition is None or page.edition.starts_on is None:
        raise Http404
    form = OutsideForm(
        request.POST if asks(request) else None, on=page.edition.starts_on,
        zone=page.edition.timezone, initial={"currency": page.edition.currency},
    )  # fmt: skip
    planned, here = of_listing(page, line, said_in(form), now=now())
    return answered(request, form, planned, here)


@never_cache
@csrf_exempt
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def timeline_entry(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """An entry held here, for whoever holds its reference."""
    entry = one_entry_of(reference, number)
    if entry.race.edition.starts_on is None:
        raise Http404
    form = KneeForm(request.POST if asks(request) else None)
    planned, here = of_entry(entry, said_in(form), now=now())
    return answered(request, form, planned, here)


@never_cache
@csrf_exempt
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def timeline_typed(request: HttpRequest) -> HttpResponse:
    """A race that the catalogue does not have."""
    form = TypedForm(request.POST if asks(request) else None, today=today())
    if not form.is_bound or not form.is_valid():
        return shown(request, {"form": form}, status=422 if form.is_bound else 200)
    planned, here = of_typed(form.said, now=now())
    return answered(request, form, planned, here)


def asks(request: HttpRequest) -> bool:
    """Whether something was sent that can be read."""
    if request.method != "POST":
        return False
    try:
        return request.POST is not None
    except RequestDataTooBig:
        raise Http404 from None


def said_in(form: KneeForm) -> Said:
    """What a form says; nothing where it was not sent or cannot be used."""
    return form.said if form.is_bound and form.is_valid() else NOTHING


def answered(request: HttpRequest, form: KneeForm, race: Planned, here: Here) -> HttpResponse:
    """The line for what was sent; a refusal of a person's input is a sentence beside its field."""
    if form.is_bound and not may_ask("timeline", address_of(request), most=MOST_AN_HOUR):
        return shown(request, {"form": form, "race": race, "too_often": True}, status=429)
    try:
        knee = knee_of(said_in(form), race, now=now())
    except UnreadableLogError as error:
        page = {"form": form, "race": race, "here": here, "faults": error.faults[:5]}
        return shown(request, page, status=422)
    line = timeline(race, here, knee, now=now())
    refused = form.is_bound and not form.is_valid()
    if not refused and request.POST.get("go") == "calendar":
        host = urlsplit(settings.SITE_URL).hostname or "localhost"
        file = timeline_calendar(line, host=host, now=now())
        answer = HttpResponse(file, content_type="text/calendar; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="dates.ics"'
        return answer
    others = () if knee.is_in_danger else fitting(line, now=now())
    page = {"form": form, "race": race, "here": here, "line": line, "others": others}
    return shown(request, page, status=422 if refused else 200)


def shown(request: HttpRequest, page: dict[str, object], status: int) -> HttpResponse:
    """The page, or only the answer for the script of the page; in no cache and no index."""
    part = "#answer" if "HX-Request" in request.headers else ""
    page |= {"c": constants(), "action": request.path, "choose": reverse("timeline")}
    response = render(request, f"pages/timeline.html{part}", page, status=status)
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response
