"""Load an object and prove the right to it, in one call."""

import datetime as dt

from django.http import Http404

from startline.events.models.catalogue import Edition
from startline.raceday.models.desks import Desk
from startline.raceday.models.numbers import NumberPool
from startline.raceday.models.papers import ListLink, Printed


def is_open(row: Desk | ListLink, now: dt.datetime) -> bool:
    """Whether a link still opens something."""
    return row.closed_at is None and now < row.expires_at


def desk_at(token: str) -> Desk:
    """The desk of a link, open or over: whoever holds the link works there."""
    rows = Desk.objects.select_related("edition__event").filter(token=token)
    found = rows.first()
    if found is None:
        raise Http404
    return found


def link_at(token: str) -> ListLink:
    """The start list of a link, open or over."""
    found = ListLink.objects.select_related("edition__event").filter(token=token).first()
    if found is None:
        raise Http404
    return found


def desk_of(edition: Edition, pk: int) -> Desk:
    """A desk of this edition."""
    found = Desk.objects.filter(edition=edition, pk=pk).first()
    if found is None:
        raise Http404
    found.edition = edition
    return found


def link_of(edition: Edition, pk: int) -> ListLink:
    """A read-only link of this edition."""
    found = ListLink.objects.filter(edition=edition, pk=pk).first()
    if found is None:
        raise Http404
    return found


def pool_of(edition: Edition, pk: int) -> NumberPool:
    """A range of this edition."""
    found = NumberPool.objects.filter(edition=edition, pk=pk).first()
    if found is None:
        raise Http404
    return found


def printed_of(edition: Edition, pk: int) -> Printed:
    """A printed sheet of this edition."""
    found = Printed.objects.select_related("by").filter(edition=edition, pk=pk).first()
    if found is None:
        raise Http404
    return found
