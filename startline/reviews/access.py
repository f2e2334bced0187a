"""Load reviews and prove the right to them, in one call."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from startline.accounts.models import User
from startline.accounts.rules import Action
from startline.events.access import event_for
from startline.events.models.catalogue import Edition, Event
from startline.reviews.models import ModerationCase, Photo, Review, ReviewQuerySet


def reviewed_event(slug: str) -> Event:
    """An event that everybody may see."""
    found = Event.objects.published().select_related("organizer").filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def reviewed_edition(event: str, edition: str) -> Edition:
    """An edition of such an event."""
    found = reviewed_event(event)
    row = found.editions.filter(slug=edition).first()
    if row is None:
        raise Http404
    row.event = found
    return row


def _rows() -> ReviewQuerySet:
    return Review.objects.select_related("edition__event__organizer", "race", "reply", "user")


def shown_review(event: str, number: int) -> Review:
    """A review that everybody reads."""
    event_row = reviewed_event(event)
    found = _rows().shown().filter(edition__event=event_row, pk=number).first()
    if found is None:
        raise Http404
    return found


def written_review(token: str) -> Review:
    """A review for who wrote it: whoever holds the link."""
    found = _rows().filter(token=token).first()
    if found is None:
        raise Http404
    return found


def own_photo(token: str, number: int) -> Photo:
    """A photo of such a review."""
    found = Photo.objects.filter(review__token=token, pk=number).first()
    if found is None:
        raise Http404
    return found


def photo_to_show(name: str) -> Photo:
    """A photo, unless its review was removed; the name alone cannot be guessed."""
    found = Photo.objects.filter(name=name).exclude(review__state="removed").first()
    if found is None:
        raise Http404
    return found


def review_to_answer(user: User, event: str, number: int) -> Review:
    """A shown review of an event that this person speaks for."""
    found = event_for(user, event, to=Action.EDIT)
    row = _rows().filter(edition__event=found, pk=number, state="shown").first()
    if row is None:
        raise Http404
    return row


def case_for(user: User, number: int) -> ModerationCase:
    """A case, for operators only."""
    if not user.is_operator:
        raise PermissionDenied
    found = (
        ModerationCase.objects.select_related("review__edition__event", "review__race",
                                              "review__user", "by")
        .filter(pk=number)
        .first()
    )  # fmt: skip
    if found is None:
        raise Http404
    return found
