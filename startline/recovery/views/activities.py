"""Files of a watch: read in memory, shown for the reader to confirm, forgotten."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from startline.core.caller import address_of
from startline.core.frequency import may_ask
from startline.core.memory_upload import TooLargeError, files_in_memory
from startline.recovery.rules.activities import longest_minutes
from startline.recovery.services.activities import MOST_BYTES, read_activities

MOST_AN_HOUR = 60


@never_cache
@csrf_exempt
@require_POST
def log_activities(request: HttpRequest) -> HttpResponse:
    """What the files hold, as a part of the page; no light and no stage is touched by it."""
    if not may_ask("recovery-files", address_of(request), most=MOST_AN_HOUR):
        return HttpResponse(status=429)
    try:
        found = read_activities(files_in_memory(request, MOST_BYTES))
    except TooLargeError:
        shown: dict[str, object] = {"is_too_large": True}
        return render(request, "recovery/log_activities.html", shown, status=413)
    runs = [one for one in found.activities if one.minutes]
    shown = {"found": runs[::-1], "refused": found.refused, "longest": longest_minutes(runs)}
    return render(request, "recovery/log_activities.html", shown)
