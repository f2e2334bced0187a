"""Start lists with the column names that timing programs read. Pure.

Sources of the names: UltraSignup's results upload (`first,last,age,gender,city,state,dob,bib`),
RaceDB's import aliases, RunSignup's participant report, RACE RESULT's default fields.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Starter:
    """One line of a start list. `starts` is the local time as HH:MM, "" where it is unknown."""

    entry: int
    bib: int | None
    given_name: str
    family_name: str
    gender: str
    born_on: dt.date | None
    age: int | None
    country: str
    club: str
    race: str
    starts: str
    reference: str
    entered_at: dt.datetime
    team: str = ""
    leg: int | None = None
    email: str = ""


def number(one: Starter) -> str:
    """The number, or nothing."""
    return "" if one.bib is None else str(one.bib)


def sex(one: Starter) -> str:
    """M, F or X, or nothing."""
    return one.gender.upper()


def sex_or_open(one: Starter) -> str:
    """RaceDB knows Men, Women and Open."""
    return {"m": "Men", "f": "Women"}.get(one.gender, "Open")


def born(one: Starter) -> str:
    """ISO date."""
    return one.born_on.isoformat() if one.born_on else ""


def born_us(one: Starter) -> str:
    """The order in which American programs read dates."""
    return f"{one.born_on:%m/%d/%Y}" if one.born_on else ""


def age(one: Starter) -> str:
    """Age on race day."""
    return "" if one.age is None else str(one.age)


def nothing(one: Starter) -> str:
    """A column that the program expects and we do not know."""
    return ""


Cell = Callable[[Starter], str]
LAYOUTS: Mapping[str, tuple[tuple[str, Cell], ...]] = {
    "plain": (
        ("bib", number), ("first name", lambda s: s.given_name),
        ("last name", lambda s: s.family_name), ("gender", sex), ("date of birth", born),
        ("age", age), ("country", lambda s: s.country), ("club", lambda s: s.club),
        ("race", lambda s: s.race), ("start", lambda s: s.starts), ("team", lambda s: s.team),
        ("leg", lambda s: "" if s.leg is None else str(s.leg)),
        ("reference", lambda s: s.reference),
    ),
    "race_result": (
        ("Bib", number), ("Lastname", lambda s: s.family_name),
        ("Firstname", lambda s: s.given_name), ("Sex", sex), ("DateOfBirth", born),
        ("Nation", lambda s: s.country), ("Club", lambda s: s.club),
        ("Contest", lambda s: s.race), ("Transponder1", nothing),
    ),
    "runsignup": (
        ("Registration ID", lambda s: s.reference), ("Event", lambda s: s.race),
        ("First Name", lambda s: s.given_name), ("Last Name", lambda s: s.family_name),
        ("Gender", sex), ("Date of Birth", born_us), ("Age", age),
        ("Country", lambda s: s.country), ("Team Name", lambda s: s.team or s.club),
        ("Bib Num", number), ("Chip Num", nothing),
        ("Registration Date", lambda s: f"{s.entered_at:%m/%d/%Y %H:%M:%S}"),
    ),
    "ultrasignup": (
        ("distance", lambda s: s.race), ("first", lambda s: s.given_name),
        ("last", lambda s: s.family_name), ("age", age), ("gender", sex), ("city", nothing),
        ("state", lambda s: s.country), ("dob", born_us), ("bib", number),
    ),
    "racedb": (
        ("Bib", number), ("Last Name", lambda s: s.family_name),
        ("First Name", lambda s: s.given_name), ("Date of Birth", born), ("Gender", sex_or_open),
        ("Team", lambda s: s.team or s.club), ("Nation Code", lambda s: s.country),
        ("Category", lambda s: s.race), ("Tag", nothing),
    ),
}  # fmt: skip
"""Header and cell of each column, by layout."""


def headers_of(layout: str) -> list[str]:
    """The first row."""
    return [header for header, _ in LAYOUTS[layout]]


def row_of(layout: str, one: Starter) -> list[str]:
    """One runner's row."""
    return [cell(one) for _, cell in LAYOUTS[layout]]
