"""The log in the account: kept, given back and erased by its owner alone."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from startline.accounts.models import User
from startline.core.clock import now
from startline.core.sealing import UnreadableSecretError
from startline.recovery.rules.saved import Fault, UnreadableLogError
from startline.recovery.services import kept as services


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  -- login_required made sure
    return request.user


@never_cache
@login_required
@require_GET
def kept(request: HttpRequest) -> HttpResponse:
    """What is kept and since when; nothing of it is opened for this page."""
    return render(request, "recovery/kept.html", {"kept_at": services.kept_at(_user(request))})


@never_cache
@login_required
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the log of the body in the account."""
    try:
        services.keep_log(request.body, by=_user(request), now=now())
    except RequestDataTooBig:
        faults: tuple[Fault, ...] = (Fault("file", "too_long"),)
    except UnreadableLogError as error:
        faults = error.faults
    else:
        return HttpResponse(status=204)
    return render(request, "recovery/log_faults.html", {"faults": faults[:20]}, status=422)


@never_cache
@login_required
@require_GET
def kept_file(request: HttpRequest) -> HttpResponse:
    """The log as a file, whole, in the format of a saved copy."""
    try:
        text = services.kept_log(_user(request))
    except UnreadableSecretError:
        return render(request, "recovery/kept.html", {"is_unreadable": True}, status=503)
    if text is None:
        raise Http404
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="log.json"'
    return response


@never_cache
@login_required
@require_POST
def erase_kept(request: HttpRequest) -> HttpResponse:
    """Erase the log from the account."""
    services.forget(_user(request))
    messages.success(request, gettext("The log was erased from your account."))
    return redirect("recovery:kept")
