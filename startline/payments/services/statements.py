"""Bank statements: each line is read once; what fits exactly is booked, the rest is shown."""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Case, When

from startline.core import crash
from startline.core.money import Money
from startline.core.refusals import Refusal
from startline.payments.adapters.camt053 import NotAStatementError, read_camt
from startline.payments.adapters.statement_csv import read_csv
from startline.payments.models import BankLine, Payment, PayoutAccount
from startline.payments.rules.bank import (
    BadLine,
    Expected,
    Finding,
    Match,
    StatementLine,
    match_line,
    squeezed,
)
from startline.payments.services.receiving import book_receipt

BATCH = 100
WORDS = 500
MOST = 20_000  # payments that one reading looks through, the ones waited for first


class StatementRefusedError(Refusal):
    """The file can't be read; `why` is the reason's code."""

    code = "statement_refused"


class LineTakenError(Refusal):
    """The line belongs to a payment already, or was put aside."""

    code = "line_taken"


class LineDoesNotFitError(Refusal):
    """Money of another currency, money that left, or a payment of another account."""

    code = "line_does_not_fit"


@dataclass(frozen=True)
class StatementRead:
    """What became of a file."""

    lines: int
    new: int
    booked: int
    references: frozenset[str]
    bad: tuple[BadLine, ...] = ()


def read_statement(
    account: PayoutAccount,
    raw: bytes,
    *,
    mapping: Mapping[str, str],
    currency: str,
    now: dt.datetime,
) -> StatementRead:
    """Read a CAMT.053 file or a table, store new lines, book those that fit exactly; what holds
    no date or amount is told, line by line.

    In small transactions: a crash leaves whole lines, and reading the same file again goes on.
    Raises StatementRefusedError.
    """
    try:
        is_xml = raw.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")
        read = (
            read_camt(raw, iban=account.iban)
            if is_xml
            else read_csv(raw, mapping=mapping, currency=currency)
        )
    except NotAStatementError as no:
        raise StatementRefusedError(why=no.code) from no
    if read.bad and not read.lines:
        raise StatementRefusedError(why="bad_line")
    named = fingerprints(read.lines)
    new = 0
    for at in range(0, len(named), BATCH):
        new += _store(account, named[at : at + BATCH], now=now)
    booked, references = book_matching_lines(account, now=now)
    return StatementRead(len(read.lines), new, booked, references, read.bad)


def fingerprints(lines: Iterable[StatementLine]) -> list[tuple[str, StatementLine]]:
    """A name for each line: the bank's own id, or what it says and how often it said so before
    in the same file. The same statement gives the same names again.
    """
    seen: Counter[str] = Counter()
    named = []
    for line in lines:
        says = "|".join(
            [line.bank_id or "-", line.booked_on.isoformat(), str(line.money.minor),
             line.money.currency, *(["", ""] if line.bank_id else [line.words, line.payer])]
        )  # fmt: skip
        seen[says] += 1
        named.append((hashlib.sha256(f"{says}|{seen[says]}".encode()).hexdigest(), line))
    return named


def book_matching_lines(account: PayoutAccount, *, now: dt.datetime) -> tuple[int, frozenset[str]]:
    """Book every unmatched line that fits a payment exactly; returns how many, and references."""
    booked, references = 0, set[str]()
    for line, match in findings(account):
        if match.finding is not Finding.EXACT or match.number is None:
            continue
        payment = Payment.objects.get(pk=match.number)
        try:
            references |= accept_line(line, payment, now=now)
        except LineTakenError:
            continue
        booked += 1
    return booked, frozenset(references)


def findings(account: PayoutAccount) -> list[tuple[BankLine, Match]]:
    """Each unmatched line with what it seems to pay. A payment is found by one line only."""
    expected = {e.number: e for e in _expected(account)}
    found = []
    lines = account.bank_lines.filter(state="unmatched").order_by("booked_on", "pk")
    for line in lines:
        told = StatementLine(
            line.booked_on, Money(line.minor, line.currency), line.words, line.payer
        )
        match = match_line(told, expected.values())
        if match.finding is Finding.EXACT and match.number is not None:
            del expected[match.number]
        found.append((line, match))
    return found


@transaction.atomic
def accept_line(line: BankLine, payment: Payment, *, now: dt.datetime) -> frozenset[str]:
    """Say that a line pays a payment, whatever the amount: what came is booked, no more.

    Too little leaves the payment open; too much shows on the health page. Raises LineTakenError,
    LineDoesNotFitError.
    """
    if line.minor <= 0 or (line.currency, line.account_id) != (
        payment.currency, payment.account_id,
    ):  # fmt: skip
        raise LineDoesNotFitError
    taken = BankLine.objects.filter(pk=line.pk, state="unmatched").update(
        state="matched", payment=payment
    )
    if not taken:
        raise LineTakenError
    crash.point("bank_line_taken")
    book_receipt(payment, line.minor, deed=f"bank-{line.pk}", now=now)
    return frozenset({payment.reference})


@transaction.atomic
def put_line_aside(line: BankLine) -> None:
    """The line has nothing to do with entries. Raises LineTakenError."""
    if not BankLine.objects.filter(pk=line.pk, state="unmatched").update(state="ignored"):
        raise LineTakenError


@transaction.atomic
def _store(
    account: PayoutAccount, named: list[tuple[str, StatementLine]], *, now: dt.datetime
) -> int:
    before = account.bank_lines.count()
    BankLine.objects.bulk_create(
        (
            BankLine(
                account=account, fingerprint=name, booked_on=line.booked_on,
                minor=line.money.minor, currency=line.money.currency, words=line.words[:WORDS],
                payer=line.payer[:200], payer_iban=line.payer_iban[:34], read_at=now,
                state="unmatched" if line.money.minor > 0 else "ignored",
            )
            for name, line in named
        ),
        ignore_conflicts=True,
    )  # fmt: skip
    return account.bank_lines.count() - before


def _expected(account: PayoutAccount) -> list[Expected]:
    """What may be meant: payments waited for first, then cancelled and paid ones."""
    rows = account.payments.exclude(state="failed").annotate(
        rank=Case(When(state="open", then=0), When(state="cancelled", then=1), default=2)
    )
    return [
        Expected(
            number=payment.pk,
            references=(payment.provider_id, squeezed(payment.reference)),
            money=Money(max(0, payment.minor - payment.received_minor), payment.currency),
            name=payment.payer,
            is_open=payment.state != "received",
        )
        for payment in rows.order_by("rank", "-made_at")[:MOST]
    ]
