"""A person's races: the page, its map, and the file a calendar reads."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from startline.accounts.models import User
from startline.core.clock import now
from startline.pages.queries.calendar import calendar_of
from startline.pages.queries.my_races import MOST_WITH_DATES, my_races, pages_of, points_of

_SALT = "startline.pages.my_races"


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  -- login_required made sure
    return request.user


@login_required
@require_GET
def races(request: HttpRequest) -> HttpResponse:
    """What lies ahead with its deadlines, and what is over."""
    user = _user(request)
    page = {"mine": my_races(user, now=now()), "token": signing.dumps(user.pk, salt=_SALT)}
    return render(request, "pages/my_races.html", page)


@login_required
@require_GET
def races_map(request: HttpRequest) -> JsonResponse:
    """The races ahead as points."""
    answer = JsonResponse(points_of(my_races(_user(request), now=now())))
    answer["Content-Type"] = "application/geo+json"
    return answer


@require_GET
def my_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The races ahead for a calendar program; whoever knows the address may read it."""
    try:
        user = get_object_or_404(User, pk=signing.loads(token, salt=_SALT), is_active=True)
    except signing.BadSignature as error:
        raise Http404 from error
    at = now()
    ahead = [race.card.edition_id for race in my_races(user, now=at).ahead[:MOST_WITH_DATES]]
    host = urlsplit(settings.SITE_URL).hostname or "startline"
    name = gettext("My races on %(site)s") % {"site": settings.SITE_NAME}
    pages = pages_of(ahead, at).values()
    file = calendar_of(pages, name=name, site_url=settings.SITE_URL, host=host, now=at)
    answer = HttpResponse(file, "text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    return answer
