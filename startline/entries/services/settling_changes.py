"""Money came for a change: carry it out, and send back what is over."""

import datetime as dt

from django.db import transaction
from django.tasks import task

from startline.core.clock import now as clock_now
from startline.entries.models.afterwards import EntryChange
from startline.entries.models.orders import Order
from startline.entries.rules.life import OrderState
from startline.entries.services.changing import (
    NotPossibleError,
    close_overdue_changes,
    finish_change_of_race,
    undo_change,
)
from startline.entries.services.deferring import finish_deferral
from startline.entries.services.giving import return_surplus, surplus_of
from startline.entries.services.resale import settle_due_resales
from startline.entries.services.transferring import send_paid_offer


@transaction.atomic
def settle_changes(order: Order, now: dt.datetime) -> int:
    """Carry out the open changes that the order's money pays for; how many.

    Called when money came for an order that is settled. What no bill and no change needs goes
    back: the money of a change that was undone meanwhile is nobody's loss.
    """
    if order.state != OrderState.SETTLED:
        return 0
    done = 0
    changes = EntryChange.objects.filter(order=order, state="open", cost_minor__gt=0)
    for change in changes.select_related("entry__race", "entry__order", "by").order_by("pk"):
        if surplus_of(order) >= change.cost_minor:
            done += carry_out(change, now=now)
    if EntryChange.objects.filter(order=order).exists():
        return_surplus(order, now=now)
    return done


def carry_out(change: EntryChange, *, now: dt.datetime) -> int:
    """One paid change; where the entry can't take it any more, it is undone."""
    try:
        with transaction.atomic():
            match change.kind:
                case "distance_change":
                    finish_change_of_race(change, now=now)
                case "deferral":
                    finish_deferral(change, now=now)
                case "transfer":
                    send_paid_offer(change, now=now)
    except NotPossibleError:
        undo_change(change, now=now)
        return 0
    return 1


def sweep_changes(now: dt.datetime) -> int:
    """What is paid is carried out, what is overdue is undone, what is sold is refunded."""
    orders = Order.objects.filter(entrychange__state="open", entrychange__cost_minor__gt=0)
    done = sum(settle_changes(order, now) for order in list(orders.distinct()))
    return done + close_overdue_changes(now) + settle_due_resales(now)


@task
def sweep_what_is_due() -> int:
    """The schedule's job."""
    return sweep_changes(clock_now())
