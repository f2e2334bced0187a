"""Bank transfers from values alone: account numbers, references, the QR text, and matching.

Sources: ISO 13616 (IBAN), ISO 11649 (creditor reference "RF"), both with the check digits of
ISO 7064 MOD 97-10; EPC069-12 (the QR code for SEPA credit transfers, version 002).
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from startline.core.money import Money

IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LONGEST_BODY = 21
SHORTEST_WORD = 8  # a shorter reference would be found in other words by chance


@dataclass(frozen=True)
class StatementLine:
    """One booked line of a statement. `minor` is negative for money that left the account."""

    booked_on: dt.date
    money: Money
    words: str = ""
    payer: str = ""
    payer_iban: str = ""
    bank_id: str = ""  # the bank's own id of the line, where it gives one


@dataclass(frozen=True)
class BadLine:
    """A line that holds no date or amount: its number in the file, from 1, and what it says."""

    number: int
    says: str


@dataclass(frozen=True)
class Read:
    """What a file holds: lines, and those that could not be read."""

    lines: tuple[StatementLine, ...]
    bad: tuple[BadLine, ...] = ()


@dataclass(frozen=True)
class Expected:
    """A payment that is waited for: its number, its references, what is still open of it."""

    number: int
    references: tuple[str, ...]
    money: Money
    name: str = ""
    is_open: bool = True


class Finding(StrEnum):
    """What a line is about."""

    EXACT = "exact"  # reference and amount
    SHORT = "short"  # reference, but less than asked
    OVER = "over"  # reference, but more than asked
    OTHER_CURRENCY = "other_currency"  # reference, but money of another kind
    AGAIN = "again"  # reference of a payment that is paid already
    GUESS = "guess"  # no reference; amount and name fit one payment: for a person to decide
    NONE = "none"


@dataclass(frozen=True)
class Match:
    """The finding, and the payment it points to."""

    finding: Finding
    number: int | None = None


def squeezed(text: str) -> str:
    """Capital letters and digits only, as references are compared."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def _remainder(text: str) -> int:
    return int("".join(str(LETTERS.index(letter)) for letter in text)) % 97


def iban_is_valid(text: str) -> bool:
    """Form and check digits of an account number (ISO 13616)."""
    iban = squeezed(text)
    return IBAN.fullmatch(iban) is not None and _remainder(iban[4:] + iban[:4]) == 1


def creditor_reference(body: str) -> str:
    """The ISO 11649 reference with this body: "RF", two check digits, up to 21 characters."""
    clean = squeezed(body)
    if not 1 <= len(clean) <= LONGEST_BODY:
        msg = "the body of a creditor reference has 1 to 21 letters and digits"
        raise ValueError(msg)
    return f"RF{98 - _remainder(clean + 'RF00'):02d}{clean}"


def creditor_reference_is_valid(text: str) -> bool:
    """Form and check digits of an ISO 11649 reference."""
    word = squeezed(text)
    return re.fullmatch(r"RF[0-9]{2}[A-Z0-9]{1,21}", word) is not None and (
        _remainder(word[4:] + word[:4]) == 1
    )


def base36(number: int) -> str:
    """A number in digits and capitals."""
    letters = ""
    while True:
        number, rest = divmod(number, 36)
        letters = LETTERS[rest] + letters
        if number == 0:
            return letters


def reference_for(reference: str, number: int) -> str:
    """The creditor reference of one payment: what it is for, then the payment's number."""
    body = squeezed(reference) + base36(number)
    return creditor_reference(body if len(body) <= LONGEST_BODY else f"P{base36(number)}")


def in_groups(text: str) -> str:
    """Four by four, for people to read and type."""
    return " ".join(text[n : n + 4] for n in range(0, len(text), 4))


def epc_text(*, holder: str, iban: str, bic: str, money: Money, reference: str) -> str:
    """What an EPC QR says, or "" where the code can't: it knows euros from 0.01 to 999999999.99."""
    if money.currency != "EUR" or not 1 <= money.minor <= 99_999_999_999:
        return ""
    lines = [
        "BCD", "002", "1", "SCT", squeezed(bic), holder[:70], squeezed(iban),
        f"EUR{money.amount:.2f}", "", reference, "", "",
    ]  # fmt: skip
    return "\n".join(lines).rstrip("\n")


def match_line(line: StatementLine, expected: Iterable[Expected]) -> Match:
    """What a line of a statement pays. Only an EXACT match may be booked without a person."""
    waiting = list(expected)
    text = squeezed(line.words)
    named = [e for e in waiting if any(_stands_in(word, text) for word in e.references)]
    if line.money.minor <= 0:
        return Match(Finding.NONE)
    if named:
        return _named(line, named)
    fitting = [
        e for e in waiting if e.is_open and e.money == line.money and _same_name(e.name, line.payer)
    ]
    return Match(Finding.GUESS, fitting[0].number) if len(fitting) == 1 else Match(Finding.NONE)


def _stands_in(word: str, text: str) -> bool:
    return len(word) >= SHORTEST_WORD and word in text


def _named(line: StatementLine, named: list[Expected]) -> Match:
    """Among payments whose reference is there, the one whose amount fits, else the first."""
    same = [e for e in named if e.money.currency == line.money.currency]
    if not same:
        return Match(Finding.OTHER_CURRENCY, named[0].number)
    paid, same = same[0], [e for e in same if e.is_open]
    if not same:
        return Match(Finding.AGAIN, paid.number)
    exact = [e for e in same if e.money == line.money]
    if exact:
        return Match(Finding.EXACT, exact[0].number)
    short = line.money.minor < same[0].money.minor
    return Match(Finding.SHORT if short else Finding.OVER, same[0].number)


def _same_name(one: str, other: str) -> bool:
    """The same words in any order, ignoring case and punctuation."""
    words, others = (set(re.findall(r"\w+", name.casefold())) for name in (one, other))
    return len(words) >= 2 and (words <= others or others <= words) and len(others) >= 2
