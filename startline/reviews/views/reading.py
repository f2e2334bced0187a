"""Reviews for everybody: the list, photos, votes, reports."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from startline.accounts.models import User
from startline.core.caller import address_of
from startline.core.clock import now
from startline.core.frequency import may_ask
from startline.core.refusals import Refusal
from startline.reviews.access import photo_to_show, reviewed_event, shown_review
from startline.reviews.forms import ReportForm
from startline.reviews.queries.shown import (
    latest_begun,
    page_of_reviews,
    reviewed_editions,
    summary_of,
)
from startline.reviews.rules.asked import BASES, SORTS, asked_from
from startline.reviews.services.answering import find_helpful, report_review
from startline.reviews.services.photos import PhotoGoneError, read_photo
from startline.reviews.services.writing import TooOftenError

SIZES = ("large", "small")
MOST_REPORTS = 5


@require_GET
def reviews(request: HttpRequest, event: str) -> HttpResponse:
    """What runners say about an event, with what it comes to."""
    found = reviewed_event(event)
    asked = asked_from({name: request.GET.get(name, "") for name in request.GET})
    user = request.user if isinstance(request.user, User) else None
    page, lines = page_of_reviews(found, asked, request.GET.get("page", ""), user)
    values = {
        "event": found, "asked": asked, "page": page, "lines": lines, "summary": summary_of(found),
        "editions": reviewed_editions(found), "bases": BASES, "sorts": SORTS,
        "latest": latest_begun(found, now().date()),
    }  # fmt: skip
    return render(request, "reviews/list.html", values)


@require_GET
def photo(request: HttpRequest, name: str, size: str) -> HttpResponse:
    """A photo in one of its sizes; gone as soon as its review is."""
    if size not in SIZES:
        raise Http404
    try:
        body = read_photo(photo_to_show(name), size)
    except PhotoGoneError as error:
        raise Http404 from error
    return HttpResponse(
        body, content_type="image/webp",
        headers={"Cache-Control": "public, max-age=3600", "X-Robots-Tag": "noindex",
                 "X-Content-Type-Options": "nosniff"},
    )  # fmt: skip


@require_POST
@login_required
def helpful(request: HttpRequest, event: str, review: int) -> HttpResponse:
    """Find a review helpful, or take that back."""
    assert isinstance(request.user, User)  # noqa: S101  -- the decorator made sure
    found = shown_review(event, review)
    try:
        find_helpful(found, by=request.user, now=now())
    except Refusal:
        messages.error(request, _("This is your own review."))
    return redirect(reverse("reviews:reviews", args=[event]) + f"#review-{review}")


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, event: str, review: int) -> HttpResponse:
    """Say what is wrong with a review."""
    found = shown_review(event, review)
    form = ReportForm(request.POST or None)
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        by = request.user if isinstance(request.user, User) else None
        try:
            if not may_ask("report", address_of(request), most=MOST_REPORTS):
                raise TooOftenError
            report_review(found, **form.cleaned_data, by=by, now=now())
            messages.success(request, _("Thank you. A person looks at it."))
            return redirect("reviews:reviews", event)
        except Refusal as said_no:
            refusal = said_no
    page = {"review": found, "event": found.edition.event, "edition": found.edition,
            "form": form, "refusal": refusal}  # fmt: skip
    response = render(request, "reviews/report.html", page, status=409 if refusal else 200)
    response["X-Robots-Tag"] = "noindex"
    return response
