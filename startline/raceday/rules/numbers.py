"""Which number each runner gets, and what stands in the way. Pure.

A number is worn once within its scope: by default the whole edition, so that a marshal can name a
runner by number alone; or only within a race, where its range says so.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

HIGHEST = 999_999


class Scope(StrEnum):
    """Within what a number is worn once."""

    EDITION = "edition"
    RACE = "race"


class Order(StrEnum):
    """The order in which numbers are given."""

    ENTERED = "entered"
    NAME = "name"
    SPEED = "speed"


@dataclass(frozen=True)
class Range:
    """Numbers from `first` to `last`, both included; `race` None: for races without their own."""

    pool: int
    first: int
    last: int
    race: int | None
    scope: Scope = Scope.EDITION


@dataclass(frozen=True)
class Runner:
    """One entry that may start. `speed` is the expected time in ms; `kept` an earlier number.

    `number` is what the entry wears now. `place` is its position in the order of entering.
    """

    entry: int
    race: int
    name: str
    place: int = 0
    speed: int | None = None
    number: int | None = None
    kept: int | None = None


@dataclass(frozen=True)
class Worn:
    """A number that is taken: by whom, in which race, within what."""

    number: int
    entry: int
    race: int
    scope: Scope = Scope.EDITION


@dataclass(frozen=True)
class Conflict:
    """Why a number can't be given. `entries` are those it is about, `words` what was written."""

    code: str
    number: int | None = None
    entries: tuple[int, ...] = ()
    words: str = ""


@dataclass(frozen=True)
class Gift:
    """A number for an entry; `kept` where it is one of an earlier time."""

    entry: int
    number: int
    race: int
    scope: Scope
    is_kept: bool = False


