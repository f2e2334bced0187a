"""Making, editing and publishing events."""

import datetime as dt
from dataclasses import asdict

from django.db import transaction

from startline.accounts.models import Organizer, User
from startline.core.refusals import Refusal
from startline.core.text import slug
from startline.events.models.catalogue import Event
from startline.events.rules.details import EventDetails
from startline.events.services.directing import changed_words, keep_word, tell


class NothingToPublishError(Refusal):
    """An event needs an edition with a date and a race before it is shown to everyone."""

    code = "nothing_to_publish"


class OwnedAlreadyError(Refusal):
    """The event is in an organizer's hands."""

    code = "owned_already"


@transaction.atomic
def create_event(
    details: EventDetails, *, organizer: Organizer, by: User, now: dt.datetime
) -> Event:
    """A draft event of an organizer; the slug is the name, numbered when taken."""
    event = Event.objects.create(
        slug=free_event_slug(details.name), organizer=organizer, created_at=now,
        is_demo=organizer.is_demo, **asdict(details),
    )  # fmt: skip
    keep_word(event, None, said(details), by=by, now=now)
    tell(event, "create_event", by=by, now=now)
    return event


@transaction.atomic
def edit_event(event: Event, details: EventDetails, *, by: User, now: dt.datetime) -> Event:
    """Replace the details; the address stays."""
    wanted = asdict(details)
    changed = changed_words({name: getattr(event, name) for name in wanted}, wanted)
    for name, value in wanted.items():
        setattr(event, name, value)
    event.save()
    own = said(details) if event.organizer_id is not None else {}
    keep_word(event, None, {**own, **changed}, by=by, now=now)
    tell(event, "edit_event", by=by, now=now)
    return event


@transaction.atomic
def give_event(event: Event, organizer: Organizer, *, by: User, now: dt.datetime, how: str) -> None:
    """Put a listing that nobody holds into an organizer's hands; `how` it was proved.

    Of two who come at once one gets it. Raises OwnedAlreadyError.
    """
    free = Event.objects.filter(pk=event.pk, organizer=None, merged_into=None)
    if not free.update(organizer=organizer):
        raise OwnedAlreadyError
    event.organizer = organizer
    tell(event, "claim_event", by=by, now=now, how=how, organizer=organizer.pk)


@transaction.atomic
def publish_event(event: Event, *, by: User, now: dt.datetime) -> None:
    """Show the event to everyone. Raises NothingToPublishError."""
    if not event.editions.filter(starts_on__isnull=False, races__isnull=False).exists():
        raise NothingToPublishError
    if event.published_at is None:
        event.published_at = now
        event.save(update_fields=["published_at"])
        tell(event, "publish_event", by=by, now=now)


@transaction.atomic
def unpublish_event(event: Event, *, by: User, now: dt.datetime) -> None:
    """Take the event off the site; nothing is deleted."""
    event.published_at = None
    event.save(update_fields=["published_at"])
    tell(event, "unpublish_event", by=by, now=now)


def said(details: EventDetails) -> dict[str, object]:
    """The fields a director filled: an empty one says nothing."""
    return {name: value for name, value in asdict(details).items() if value not in ("", None, [])}


def free_event_slug(name: str) -> str:
    """A slug no event has."""
    root = slug(name) or "event"
    taken = set(Event.objects.filter(slug__startswith=root).values_list("slug", flat=True))
    return next(s for s in (root, *(f"{root}-{n}" for n in range(2, 99_999))) if s not in taken)
