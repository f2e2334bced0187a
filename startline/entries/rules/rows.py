"""One row of a list of entrants, read into clean values or named with what is wrong. Pure."""

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from startline.entries.rules.carried import BadCellError, Carried, carried_of, refuse
from startline.entries.rules.columns import ANSWER, plain
from startline.entries.rules.life import State

FIRST_YEAR = 1900
DATES = (
    (re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?"), (0, 1, 2)),
    (re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})"), (0, 1, 2)),
    (re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})"), (2, 1, 0)),
)
SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]{2,}")
GENDERS = {
    "f": "f", "w": "f", "female": "f", "woman": "f", "women": "f", "femme": "f", "frau": "f",
    "m": "m", "male": "m", "man": "m", "men": "m", "homme": "m", "h": "m", "mann": "m",
    "x": "x", "nb": "x", "non binary": "x", "nonbinary": "x", "divers": "x", "d": "x",
    "u": "", "": "", "not specified": "", "prefer not to say": "",
}  # fmt: skip
STATES = {
    "": State.CONFIRMED, "confirmed": State.CONFIRMED, "paid": State.CONFIRMED,
    "active": State.CONFIRMED, "complete": State.CONFIRMED, "completed": State.CONFIRMED,
    "offered": State.CONFIRMED, "pending": State.PENDING, "unpaid": State.PENDING,
    "withdrawn": State.WITHDRAWN, "cancelled": State.CANCELLED, "canceled": State.CANCELLED,
    "refunded": State.CANCELLED, "deferred": State.DEFERRED, "transferred": State.TRANSFERRED,
}  # fmt: skip
LONGEST = {"given_name": 100, "family_name": 100, "club": 200, "emergency_name": 120,
           "emergency_phone": 40, "guardian_name": 200}  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """Why a row can't be taken: a stable code, and the words that caused it."""

    row: int  # as the file counts, the header being row 1
    code: str
    words: str = ""


@dataclass(frozen=True)
class Entrant:
    """The person of a row."""

    given_name: str
    family_name: str
    email: str
    born_on: dt.date
    gender: str = ""
    country: str = ""
    club: str = ""


@dataclass(frozen=True)
class ReadRow:
    """One entrant of a list."""

    row: int
    race: str  # the slug
    entrant: Entrant
    state: State = State.CONFIRMED
    answers: dict[str, str] = field(default_factory=dict)
    emergency_name: str = ""
    emergency_phone: str = ""
    guardian_name: str = ""
    guardian_email: str = ""
    price: str = ""  # as written; paid elsewhere, it is none of our money
    reference: str = ""
    carried: Carried = field(default_factory=Carried)
    head: int = 0  # the first row of the same order; rows of a party share one

    @property
    def who(self) -> tuple[str, str, str, str]:
        """What makes two rows the same person in the same race."""
        person = self.entrant
        names = (person.given_name.casefold(), person.family_name.casefold())
        return (self.race, *names, person.born_on.isoformat())


@dataclass(frozen=True)
class Reader:
    """How the rows of one list are read: columns, races by name, the day, the order of dates."""

    mapping: Mapping[str, str]  # header to field
    races: Mapping[str, str]  # plain name or slug to slug
    today: dt.date
    countries: Mapping[str, str]  # plain name or code to code
    month_first: bool = False
    only_race: str = ""  # for lists without a column for it
    currency: str = ""  # of the edition
    is_ours: bool = False  # our own export: money, parties, extras and signatures come along


def read_row(cells: Mapping[str, str], row: int, reader: Reader) -> ReadRow | Fault:
    """One row; the first thing wrong with it names it."""
    values = {name: clean(cells.get(header, "")) for header, name in reader.mapping.items() if name}
    try:
        return _read(values, row, reader)
    except BadCellError as bad:
        return Fault(row, bad.code, bad.words[:120])


def read_rows(
    rows: Sequence[Mapping[str, str]], reader: Reader
) -> tuple[list[ReadRow], list[Fault]]:
    """All rows, those that can be taken and those that can't; empty rows count as nothing."""
    good: list[ReadRow] = []
    bad: list[Fault] = []
    seen: dict[tuple[str, str, str, str], int] = {}
    for number, cells in enumerate(rows, 2):
        if not any(clean(cell) for cell in cells.values()):
            continue
        one = read_row(cells, number, reader)
        if isinstance(one, ReadRow) and one.state in (State.CONFIRMED, State.PENDING):
            first = seen.setdefault(one.who, number)
            if first != number:
                one = Fault(number, "twice", str(first))
        if isinstance(one, Fault):
            bad.append(one)
        else:
            good.append(one)
    return with_heads(good), bad


