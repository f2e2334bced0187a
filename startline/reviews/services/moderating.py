"""An operator decides about a review and says why; the writer may appeal once."""

import datetime as dt

from django.db import transaction

from startline.accounts.models import User
from startline.accounts.services.audit import record_deed
from startline.core.refusals import Refusal
from startline.reviews.models import ModerationCase, Review
from startline.reviews.rules.words import Shown
from startline.reviews.services.scoring import count_event
from startline.reviews.services.writing import tell


class DecidedError(Refusal):
    """The case, or the appeal, was closed before."""

    code = "decided"


class OwnCaseError(Refusal):
    """Nobody decides about what they wrote."""

    code = "own_case"


class NoAppealError(Refusal):
    """There is nothing to appeal against, or the appeal was made before."""

    code = "no_appeal"


@transaction.atomic
def decide_case(
    case: ModerationCase, *, remove: bool, reason: str, words: str, by: User, now: dt.datetime
) -> None:
    """Remove the review for a reason, or let it stand; the writer hears of a removal by mail.

    Raises DecidedError, OwnCaseError.
    """
    review = case.review
    if review.user_id == by.pk:
        raise OwnCaseError
    closed = ModerationCase.objects.filter(pk=case.pk, state="open").update(
        state="removed" if remove else "kept", reason=reason if remove else "",
        words=words, by=by, decided_at=now,
    )  # fmt: skip
    if not closed:
        raise DecidedError
    _show(review, Shown.REMOVED if remove else Shown.SHOWN, now=now)
    record_deed("decide_review", review, by=by, now=now, removed=remove)
    if remove:
        case.refresh_from_db()
        tell(review, "removed", now=now, case=case)


def _show(review: Review, state: Shown, *, now: dt.datetime) -> None:
    Review.objects.filter(pk=review.pk).update(state=state)
    review.state = state
    count_event(review.edition.event_id, now=now)


@transaction.atomic
def appeal(review: Review, *, text: str, now: dt.datetime) -> ModerationCase:
    """The writer says why the review should stand after all; once. Raises NoAppealError."""
    case = review.cases.filter(state="removed").order_by("-decided_at").first()
    if review.state != Shown.REMOVED or case is None:
        raise NoAppealError
    mine = ModerationCase.objects.filter(pk=case.pk, appeal_state="")
    if not mine.update(appeal_state="open", appeal=text, appealed_at=now):
        raise NoAppealError
    record_deed("appeal_review", review, by=review.user, now=now)
    case.refresh_from_db()
    return case


@transaction.atomic
def answer_appeal(
    case: ModerationCase, *, restore: bool, answer: str, by: User, now: dt.datetime
) -> None:
    """Show the review again or leave it removed; the writer hears why.

    Raises DecidedError, OwnCaseError.
    """
    review = case.review
    if review.user_id == by.pk:
        raise OwnCaseError
    closed = ModerationCase.objects.filter(pk=case.pk, appeal_state="open").update(
        appeal_state="overturned" if restore else "upheld", appeal_answer=answer, appeal_by=by,
        answered_at=now,
    )  # fmt: skip
    if not closed:
        raise DecidedError
    if restore:
        _show(review, Shown.SHOWN, now=now)
    record_deed("answer_appeal", review, by=by, now=now, restored=restore)
    case.refresh_from_db()
    tell(review, "appeal_answered", now=now, case=case)
