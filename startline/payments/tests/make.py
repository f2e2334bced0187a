"""The smallest valid things of this room."""

import datetime as dt

from startline.accounts.models import Organizer, User
from startline.core.money import Money
from startline.payments.models import LedgerLine, Payment, PayoutAccount
from startline.payments.rules.accounts import AccountDetails
from startline.payments.rules.provider import Ask
from startline.payments.services.accounts import add_account
from startline.payments.services.paying import Started, start_payment
from startline.payments.tests.stripe_server.server import StripeServer
from startline.payments.tests.stripe_server.world import Account

NOW = dt.datetime(2026, 5, 1, 10, 0, tzinfo=dt.UTC)
EUR_50 = Money(5000, "EUR")
IBAN = "FR1420041010050500013M02606"


def make_bank(organizer: Organizer, *, by: User) -> PayoutAccount:
    """A bank account."""
    details = AccountDetails("bank", holder="Ridge Running", iban=IBAN)
    return add_account(organizer, details, by=by, now=NOW)


def make_stripe(
    organizer: Organizer, server: StripeServer, *, by: User, name: str = "ridge"
) -> tuple[PayoutAccount, Account]:
    """A payout account with the keys of an account at the small Stripe, which tells us its news."""
    there = server.world.open_account(name)
    details = AccountDetails("stripe", public_key=there.public, secret=there.secret)
    return add_account(organizer, details, by=by, now=NOW), there


def ask(money: Money = EUR_50, *, reference: str = "RIDGE12345", key: str = "k1") -> Ask:
    """Fifty euros for an order."""
    return Ask(reference=reference, money=money, key=key, payer="Alice Runner")


def begin(
    account: PayoutAccount, money: Money = EUR_50, *, reference: str = "RIDGE12345", key: str = "k1"
) -> tuple[Started, Payment]:
    """A payment that has been asked for."""
    started = start_payment(account, ask(money, reference=reference, key=key), now=NOW)
    return started, Payment.objects.select_related("account").get(pk=started.payment_id)


def books(reference: str = "RIDGE12345") -> dict[str, int]:
    """What stands in the books of a reference."""
    sums: dict[str, int] = {}
    for line in LedgerLine.objects.filter(reference=reference):
        sums[line.book] = sums.get(line.book, 0) + line.minor
    return {book: minor for book, minor in sums.items() if minor}
