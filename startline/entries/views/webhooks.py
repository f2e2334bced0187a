"""Where payment providers tell us what happened; and the two buttons of play money."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from startline.core.clock import now
from startline.entries.services.collecting import follow_up
from startline.payments.rules.provider import ForgedNoticeError
from startline.payments.services.notices import UnknownAccountError, record_notice
from startline.payments.services.playing import PlayIsOverError, play, play_payment


@csrf_exempt  # a provider has no session; its signature is verified
@require_POST
def notice(request: HttpRequest, token: str) -> HttpResponse:
    """Store and act upon one notice. Anything but 200 makes the provider send it again."""
    at = now()
    try:
        told = record_notice(token, dict(request.headers), request.body, now=at)
    except UnknownAccountError:
        return HttpResponse(status=404)
    except ForgedNoticeError:
        return HttpResponse(status=400)
    follow_up(told.notice_id, told.references, now=at)
    return HttpResponse(status=200)


@require_http_methods(["GET", "POST"])
def play_money(request: HttpRequest, there: str) -> HttpResponse:
    """Pay, or be declined, with money that is none: only where the settings offer it."""
    back = request.GET.get("back", "")
    try:
        payment = play_payment(there)
    except PlayIsOverError as over:
        raise Http404 from over
    if request.method == "POST":
        told = play(payment, is_paid=request.POST.get("answer") == "pay", now=now())
        follow_up(told.notice_id, told.references, now=now())
        safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
        return redirect(back if safe else "home")
    return render(request, "entries/money/play.html", {"payment": payment})
