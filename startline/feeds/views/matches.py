"""One race or two? The doubtful pairs, and what people decided."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from startline.core.clock import now
from startline.core.refusals import Refusal
from startline.feeds.access import match_for, operator
from startline.feeds.queries import decided_pairs, review_queue, waiting_count
from startline.feeds.services.answers import answer_doubt, take_back

SHOWN = 20


@require_GET
@login_required
def queue(request: HttpRequest) -> HttpResponse:
    """The most alike pairs first, and the newest decisions below."""
    operator(request.user)
    page = {
        "doubts": review_queue(limit=SHOWN),
        "waiting": waiting_count(),
        "decisions": decided_pairs(),
    }
    return render(request, "feeds/matches.html", page)


@require_POST
@login_required
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The same race, or not."""
    doubt = match_for(request.user, pk)
    try:
        answer_doubt(doubt, is_same="same" in request.POST, by=operator(request.user), now=now())
    except Refusal as refusal:
        return _refused(request, refusal)
    return redirect("review_queue")


@require_POST
@login_required
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a decision back."""
    match = match_for(request.user, pk)
    try:
        take_back(match, by=operator(request.user), now=now())
    except Refusal as refusal:
        return _refused(request, refusal)
    return redirect("review_queue")


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    page = {"refusal": refusal, "back": "review_queue"}
    return render(request, "feeds/refused.html", page, status=409)