def with_heads(rows: Sequence[ReadRow]) -> list[ReadRow]:
    """Rows of one party's order know its first row; any other row is an order of its own."""
    first: dict[tuple[str, str], int] = {}
    return [
        replace(row, head=first.setdefault((row.carried.reference, row.entrant.email), row.row))
        if row.carried.party and row.carried.reference
        else row
        for row in rows
    ]


def _read(values: Mapping[str, str], row: int, reader: Reader) -> ReadRow:
    """The clean values; raises BadCellError."""
    given, family = _names(values)
    for name, most in LONGEST.items():
        if len(values.get(name, "")) > most:
            refuse("too_long", values[name])
    return ReadRow(
        row=row,
        race=_race(values.get("race", ""), reader),
        entrant=Entrant(
            given_name=given,
            family_name=family,
            email=_email(values.get("email", "")),
            born_on=_born(values.get("born_on", ""), reader),
            gender=_gender(values.get("gender", "")),
            country=_country(values.get("country", ""), reader),
            club=values.get("club", ""),
        ),
        state=_state(values.get("state", "")),
        answers={
            name.removeprefix(ANSWER): value
            for name, value in values.items()
            if name.startswith(ANSWER) and value
        },
        emergency_name=values.get("emergency_name", ""),
        emergency_phone=values.get("emergency_phone", ""),
        guardian_name=values.get("guardian_name", ""),
        guardian_email=values.get("guardian_email", ""),
        price=values.get("price", "")[:40],
        reference=values.get("reference", "")[:60],
        carried=carried_of(values, reader.currency) if reader.is_ours else Carried(),
        head=row,
    )


def clean(text: str) -> str:
    """Composed letters, single spaces, no control signs."""
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(s if s.isprintable() else " " for s in composed)
    return " ".join(kept.split())


def _names(values: Mapping[str, str]) -> tuple[str, str]:
    given, family = values.get("given_name", ""), values.get("family_name", "")
    if not given and not family and values.get("name"):
        before, comma, after = values["name"].partition(",")
        if comma:
            given, family = after.strip(), before.strip()
        else:
            given, _, family = values["name"].rpartition(" ")
    if not given or not family:
        refuse("no_name", f"{given} {family}".strip())
    return given, family


def _email(text: str) -> str:
    if not text:
        refuse("no_email")
    if not EMAIL.fullmatch(text) or len(text) > 254:
        refuse("bad_email", text)
    return text


def _born(text: str, reader: Reader) -> dt.date:
    if not text:
        refuse("no_birth_date")
    day = date_of(text, month_first=reader.month_first)
    if day is None:
        refuse("bad_birth_date", text)
    if day.year < FIRST_YEAR or day >= reader.today:
        refuse("impossible_birth_date", text)
    return day


def date_of(text: str, *, month_first: bool) -> dt.date | None:
    """A date as people write it; None where it is none."""
    for pattern, (year, month, day) in DATES:
        if found := pattern.fullmatch(text):
            parts = found.groups()
            return _date(parts[year], parts[month], parts[day])
    if found := SLASHED.fullmatch(text):
        first, second, year_text = found.groups()
        month_text, day_text = (first, second) if month_first else (second, first)
        return _date(year_text, month_text, day_text)
    return None


def _date(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def month_comes_first(texts: Sequence[str]) -> bool:
    """Whether dates such as 5/17/1990 speak for the month in front."""
    found = [m.groups() for text in texts if (m := SLASHED.fullmatch(clean(text)))]
    return any(int(second) > 12 for _, second, _ in found)


def _gender(text: str) -> str:
    word = plain(text)
    if word not in GENDERS:
        refuse("unknown_gender", text)
    return GENDERS[word]


def _country(text: str, reader: Reader) -> str:
    if not text:
        return ""
    code = reader.countries.get(plain(text))
    if code is None:
        refuse("unknown_country", text)
    return code


def _race(text: str, reader: Reader) -> str:
    slug = reader.only_race or reader.races.get(plain(text), "")
    if not slug:
        refuse("unknown_race" if text else "no_race", text)
    return slug


def _state(text: str) -> State:
    found = STATES.get(plain(text))
    if found is None:
        refuse("unknown_state", text)
    return found
