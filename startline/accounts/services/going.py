"""A person leaves, or asks what is kept: the account itself."""

import datetime as dt

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from startline.accounts.models import (
    ApiToken,
    AuditEntry,
    Invitation,
    Membership,
    Profile,
    User,
)
from startline.accounts.queries import confirmed_addresses
from startline.accounts.services.audit import record_deed


@transaction.atomic
def forget(user: User, *, now: dt.datetime) -> None:
    """End every session and delete the account; the audit trail keeps deeds without a name."""
    Invitation.objects.filter(email__in=confirmed_addresses(user.pk)).delete()
    keys = UserSession.objects.filter(user=user).values_list("session_key", flat=True)
    Session.objects.filter(session_key__in=list(keys)).delete()
    record_deed("erase_account", user, by=None, now=now)
    user.delete()


def export(user: User) -> dict[str, object]:
    """The account, its addresses, sessions, keys, roles and deeds; no password, no key itself."""
    return {
        "account": {
            "email": user.email, "name": user.name, "is_operator": user.is_operator,
            "joined_at": user.joined_at, "last_login": user.last_login,
        },
        "profile": Profile.objects.filter(user=user).values(
            "slug", "name", "shows_results", "shows_bests", "shows_races", "shows_reviews",
            "is_listed", "made_at",
        ).first(),
        "addresses": list(
            EmailAddress.objects.filter(user=user).order_by("pk")
            .values("email", "verified", "primary")
        ),
        "sessions": list(
            UserSession.objects.filter(user=user).order_by("pk")
            .values("created_at", "last_seen_at", "ip", "user_agent")
        ),
        "keys": list(
            ApiToken.objects.filter(user=user).order_by("pk")
            .values("name", "actions", "created_at", "last_used_at")
        ),
        "roles": list(
            Membership.objects.filter(user=user).order_by("pk").values("organizer__name", "role")
        ),
        "invitations": list(
            Invitation.objects.filter(email__in=confirmed_addresses(user.pk)).order_by("pk")
            .values("organizer__name", "role", "made_at", "taken_at")
        ),
        "deeds": list(
            AuditEntry.objects.filter(by=user).order_by("pk")
            .values("at", "verb", "subject_kind", "subject_id")
        ),
    }  # fmt: skip
