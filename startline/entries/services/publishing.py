"""Putting an edition on sale: everyone finds it, and everyone can enter it here."""

import datetime as dt

from django.db import transaction

from startline.accounts.models import User
from startline.core.refusals import Refusal
from startline.entries.queries.selling import accounts_of, methods_of, terms_of
from startline.events.models.catalogue import Edition
from startline.events.models.offer import PriceStep
from startline.events.rules.words import Status
from startline.events.services.editions import details_of, edit_edition
from startline.events.services.events import publish_event

NOT_YET_OPEN = (Status.EXPECTED, Status.ANNOUNCED, Status.CONFIRMED)


class NoWayToTakeMoneyError(Refusal):
    """A race has a price, and no account takes its money."""

    code = "no_way_to_take_money"


@transaction.atomic
def publish_for_sale(edition: Edition, *, by: User, now: dt.datetime) -> None:
    """Show the event to everyone and take entries here.

    Needs an account that takes the money, or races that cost nothing. Doing it twice changes
    nothing. Raises NoWayToTakeMoneyError, NothingToPublishError.
    """
    if needs_account(edition):
        raise NoWayToTakeMoneyError
    status = Status(edition.status)
    opened = Status.ENTRIES_OPEN if status in NOT_YET_OPEN else status
    details = details_of(edition, status=opened, is_enterable_here=True)
    if details != details_of(edition):
        edit_edition(edition, details, by=by, now=now)
    publish_event(edition.event, by=by, now=now)


def needs_account(edition: Edition) -> bool:
    """Whether a race has a price and there is no way to pay it."""
    if not PriceStep.objects.filter(race__edition=edition, minor__gt=0).exists():
        return False
    return not methods_of(terms_of(edition), accounts_of(edition.event.organizer_id))
