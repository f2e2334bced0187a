"""What a person wants to be told: searches, follows, races kept, and what was found."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from startline.accounts.models import User
from startline.core.clock import now
from startline.core.refusals import Refusal
from startline.discovery.access import followable_for, search_by_key, search_for
from startline.discovery.forms import SearchForm, WishForm, address_of, asked_by, edition_ids_of
from startline.discovery.queries.alerts import (
    feed_lines,
    heard_by,
    hears_nothing,
    is_following,
    saved_numbers,
)
from startline.discovery.queries.meaning import meaning_of
from startline.discovery.services import wishes


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  -- login_required made sure
    return request.user


@login_required
@require_GET
def alerts(request: HttpRequest) -> HttpResponse:
    """What was found, the searches and follows behind it, and how it is told."""
    return _alerts(request, None)


def _alerts(request: HttpRequest, form: WishForm | None) -> HttpResponse:
    heard = heard_by(_user(request), now=now())
    first = {"every": heard.wish.every, "timezone": heard.wish.timezone}
    page = {"heard": heard, "form": form or WishForm(initial=first)}
    return render(request, "discovery/alerts.html", page, status=422 if form else 200)


@login_required
@require_POST
def alert_wish(request: HttpRequest) -> HttpResponse:
    """How often, and in whose day."""
    form = WishForm(request.POST)
    if not form.is_valid():
        return _alerts(request, form)
    wishes.set_wish(user=_user(request), **form.cleaned_data)
    messages.success(request, gettext("Saved."))
    return redirect("alerts")


@login_required
@require_http_methods(["GET", "POST"])
def save_search(request: HttpRequest) -> HttpResponse:
    """Keep the search of the address: a name, and whether by mail."""
    asked, _ = asked_by(request)
    language = get_language() or "en"
    meaning = meaning_of(asked, today=now().date(), languages=[language])
    form = SearchForm(request.POST or None, initial={"name": asked.q or gettext("My search")})
    page = {"form": form, "chips": meaning.chips, "is_empty": not address_of(asked)}
    if request.method == "POST" and form.is_valid():
        try:
            wishes.save_search(
                user=_user(request), address=address_of(asked), name=form.cleaned_data["name"],
                language=language, is_mailed="by_mail" in request.POST, now=now(),
            )  # fmt: skip
        except Refusal as refusal:
            return render(
                request, "discovery/save_search.html", page | {"refusal": refusal}, status=422
            )
        messages.success(request, gettext("Saved. You hear of new and changed races that fit."))
        return redirect("alerts")
    return render(request, "discovery/save_search.html", page, status=422 if form.errors else 200)


@login_required
@require_POST
def forget_search(request: HttpRequest, pk: int) -> HttpResponse:
    """Let one search go."""
    wishes.forget_search(search_for(_user(request), pk))
    messages.success(request, gettext("The search is gone."))
    return redirect("alerts")


@login_required
@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest, event: str) -> HttpResponse:
    """Follow an event, or the organizer of it; or no longer."""
    found = followable_for(event)
    user = _user(request)
    page = {"event": found, "following": is_following(user, found.pk, found.organizer_id)}
    if request.method == "GET":
        return render(request, "discovery/follow.html", page)
    whom = {"organizer": found.organizer} if "organizer" in request.POST else {"event": found}
    try:
        if "off" in request.POST:
            wishes.unfollow(user=user, **whom)
        else:
            wishes.follow(user=user, now=now(), **whom)
    except Refusal as refusal:
        return render(request, "discovery/follow.html", page | {"refusal": refusal}, status=422)
    return redirect("follow", event)


@login_required
@require_POST
def keep_races(request: HttpRequest) -> JsonResponse:
    """Races that a device keeps, moved into the account; the answer is all that are kept there."""
    user = _user(request)
    numbers = edition_ids_of(request)
    try:
        if "off" in request.GET:
            wishes.let_races_go(user=user, edition_ids=numbers)
        else:
            wishes.save_races(user=user, edition_ids=numbers, now=now())
    except Refusal as refusal:
        return JsonResponse({"code": refusal.code, "saved": saved_numbers(user)}, status=422)
    return JsonResponse({"saved": saved_numbers(user)})


@require_GET
def alert_feed(request: HttpRequest, key: str) -> HttpResponse:
    """What one search found, for a feed reader; whoever knows the address may read it."""
    search = search_by_key(key)
    site = settings.SITE_URL
    feed = Atom1Feed(
        title=f"{search.name} · {settings.SITE_NAME}",
        link=f"{site}{reverse('search')}?{search.address}",
        feed_url=site + reverse("alert_feed", args=[key]),
        description="",
    )
    for line in feed_lines(search, now=now()):
        card = line.card
        feed.add_item(
            title=card.title, link=site + card.href, updateddate=line.found_at,
            description=", ".join(part for part in (str(card.on or ""), card.place) if part),
            unique_id=f"{site}/#edition-{card.edition_id}-{line.found_at:%Y%m%d%H%M%S}",
        )  # fmt: skip
    answer = HttpResponse(feed.writeString("utf-8"), "application/atom+xml; charset=utf-8")
    answer["X-Robots-Tag"] = "noindex"
    return answer


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the address itself is signed
@require_http_methods(["GET", "POST"])
def alerts_off(request: HttpRequest, token: str) -> HttpResponse:
    """One click out of alerts by mail; looking alone changes nothing."""
    try:
        user = wishes.whose(token)
    except BadSignature as error:
        raise Http404 from error
    if request.method == "POST":
        wishes.switch_alerts_off(user)
        if "List-Unsubscribe" not in request.POST:  # a mail program must not be led on (RFC 8058)
            return redirect("alerts_off", token)
    answer = render(request, "discovery/alerts_off.html", {"is_off": hears_nothing(user)})
    answer["X-Robots-Tag"] = "noindex"
    answer["Cache-Control"] = "private, no-store"
    return answer
