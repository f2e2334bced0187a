"""A page of one's own: shown to everybody, made and ended by its person."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from startline.accounts.models import Profile, User
from startline.accounts.services.profiles import MinorError, end_profile, keep_profile
from startline.core.clock import now, today
from startline.core.refusals import Refusal
from startline.pages.forms.profile import ProfileForm
from startline.pages.queries.profile import shown_of


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  -- login_required made sure
    return request.user


@require_GET
def athlete(request: HttpRequest, slug: str) -> HttpResponse:
    """What a person chose to show."""
    profile = Profile.objects.select_related("user").filter(slug=slug).first()
    if profile is None:
        raise Http404
    page = {
        "shown": shown_of(profile, today=today()),
        "is_mine": profile.user_id == request.user.pk,
    }
    response = render(request, "pages/athlete.html", page)
    if not profile.is_listed:
        response["X-Robots-Tag"] = "noindex"
    return response


@login_required
@require_http_methods(["GET", "POST"])
def my_profile(request: HttpRequest) -> HttpResponse:
    """Choose what is shown, or that nothing is."""
    user = _user(request)
    profile = Profile.objects.filter(user=user).first()
    form = ProfileForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            profile = keep_profile(user, form.said(), now=now())
            messages.success(request, gettext("Saved."))
            return redirect("athlete", profile.slug)
        except MinorError:
            form.add_error("is_adult", gettext("Nobody under 18 has a public page."))
        except Refusal:
            form.add_error("slug", gettext("Somebody else has this address. Take another."))
    page = {"form": form or ProfileForm.of(profile, user.name), "profile": profile}
    return render(request, "pages/my_profile.html", page, status=422 if form else 200)


@login_required
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """No page any more."""
    end_profile(_user(request), now=now())
    messages.success(request, gettext("Your page is gone."))
    return redirect("my_profile")
