"""A person leaves, or asks what is kept."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import Q

from startline.accounts.models import User
from startline.accounts.queries import confirmed_addresses
from startline.core.clock import now as clock_now
from startline.reviews.models import (
    HelpfulVote,
    Mark,
    ModerationCase,
    Photo,
    Reply,
    Report,
    Review,
    ReviewQuerySet,
    answers_of,
    aspects_of,
)
from startline.reviews.services.photos import PhotoGoneError, drop_photos, read_photo
from startline.reviews.services.scoring import count_event


def written_by(user: User) -> ReviewQuerySet:
    """A person's reviews, also those written as a guest with an address they have confirmed."""
    addresses = confirmed_addresses(user.pk)
    return Review.objects.filter(Q(user=user) | Q(user__isnull=True, email__in=addresses))


@transaction.atomic
def forget(user: User) -> None:
    """Reviews with photos, versions and marks go, and so do votes and reports; figures follow.

    Replies and decisions belong to the organizer and the site: they stay without the name.
    """
    reviews = list(written_by(user).select_related("edition"))
    for review in reviews:
        drop_photos(review)
    Mark.objects.filter(review__in=reviews).delete()
    Review.objects.filter(pk__in=[review.pk for review in reviews]).delete()
    for event_id in {review.edition.event_id for review in reviews}:
        count_event(event_id, now=clock_now())
    HelpfulVote.objects.filter(user=user).delete()
    Report.objects.filter(user=user).delete()
    Reply.objects.filter(by=user).update(by=None)
    ModerationCase.objects.filter(by=user).update(by=None)
    ModerationCase.objects.filter(appeal_by=user).update(appeal_by=None)


def export(user: User) -> dict[str, object]:
    """Everything the person wrote here, every version, and what was decided about it."""
    mine = written_by(user).select_related("edition__event", "race")
    votes = HelpfulVote.objects.filter(user=user).order_by("pk")
    reports = Report.objects.filter(user=user).order_by("pk")
    return {
        "reviews": [_whole(review) for review in mine.order_by("pk")],
        "found_helpful": [
            {"review": vote.review_id, "at": vote.made_at.isoformat()} for vote in votes
        ],
        "reported": [
            {"reason": one.reason, "words": one.words, "at": one.made_at.isoformat()}
            for one in reports
        ],
    }


def photos(user: User) -> Iterator[tuple[str, bytes]]:
    """The photos under a person's reviews in their largest size, by file name."""
    for photo in Photo.objects.filter(review__in=written_by(user)).order_by("pk"):
        try:
            yield f"{photo.pk}.webp", read_photo(photo, "large")
        except PhotoGoneError:
            continue


def _whole(review: Review) -> dict[str, object]:
    edition = review.edition
    return {
        "event": edition.event.name, "edition": edition.slug,
        "race": review.race.name if review.race else "", "state": review.state,
        "basis": review.basis, "signed": review.signed, "email": review.email,
        "overall": review.overall, **aspects_of(review), **answers_of(review),
        "is_free_entry": review.is_free_entry, "text": review.text,
        "made_at": review.made_at.isoformat(), "changed_at": review.changed_at.isoformat(),
        "versions": [
            {"number": one.number, "overall": one.overall, **one.rest, "text": one.text,
             "made_at": one.made_at.isoformat()}
            for one in review.versions.order_by("number")
        ],
        "photos": [photo.words for photo in review.photos.order_by("pk")],
        "decisions": [_decision(case) for case in _decided(review.cases.order_by("pk"))],
    }  # fmt: skip


def _decided(cases: Iterable[ModerationCase]) -> list[ModerationCase]:
    return [case for case in cases if case.state != "open"]


def _decision(case: ModerationCase) -> dict[str, object]:
    at: dt.datetime | None = case.decided_at
    return {
        "state": case.state, "reason": case.reason, "words": case.words,
        "at": at.isoformat() if at else "", "appeal": case.appeal,
        "appeal_state": case.appeal_state, "appeal_answer": case.appeal_answer,
    }  # fmt: skip
