"""A timing company's rows read one by one: what each says, or what is wrong with it. Pure."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from startline.results.rules.columns import SPLIT
from startline.results.rules.ranking import Bands, Status, age_on, category_of
from startline.results.rules.times import (
    TimeWordsError,
    duration_ms,
    instant,
    is_instant,
    is_missing,
    place_of,
)

STATUSES = {
    "finished": Status.FINISHED, "finisher": Status.FINISHED, "finish": Status.FINISHED,
    "fin": Status.FINISHED, "ok": Status.FINISHED, "1": Status.FINISHED, "q": Status.FINISHED,
    "classified": Status.FINISHED, "dnf": Status.DNF, "did not finish": Status.DNF,
    "withdrawn": Status.DNF, "out of time": Status.DNF, "abandon": Status.DNF, "ab": Status.DNF,
    "dropped": Status.DNF, "2": Status.DNF, "dns": Status.DNS, "did not start": Status.DNS,
    "np": Status.DNS, "3": Status.DNS, "dsq": Status.DSQ, "dq": Status.DSQ, "4": Status.DSQ,
    "disqualified": Status.DSQ,
}  # fmt: skip
GENDERS = {
    "f": "f", "w": "f", "female": "f", "woman": "f", "women": "f", "femme": "f", "frau": "f",
    "m": "m", "h": "m", "male": "m", "man": "m", "men": "m", "homme": "m", "herr": "m",
    "x": "x", "nb": "x", "non binary": "x", "nonbinary": "x", "d": "x",
}  # fmt: skip
WHEELCHAIR = re.compile(r"W\d+")
FASTEST_M_PER_S = 12.5
"""Nobody covers a race faster: a column was read as the wrong thing (100 m record: 10.4 m/s)."""


@dataclass(frozen=True)
class Reader:
    """How a file is to be read. `starts_at`: the gun, where splits are instants."""

    mapping: Mapping[str, str]
    day: dt.date | None = None
    starts_at: dt.datetime | None = None
    distance_m: int | None = None
    bands: Bands = field(default_factory=Bands)
    is_month_first: bool = False
    has_chairs_apart: bool = False
    takes_places: bool = True


@dataclass(frozen=True)
class ReadTime:
    """One good row. Splits: number of the point, and milliseconds since the gun."""

    row: int
    bib: str
    name: str
    gender: str
    age: int | None
    born_on: dt.date | None
    country: str
    club: str
    category: str
    status: Status
    gun_ms: int | None
    net_ms: int | None
    splits: tuple[tuple[int, int], ...]
    places: tuple[int | None, int | None, int | None]
    group: str


@dataclass(frozen=True)
class Fault:
    """A row that stays out: its number, a stable code, and the words at fault."""

    row: int
    code: str
    words: str = ""


class RowError(ValueError):
    """A row that can not be read."""

    def __init__(self, *, code: str, words: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.words = words


def read_rows(
    rows: Sequence[Mapping[str, str]], reader: Reader, *, first: int
) -> tuple[list[ReadTime], list[Fault]]:
    """Good rows and faults. `first` is the number of the first row in the file.

    Of rows with one bib the first is taken, the others are named.
    """
    good: list[ReadTime] = []
    bad: list[Fault] = []
    bibs: set[str] = set()
    columns = Columns.of(reader.mapping)
    for number, cells in enumerate(rows, first):
        try:
            read = read_row(number, cells, reader, columns)
            if read.bib and read.bib in bibs:
                raise RowError(code="bib_twice", words=f"{read.bib} {read.name}")
        except RowError as error:
            bad.append(Fault(number, error.code, error.words[:200]))
            continue
        bibs.add(read.bib)
        good.append(read)
    return good, bad


@dataclass(frozen=True)
class Columns:
    """The mapping turned round: the header of each field, and the splits in their order."""

    by_field: Mapping[str, str]
    splits: tuple[str, ...]

    @classmethod
    def of(cls, mapping: Mapping[str, str]) -> "Columns":
        """From header to field, to field to header."""
        return cls(
            {name: header for header, name in mapping.items() if name and name != SPLIT},
            tuple(points(mapping)),
        )

    def cell(self, cells: Mapping[str, str], name: str) -> str:
        """The text of a field; "" where the cell says that there is nothing."""
        header = self.by_field.get(name)
        words = cells.get(header, "").strip() if header else ""
        return "" if is_missing(words) else words


def points(mapping: Mapping[str, str]) -> list[str]:
    """The headers of splits: by their distance where all have one, else in the file's order."""
    found = [header for header, name in mapping.items() if name == SPLIT]
    lengths = [length_of(header) for header in found]
    if all(length is not None for length in lengths):
        return sorted(found, key=lambda header: length_of(header) or 0)
    return found


