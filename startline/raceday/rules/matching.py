"""Whose row of a list of numbers is whose. Pure."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from startline.raceday.rules.numbers import Conflict, sortable

BIB_HEADERS = frozenset({
    "bib", "bib number", "bib num", "bibnum", "bib no", "plate", "number", "start number",
    "race number", "startnummer", "dossard", "dorsal", "no",
})  # fmt: skip
NUMBER = re.compile(r"#?\s*(\d{1,9})(?:\.0+)?")


@dataclass(frozen=True)
class Known:
    """One entry by what a list may say of it. `born` is ISO, or empty."""

    entry: int
    name: str
    email: str
    reference: str
    born: str


@dataclass(frozen=True)
class Line:
    """One row of the list, the header being row 1."""

    row: int
    number: str
    name: str = ""
    email: str = ""
    reference: str = ""
    born: str = ""


@dataclass(frozen=True)
class Wanted:
    """Pairs of entry and number, and rows that lead nowhere."""

    pairs: tuple[tuple[int, int], ...]
    conflicts: tuple[Conflict, ...]


@dataclass
class Book:
    """The entries, found by reference, address or name."""

    known: Sequence[Known]
    by: Mapping[str, dict[str, list[Known]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        found: dict[str, dict[str, list[Known]]] = {
            "reference": defaultdict(list), "email": defaultdict(list), "name": defaultdict(list),
        }  # fmt: skip
        for one in self.known:
            found["reference"][one.reference.casefold()].append(one)
            found["email"][one.email.casefold()].append(one)
            found["name"][plain(one.name)].append(one)
        self.by = found

    def meant(self, line: Line) -> list[Known]:
        """Those a row may mean: by reference, else by name, else by address; then narrowed."""
        keys = (
            ("reference", line.reference.casefold()), ("name", plain(line.name)),
            ("email", line.email.casefold()),
        )  # fmt: skip
        found: list[Known] = []
        for kind, key in keys:
            found = self.by[kind].get(key, []) if key else []
            if found:
                break
        return narrowed(found, line)


def narrowed(found: list[Known], line: Line) -> list[Known]:
    """Of several those with the same name, then birthday, then address."""
    tests = (
        (plain(line.name), lambda one: plain(one.name)), (line.born, lambda one: one.born),
        (line.email.casefold(), lambda one: one.email.casefold()),
    )  # fmt: skip
    for value, of in tests:
        if len(found) > 1 and value:
            found = [one for one in found if of(one) == value] or found
    return found


def plain(name: str) -> str:
    """A name without accents, case and double spaces."""
    return " ".join(sortable(name).split())


def matched(lines: Sequence[Line], known: Sequence[Known]) -> Wanted:
    """Each row's entry and number. Conflicts: `no_number`, `nobody`, `ambiguous`."""
    book = Book(known)
    pairs: list[tuple[int, int]] = []
    conflicts: list[Conflict] = []
    for line in lines:
        words = f"{line.row}: {line.name or line.reference or line.email} {line.number}".strip()
        number = NUMBER.fullmatch(line.number.strip())
        if not number:
            conflicts.append(Conflict("no_number", words=words))
            continue
        meant = book.meant(line)
        if len(meant) == 1:
            pairs.append((meant[0].entry, int(number[1])))
        else:
            entries = tuple(one.entry for one in meant)
            code = "ambiguous" if meant else "nobody"
            conflicts.append(Conflict(code, int(number[1]), entries, words))
    return Wanted(tuple(pairs), tuple(conflicts))
