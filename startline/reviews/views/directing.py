"""The organizer's side: reviews of one's event, and replies."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from startline.accounts.models import User
from startline.accounts.rules import Action
from startline.core.clock import now
from startline.events.access import event_for
from startline.reviews.access import review_to_answer
from startline.reviews.forms import ReplyForm
from startline.reviews.models import Review
from startline.reviews.queries.shown import lines_of, page_of_reviews, summary_of, with_counts
from startline.reviews.rules.asked import Asked
from startline.reviews.services.answering import reply_to_review


@require_GET
@login_required
def desk(request: HttpRequest, event: str) -> HttpResponse:
    """What runners say, the newest first."""
    assert isinstance(request.user, User)  # noqa: S101  -- the decorator made sure
    found = event_for(request.user, event, to=Action.EDIT)
    page, lines = page_of_reviews(found, Asked(sort="new"), request.GET.get("page", ""), None)
    values = {
        "event": found, "edition": found.editions.order_by("-starts_on").first(), "page": page,
        "lines": lines, "summary": summary_of(found),
    }  # fmt: skip
    return render(request, "reviews/desk.html", values)


@require_http_methods(["GET", "POST"])
@login_required
def reply(request: HttpRequest, event: str, review: int) -> HttpResponse:
    """Reply to a review, or put the reply into other words."""
    assert isinstance(request.user, User)  # noqa: S101  -- the decorator made sure
    found = review_to_answer(request.user, event, review)
    line = lines_of([with_counts(Review.objects.filter(pk=found.pk)).get()])[0]
    said = {"text": line.reply.text} if line.reply else None
    form = ReplyForm(request.POST or None, initial=said)
    if request.method == "POST" and form.is_valid():
        reply_to_review(found, text=form.cleaned_data["text"], by=request.user, now=now())
        messages.success(request, _("Your reply stands below the review."))
        return redirect("reviews:desk", event)
    page = {"event": found.edition.event, "edition": found.edition, "line": line, "form": form,
            "versions": found.versions.order_by("-number")}  # fmt: skip
    return render(request, "reviews/reply.html", page)