def length_of(header: str) -> float | None:
    """Kilometres of "25k", "half" or "10 mi"."""
    word = header.casefold().removeprefix("s:").strip()
    if word in {"half", "half marathon", "semi"}:
        return 21.0975
    found = re.fullmatch(r"(\d+(?:\.\d+)?) ?(k|km|mi|miles)", word)
    return float(found[1]) * (1.609344 if found[2].startswith("mi") else 1) if found else None


def read_row(row: int, cells: Mapping[str, str], reader: Reader, columns: Columns) -> ReadTime:
    """One row. Raises RowError."""
    bib, name = columns.cell(cells, "bib"), name_of(cells, columns)
    if not bib and not name:
        raise RowError(code="nobody")
    gender = GENDERS.get(columns.cell(cells, "gender").casefold().replace("-", " "), "")
    born_on, age = born_and_age(cells, reader, columns)
    gun_ms, net_ms = time_in(cells, columns, "gun"), time_in(cells, columns, "net")
    splits = splits_of(cells, reader, columns)
    end_ms = net_ms if gun_ms is None else gun_ms
    end_ms = finish_among(splits, columns) if end_ms is None else end_ms
    status = status_of(cells, columns, has_time=end_ms is not None)
    if status is Status.FINISHED and end_ms is None:
        raise RowError(code="no_time")
    gun_ms = end_ms if net_ms is None and status is Status.FINISHED else gun_ms
    check_speed(gun_ms, net_ms, reader)
    is_chair = reader.has_chairs_apart and WHEELCHAIR.fullmatch(bib) is not None
    country = columns.cell(cells, "country").upper()
    return ReadTime(
        row=row, bib=bib[:20], name=name[:200], gender=gender, age=age, born_on=born_on,
        country=country if len(country) <= 3 else "", club=columns.cell(cells, "club")[:200],
        category=columns.cell(cells, "category")[:40]
        or (f"{gender.upper()}-W" if is_chair else category_of(gender, age, reader.bands)),
        status=status, gun_ms=gun_ms, net_ms=net_ms, splits=splits,
        places=given_places(cells, columns) if reader.takes_places else (None, None, None),
        group="wheelchair" if is_chair else "",
    )  # fmt: skip


def name_of(cells: Mapping[str, str], columns: Columns) -> str:
    """Given name first: "Lee, Ana" is Ana Lee."""
    whole = columns.cell(cells, "name")
    if whole.count(",") == 1:
        family, given = whole.split(",")
        whole = f"{given.strip()} {family.strip()}"
    parts = columns.cell(cells, "given_name"), columns.cell(cells, "family_name")
    return " ".join((whole or " ".join(parts)).split())


def born_and_age(
    cells: Mapping[str, str], reader: Reader, columns: Columns
) -> tuple[dt.date | None, int | None]:
    """The day of birth and the age on race day. Raises RowError bad_age."""
    words, years = columns.cell(cells, "born_on"), columns.cell(cells, "age")
    born_on = birthday(words, is_month_first=reader.is_month_first) if words else None
    if words and born_on is None:
        raise RowError(code="bad_age", words=words)
    if born_on and reader.day:
        return born_on, age_on(born_on, reader.day)
    if years and not (years.isdecimal() and len(years) < 4 and int(years) <= 120):
        raise RowError(code="bad_age", words=years)
    return born_on, int(years) if years else None


