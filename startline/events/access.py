"""Load an object and prove the right to it, in one call: 404 unseen, 403 seen but not allowed."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from startline.accounts.models import Membership, Organizer, User
from startline.accounts.rules import ALLOWED, Action, Role, may
from startline.events.models.catalogue import Edition, Event, Race


def role_of(user: User, organizer_id: int | None) -> Role | None:
    """A person's role with an organizer."""
    if organizer_id is None:
        return None
    word = (
        Membership.objects.of(user)
        .filter(organizer_id=organizer_id)
        .values_list("role", flat=True)
        .first()
    )
    return Role(word) if word else None


def event_for(user: User, slug: str, *, to: Action) -> Event:
    """An event that this person may do something with; operators may do everything."""
    event = Event.objects.select_related("organizer").filter(slug=slug).first()
    if event is None:
        raise Http404
    if user.is_operator:
        return event
    role = role_of(user, event.organizer_id)
    if role is None:
        if event.published_at is None:
            raise Http404
        raise PermissionDenied
    if not may(role, to):
        raise PermissionDenied
    return event


def edition_for(user: User, event: str, edition: str, *, to: Action) -> Edition:
    """An edition of such an event."""
    found = event_for(user, event, to=to)
    row = found.editions.filter(slug=edition).first()
    if row is None:
        raise Http404
    row.event = found
    return row


def race_for(user: User, event: str, edition: str, race: str, *, to: Action) -> Race:
    """A race of such an edition."""
    found = edition_for(user, event, edition, to=to)
    row = found.races.select_related("pool").filter(slug=race).first()
    if row is None:
        raise Http404
    row.edition = found
    return row


def organizers_for(user: User, *, to: Action) -> QuerySet[Organizer]:
    """The organizers this person may act for."""
    mine = Membership.objects.of(user).may(to).values("organizer_id")
    return Organizer.objects.filter(pk__in=mine).order_by("name")


def allowed_for(user: User, event: Event) -> frozenset[Action]:
    """All that this person may do with an event: what a page offers them."""
    if user.is_operator:
        return frozenset(Action)
    role = role_of(user, event.organizer_id)
    return ALLOWED[role] if role else frozenset()
