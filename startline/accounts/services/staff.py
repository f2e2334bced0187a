"""Who works for an organizer: invited, given another role, removed."""

import datetime as dt
import secrets

from django.db import transaction
from django.db.models import F

from startline.accounts.models import Invitation, Membership, Organizer, User
from startline.accounts.queries import confirmed_addresses
from startline.accounts.rules import Role
from startline.accounts.services.audit import record_deed
from startline.core.refusals import Refusal

STANDS = dt.timedelta(days=14)
"""How long an invitation can be taken."""
MOST_OPEN = 50
"""Invitations of one organizer that wait: its mails can not be used to flood strangers."""


class LastOwnerError(Refusal):
    """The organizer would be without an owner."""

    code = "last_owner"


class WorksHereError(Refusal):
    """This person has a role already; it can be changed."""

    code = "works_here"


class InvitationOverError(Refusal):
    """It was taken, taken back, or its time is over."""

    code = "invitation_over"


class OtherAddressError(Refusal):
    """It was sent to an address that this account has not confirmed."""

    code = "other_address"


class TooManyInvitationsError(Refusal):
    """Many wait already."""

    code = "too_many_invitations"


@transaction.atomic
def invite(
    organizer: Organizer, *, email: str, role: Role, by: User, now: dt.datetime
) -> Invitation:  # fmt: skip
    """Offer a role to an address; an offer that waits for the same address is replaced.

    The caller mails it. Raises WorksHereError, TooManyInvitationsError.
    """
    email = email.strip().lower()
    claim(organizer)
    if Membership.objects.filter(organizer=organizer, user__email=email).exists():
        raise WorksHereError
    waiting = Invitation.objects.filter(organizer=organizer, taken_at__isnull=True)
    waiting.filter(email=email).delete()
    waiting.filter(until_at__lte=now).delete()
    if waiting.count() >= MOST_OPEN:
        raise TooManyInvitationsError
    made = Invitation.objects.create(
        organizer=organizer, email=email, role=role, token=secrets.token_urlsafe(32), by=by,
        made_at=now, until_at=now + STANDS,
    )  # fmt: skip
    record_deed("invite", made, by=by, now=now, role=role.value)
    return made


@transaction.atomic
def take_invitation(invitation: Invitation, *, by: User, now: dt.datetime) -> Membership:
    """Take the role that was offered. Raises InvitationOverError, OtherAddressError."""
    if invitation.email not in confirmed_addresses(by.pk):
        raise OtherAddressError(email=invitation.email)
    mine = Invitation.objects.filter(pk=invitation.pk, taken_at__isnull=True, until_at__gt=now)
    if not mine.update(taken_at=now):
        raise InvitationOverError
    membership, made = Membership.objects.get_or_create(
        organizer=invitation.organizer, user=by, defaults={"role": invitation.role}
    )
    record_deed("take_invitation", membership, by=by, now=now, role=invitation.role, made=made)
    return membership


@transaction.atomic
def take_invitation_back(invitation: Invitation, *, by: User, now: dt.datetime) -> None:
    """Delete an offer that nobody took; its link opens nothing any more."""
    record_deed("take_invitation_back", invitation, by=by, now=now)
    Invitation.objects.filter(pk=invitation.pk, taken_at__isnull=True).delete()


@transaction.atomic
def change_role(membership: Membership, role: Role, *, by: User, now: dt.datetime) -> None:
    """Give a member another role. Raises LastOwnerError."""
    claim(membership.organizer)
    if role is not Role.OWNER:
        refuse_without_owner(membership)
    if Membership.objects.filter(pk=membership.pk).exclude(role=role).update(role=role):
        record_deed("give_role", membership, by=by, now=now, role=role.value)


@transaction.atomic
def remove_member(membership: Membership, *, by: User, now: dt.datetime) -> None:
    """End a person's work for an organizer. Raises LastOwnerError."""
    claim(membership.organizer)
    refuse_without_owner(membership)
    record_deed("remove_member", membership, by=by, now=now, person=membership.user_id)
    Membership.objects.filter(pk=membership.pk).delete()


def claim(organizer: Organizer) -> None:
    """The organizer's row is ours until the transaction ends: two owners can not both go."""
    Organizer.objects.filter(pk=organizer.pk).update(name=F("name"))


def refuse_without_owner(leaving: Membership) -> None:
    """Raise LastOwnerError where nobody else owns the organizer. It belongs after `claim`."""
    others = Membership.objects.filter(organizer=leaving.organizer_id, role=Role.OWNER)
    still = Membership.objects.filter(pk=leaving.pk, role=Role.OWNER).exists()
    if still and not others.exclude(pk=leaving.pk).exists():
        raise LastOwnerError
