"""The writer's pages: by the entry's own link, by account, and by the link of the review."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from startline.accounts.models import User
from startline.core.caller import address_of
from startline.core.clock import now
from startline.core.frequency import may_ask
from startline.core.refusals import Refusal
from startline.entries.access import one_entry_of
from startline.events.models.catalogue import Edition
from startline.reviews.access import own_photo, reviewed_edition, written_review
from startline.reviews.forms import AppealForm, PhotosForm, ReviewForm
from startline.reviews.models import Review
from startline.reviews.queries.presence import Being, being_again, being_at, being_of
from startline.reviews.queries.shown import lines_of, with_counts
from startline.reviews.services.moderating import appeal as make_appeal
from startline.reviews.services.photos import MOST_PHOTOS, keep_photo
from startline.reviews.services.photos import remove_photo as take_photo_away
from startline.reviews.services.writing import (
    TooOftenError,
    edit_review,
    erase_review,
    write_review,
)

MOST_AN_HOUR = 10


@require_http_methods(["GET", "POST"])
def write_entry(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Review an edition by the link of an entry; who has done so comes to their review."""
    entry = one_entry_of(reference, number)
    written = Review.objects.filter(entry=entry).first()
    if written is not None:
        return redirect("reviews:mine", written.token)
    return written_by(request, entry.race.edition, being_of(entry))


@require_http_methods(["GET", "POST"])
@login_required
def write(request: HttpRequest, event: str, edition: str) -> HttpResponse:
    """Review an edition as who was there by their account."""
    assert isinstance(request.user, User)  # noqa: S101  -- the decorator made sure
    found = reviewed_edition(event, edition)
    written = Review.objects.filter(edition=found, user=request.user).first()
    if written is not None:
        return redirect("reviews:mine", written.token)
    return written_by(request, found, being_at(request.user, found))


def written_by(request: HttpRequest, edition: Edition, being: Being | None) -> HttpResponse:
    """The form for who was there, their review, or why not."""
    page: dict[str, object] = {"edition": edition, "event": edition.event, "being": being}
    if being is None:
        return private(render(request, "reviews/not_there.html", page, status=403))
    form = ReviewForm(request.POST or None)
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            if not may_ask("review", address_of(request), most=MOST_AN_HOUR):
                raise TooOftenError
            made = write_review(being, form.words(), now=now())
            messages.success(request, _("Thank you. You can add photos now."))
            return redirect("reviews:mine", made.token)
        except Refusal as said_no:
            refusal = said_no
    page |= {"form": form, "refusal": refusal}
    return private(render(request, "reviews/write.html", page, status=409 if refusal else 200))


def private(response: HttpResponse) -> HttpResponse:
    """Pages of one person are not indexed and not kept."""
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store"
    return response


def mine_page(request: HttpRequest, review: Review, **more: object) -> HttpResponse:
    """The writer's page of a review."""
    row = with_counts(Review.objects.filter(pk=review.pk)).get()
    page = {
        "review": review, "edition": review.edition, "event": review.edition.event,
        "line": lines_of([row])[0], "versions": review.versions.order_by("-number"),
        "case": review.cases.filter(state="removed").order_by("-decided_at").first(),
        "form": ReviewForm.of(review), "photos_form": PhotosForm(), "appeal_form": AppealForm(),
        "has_room": len(row.photos.all()) < MOST_PHOTOS, **more,
    }  # fmt: skip
    said_no = bool(more.get("refusal") or more.get("refusals"))
    return private(render(request, "reviews/mine.html", page, status=409 if said_no else 200))


@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """One's own review: read, change."""
    review = written_review(token)
    if request.method == "GET":
        return mine_page(request, review)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return mine_page(request, review, form=form, is_open=True)
    being = being_again(review)
    try:
        edit_review(review, being, form.words(), now=now())
    except Refusal as said_no:
        return mine_page(request, review, form=form, is_open=True, refusal=said_no)
    messages.success(request, _("Saved."))
    return redirect("reviews:mine", token)


@require_POST
def erase(request: HttpRequest, token: str) -> HttpResponse:
    """Take one's review away."""
    review = written_review(token)
    event = review.edition.event.slug
    erase_review(review, now=now())
    messages.success(request, _("Your review is gone, with its photos and earlier versions."))
    return redirect("reviews:reviews", event)


@require_POST
def appeal(request: HttpRequest, token: str) -> HttpResponse:
    """Say why a removed review should stand."""
    review = written_review(token)
    form = AppealForm(request.POST)
    if not form.is_valid():
        return mine_page(request, review, appeal_form=form)
    try:
        make_appeal(review, text=form.cleaned_data["text"], now=now())
    except Refusal as said_no:
        return mine_page(request, review, appeal_form=form, refusal=said_no)
    messages.success(request, _("Your appeal is with a person now. The answer comes by mail."))
    return redirect("reviews:mine", token)


@require_POST
def add_photos(request: HttpRequest, token: str) -> HttpResponse:
    """Add photos; of several the good ones are kept, and each other one is named."""
    review = written_review(token)
    form = PhotosForm(request.POST, request.FILES)
    if not form.is_valid():
        return mine_page(request, review, photos_form=form)
    refusals = []
    for file in form.cleaned_data["photos"][: 2 * MOST_PHOTOS]:
        try:
            keep_photo(review, file, words=form.cleaned_data["words"], now=now())
        except Refusal as said_no:
            refusals.append(said_no)
    if refusals:
        return mine_page(request, review, photos_form=form, refusals=refusals)
    return redirect("reviews:mine", token)


@require_POST
def remove_photo(request: HttpRequest, token: str, photo: int) -> HttpResponse:
    """Take a photo away."""
    take_photo_away(own_photo(token, photo))
    return redirect("reviews:mine", token)
