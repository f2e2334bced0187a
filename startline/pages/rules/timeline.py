"""A race and a sore knee on one line of dates: last days, gates, ways side by side. Pure.

What an organizer's rule allows, until when and for how much is said by `entries.rules.afterwards`
alone, for an entry held here as for one bought elsewhere.
"""

import datetime as dt
import zoneinfo
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from startline.core.money import Money
from startline.entries.rules.afterwards import (
    Act,
    AfterTerms,
    Option,
    Place,
    PoolFacts,
    Rule,
    deferral_option,
    last_moment,
    money,
    refund_option,
    transfer_option,
    why_not,
)
from startline.events.rules.pricing import Step
from startline.pages.rules.deadlines import MINUTE, price_deadlines
from startline.pages.rules.knee import Asking, Gate, Knee, at_same_pace

RACE = "race"
"""The key of the race's own gate."""


class Verdict(StrEnum):
    """What is said first."""

    OVER = "over"
    STOPPED = "stopped"
    TOO_LATE = "too_late"
    IN_TIME = "in_time"
    NO_LENGTH = "no_length"
    UNKNOWN = "unknown"


class Choice(StrEnum):
    """The ways, in the order of the page."""

    GO = "go"
    RUN_WALK = "run_walk"
    SHORTER = "shorter"
    DEFER = "defer"
    RESALE = "resale"
    TRANSFER = "transfer"
    REFUND = "refund"
    VOLUNTEER = "volunteer"


_ACTS = {
    Act.DEFERRAL: Choice.DEFER, Act.RESALE: Choice.RESALE, Act.TRANSFER: Choice.TRANSFER,
    Act.REFUND: Choice.REFUND, Act.DISTANCE_CHANGE: Choice.SHORTER,
}  # fmt: skip


@dataclass(frozen=True)
class Shorter:
    """Another race of the same edition; `key` is the number its change of distance names."""

    key: str
    name: str
    distance_m: int


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A race as the line needs it. `starts_at` is its start or the first moment of its day."""

    event: str
    name: str
    on: dt.date
    starts_at: dt.datetime
    zone: str = "UTC"
    has_time: bool = False
    is_expected: bool = False
    distance_m: int | None = None
    climb_m: int | None = None
    descent_m: int | None = None
    cutoff_ms: int | None = None
    race_min: int = 0
    is_time_given: bool = False
    paid: Money | None = None
    options: tuple[Option, ...] = ()
    steps: tuple[Step, ...] = ()
    shorter: tuple[Shorter, ...] = ()

    @property
    def cutoff_pace_ms(self) -> float | None:
        """Milliseconds for each kilometre that the cut-off leaves."""
        if not self.cutoff_ms or not self.distance_m:
            return None
        return self.cutoff_ms / (self.distance_m / 1000)

    @property
    def descent_per_km(self) -> float | None:
        """Metres of descent for each kilometre."""
        if self.descent_m is None or not self.distance_m:
            return None
        return self.descent_m / (self.distance_m / 1000)

    @property
    def asking(self) -> tuple[Asking, ...]:
        """The races whose gates belong on the line: this one and the shorter ones."""
        own = Asking(RACE, self.name, self.distance_m, self.race_min)
        others = [
            Asking(
                one.key, one.name, one.distance_m,
                at_same_pace(one.distance_m, self.distance_m, self.race_min),
            )
            for one in self.shorter
        ]  # fmt: skip
        return (own, *others)


@dataclass(frozen=True)
class Way:
    """One way: until which day, what it costs or gives back (None: not known), which gate it
    waits for, whether the dates fit; `why` is a code where it is closed."""

    choice: Choice
    until_on: dt.date | None
    cost: Money | None = None
    back: Money | None = None
    gate: Gate | None = None
    why: str = ""
    option: Option | None = None
    name: str = ""
    fits: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it can be taken today."""
        return not self.why


@dataclass(frozen=True)
class Mark:
    """One entry of the list behind the drawing. `kind`: today, price, way, gate, start."""

    on: dt.date
    kind: str
    key: str
    state: str = ""
    way: Way | None = None
    gate: Gate | None = None
    price: Money | None = None
    then: Money | None = None


def elsewhere(place: Place, rules: Sequence[Rule], *, now: dt.datetime) -> tuple[Option, ...]:
    """The options of a place bought elsewhere, by the same rules as of one held here."""
    by_kind = {rule.kind: rule for rule in rules}
    pool = PoolFacts(is_full=False, waiting=0, price=None)
    plain = [
        _plain_option(place, kind, by_kind.get(kind), now=now)
        for kind in (Act.DISTANCE_CHANGE, Act.RESALE)
    ]
    refund = refund_option(place, by_kind.get(Act.REFUND), AfterTerms(), pool, now=now)
    return (
        transfer_option(place, by_kind.get(Act.TRANSFER), now=now),
        *plain,
        deferral_option(place, by_kind.get(Act.DEFERRAL), pool, now=now),
        refund,
    )


