"""The races of an edition with their prices, and the line of dates that follows from them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from startline.core.money import Money
from startline.discovery.rules.relief import per_km, permille
from startline.entries.queries.selling import sellings
from startline.entries.rules.cart import Selling
from startline.entries.rules.life import Window, entry_window_is_open
from startline.events.models.catalogue import Edition, Race
from startline.events.models.course import Course
from startline.events.models.offer import EntryWindow, Policy
from startline.events.queries import steps_of
from startline.events.rules.pricing import (
    Step,
    all_in_steps,
    costs_nothing,
    is_on_sale,
    offer_at,
)
from startline.events.rules.words import Status, Surface
from startline.pages.rules.deadlines import Deadline, Kind, in_line, price_deadlines, zone_of

POLICY_KINDS = {
    "refund": Kind.REFUND,
    "transfer": Kind.TRANSFER,
    "deferral": Kind.DEFERRAL,
    "distance_change": Kind.DISTANCE_CHANGE,
}


@dataclass(frozen=True)
class RaceLine:
    """A race with what it costs now."""

    race: Race
    price: Money | None
    is_free: bool
    steps: tuple[Step, ...]
    current: Step | None
    course: Course | None
    is_full: bool
    can_enter: bool

    @property
    def share_taken(self) -> int:
        """Places taken in a hundred, for the drawing."""
        pool = self.race.pool
        return round(100 * pool.taken / pool.places) if pool and pool.places else 0

    @property
    def descent_m(self) -> int | None:
        """What was said of the descent, else what its course shows."""
        return (
            self.race.descent_m
            if self.race.descent_m is not None
            else (self.course.descent_m if self.course else None)
        )

    @property
    def descent_per_km(self) -> int | None:
        """Metres down for each kilometre."""
        return per_km(self.descent_m, self.race.distance_m)

    @property
    def cutoff_pace_ms(self) -> int | None:
        """Milliseconds for each kilometre that the cut-off leaves."""
        return per_km(self.race.cutoff_ms, self.race.distance_m)

    @property
    def steepest_percent(self) -> int | None:
        """The steepest sustained drop of its course."""
        found = permille(self.course.steepest) if self.course else None
        return None if found is None else round(found / 10)

    @property
    def km_effort(self) -> int | None:
        """Kilometres and one for each 100 m of climb (ITRA), where both are known off the road."""
        race = self.race
        climb_m = race.climb_m if race.climb_m is not None else self.course and self.course.climb_m
        if race.surface != Surface.TRAIL or not race.distance_m or not climb_m:
            return None
        return round(race.distance_m / 1000 + climb_m / 100)


def races_of(
    edition: Edition, windows: Sequence[EntryWindow], now: dt.datetime
) -> tuple[RaceLine, ...]:
    """The races with course, aid stations and prices: four queries at most."""
    rows = (
        edition.races.select_related("pool", "course")
        .defer("course__gpx", "course__line")
        .prefetch_related("price_steps", "aid_stations")
        .order_by("position", "-distance_m", "pk")
    )
    found = list(rows)
    has_prices = any(race.price_steps.all() for race in found)
    selling = sellings(Q(edition=edition)).get(edition.pk) if has_prices else None
    return tuple(
        _race_line(
            race,
            edition,
            selling,
            now,
            has_prices=has_prices,
            is_open=is_open(race, edition, windows, now),
        )
        for race in found
    )


def is_open(race: Race, edition: Edition, windows: Sequence[EntryWindow], now: dt.datetime) -> bool:
    """Whether a place would be sold now, if there is one: the rule of the door itself."""
    if not edition.is_enterable_here or edition.starts_on is None or race.is_cancelled:
        return False
    mine = [w for w in windows if w.kind == "entry" and w.race_id in {None, race.pk}]
    spans = [Window(w.opens_at, w.closes_at) for w in mine]
    return edition.status in {
        Status.ENTRIES_OPEN, Status.CONFIRMED
    } and entry_window_is_open(spans, starts_on=edition.starts_on, now=now)  # fmt: skip


def _race_line(
    race: Race, edition: Edition, selling: Selling | None, now: dt.datetime, *, has_prices: bool,
    is_open: bool,
) -> RaceLine:  # fmt: skip
    steps = tuple(steps_of(race))
    if selling:
        steps = tuple(all_in_steps(steps, terms=selling.terms, fee=selling.fee))
    pool = race.pool
    sold = pool.taken if pool else 0
    current = offer_at(list(steps), at=now, sold=sold).now
    is_full = pool is not None and pool.taken >= pool.places
    race.edition = edition
    return RaceLine(
        race=race,
        price=current.price if current and current.price.minor else None,
        is_free=bool(current and not current.price.minor)
        or (edition.is_enterable_here and costs_nothing(steps, has_prices=has_prices)),
        steps=steps if len(steps) > 1 else (),
        current=current,
        course=getattr(race, "course", None),
        is_full=is_full,
        can_enter=is_open and not is_full and is_on_sale(steps, has_prices=has_prices, at=now),
    )


def line_of_dates(
    edition: Edition, deadlines: Sequence[Deadline], races: Sequence[RaceLine], now: dt.datetime
) -> tuple[Deadline, ...]:
    """The line of dates; the start alone makes none."""
    if not deadlines:
        return ()
    zone = zone_of(edition.timezone).key
    return tuple(in_line(deadlines, zone=zone, now=now, start=_start(edition, races)))


def _start(edition: Edition, races: Sequence[RaceLine]) -> Deadline | None:
    """The first start; without a time, the day."""
    times = [line.race.starts_at for line in races if line.race.starts_at]
    if times:
        return Deadline(Kind.START, min(times), "start")
    if edition.starts_on is None:
        return None
    morning = dt.datetime.combine(edition.starts_on, dt.time(), tzinfo=zone_of(edition.timezone))
    return Deadline(Kind.START, morning, "start", has_time=False)


def deadlines_of(
    edition: Edition,
    races: Sequence[RaceLine],
    windows: Sequence[EntryWindow],
    policies: Sequence[Policy],
) -> list[Deadline]:
    """Windows, prices and policies that have a date."""
    several = len(races) > 1
    found = []
    for line in races:
        name = line.race.name if several else ""
        found += price_deadlines(name, str(line.race.pk), list(line.steps))
    for window in windows:
        name = window.race.name if window.race else ""
        ballot = window.kind == "ballot"
        opens = Kind.BALLOT_OPENS if ballot else Kind.ENTRY_OPENS
        closes = Kind.BALLOT_CLOSES if ballot else Kind.ENTRY_CLOSES
        moments = (
            (opens, window.opens_at),
            (closes, window.closes_at),
            (Kind.DRAWN, window.drawn_at),
        )
        found += [
            Deadline(kind, at, f"{kind}-{window.pk}", race=name) for kind, at in moments if at
        ]
    currency = edition.currency or next(
        (s.price.currency for line in races for s in line.steps), ""
    )
    for policy in policies:
        if policy.is_allowed and policy.until_at:
            fee = Money(policy.fee_minor, currency) if policy.fee_minor and currency else None
            found.append(
                Deadline(
                    POLICY_KINDS[policy.kind], policy.until_at, f"policy-{policy.pk}",
                    fee=fee, percent=policy.refund_percent,
                )
            )  # fmt: skip
    return found