def birthday(words: str, *, is_month_first: bool) -> dt.date | None:
    """A day in ISO form or in digits with the year last; None for anything else."""
    found = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2}).*", words)
    order = (1, 2, 3)
    if not found:
        found = re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", words)
        order = (3, 1, 2) if is_month_first else (3, 2, 1)
    try:
        return dt.date(*(int(found[n]) for n in order)) if found else None
    except ValueError:
        return None


def time_in(cells: Mapping[str, str], columns: Columns, name: str) -> int | None:
    """A time. Raises RowError bad_time; a word for a status in its place is no time."""
    words = columns.cell(cells, name)
    if words.casefold() in STATUSES and not words.isdigit():
        return None
    try:
        return duration_ms(words)
    except TimeWordsError as error:
        raise RowError(code="bad_time", words=words) from error


def status_of(cells: Mapping[str, str], columns: Columns, *, has_time: bool) -> Status:
    """What the row says, else whether it has a time. Raises RowError."""
    told = columns.cell(cells, "status")
    for name in ("gun", "net", "place"):
        words = columns.cell(cells, name).casefold()
        told = told or (words if words in STATUSES and not words.isdigit() else "")
    word = told.casefold().replace("_", " ")
    if told and word not in STATUSES:
        raise RowError(code="unknown_status", words=told)
    if not told and not has_time:
        raise RowError(code="no_time")
    return STATUSES[word] if told else Status.FINISHED


def splits_of(
    cells: Mapping[str, str], reader: Reader, columns: Columns
) -> tuple[tuple[int, int], ...]:
    """Times at the points, since the gun. Raises RowError bad_time.

    Instants count from the race's start, or from the row's first point where that is not known.
    """
    found: list[tuple[int, int]] = []
    start = reader.starts_at
    for number, header in enumerate(columns.splits):
        words = cells.get(header, "").strip()
        try:
            if is_instant(words):
                at = instant(words)
                start = start or at
                passed: int | None = round((at - start).total_seconds() * 1000)
            else:
                passed = duration_ms(words)
        except TimeWordsError as error:
            raise RowError(code="bad_time", words=words) from error
        if passed is not None and passed >= 0:
            found.append((number, passed))
    return tuple(found)


def finish_among(splits: Sequence[tuple[int, int]], columns: Columns) -> int | None:
    """The finish of a row without a time of its own: its last point; None if it was not passed."""
    if not splits or splits[-1][0] != len(columns.splits) - 1:
        return None
    return splits[-1][1]


def check_speed(gun_ms: int | None, net_ms: int | None, reader: Reader) -> None:
    """Refuse what no runner or wheelchair does. Raises RowError too_fast."""
    for time in (gun_ms, net_ms):
        if time is not None and time * FASTEST_M_PER_S < (reader.distance_m or 0) * 1000:
            raise RowError(code="too_fast", words=f"{time / 60_000:.2f} min")


def given_places(
    cells: Mapping[str, str], columns: Columns
) -> tuple[int | None, int | None, int | None]:
    """The places the file gives."""
    return (
        place_of(columns.cell(cells, "place")),
        place_of(columns.cell(cells, "gender_place")),
        place_of(columns.cell(cells, "category_place")),
    )


def chairs_apart(rows: Sequence[Mapping[str, str]], mapping: Mapping[str, str]) -> bool:
    """Whether bibs like W1 seem to be wheelchairs: men have them too, so W is not for women."""
    columns = Columns.of(mapping)
    return any(
        WHEELCHAIR.fullmatch(columns.cell(row, "bib"))
        and GENDERS.get(columns.cell(row, "gender").casefold()) == "m"
        for row in rows
    )


def years_named(words: Sequence[str]) -> set[int]:
    """Years that titles, a file's name or instants speak of."""
    found = (re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", text) for text in words)
    return {int(year) for years in found for year in years}