def _plain_option(place: Place, kind: Act, rule: Rule | None, *, now: dt.datetime) -> Option:
    cost = money(place, rule.fee_minor if rule else 0)
    no = why_not(place, rule, now=now)
    return Option(kind, last_moment(place, rule), cost, money(place, 0), no, "")


def verdict(race: Planned, knee: Knee, today: dt.date) -> Verdict:
    """What stands first: the race is over, nothing may be said, too late, in time."""
    gate = knee.gate(RACE)
    if race.on < today:
        return Verdict.OVER
    if not knee.is_said:
        return Verdict.UNKNOWN
    if knee.why:
        return Verdict.STOPPED
    if gate is None or gate.wanted is None:
        return Verdict.NO_LENGTH
    return Verdict.IN_TIME if is_in_time(gate, race) else Verdict.TOO_LATE


def is_in_time(gate: Gate | None, race: Planned) -> bool:
    """Whether the earliest day of a gate is not after the race."""
    return gate is not None and gate.on is not None and gate.on <= race.on


def ways(race: Planned, knee: Knee) -> tuple[Way, ...]:
    """Every way in the order of the page; a danger sign leaves no way to the start."""
    gate = knee.gate(RACE)
    stopped = "danger" if knee.is_in_danger else ""
    found = [
        Way(Choice.GO, race.on, gate=gate, fits=is_in_time(gate, race), why=stopped),
        Way(Choice.RUN_WALK, race.on, why=stopped),
    ]
    found += [_way_of(option, race, knee) for option in race.options if option.kind in _ACTS]
    found.append(Way(Choice.VOLUNTEER, race.on))
    order = list(Choice)
    return tuple(sorted(found, key=lambda way: order.index(way.choice)))


def _way_of(option: Option, race: Planned, knee: Knee) -> Way:
    choice = _ACTS[option.kind]
    gate = name = None
    if choice is Choice.SHORTER:
        target = _target(option, race)
        gate = knee.gate(target.key) if target else None
        name = target.name if target else ""
    is_money_known = race.paid is not None or option.kind is not Act.REFUND
    why = option.why_not
    if why == "nothing_paid" and race.paid is None:
        why = ""
    elif choice is Choice.SHORTER and knee.is_in_danger:
        why = why or "danger"
    return Way(
        choice, last_day(option, race.zone), option.cost if is_money_known else None,
        option.gives_back if is_money_known else None, gate, why, option, name or "",
        fits=is_in_time(gate, race) if gate else not why and choice is not Choice.SHORTER,
    )  # fmt: skip


def _target(option: Option, race: Planned) -> Shorter | None:
    """The shorter race of an option; without one named, the longest of the shorter ones."""
    named = (one for one in race.shorter if one.key == str(option.race))
    return next(named, None if option.race else next(iter(race.shorter), None))


def last_day(option: Option, zone: str) -> dt.date | None:
    """The last day of an option at the race's place: its deadline is the first moment too late."""
    if option.until_at is None:
        return None
    return (option.until_at - MINUTE).astimezone(zoneinfo.ZoneInfo(zone)).date()


def lead(found: Iterable[Way], knee: Knee) -> Way | None:
    """The first way whose dates fit; none while nothing is known of the knee."""
    if not knee.is_said:
        return None
    fitting = [way for way in found if way.is_open and way.fits]
    return next(iter(fitting), None)


def decide_by(found: Iterable[Way], race: Planned, today: dt.date) -> dt.date | None:
    """The first last day that is still to come: until then every choice is open."""
    days = [
        way.until_on
        for way in found
        if way.option and way.is_open and way.until_on and today <= way.until_on < race.on
    ]
    return min(days, default=None)


def marks(race: Planned, knee: Knee, today: dt.date) -> tuple[Mark, ...]:
    """The line from today to race day, and behind it what comes too late."""
    zone = zoneinfo.ZoneInfo(race.zone)
    found = [
        Mark(way.until_on, "way", f"way-{way.choice}-{number}", way=way)
        for number, way in enumerate(ways(race, knee))
        if way.option and way.is_open and way.until_on and way.until_on < race.on
    ]
    found += [
        Mark((one.at - MINUTE).astimezone(zone).date(), "price", one.key, price=one.price,
             then=one.then)
        for one in price_deadlines("", "steps", list(race.steps))
    ]  # fmt: skip
    found += [Mark(g.on, "gate", f"gate-{g.key}", gate=g) for g in knee.gates if g.on]
    before = [m for m in found if today <= m.on <= race.on]
    late = [
        Mark(m.on, m.kind, m.key, "miss", gate=m.gate)
        for m in found
        if m.kind == "gate" and m.on > race.on
    ]
    order = {"today": 0, "gate": 1, "price": 2, "way": 3, "start": 4}
    line = [Mark(today, "today", "today", "today"), *before]
    if race.on >= today:
        line.append(Mark(race.on, "start", "start", "last"))
    line.sort(key=lambda m: (m.on, order[m.kind]))
    return (*line, *sorted(late, key=lambda m: m.on))
