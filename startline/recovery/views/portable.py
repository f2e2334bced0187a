"""What a reader takes along: a calendar file, a code for another device. Nothing is kept."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from startline.core.caller import address_of
from startline.core.clock import now
from startline.core.frequency import may_ask
from startline.recovery.rules.saved import UnreadableLogError
from startline.recovery.services.answering import answer_to
from startline.recovery.services.calendar import reminders
from startline.recovery.services.codes import UndrawableError, code_of
from startline.recovery.services.paper import paper_of

MOST_AN_HOUR = 120


@never_cache
@csrf_exempt
@require_POST
def log_calendar(request: HttpRequest) -> HttpResponse:
    """The calendar file of the log in the body."""
    if not may_ask("recovery-file", address_of(request), most=MOST_AN_HOUR):
        return HttpResponse(status=429)
    try:
        drawn = reminders(answer_to(request.body, now()))
    except (RequestDataTooBig, UnreadableLogError):
        return HttpResponse(status=422)
    return HttpResponse(drawn, content_type="text/calendar; charset=utf-8")


@never_cache
@csrf_exempt
@require_POST
def log_paper(request: HttpRequest) -> HttpResponse:
    """The log in the body as a sheet for a physiotherapist."""
    if not may_ask("recovery-file", address_of(request), most=MOST_AN_HOUR):
        return HttpResponse(status=429)
    try:
        drawn = paper_of(answer_to(request.body, now()))
    except (RequestDataTooBig, UnreadableLogError):
        return HttpResponse(status=422)
    return HttpResponse(drawn, content_type="application/pdf")


@never_cache
@csrf_exempt
@require_POST
def log_code(request: HttpRequest) -> HttpResponse:
    """The words of the body as a code to scan."""
    if not may_ask("recovery-file", address_of(request), most=MOST_AN_HOUR):
        return HttpResponse(status=429)
    try:
        drawn = code_of(request.body)
    except (RequestDataTooBig, UndrawableError):
        return HttpResponse(status=422)
    return HttpResponse(drawn, content_type="image/svg+xml")
