"""The operator's answers to the review queue, each written down with its author."""

import datetime as dt

from django.db import transaction

from startline.accounts.models import User
from startline.accounts.services.audit import record_deed
from startline.core.refusals import Refusal
from startline.feeds.models import Match
from startline.feeds.services.matches import mark_not_same, merge_records, undo_match


class AlreadySettledError(Refusal):
    """The pair does not wait for an answer any more."""

    code = "already_settled"


@transaction.atomic
def answer_doubt(doubt: Match, *, is_same: bool, by: User, now: dt.datetime) -> Match:
    """One race or two: settle a waiting pair. Raises AlreadySettledError if none waits."""
    if not Match.objects.waiting().filter(pk=doubt.pk).exists():
        raise AlreadySettledError(match=doubt.pk)
    decide = merge_records if is_same else mark_not_same
    match = decide(doubt.left, doubt.right, by=by, now=now)
    record_deed("answer_doubt", match, by=by, now=now, kind=match.kind)
    return match


@transaction.atomic
def take_back(match: Match, *, by: User, now: dt.datetime) -> None:
    """Undo a decision; the pair waits in the queue again. Raises AlreadyUndoneError."""
    undo_match(match, by=by, now=now)
    pair = (match.left_id, match.right_id)
    Match.objects.filter(
        kind=Match.DOUBTFUL, left__in=pair, right__in=pair, undone_by__isnull=True
    ).update(undone_at=None)
    record_deed("undo_match", match, by=by, now=now, kind=match.kind)
