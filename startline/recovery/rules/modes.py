"""Three settings of the site: printed, marked, computed (2.0, 6.4). We ship marked."""

import datetime as dt
from dataclasses import dataclass, fields
from enum import StrEnum


class Mode(StrEnum):
    """Who applies the printed rule: nobody here, the reader with a tap, or the site."""

    PRINTED = "printed"
    MARKED = "marked"
    COMPUTED = "computed"


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who answers for the computed setting; shown on each page."""

    clinician: str
    registration: str
    version: str
    signed_on: dt.date | None
    regulatory_opinion: str
    usability_study: str


def mode_of(wanted: str, responsible: Responsible | None, today: dt.date) -> Mode:
    """The setting in force; computed needs every line of the one who answers for it, signed by
    today, and falls back to marked without it. ValueError for an unknown word."""
    mode = Mode(wanted)
    if mode is not Mode.COMPUTED or responsible is None:
        return Mode.MARKED if mode is Mode.COMPUTED else mode
    lines = [getattr(responsible, item.name) for item in fields(responsible)]
    is_whole = all(line.strip() if isinstance(line, str) else line for line in lines)
    is_signed = responsible.signed_on is not None and responsible.signed_on <= today
    return Mode.COMPUTED if is_whole and is_signed else Mode.MARKED
