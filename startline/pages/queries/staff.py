"""Who works for an organizer, who is invited, and who did what."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404

from startline.accounts.models import AuditEntry, Invitation, Membership, Organizer, User
from startline.accounts.rules import Action
from startline.events.access import event_for
from startline.events.models.catalogue import Event


@dataclass(frozen=True)
class Staff:
    """The people of an organizer, owners first, and the invitations that wait."""

    members: list[Membership]
    invitations: list[Invitation]


def staffed_event(user: User, slug: str) -> tuple[Event, Organizer]:
    """An event whose staff this person may change, and its organizer; one without has no staff."""
    event = event_for(user, slug, to=Action.STAFF)
    if event.organizer is None:
        raise Http404
    return event, event.organizer


def staff_of(organizer: Organizer, *, now: dt.datetime) -> Staff:
    """Everybody with a role, and who was asked."""
    order = ["owner", "director", "timing", "desk", "viewer"]
    members = organizer.memberships.select_related("user")
    waiting = organizer.invitations.filter(taken_at__isnull=True, until_at__gt=now)
    return Staff(
        sorted(members, key=lambda m: (order.index(m.role), m.user.email)),
        list(waiting.order_by("made_at")),
    )


def member_of(organizer: Organizer, pk: int) -> Membership:
    """A member of this organizer; that of another is not found."""
    found = organizer.memberships.select_related("user", "organizer").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def invitation_of(organizer: Organizer, pk: int) -> Invitation:
    """An invitation of this organizer."""
    found = organizer.invitations.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def invitation_behind(token: str) -> Invitation:
    """The invitation of a link in a mail, whatever became of it."""
    found = Invitation.objects.select_related("organizer").filter(token=token).first()
    if found is None:
        raise Http404
    return found


def deeds_at(organizer: Organizer) -> QuerySet[AuditEntry]:
    """What the staff did at this organizer's desk, the newest first."""
    rows = AuditEntry.objects.filter(organizer=organizer).select_related("by")
    return rows.order_by("-at", "-pk")
