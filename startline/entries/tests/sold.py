"""A small race that has sold: one order paid by bank, with an extra and a coupon. All is well."""

import datetime as dt
from dataclasses import dataclass

from startline.accounts.models import Athlete, Organizer
from startline.entries.models.coupons import Coupon, CouponUse
from startline.entries.models.orders import Entry, Order, OrderLine
from startline.entries.rules.life import HOLDS_A_PLACE
from startline.events.models.catalogue import Race
from startline.events.models.offer import Extra, ExtraSize
from startline.events.tests.make import NOW, make_edition, make_event, make_race
from startline.payments.models import LedgerLine, Payment, PayoutAccount, Refund

PRICE = 4_000


@dataclass(frozen=True)
class Sold:
    """What a test may break."""

    race: Race
    order: Order
    entry: Entry
    payment: Payment
    size: ExtraSize
    coupon: Coupon


def make_sold() -> Sold:
    """One confirmed entry at 40.00 EUR, a shirt at 20.00, 5.00 off; all paid into the bank."""
    organizer = Organizer.objects.create(slug="ridge-sold", name="Ridge", created_at=NOW)
    race = make_race(make_edition(make_event(organizer=organizer)), places=10)
    account = make_account(organizer)
    coupon = Coupon.objects.create(edition=race.edition, code="FIVE", kind="amount", minor=500)
    shirt = Extra.objects.create(edition=race.edition, name="Shirt", minor=2_000)
    size = ExtraSize.objects.create(extra=shirt, name="M", stock=5, taken=1)
    order = make_order(race, "SOLD000001", total=PRICE + 2_000 - 500)
    entry = make_entry(order, race)
    for kind, minor in (("entry", PRICE), ("discount", -500)):
        OrderLine.objects.create(
            order=order, entry=entry, kind=kind, label=kind, minor=minor, made_at=NOW
        )
    OrderLine.objects.create(
        order=order, extra_size=size, kind="extra", label="Shirt", minor=2_000, made_at=NOW
    )
    CouponUse.objects.create(coupon=coupon, order=order, heads=1, minor=500)
    Coupon.objects.filter(pk=coupon.pk).update(used=1, spent_minor=500)
    payment = make_payment(account, order)
    return Sold(race, order, entry, payment, size, coupon)


def make_account(organizer: Organizer) -> PayoutAccount:
    """A bank account."""
    return PayoutAccount.objects.create(
        organizer=organizer, kind="bank", name="Bank", holder="Ridge", made_at=NOW,
        iban="DE89370400440532013000", webhook_token=f"bank-{organizer.slug}"[:43],
    )  # fmt: skip


def make_order(race: Race, reference: str, *, total: int = 0, state: str = "settled") -> Order:
    """An order by bank in a state; it ends in a day where it must."""
    ends = NOW + dt.timedelta(days=1) if state in {"held", "open"} else None
    return Order.objects.create(
        key=f"key-{reference}", reference=reference, edition=race.edition, state=state,
        method="bank" if total else "free", name="Alice", email=f"{reference.lower()}@example.org",
        currency="EUR", total_minor=total, created_at=NOW, expires_at=ends,
        settled_at=NOW if state == "settled" else None,
    )  # fmt: skip


def make_entry(order: Order, race: Race, *, state: str = "confirmed") -> Entry:
    """One more head in an order, counted in the pool where it is alive."""
    athlete = Athlete.objects.create(
        given_name="Alice", family_name=order.reference, born_on=dt.date(1990, 1, 1)
    )
    entry = Entry.objects.create(
        order=order, race=race, athlete=athlete, state=state, price_minor=0,
        ticket=f"ticket-{order.reference}-{order.entries.count()}", created_at=NOW, state_at=NOW,
    )  # fmt: skip
    if race.pool and state in HOLDS_A_PLACE:
        race.pool.taken += 1
        race.pool.save(update_fields=["taken"])
    return entry


def make_payment(account: PayoutAccount, order: Order) -> Payment:
    """All the money of an order, booked."""
    payment = Payment.objects.create(
        account=account, reference=order.reference, key=f"pay-{order.reference}", state="received",
        minor=order.total_minor, currency="EUR", received_minor=order.total_minor, made_at=NOW,
        received_at=NOW,
    )  # fmt: skip
    book(payment, f"payment-{payment.pk}", order.total_minor)
    return payment


def make_refund(payment: Payment, minor: int, *, key: str = "r1") -> Refund:
    """Money on its way back, claimed on the payment."""
    payment.refunded_minor += minor
    payment.save(update_fields=["refunded_minor"])
    return Refund.objects.create(
        payment=payment, key=key, minor=minor, reason="resale", made_at=NOW
    )


def book(payment: Payment, deed: str, minor: int) -> None:
    """Money from the entrant to the organizer."""
    for name, sign in (("entrant", -1), ("organizer", 1)):
        LedgerLine.objects.create(
            deed=deed, book=name, minor=sign * minor, currency=payment.currency,
            reference=payment.reference, account=payment.account, payment=payment, at=NOW,
        )  # fmt: skip
