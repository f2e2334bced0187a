"""A person's results; asking for one, saying yes to it, deciding at the desk."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from startline.accounts.models import User
from startline.accounts.rules import Action
from startline.core.clock import now
from startline.core.refusals import Refusal
from startline.events.access import edition_for
from startline.results.access import result_for
from startline.results.forms import ClaimForm
from startline.results.models import ResultClaim
from startline.results.queries.belonging import claims_at, claims_without_organizer, my_results
from startline.results.services import claiming


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  -- login_required made sure
    return request.user


@login_required
@require_GET
def my(request: HttpRequest) -> HttpResponse:
    """Results, personal bests, what is asked for."""
    return render(request, "results/my.html", {"mine": my_results(_user(request))})


@login_required
@require_http_methods(["GET", "POST"])
def claim(request: HttpRequest, event: str, edition: str, result: int) -> HttpResponse:
    """This is me: name and date of birth."""
    user = _user(request)
    shown, found = result_for(event, edition, result)
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and not ratelimit.consume(
        request, action="reauthenticate", user=user
    ):
        form.add_error(None, gettext("Too many tries. Wait a few minutes."))
    if form.is_valid():
        try:
            claiming.claim_result(found, user=user, now=now(), **form.cleaned_data)
            return redirect("results:my")
        except Refusal as said_no:
            form.refuse(str(said_no.numbers["why"]))
    page = {"form": form, "edition": shown.edition, "event": shown.edition.event, "result": found}
    return render(request, "results/claim.html", page, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Who reads the entry's mail says yes or no."""
    try:
        found = claiming.claim_by(token)
    except signing.BadSignature as error:
        raise Http404 from error
    if request.method == "POST":
        _decide(request, found, None)
        return redirect("results:confirm", token)
    return render(request, "results/confirm.html", {"claim": found})


def _decide(request: HttpRequest, found: ResultClaim, by: User | None) -> None:
    deed = claiming.grant if request.POST.get("say") == "yes" else claiming.refuse
    try:
        deed(found, by=by, now=now())
    except Refusal:
        messages.warning(request, gettext("This was decided already."))


@login_required
@require_POST
def give_up(request: HttpRequest) -> HttpResponse:
    """Let a claimed result go."""
    race, bib = request.POST.get("race", ""), request.POST.get("bib", "")
    if race.isascii() and race.isdigit() and len(race) < 10:
        claiming.give_up(_user(request), race_id=int(race), bib=bib, now=now())
    return redirect("results:my")


@login_required
@require_GET
def claims(request: HttpRequest, event: str, edition: str) -> HttpResponse:
    """Who says that results are theirs."""
    found = edition_for(_user(request), event, edition, to=Action.RESULTS)
    page = {"edition": found, "event": found.event, "claims": claims_at(found.pk)}
    return render(request, "results/claims.html", page)


@login_required
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """Claims of results of listings that belong to no organizer."""
    if not _user(request).is_operator:
        raise PermissionDenied
    return render(request, "results/waiting.html", {"claims": claims_without_organizer()})


@login_required
@require_POST
def decide(request: HttpRequest, event: str, edition: str, claimed: int) -> HttpResponse:
    """Yes or no at the desk."""
    user = _user(request)
    found = edition_for(user, event, edition, to=Action.RESULTS)
    _decide(request, get_object_or_404(ResultClaim, pk=claimed, race__edition=found), user)
    return redirect("results:claims", event, edition)
