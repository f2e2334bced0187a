"""Making people and organizers, and giving roles."""

import datetime as dt
import secrets

from django.conf import settings
from django.db import transaction

from startline.accounts.models import Membership, Organizer, User
from startline.accounts.rules import Role
from startline.accounts.services.audit import record_deed
from startline.core.text import slug


@transaction.atomic
def ensure_operator(*, now: dt.datetime) -> tuple[str, str] | None:
    """Make the first operator with a generated password, if there is none.

    Returns the address and the password, to be shown once; None where an operator exists.
    """
    if User.objects.filter(is_operator=True).exists():
        return None
    email = settings.OPERATOR["email"] or "operator@localhost.localdomain"
    password = secrets.token_urlsafe(12)
    user, made = User.objects.get_or_create(email=email.lower(), defaults={"is_operator": True})
    user.is_operator = True
    user.set_password(password)
    user.save()
    record_deed("make_operator", user, by=None, now=now, made=made)
    return user.email, password


@transaction.atomic
def forget_password(user: User, *, now: dt.datetime) -> bool:
    """Take a password off, which ends every session that stood on it; False where there is none."""
    if not user.has_usable_password():
        return False
    user.set_unusable_password()
    user.save(update_fields=["password"])
    record_deed("forget_password", user, by=user, now=now)
    return True


@transaction.atomic
def create_organizer(
    *, name: str, by: User, now: dt.datetime, website: str = "", is_demo: bool = False
) -> Organizer:
    """Make an organizer and its first owner; the slug is the name, numbered when taken."""
    organizer = Organizer.objects.create(
        slug=free_slug(name), name=name, website=website, is_demo=is_demo, created_at=now
    )
    Membership.objects.create(user=by, organizer=organizer, role=Role.OWNER)
    record_deed("create_organizer", organizer, by=by, now=now)
    return organizer


@transaction.atomic
def give_role(
    *, organizer: Organizer, user: User, role: Role, by: User, now: dt.datetime
) -> Membership:
    """Give a person a role with an organizer, or change it."""
    membership, _ = Membership.objects.update_or_create(
        organizer=organizer, user=user, defaults={"role": role}
    )
    record_deed("give_role", membership, by=by, now=now, role=role.value)
    return membership


def free_slug(name: str) -> str:
    """A slug no organizer has."""
    root = slug(name) or "organizer"
    taken = set(Organizer.objects.filter(slug__startswith=root).values_list("slug", flat=True))
    return next(s for s in (root, *(f"{root}-{n}" for n in range(2, 9999))) if s not in taken)
