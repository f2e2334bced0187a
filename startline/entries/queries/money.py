"""What the pages about money show, and the tables a director takes home."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from startline.accounts.models import Organizer
from startline.core.money import Money
from startline.events.models.catalogue import Event
from startline.payments.models import BankLine, Payment, PayoutAccount
from startline.payments.queries import Health, ledger_of, payments_of

RECEIPT_HEADS = (
    "reference", "received_at", "way", "account", "asked", "received", "given_back",
    "processor_fee", "platform_fee", "currency", "state", "problem", "provider_id", "payer",
)  # fmt: skip
LEDGER_HEADS = ("line", "at", "deed", "book", "amount", "currency", "reference", "account")
RISKY = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class WaitingLine:
    """A line of a statement for a person to decide about, and the payment it seems to pay."""

    line: BankLine
    finding: str
    payment: Payment | None

    @property
    def money(self) -> Money:
        """What the line moved."""
        return Money(self.line.minor, self.line.currency)


def currency_taken(account: PayoutAccount, event: Event) -> str:
    """What an account is paid in, for a statement that does not say it."""
    last = account.payments.order_by("-made_at").values_list("currency", flat=True).first()
    editions = event.editions.exclude(currency="").order_by("-starts_on")
    return last or editions.values_list("currency", flat=True).first() or "EUR"


def waiting_lines(found: Iterable[tuple[BankLine, str, int | None]]) -> list[WaitingLine]:
    """Lines with their payments, in one query more."""
    rows = list(found)
    payments = Payment.objects.in_bulk([number for _, _, number in rows if number])
    for payment in payments.values():
        with_money(payment)
    return [WaitingLine(line, word, payments.get(number or 0)) for line, word, number in rows]


def health_shown(health: Health) -> Health:
    """The same, its rows knowing their amounts as Money, and by-hand refunds whom they go to."""
    for payment in (*health.open_payments, *health.wrong_payments):
        with_money(payment)
    refunds = [*health.waiting_refunds, *health.failed_refunds]
    lines = BankLine.objects.filter(payment__in=[refund.payment_id for refund in refunds])
    payees = {line.payment_id: f"{line.payer} {line.payer_iban}".strip() for line in lines}
    for refund in refunds:
        refund.money = Money(refund.minor, refund.payment.currency)  # type: ignore[attr-defined]  # for the template
        refund.payee = payees.get(refund.payment_id, refund.payment.payer)  # type: ignore[attr-defined]  # for the template
    return health


def with_money(payment: Payment) -> Payment:
    """A payment that knows what was asked and what came as Money."""
    payment.asked = Money(payment.minor, payment.currency)  # type: ignore[attr-defined]  # for the template
    payment.received = Money(payment.received_minor, payment.currency)  # type: ignore[attr-defined]  # for the template
    return payment


def receipt_rows(organizer: Organizer) -> Iterator[list[str]]:
    """One row for each payment that brought money."""
    for payment in payments_of(organizer).iterator():
        amounts = (
            payment.minor, payment.received_minor, payment.refunded_minor,
            payment.fee_minor, payment.platform_fee_minor,
        )  # fmt: skip
        yield [
            payment.reference,
            payment.received_at.isoformat() if payment.received_at else "",
            payment.account.kind,
            harmless(payment.account.name),
            *(amount_of(minor, payment.currency) for minor in amounts),
            payment.currency,
            payment.state,
            payment.problem,
            payment.provider_id,
            harmless(payment.payer),
        ]


def ledger_rows(organizer: Organizer) -> Iterator[list[str]]:
    """One row for each line of the ledger; the rows of a deed sum to zero."""
    for line in ledger_of(organizer).iterator():
        yield [
            str(line.pk), line.at.isoformat(), line.deed, line.book,
            amount_of(line.minor, line.currency), line.currency, line.reference,
            harmless(line.account.name),
        ]  # fmt: skip


def amount_of(minor: int | None, currency: str) -> str:
    """An amount with as many decimals as its currency has; "" where it is not known."""
    return "" if minor is None else str(Money(minor, currency).amount)


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(RISKY) else text
