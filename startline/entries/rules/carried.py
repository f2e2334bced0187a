"""What our own export says of an entry beyond the person: money, party, extras, signature. Pure."""

import datetime as dt
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

from startline.core.money import from_amount

PARTY = re.compile(r"(relay|family|club) (\d{1,6})(?:: (.*))?")
EXTRA = re.compile(r"(\d{1,4}) (.+)")
REFERENCE = re.compile(r"[A-Z0-9]{4,12}")
MOST_MINOR = 2_000_000_000


class BadCellError(Exception):
    """A value of a row can't be read; raised and caught within the rules of rows."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(code)
        self.code = code
        self.words = words


def refuse(code: str, words: str = "") -> NoReturn:
    """Name what is wrong with a value."""
    raise BadCellError(code, words)


@dataclass(frozen=True)
class Team:
    """A party: its kind, its number in the file, its name."""

    kind: str
    number: int
    name: str = ""


@dataclass(frozen=True)
class Signed:
    """Who signed which text (its digest), when."""

    name: str
    digest: str
    at: dt.datetime


@dataclass(frozen=True)
class Carried:
    """Minor units of the edition's currency; None and empty: the file does not say."""

    price_minor: int = 0
    is_paid: bool | None = None
    party: Team | None = None
    leg: int | None = None
    extras: tuple[tuple[int, str], ...] = ()
    signed: Signed | None = None
    entered_at: dt.datetime | None = None
    reference: str = ""


def digest_of(text: str) -> str:
    """A short mark of a waiver's text, so that a signature is never put under another one."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def party_word(team: Team) -> str:
    """A party as one cell, "relay 1: Ridge Runners"; `carried_of` reads it."""
    return f"{team.kind} {team.number}" + (f": {team.name}" if team.name else "")


def extras_word(extras: list[tuple[int, str]]) -> str:
    """Extras as one cell, "2 Shirt, M; 1 Bus"; `carried_of` reads it."""
    return "; ".join(f"{quantity} {label}" for quantity, label in extras)


def carried_of(values: Mapping[str, str], currency: str) -> Carried:
    """The cells of a row of our own export. Raises BadCellError."""
    leg = values.get("leg", "")
    if leg and not (leg.isdecimal() and 0 < int(leg) < 100):
        refuse("bad_leg", leg)
    reference = values.get("reference", "")
    return Carried(
        price_minor=_price(values.get("price", ""), values.get("currency", ""), currency),
        is_paid={"yes": True, "no": False}.get(values.get("paid", "")),
        party=_party(values.get("party", "")),
        leg=int(leg) if leg else None,
        extras=_extras(values.get("extras", "")),
        signed=_signed(values),
        entered_at=_moment(values.get("entered_at", "")),
        reference=reference if REFERENCE.fullmatch(reference) else "",
    )


def _price(text: str, currency: str, wanted: str) -> int:
    if not text:
        return 0
    try:
        money = from_amount(text, currency)
    except (ValueError, ArithmeticError):
        refuse("bad_price", text)
    if not 0 <= money.minor <= MOST_MINOR:
        refuse("bad_price", text)
    if money.minor and currency != wanted:
        refuse("other_currency", f"{text} {currency}")
    return money.minor


def _party(text: str) -> Team | None:
    if not text:
        return None
    found = PARTY.fullmatch(text)
    if found is None or len(found[3] or "") > 120:
        refuse("bad_party", text)
    return Team(found[1], int(found[2]), found[3] or "")


def _extras(text: str) -> tuple[tuple[int, str], ...]:
    parts = [part for part in text.split("; ") if part]
    found = [EXTRA.fullmatch(part) for part in parts]
    read = tuple((int(one[1]), one[2]) for one in found if one is not None and len(one[2]) <= 200)
    if len(read) != len(parts):
        refuse("bad_extras", text)
    return read


def _signed(values: Mapping[str, str]) -> Signed | None:
    name, at = values.get("signed_by", ""), _moment(values.get("signed_at", ""))
    if not name or at is None:
        return None
    return Signed(name[:200], values.get("waiver", ""), at)


def _moment(text: str) -> dt.datetime | None:
    if not text:
        return None
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        refuse("bad_moment", text)
    if at.tzinfo is None:
        refuse("bad_moment", text)
    return at
