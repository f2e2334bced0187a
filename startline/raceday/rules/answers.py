"""What the desk says to a runner: go, wait or no, and why. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Word(StrEnum):
    """The one big word."""

    GO = "go"
    WAIT = "wait"
    NO = "no"
    BACK = "back"  # a check-in was taken back


class Why(StrEnum):
    """The reasons; sentences stand in the desk's template."""

    UNKNOWN = "unknown"
    OTHER_EVENT = "other_event"
    TRANSFERRED = "transferred"
    DEFERRED = "deferred"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    MOVED = "moved"
    HERE = "here"
    NOBODY = "nobody"
    UNPAID = "unpaid"
    WAIVER = "waiver"
    GUARDIAN = "guardian"
    ELIGIBILITY = "eligibility"
    REFUSED = "refused"
    NO_NUMBER = "no_number"
    SEVERAL = "several"
    NOT_IN = "not_in"
    NOT_HERE = "not_here"


ON_PAPER = frozenset({Why.WAIVER, Why.GUARDIAN, Why.ELIGIBILITY})
"""What the help table can see on paper and let the runner in."""
GONE = {
    "transferred": Why.TRANSFERRED, "deferred": Why.DEFERRED, "withdrawn": Why.WITHDRAWN,
    "cancelled": Why.CANCELLED, "expired": Why.EXPIRED, "held": Why.EXPIRED,
}  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """All that decides about one entry. `proofs`: the state of each proof asked for ("" none)."""

    state: str
    is_here_event: bool = True
    has_moved: bool = False  # the same person changed to another race
    is_in: bool = False
    has_person: bool = True
    is_paid: bool = True
    lacks_signature: bool = False
    lacks_guardian: bool = False
    proofs: tuple[str, ...] = ()
    lacks_number: bool = False


@dataclass(frozen=True)
class Verdict:
    """The word and why."""

    word: Word
    why: tuple[Why, ...] = ()


GO = Verdict(Word.GO)


def judge(one: Standing, *, seen_on_paper: bool = False) -> Verdict:
    """The answer to an entry's code.

    No before wait: a place that is gone is gone whatever else is missing. Somebody who is in
    already is asked for a photo card: the code may be a copy.
    """
    if not one.is_here_event:
        return Verdict(Word.NO, (Why.OTHER_EVENT,))
    if one.state in GONE:
        moved = one.has_moved and one.state == "transferred"
        return Verdict(Word.NO, (Why.MOVED if moved else GONE[one.state],))
    if one.is_in:
        return Verdict(Word.WAIT, (Why.HERE,))
    why = missing(one)
    if seen_on_paper:
        why = [reason for reason in why if reason not in ON_PAPER]
    return Verdict(Word.WAIT, tuple(why)) if why else GO


def missing(one: Standing) -> list[Why]:
    """What somebody still lacks, in the order in which a desk asks for it."""
    asked: Sequence[tuple[bool, Why]] = (
        (not one.has_person, Why.NOBODY),
        (not one.is_paid, Why.UNPAID),
        (one.lacks_signature, Why.WAIVER),
        (one.lacks_guardian, Why.GUARDIAN),
        ("refused" in one.proofs, Why.REFUSED),
        (any(state in {"", "given"} for state in one.proofs), Why.ELIGIBILITY),
        (one.lacks_number, Why.NO_NUMBER),
    )
    return [why for is_missing, why in asked if is_missing]


def may_be_let_in(why: Sequence[str]) -> bool:
    """Whether all that is missing can be seen on paper."""
    return bool(why) and all(word in ON_PAPER for word in why)
