"""Desks and read-only links: opened for a time, closed before it where need be."""

import datetime as dt
import secrets

from django.db import IntegrityError, transaction

from startline.accounts.models import User
from startline.accounts.services.audit import record_deed
from startline.core.refusals import Refusal
from startline.events.models.catalogue import Edition
from startline.raceday.models.desks import Desk
from startline.raceday.models.papers import ListLink, Printed


class DeskNameTakenError(Refusal):
    """Another desk of this edition has the name."""

    code = "desk_name_taken"


@transaction.atomic
def open_desk(
    edition: Edition, *, name: str, is_help: bool, expires_at: dt.datetime, by: User,
    now: dt.datetime,
) -> Desk:  # fmt: skip
    """A desk with a link of its own. Raises DeskNameTakenError."""
    try:
        with transaction.atomic():
            desk = Desk.objects.create(
                edition=edition, name=name, is_help=is_help, token=secrets.token_urlsafe(32),
                made_at=now, expires_at=expires_at, by=by,
            )  # fmt: skip
    except IntegrityError as error:
        raise DeskNameTakenError(name=name) from error
    record_deed("open_desk", desk, by=by, now=now)
    return desk


@transaction.atomic
def close_desk(desk: Desk, *, by: User, now: dt.datetime) -> None:
    """From now on its link opens nothing."""
    if Desk.objects.filter(pk=desk.pk, closed_at__isnull=True).update(closed_at=now):
        record_deed("close_desk", desk, by=by, now=now)


@transaction.atomic
def open_list_link(
    edition: Edition, *, name: str, layout: str, expires_at: dt.datetime, by: User,
    now: dt.datetime,
) -> ListLink:  # fmt: skip
    """A read-only link to the start list."""
    link = ListLink.objects.create(
        edition=edition, name=name, layout=layout, token=secrets.token_urlsafe(32), made_at=now,
        expires_at=expires_at, by=by,
    )  # fmt: skip
    record_deed("open_list_link", link, by=by, now=now)
    return link


@transaction.atomic
def close_list_link(link: ListLink, *, by: User, now: dt.datetime) -> None:
    """From now on it opens nothing."""
    if ListLink.objects.filter(pk=link.pk, closed_at__isnull=True).update(closed_at=now):
        record_deed("close_list_link", link, by=by, now=now)


@transaction.atomic
def print_contacts(edition: Edition, *, by: User, now: dt.datetime) -> Printed:
    """Write down that emergency contacts leave the house on paper."""
    printed = Printed.objects.create(edition=edition, printed_at=now, by=by)
    record_deed("print_contacts", printed, by=by, now=now)
    return printed


@transaction.atomic
def note_shredded(printed: Printed, *, by: User, now: dt.datetime) -> None:
    """The paper is no more."""
    rows = Printed.objects.filter(pk=printed.pk, shredded_at__isnull=True)
    if rows.update(shredded_at=now, shredded_by=by):
        record_deed("shred_contacts", printed, by=by, now=now)
