"""Double entry: what each deed moves between the three books of a reference.

A positive line adds to a book. The entrant's book is minus what the entrant has paid and not got
back; the organizer's is what they are left with; the processor's is what it kept. There is no book
of ours, because nothing ever reaches us.
"""

from dataclasses import dataclass


class UnbalancedError(ValueError):
    """The lines of a deed do not sum to zero."""


@dataclass(frozen=True)
class Move:
    """One line of a deed, in minor units."""

    book: str
    minor: int


def received(minor: int) -> list[Move]:
    """Money from the entrant to the organizer."""
    return _balanced([Move("entrant", -minor), Move("organizer", minor)])


def fee(minor: int) -> list[Move]:
    """What the processor kept of the organizer's money."""
    return _balanced([Move("organizer", -minor), Move("processor_fee", minor)])


def given_back(minor: int) -> list[Move]:
    """Money from the organizer back to the entrant: a refund, or a dispute lost."""
    return _balanced([Move("organizer", -minor), Move("entrant", minor)])


def _balanced(moves: list[Move]) -> list[Move]:
    kept = [move for move in moves if move.minor]
    if sum(move.minor for move in kept) != 0:
        raise UnbalancedError
    return kept
