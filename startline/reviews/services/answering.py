"""What others do with a review: find it helpful, reply to it, report it."""

import datetime as dt

from django.db import transaction

from startline.accounts.models import User
from startline.accounts.services.audit import record_deed
from startline.core.refusals import Refusal
from startline.reviews.models import HelpfulVote, ModerationCase, Reply, Report, Review
from startline.reviews.services.writing import tell


class OwnReviewError(Refusal):
    """Nobody votes for or reports what they wrote."""

    code = "own_review"


@transaction.atomic
def find_helpful(review: Review, *, by: User, now: dt.datetime) -> bool:
    """Say that a review helped, or take that back; whether the vote stands now.

    Raises OwnReviewError.
    """
    if review.user_id == by.pk:
        raise OwnReviewError
    if HelpfulVote.objects.filter(review=review, user=by).delete()[0]:
        return False
    HelpfulVote.objects.bulk_create(
        [HelpfulVote(review=review, user=by, made_at=now)], ignore_conflicts=True
    )
    return True


@transaction.atomic
def reply_to_review(review: Review, *, text: str, by: User, now: dt.datetime) -> Reply:
    """The organizer's answer below a review, one for each; again puts it into other words.

    It remembers which version it answered. The writer gets it by mail, the first time.
    """
    version = review.versions.count()
    changed = Reply.objects.filter(review=review).update(
        text=text, version=version, by=by, changed_at=now
    )
    record_deed("reply_to_review", review, by=by, now=now)
    if changed:
        return Reply.objects.get(review=review)
    reply = Reply.objects.create(review=review, version=version, text=text, by=by, made_at=now)
    tell(review, "replied", now=now, reply=reply)
    return reply


@transaction.atomic
def report_review(
    review: Review, *, reason: str, words: str, by: User | None, now: dt.datetime
) -> ModerationCase:
    """Put a review before an operator; several reports of one time make one case.

    A person's second report changes nothing. Raises OwnReviewError.
    """
    if by is not None and review.user_id == by.pk:
        raise OwnReviewError
    opened = ModerationCase(review=review, cause="reported", opened_at=now)
    ModerationCase.objects.bulk_create([opened], ignore_conflicts=True)
    case = ModerationCase.objects.get(review=review, state="open")
    report = Report(case=case, reason=reason, words=words, user=by, made_at=now)
    Report.objects.bulk_create([report], ignore_conflicts=True)
    return case
