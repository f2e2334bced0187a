"""The room's stable words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Basis(StrEnum):
    """What a reviewer has of the edition: derived from entries, check-ins and results."""

    ENTERED = "entered"
    STARTED = "started"
    FINISHED = "finished"


COUNTED = frozenset({Basis.STARTED, Basis.FINISHED})
"""Who was on the course. An entry alone, or a DNS, never counts to a score."""


class Aspect(StrEnum):
    """What is judged beside the whole; each may not apply."""

    ORGANISATION = "organisation"
    COURSE = "course"
    SCENERY = "scenery"
    AID = "aid"
    VALUE = "value"
    ATMOSPHERE = "atmosphere"
    SWAG = "swag"
    ACCESS = "access"


class Question(StrEnum):
    """What is asked about the last quarter of the field."""

    CUTOFF = "cutoff"
    FOOD = "food"
    MEDAL = "medal"
    MARSHALS = "marshals"


ANSWERS = ("yes", "no")
"""An empty answer: the reviewer does not know, or it did not apply."""
LOWEST, HIGHEST = 1, 5


class Shown(StrEnum):
    """Whether everybody sees a review."""

    SHOWN = "shown"
    HELD = "held"
    REMOVED = "removed"


class Reason(StrEnum):
    """Why a review is reported, and why one is removed."""

    ABUSE = "abuse"
    PERSONAL = "personal"
    ADVERTISING = "advertising"
    NOT_THERE = "not_there"
    OTHER_RACE = "other_race"
    PHOTO = "photo"
    OTHER = "other"


@dataclass(frozen=True)
class Words:
    """What a reviewer says. `aspects` 1 to 5 or None, `answers` "yes", "no" or ""."""

    overall: int
    aspects: Mapping[str, int | None]
    answers: Mapping[str, str]
    text: str
    is_free_entry: bool
    is_named: bool