@dataclass(frozen=True)
class Plan:
    """What would be given, and what stands in the way; nothing is written yet."""

    gifts: tuple[Gift, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


@dataclass
class Board:
    """Who wears what, kept while a plan is made."""

    worn: list[Worn]
    by_number: dict[int, list[Worn]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for one in self.worn:
            self.by_number.setdefault(one.number, []).append(one)

    def in_the_way(self, number: int, race: int, scope: Scope, entry: int) -> Worn | None:
        """Who else wears this number where it may be worn once; None: it is free."""
        for one in self.by_number.get(number, ()):
            both = scope is Scope.EDITION and one.scope is Scope.EDITION
            if one.entry != entry and (both or one.race == race):
                return one
        return None

    def put(self, one: Worn) -> None:
        """From now on somebody wears it."""
        self.by_number.setdefault(one.number, []).append(one)


def ranges_of(race: int, ranges: Sequence[Range]) -> list[Range]:
    """The ranges that serve a race: its own, or those for everybody; lowest first."""
    own = [one for one in ranges if one.race == race]
    return sorted(own or [r for r in ranges if r.race is None], key=lambda r: r.first)


def scope_in(race: int, number: int, ranges: Sequence[Range]) -> Scope:
    """Within what a number of a race is worn once; outside all ranges, in the whole edition."""
    for one in ranges_of(race, ranges):
        if one.first <= number <= one.last:
            return one.scope
    return Scope.EDITION


def overlaps(ranges: Sequence[Range]) -> list[tuple[Range, Range]]:
    """Pairs of ranges that share numbers although these may be worn once only."""
    found = []
    for n, one in enumerate(ranges):
        for other in ranges[n + 1 :]:
            share = one.first <= other.last and other.first <= one.last
            apart = one.race != other.race and one.scope is Scope.RACE and other.scope is Scope.RACE
            if share and not apart:
                found.append((one, other))
    return found


def sorting(order: Order, runner: Runner) -> tuple[object, ...]:
    """Where a runner stands in an order; who gave no time comes last."""
    if order is Order.SPEED:
        return (runner.speed is None, runner.speed or 0, runner.place)
    if order is Order.NAME:
        return (sortable(runner.name), runner.place)
    return (runner.place,)


def sortable(name: str) -> str:
    """A name without accents and case, as a list sorts it."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def plan_all(
    runners: Sequence[Runner], ranges: Sequence[Range], worn: Iterable[Worn], order: Order
) -> Plan:
    """Numbers for all who have none. Whoever wears one keeps it; kept numbers go first.

    Conflicts: `kept_taken` (a kept number is worn, or kept by two), `no_range`, `range_full`.
    """
    board = Board(list(worn))
    gifts: list[Gift] = []
    conflicts: list[Conflict] = []
    without = [runner for runner in runners if runner.number is None]
    for runner in sorted((r for r in without if r.kept), key=lambda r: r.place):
        number = runner.kept or 0
        scope = scope_in(runner.race, number, ranges)
        other = board.in_the_way(number, runner.race, scope, runner.entry)
        if other:
            conflicts.append(Conflict("kept_taken", number, (runner.entry, other.entry)))
            continue
        gifts.append(_given(board, runner, number, scope, is_kept=True))
    done = {gift.entry for gift in gifts} | {c.entries[0] for c in conflicts}
    rest = [runner for runner in without if runner.entry not in done]
    for race in dict.fromkeys(runner.race for runner in rest):
        those = sorted((r for r in rest if r.race == race), key=lambda r: sorting(order, r))
        _fill(those, ranges_of(race, ranges), board, gifts, conflicts)
    return Plan(tuple(gifts), tuple(conflicts))


def _fill(
    runners: Sequence[Runner], ranges: Sequence[Range], board: Board,
    gifts: list[Gift], conflicts: list[Conflict],
) -> None:  # fmt: skip
    """The free numbers of a race's ranges, one after the other."""
    if not ranges:
        conflicts.append(Conflict("no_range", None, tuple(r.entry for r in runners)))
        return
    numbers = ((n, one.scope) for one in ranges for n in range(one.first, one.last + 1))
    for done, runner in enumerate(runners):
        free = next(
            (
                (n, scope)
                for n, scope in numbers
                if board.in_the_way(n, runner.race, scope, 0) is None
            ),
            None,
        )
        if free is None:
            left = tuple(r.entry for r in runners[done:])
            conflicts.append(Conflict("range_full", ranges[-1].last, left))
            return
        gifts.append(_given(board, runner, *free))


def _given(
    board: Board, runner: Runner, number: int, scope: Scope, *, is_kept: bool = False
) -> Gift:
    board.put(Worn(number, runner.entry, runner.race, scope))
    return Gift(runner.entry, number, runner.race, scope, is_kept)


def plan_listed(
    wanted: Sequence[tuple[int, int]], runners: Mapping[int, Runner],
    ranges: Sequence[Range], worn: Iterable[Worn],
) -> Plan:  # fmt: skip
    """The numbers a list or a hand gives: pairs of entry and number.

    A number of the list replaces the entry's own. Conflicts: `twice` (the list gives a number to
    two), `two_numbers` (two numbers for one entry), `taken` (worn by somebody not on the list),
    `too_high`, `unknown`.
    """
    listed = {entry for entry, _ in wanted}
    board = Board([one for one in worn if one.entry not in listed])
    gifts: list[Gift] = []
    conflicts: list[Conflict] = []
    given: dict[int, int] = {}
    for entry, number in wanted:
        runner = runners.get(entry)
        flaw = _listed_flaw(entry, number, runner, given)
        if flaw or runner is None:
            conflicts.append(flaw or Conflict("unknown", number, (entry,)))
            continue
        scope = scope_in(runner.race, number, ranges)
        other = board.in_the_way(number, runner.race, scope, entry)
        if other:
            code = "twice" if other.entry in given else "taken"
            conflicts.append(Conflict(code, number, (entry, other.entry)))
            continue
        given[entry] = number
        gifts.append(_given(board, runner, number, scope))
    return Plan(tuple(gifts), tuple(conflicts))


def _listed_flaw(
    entry: int, number: int, runner: Runner | None, given: Mapping[int, int]
) -> Conflict | None:
    if runner is None:
        return Conflict("unknown", number, (entry,))
    if not 1 <= number <= HIGHEST:
        return Conflict("too_high", number, (entry,))
    if entry in given:
        return Conflict("two_numbers", number, (entry,))
    return None


CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:\.\d+)?")
WHOLE = re.compile(r"(\d{1,4})(?:[.,]\d+)?")


def expected_ms(answer: object) -> int | None:
    """An expected time as people write it: "3:45:00", "45:00" (minutes), "225" (minutes)."""
    text = str(answer or "").strip().lower().replace("h", ":").rstrip(":")
    if found := CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return ((hours * 60 + minutes) * 60 + seconds) * 1000
    if found := WHOLE.fullmatch(text):
        return int(found[1]) * 60_000
    return None
