"""What a person has of an edition, and what makes two accounts one person. Pure."""

import datetime as dt
import hashlib
import hmac
from dataclasses import dataclass

from startline.core.text import fold
from startline.results.rules.ranking import Status, age_on
from startline.reviews.rules.words import Basis

LAST_PARTS = 4
"""The last quarter of the finishers is one part in four."""
DOTLESS = frozenset({"gmail.com", "googlemail.com"})
"""Providers that deliver an address with and without dots to the same person."""
ADULT_YEARS = 18


@dataclass(frozen=True)
class Evidence:
    """What entries, desks and results know: the status of the shown result, "" for none; the
    place among `finishers` of the race.
    """

    status: str = ""
    is_checked_in: bool = False
    place: int | None = None
    finishers: int = 0


def basis_of(evidence: Evidence) -> Basis:
    """What may be said of the person. A result has the last word: who picked up a bib and then
    did not start (DNS) has entered. Without a result the check-in stands for the start.
    """
    if evidence.status == Status.FINISHED:
        return Basis.FINISHED
    if evidence.status in {Status.DNF, Status.DSQ}:
        return Basis.STARTED
    if evidence.status == Status.DNS:
        return Basis.ENTERED
    return Basis.STARTED if evidence.is_checked_in else Basis.ENTERED


def was_at_the_back(evidence: Evidence) -> bool:
    """Whether the person ran in the last quarter, or behind it: a DNF has met the sweepers."""
    if evidence.status == Status.DNF:
        return True
    if evidence.status != Status.FINISHED or evidence.place is None:
        return False
    return LAST_PARTS * evidence.place > (LAST_PARTS - 1) * evidence.finishers


def plain_address(email: str) -> str:
    """An address as the provider delivers it: without case, "+word", and dots where none count."""
    name, _, host = email.strip().lower().rpartition("@")
    name = name.partition("+")[0]
    return f"{name.replace('.', '') if host in DOTLESS else name}@{host}"


@dataclass(frozen=True)
class Who:
    """Everything by which one person may be known again. Empty or None: not known."""

    user: int | None = None
    entry: int | None = None
    email: str = ""
    name: str = ""
    born_on: dt.date | None = None
    race: int | None = None
    bib: str = ""


def marks_of(who: Who, secret: bytes) -> list[str]:
    """One mark for each thing a person is known by, unreadable without the secret.

    Two reviews of an edition that share a mark are by one person.
    """
    plain = []
    if who.user is not None:
        plain.append(f"user:{who.user}")
    if who.entry is not None:
        plain.append(f"entry:{who.entry}")
    if who.email:
        plain.append(f"email:{plain_address(who.email)}")
    if who.name and who.born_on:
        plain.append(f"person:{fold(who.name)}:{who.born_on.isoformat()}")
    if who.race is not None and who.bib:
        plain.append(f"result:{who.race}:{who.bib}")
    return [hmac.new(secret, word.encode(), hashlib.sha256).hexdigest() for word in plain]


def signature(given: str, family: str, *, is_named: bool, is_adult: bool) -> str:
    """How a review is signed: "Ana L."; nothing for who wants no name, and for minors."""
    if not is_named or not is_adult or not given:
        return ""
    return f"{given} {family[:1]}.".strip() if family else given


def is_adult(born_on: dt.date | None, on: dt.date) -> bool:
    """Whether somebody is 18 on a day; who tells no date is taken for an adult."""
    return born_on is None or age_on(born_on, on) >= ADULT_YEARS
