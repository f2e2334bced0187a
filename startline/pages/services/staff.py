"""Inviting somebody to work for an organizer: the role is offered and the mail recorded at once."""

import datetime as dt

from django.db import transaction

from startline.accounts.models import Invitation, Organizer, User
from startline.accounts.rules import Role
from startline.accounts.services.staff import invite
from startline.notices.services import record_notice


@transaction.atomic
def invite_by_mail(
    organizer: Organizer, *, email: str, role: Role, by: User, now: dt.datetime
) -> Invitation:  # fmt: skip
    """Offer a role and mail the link. Raises what `invite` raises."""
    made = invite(organizer, email=email, role=role, by=by, now=now)
    record_notice(
        key=f"invitation-{made.token}", to=made.email, template="pages/mail/invited", now=now,
        context={"invitation": made, "organizer": organizer, "by": by.get_short_name()},
    )  # fmt: skip
    return made
