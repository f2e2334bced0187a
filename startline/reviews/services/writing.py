"""A review is written, changed and erased by the one who was there."""

import datetime as dt
import secrets

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Max

from startline.accounts.services.audit import record_deed
from startline.core.refusals import Refusal
from startline.entries.models.orders import Entry
from startline.events.models.catalogue import Edition
from startline.notices.services import record_notice
from startline.results.models import ResultList
from startline.reviews.models import (
    Mark,
    ModerationCase,
    Review,
    ReviewVersion,
    answers_of,
    aspects_of,
)
from startline.reviews.queries.presence import Being, has_begun, works_for
from startline.reviews.rules.being import (
    basis_of,
    is_adult,
    marks_of,
    signature,
    was_at_the_back,
)
from startline.reviews.rules.bursts import is_burst
from startline.reviews.rules.words import Shown, Words
from startline.reviews.services.photos import drop_photos
from startline.reviews.services.scoring import count_event

HOUR = dt.timedelta(hours=1)


class TooEarlyError(Refusal):
    """The race has not begun."""

    code = "too_early"


class OwnRaceError(Refusal):
    """Who works for the organizer does not review its races."""

    code = "own_race"


class AlreadyReviewedError(Refusal):
    """This person has reviewed this edition, perhaps by another account."""

    code = "already_reviewed"


class RemovedError(Refusal):
    """A removed review is not edited: it is appealed or erased."""

    code = "removed"


class TooOftenError(Refusal):
    """Too much was written from one place within an hour."""

    code = "too_often"


def write_review(being: Being, words: Words, *, now: dt.datetime) -> Review:
    """Keep the first version of a person's review and mail them the link to it.

    In a wave it waits for an operator. Raises TooEarlyError, OwnRaceError, AlreadyReviewedError.
    """
    event = being.edition.event
    if not has_begun(being, now):
        raise TooEarlyError
    if works_for(event, being):
        raise OwnRaceError
    try:
        return _write(being, words, now=now)
    except IntegrityError as error:  # a mark of this edition is taken
        raise AlreadyReviewedError from error


@transaction.atomic
def _write(being: Being, words: Words, *, now: dt.datetime) -> Review:
    is_held = comes_in_a_wave(being.edition, now)
    review = Review.objects.create(
        edition=being.edition, race=being.race, entry=being.entry, user=being.user,
        bib="" if being.entry else being.who.bib, email=being.email.lower(),
        token=secrets.token_urlsafe(32), gender=being.gender,
        state=Shown.HELD if is_held else Shown.SHOWN,
        basis=basis_of(being.evidence), is_back=was_at_the_back(being.evidence),
        made_at=now, changed_at=now, **_values(being, words),
    )  # fmt: skip
    Mark.objects.bulk_create(
        Mark(edition=being.edition, review=review, mark=mark)
        for mark in marks_of(being.who, settings.SECRET_KEY.encode())
    )
    if is_held:
        ModerationCase.objects.create(review=review, cause="burst", opened_at=now)
    _version(review, 1, now=now)
    record_deed("write_review", review, by=being.user, now=now)
    tell(review, "written", now=now)
    count_event(being.edition.event_id, now=now)
    return review


def comes_in_a_wave(edition: Edition, now: dt.datetime) -> bool:
    """Whether so many have written about the event within the hour that this one waits."""
    recent = Review.objects.of_event(edition.event_id).filter(made_at__gt=now - HOUR).count()
    lists = ResultList.objects.filter(race__edition=edition).values_list("figures", flat=True)
    field = sum(one.get("finished", 0) + one.get("dnf", 0) for one in lists)
    return is_burst(
        recent, field or Entry.objects.filter(race__edition=edition).confirmed().count()
    )


def _values(being: Being, words: Words) -> dict[str, object]:
    day = being.edition.starts_on
    signed = signature(
        being.given, being.family, is_named=words.is_named and not being.is_hidden,
        is_adult=day is None or is_adult(being.born_on, day),
    )  # fmt: skip
    return {
        "overall": words.overall, **words.aspects, **words.answers, "text": words.text,
        "is_free_entry": words.is_free_entry, "signed": signed[:110],
    }  # fmt: skip


def _version(review: Review, number: int, *, now: dt.datetime) -> None:
    kept = {"is_free_entry": review.is_free_entry}
    ReviewVersion.objects.create(
        review=review, number=number, overall=review.overall, text=review.text, made_at=now,
        rest={**kept, **aspects_of(review), **answers_of(review)},
    )  # fmt: skip


@transaction.atomic
def edit_review(review: Review, being: Being | None, words: Words, *, now: dt.datetime) -> Review:
    """Change a review; what it said before is kept as a version. The same again changes nothing.

    Without a `being` (the entry is gone) the signature stays. Raises RemovedError.
    """
    mine = Review.objects.filter(pk=review.pk).exclude(state=Shown.REMOVED)
    if not mine.update(changed_at=F("changed_at")):  # ours until the end
        raise RemovedError
    values: dict[str, object] = {
        "overall": words.overall, **words.aspects, **words.answers, "text": words.text,
        "is_free_entry": words.is_free_entry,
    }  # fmt: skip
    if being is not None:
        values["signed"] = _values(being, words)["signed"]
    elif not words.is_named:
        values["signed"] = ""
    if all(getattr(review, name) == value for name, value in values.items()):
        return review
    mine.update(**values, changed_at=now)
    review.refresh_from_db()
    last = review.versions.aggregate(last=Max("number"))["last"] or 0
    _version(review, last + 1, now=now)
    record_deed("edit_review", review, by=review.user, now=now)
    count_event(review.edition.event_id, now=now)
    return review


@transaction.atomic
def erase_review(review: Review, *, now: dt.datetime) -> None:
    """Take a review away with everything under it.

    What remains of a removed one are its unreadable marks, so that it is not written anew.
    """
    drop_photos(review)
    record_deed("erase_review", review, by=review.user, now=now)
    if review.state != Shown.REMOVED:
        Mark.objects.filter(review=review).delete()
    Review.objects.filter(pk=review.pk).delete()
    count_event(review.edition.event_id, now=now)


def tell(review: Review, word: str, *, now: dt.datetime, **more: object) -> None:
    """Mail the writer with the link to their review."""
    record_notice(
        key=f"review-{word}-{review.pk}-{now:%Y%m%d%H%M%S}", to=review.email,
        template=f"reviews/mail/{word}", now=now, user=review.user,
        context={"review": review, "event": review.edition.event, "edition": review.edition,
                 **more},
    )  # fmt: skip
