"""Everything about a person: the file, the list of what would stay, and the end of it."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from startline.accounts.models import User
from startline.core.clock import now
from startline.core.proving import hash_of, new_code
from startline.notices.services import record_notice
from startline.pages.forms.account import EraseForm
from startline.pages.queries.account import in_the_way, staying
from startline.pages.services.account import InTheWayError, packed
from startline.pages.services.account import erase as erase_all

CODE = "erase_code"
MINUTES = 15


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  -- login_required made sure
    return request.user


def _sent(request: HttpRequest) -> str:
    """The hash of the code that was mailed, while it counts; empty where there is none."""
    kept, at = request.session.get(CODE, ("", 0))
    return kept if now().timestamp() - at < MINUTES * 60 else ""


def _page(request: HttpRequest, form: EraseForm, status: int = 200) -> HttpResponse:
    user = _user(request)
    page = {
        "form": form, "staying": staying(user), "is_sent": bool(_sent(request)),
        "in_the_way": in_the_way(user, today=now().date()),
        "has_password": user.has_usable_password(),
    }  # fmt: skip
    return render(request, "pages/everything.html", page, status=status)


@login_required
@never_cache
@require_GET
def everything(request: HttpRequest) -> HttpResponse:
    """What is kept, what may be taken, what would stay."""
    return _page(request, EraseForm(user=_user(request)))


@login_required
@never_cache
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """One file with everything."""
    answer = HttpResponse(packed(_user(request)), "application/zip")
    answer["Content-Disposition"] = 'attachment; filename="everything.zip"'
    return answer


@login_required
@require_POST
def send_code(request: HttpRequest) -> HttpResponse:
    """Mail a code to a person without a password."""
    user, at, code = _user(request), now(), new_code()
    if not ratelimit.consume(request, action="reauthenticate", user=user):
        messages.warning(request, gettext("Too many codes. Wait a few minutes."))
        return redirect("everything")
    request.session[CODE] = (hash_of(code), at.timestamp())
    record_notice(
        key=f"erase-{user.pk}-{at.timestamp()}", to=user.email, user=user, now=at,
        template="pages/mail/erase_code", context={"code": code, "minutes": MINUTES},
    )  # fmt: skip
    messages.success(request, gettext("The code is on its way to %(to)s.") % {"to": user.email})
    return redirect("everything")


@login_required
@require_POST
def erase(request: HttpRequest) -> HttpResponse:
    """Erase everything, once more sure who asks."""
    user = _user(request)
    form = EraseForm(request.POST, user=user, sent=_sent(request))
    if not ratelimit.consume(request, action="reauthenticate", user=user):
        form.add_error("secret", gettext("Too many tries. Wait a few minutes."))
    if not form.is_valid():
        return _page(request, form, 422)
    try:
        erase_all(user, hides_results=form.cleaned_data["hides_results"], now=now())
    except InTheWayError:
        return _page(request, form, 409)
    logout(request)
    messages.success(request, gettext("Everything about you is erased."))
    return redirect("home")
