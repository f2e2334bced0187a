"""Questions about money."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet, Sum

from startline.accounts.models import Organizer
from startline.core.money import FeeRule, Money
from startline.payments.models import (
    LedgerLine,
    Payment,
    PayoutAccount,
    ProviderNotice,
    Refund,
)

LATE = dt.timedelta(minutes=10)


def usable_accounts(organizer: Organizer) -> list[PayoutAccount]:
    """The active accounts without a known problem, oldest first."""
    return list(
        PayoutAccount.objects.filter(organizer=organizer, is_active=True, problem="").order_by("pk")
    )


def fee_rule(account: PayoutAccount | None) -> FeeRule:
    """What the account's processor usually keeps; nothing where there is no account."""
    if account is None:
        return FeeRule()
    return FeeRule(account.fee_basis_points, account.fee_fixed_minor)


def received(reference: str, currency: str) -> Money:
    """What came in under a reference, before refunds, in this currency."""
    rows = Payment.objects.filter(reference=reference, currency=currency)
    return Money(rows.aggregate(n=Sum("received_minor"))["n"] or 0, currency)


def balance(reference: str, currency: str) -> Money:
    """What came in under a reference less what was given back, is on its way back, or was taken
    back by a dispute. This is the money the organizer holds for it.
    """
    sums = Payment.objects.filter(reference=reference, currency=currency).aggregate(
        came=Sum("received_minor"), went=Sum("refunded_minor")
    )
    disputed = LedgerLine.objects.filter(
        reference=reference, currency=currency, book="organizer", deed__startswith="dispute"
    ).aggregate(n=Sum("minor"))["n"]
    return Money((sums["came"] or 0) - (sums["went"] or 0) + (disputed or 0), currency)


@dataclass(frozen=True)
class Standing:
    """The payments under a reference, and what they come to."""

    payments: tuple[Payment, ...]
    balance: Money

    @property
    def over(self) -> int:
        """How many are over, one way or the other."""
        return sum(payment.state != "open" for payment in self.payments)

    def by_key(self, key: str) -> Payment | None:
        """The payment that this ask began."""
        return next((payment for payment in self.payments if payment.key == key), None)


def standing(reference: str, currency: str) -> Standing:
    """How a reference stands: one query until money has moved, then as `balance`."""
    payments = tuple(Payment.objects.filter(reference=reference).order_by("pk"))
    untouched = all(p.state == "open" and not p.received_minor for p in payments)
    there = Money(0, currency) if untouched else balance(reference, currency)
    return Standing(payments, there)


def refundable_payments(reference: str) -> list[Payment]:
    """Payments of a reference with money left to give back, the latest first."""
    rows = Payment.objects.filter(reference=reference, received_minor__gt=F("refunded_minor"))
    return list(rows.select_related("account").order_by("-received_at", "-pk"))


def received_since(moment: dt.datetime) -> list[str]:
    """References under which money came in since a moment: for the sweep after a crash."""
    rows = Payment.objects.filter(received_at__gte=moment).values_list("reference", flat=True)
    return sorted(set(rows))


def unhandled_notices(before: dt.datetime) -> list[int]:
    """Notices that were stored and, for whatever reason, not acted upon; oldest first."""
    rows = ProviderNotice.objects.filter(handled_at=None, received_at__lt=before)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:500])


@dataclass(frozen=True)
class Takings:
    """What an organizer took in one currency. The platform's share is not a field: it is zero."""

    currency: str
    came: Money
    given_back: Money
    fees: Money
    kept: Money

    @property
    def platform(self) -> Money:
        """What this site kept: nothing, as a constraint of the database says."""
        return Money(0, self.currency)


def takings(accounts: Iterable[PayoutAccount]) -> list[Takings]:
    """Sums of the ledger per currency, without test money."""
    lines = LedgerLine.objects.filter(account__in=list(accounts), account__is_test=False)
    sums = lines.values("currency").annotate(
        came=Sum("minor", filter=Q(book="organizer", minor__gt=0)),
        kept=Sum("minor", filter=Q(book="organizer")),
        fees=Sum("minor", filter=Q(book="processor_fee")),
    )
    return [
        Takings(
            currency=s["currency"],
            came=Money(s["came"] or 0, s["currency"]),
            fees=Money(s["fees"] or 0, s["currency"]),
            kept=Money(s["kept"] or 0, s["currency"]),
            given_back=Money((s["came"] or 0) - (s["fees"] or 0) - (s["kept"] or 0), s["currency"]),
        )
        for s in sums.order_by("currency")
    ]


@dataclass(frozen=True)
class Health:
    """How an account fares: what is unsettled and why."""

    account: PayoutAccount
    last_notice: ProviderNotice | None
    ping: ProviderNotice | None  # the answer to the last test event
    open_payments: list[Payment]  # waiting for longer than ten minutes
    wrong_payments: list[Payment]  # money came, but not as asked
    waiting_refunds: list[Refund]
    failed_refunds: list[Refund]
    unhandled: list[ProviderNotice]

    @property
    def troubles(self) -> int:
        """How many things a person should look at."""
        return len(self.wrong_payments) + len(self.failed_refunds) + len(self.unhandled)


def health(account: PayoutAccount, *, now: dt.datetime) -> Health:
    """Six small queries; lists end after fifty."""
    notices = account.notices.order_by("-received_at", "-pk")
    refunds = Refund.objects.filter(payment__account=account).select_related("payment")
    since = Q(received_at__gte=account.pinged_at) if account.pinged_at else Q(pk=None)
    return Health(
        account=account,
        last_notice=notices.defer("body").first(),
        ping=notices.filter(since, body__data__object__id=account.ping_id).first()
        if account.ping_id
        else None,
        open_payments=list(
            account.payments.filter(state="open", made_at__lt=now - LATE).order_by("made_at")[:50]
        ),
        wrong_payments=list(
            account.payments.exclude(problem="")
            .exclude(state="open", received_minor=0)
            .order_by("-made_at")[:50]
        ),
        waiting_refunds=list(refunds.filter(state__in=["asked", "sent"]).order_by("made_at")[:50]),
        failed_refunds=list(refunds.filter(state="failed").order_by("-made_at")[:50]),
        unhandled=list(notices.filter(handled_at=None, received_at__lt=now - LATE)[:50]),
    )


def ledger_of(organizer: Organizer) -> QuerySet[LedgerLine]:
    """Every line of an organizer's ledger in the order it was written."""
    rows = LedgerLine.objects.filter(account__organizer=organizer)
    return rows.select_related("account").order_by("pk")


def payments_of(organizer: Organizer) -> QuerySet[Payment]:
    """Every payment that brought money, in the order it came."""
    rows = Payment.objects.filter(account__organizer=organizer, received_minor__gt=0)
    return rows.select_related("account").order_by("received_at", "pk")
