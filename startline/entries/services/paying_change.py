"""Collecting what a change costs, under the reference of the entry's order."""

import datetime as dt

from startline.core.money import Money
from startline.core.refusals import Refusal
from startline.entries.models.afterwards import EntryChange
from startline.entries.queries.selling import accounts_of, methods_of, terms_of
from startline.payments.rules.provider import Ask
from startline.payments.services.paying import Started, start_payment


class NobodyTakesMoneyError(Refusal):
    """The organizer has no account that takes this money now."""

    code = "no_way_to_pay"


def start_change_payment(change: EntryChange, *, return_url: str, now: dt.datetime) -> Started:
    """Begin, or show again, the payment of an open change: as the order was paid, if it can be.

    Not inside a transaction: the provider may be called. Raises NobodyTakesMoneyError and what
    start_payment raises.
    """
    order = change.entry.order
    edition = change.entry.race.edition
    accounts = accounts_of(edition.event.organizer_id)
    ways = methods_of(terms_of(edition), accounts)
    way = order.method if order.method in ways else next(iter(ways), "")
    account = accounts.get(way)
    if account is None:
        raise NobodyTakesMoneyError
    ask = Ask(
        reference=order.reference, money=Money(change.cost_minor, order.currency or "EUR"),
        key=f"change-{change.pk}", return_url=return_url, payer=order.name,
    )  # fmt: skip
    return start_payment(account, ask, now=now)
