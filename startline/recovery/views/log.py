"""The log's page, and the answer of the printed rules to a log that is sent along."""

import hashlib
import json

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from startline.core.caller import address_of
from startline.core.clock import now
from startline.core.frequency import may_ask
from startline.recovery.content.danger import QUESTIONS
from startline.recovery.content.questions import FORMS
from startline.recovery.rules.constants import constants
from startline.recovery.rules.danger import SIGNS, WEEKLY
from startline.recovery.rules.saved import Fault, UnreadableLogError
from startline.recovery.services.answering import answer_to
from startline.recovery.services.setting import responsible, site_mode

EVERYDAY = ("run", "morning", "check", "walk", "strength", "review")
RARELY = ("trial", "clearance", "intake")
MOST_AN_HOUR = 1200
PARTS = (
    "core/css/site.css", "core/fonts/inter-latin-wght-normal.woff2", "core/img/mark.svg",
    "core/js/site.js", "core/js/theme-switch.js", "vendor/htmx-2.0.11.min.js",
    "recovery/js/recovery-log.js", "recovery/js/log.js", "recovery/js/log-form.js",
    "recovery/js/packed-log.js", "recovery/js/watch-files.js",
)  # fmt: skip


@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """The page; the log itself stands on the reader's device."""
    shown = {
        "forms": [*FORMS.values()],
        "everyday": [FORMS[kind] for kind in EVERYDAY],
        "rarely": [FORMS[kind] for kind in RARELY],
        "signs": [(sign.id, QUESTIONS[sign.id]) for sign in SIGNS if sign.id in WEEKLY],
        "c": constants(),
        "mode": site_mode(now().date()),
        "responsible": responsible(),
    }
    return render(request, "recovery/log.html", shown)


@never_cache
@csrf_exempt
@require_POST
def log_answer(request: HttpRequest) -> HttpResponse:
    """What the rules say of the log in the body, as a part of the page. It asks for no cookie,
    changes nothing and forgets: so it needs no proof of where it comes from."""
    if not may_ask("recovery", address_of(request), most=MOST_AN_HOUR):
        return HttpResponse(status=429)
    try:
        report = answer_to(request.body, now())
    except RequestDataTooBig:
        faults: tuple[Fault, ...] = (Fault("file", "too_long"),)
    except UnreadableLogError as error:
        faults = error.faults
    else:
        return render(request, "recovery/log_answer.html", {"report": report})
    return render(request, "recovery/log_faults.html", {"faults": faults[:20]}, status=422)


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The script that opens the log's page without a network; it keeps the page, never a log."""
    kept = json.dumps([reverse("recovery:log"), *(static(path) for path in PARTS)])
    version = hashlib.sha256(kept.encode()).hexdigest()[:12]
    script = render_to_string("recovery/worker.js", {"kept": kept, "version": version})
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@require_GET
def manifest(request: HttpRequest) -> JsonResponse:
    """What a phone needs to keep the log on its home screen, under a neutral name."""
    described = {
        "name": gettext("My log"),
        "short_name": gettext("My log"),
        "start_url": reverse("recovery:log"),
        "scope": reverse("recovery:home"),
        "display": "standalone",
        "icons": [{"src": static("core/img/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(described, content_type="application/manifest+json")
