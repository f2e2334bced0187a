"""A race and its last days, from an entry held here, from the catalogue or as it was typed."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from startline.core.money import Money
from startline.entries.models.orders import Entry
from startline.entries.queries.afterwards import EntryPage, entry_page, rules_of, start_of
from startline.entries.rules.afterwards import Act, Place, Rule
from startline.entries.rules.life import State
from startline.events.models.catalogue import Race
from startline.events.models.provenance import Fact
from startline.pages.queries.event_page import EventPage, web_address
from startline.pages.queries.event_races import RaceLine, races_of
from startline.pages.queries.still_fit import Fitting, Wanted, races_still_fit
from startline.pages.rules.deadlines import zone_of
from startline.pages.rules.knee import (
    Gate,
    Knee,
    knee_of_log,
    knee_of_stage,
    race_minutes,
)
from startline.pages.rules.said import Said
from startline.pages.rules.timeline import (
    RACE,
    Mark,
    Planned,
    Shorter,
    Verdict,
    Way,
    decide_by,
    elsewhere,
    is_in_time,
    lead,
    marks,
    verdict,
    ways,
)
from startline.pages.rules.timeline_drawing import Drawing, drawing
from startline.places.queries import locate
from startline.recovery.rules.asked import asked
from startline.recovery.services.setting import site_mode

MOST_SHORTER = 3


@dataclass(frozen=True)
class Here:
    """Where a race comes from: its page, the organizer's, the fact behind its rules, the entry."""

    website: str = ""
    event_id: int | None = None
    event_slug: str = ""
    point: tuple[float, float] | None = None
    fact: Fact | None = None
    entry: EntryPage | None = None
    own: frozenset[Act] = frozenset()
    listed: frozenset[Act] = frozenset()


@dataclass(frozen=True)
class Timeline:
    """Everything the page shows of one race and one knee."""

    race: Planned
    here: Here
    knee: Knee
    verdict: Verdict
    ways: tuple[Way, ...]
    lead: Way | None
    decide_on: dt.date | None
    marks: tuple[Mark, ...]
    drawing: Drawing | None
    today: dt.date

    @property
    def days_left(self) -> int:
        """Days until the first choice ends."""
        return (self.decide_on - self.today).days if self.decide_on else 0

    @property
    def weeks_left(self) -> int:
        """Whole weeks until the race."""
        return max(0, (self.race.on - self.today).days // 7)

    @property
    def is_left(self) -> bool:
        """The entry was bought by somebody else: nothing is left to decide."""
        page = self.here.entry
        if page is None or page.resale is None:
            return False
        return page.resale.state == "sold" and page.entry.state == "withdrawn"

    @property
    def resale_money(self) -> Money | None:
        """What went back when the place was bought."""
        page = self.here.entry
        if page is None or page.resale is None or page.resale.refund_minor is None:
            return None
        return Money(page.resale.refund_minor, page.standing.paid.place.currency)

    @property
    def kept(self) -> Money | None:
        """What is kept of the refund."""
        way = next((w for w in self.ways if w.choice == "refund"), None)
        if self.race.paid is None or way is None or way.back is None:
            return None
        return self.race.paid - way.back

    @property
    def gate(self) -> Gate | None:
        """The race's own gate."""
        return self.knee.gate(RACE)

    @property
    def shorter_in_time(self) -> tuple[Gate, ...]:
        """Gates of the day's shorter races that lie before it."""
        keys = {one.key for one in self.race.shorter}
        return tuple(g for g in self.knee.gates if g.key in keys and is_in_time(g, self.race))

    @property
    def open_ways(self) -> tuple[Way, ...]:
        """What can be taken."""
        return tuple(way for way in self.ways if way.is_open)

    @property
    def closed_ways(self) -> tuple[Way, ...]:
        """What cannot, with its reason."""
        return tuple(way for way in self.ways if not way.is_open and way.why != "danger")


def timeline(race: Planned, here: Here, knee: Knee, *, now: dt.datetime) -> Timeline:
    """The line as it stands at `now`, on the day it is at the race's place."""
    today = now.astimezone(zone_of(race.zone)).date()
    found = ways(race, knee)
    line = marks(race, knee, today)
    decide = decide_by(found, race, today)
    return Timeline(
        race=race, here=here, knee=knee, verdict=verdict(race, knee, today), ways=found,
        lead=lead(found, knee), decide_on=decide, marks=line,
        drawing=drawing(race, line, today, decide), today=today,
    )  # fmt: skip


def knee_of(said: Said, race: Planned, *, now: dt.datetime) -> Knee:
    """The knee by the log that was sent, else by the stage that was named, else unknown.

    UnreadableLogError where the log cannot be read.
    """
    if said.log:
        zone = json.dumps(said.zone or "UTC")
        question = asked(f'{{"log": {said.log}, "zone": {zone}}}'.encode(), now)
        mode = site_mode(question.now.date())
        return knee_of_log(question.log, race.asking, now=question.now, mode=mode)
    if said.stage is None:
        return Knee()
    at = now.astimezone(zone_of(said.zone or race.zone))
    return knee_of_stage(said.stage, said.longest_min, race.asking, now=at)


def of_entry(entry: Entry, said: Said, *, now: dt.datetime) -> tuple[Planned, Here]:
    """An entry held here with the options of its own page."""
    page = entry_page(entry, now=now)
    edition = entry.race.edition
    lines = races_of(edition, tuple(edition.windows.all()), now)
    line = next(one for one in lines if one.race.pk == entry.race_id)
    race = planned(line, lines, said)
    kept = {one.key for one in race.shorter}
    options = tuple(
        option
        for option in page.standing.options
        if option.kind is not Act.DISTANCE_CHANGE or not option.race or str(option.race) in kept
    )
    here = replace(_here(entry.race), entry=page)
    return replace(race, paid=page.standing.paid.place, options=options), here


def of_listing(
    page: EventPage, line: RaceLine, said: Said, *, now: dt.datetime
) -> tuple[Planned, Here]:
    """A race of the catalogue with an entry bought elsewhere: the listing's rules, overruled by
    what the reader typed."""
    race = planned(line, page.races, said)
    listed = {rule.kind: rule for rule in rules_of(line.race.edition)}
    here = replace(
        _here(line.race), fact=page.sources.get("policies") or page.sources.get("any"),
        own=frozenset(said.rules), listed=frozenset(listed.keys() - said.rules.keys()),
    )  # fmt: skip
    rules = {**listed, **said.rules}
    return _outside(race, rules, said, line.race.edition.currency, now), here


def of_typed(said: Said, *, now: dt.datetime) -> tuple[Planned, Here]:
    """A race that the reader typed."""
    found = locate(said.where).place if said.where else None
    zone = zone_of(said.zone or "UTC")
    start = dt.datetime.combine(said.on, dt.time(), tzinfo=zone)
    race = Planned(
        event=said.name, name=said.name, on=said.on, starts_at=_day_after(start),
        zone=zone.key, distance_m=said.distance_m, descent_m=said.descent_m,
        cutoff_ms=said.cutoff_ms,
        race_min=race_minutes(said.distance_m, said.race_min, said.cutoff_ms),
        is_time_given=bool(said.race_min),
    )  # fmt: skip
    point = (found.latitude, found.longitude) if found else None
    here = Here(website=web_address(said.website), point=point, own=frozenset(said.rules))
    return _outside(race, said.rules, said, "", now), here


def _outside(
    race: Planned, rules: Mapping[Act, Rule], said: Said, currency: str,
    now: dt.datetime,
) -> Planned:  # fmt: skip
    amount = said.paid or Money(0, said.currency or currency or "EUR")
    place = Place(
        State.CONFIRMED, amount, Money(0, amount.currency), Money(0, amount.currency),
        race.starts_at,
    )  # fmt: skip
    return replace(race, paid=said.paid, options=elsewhere(place, list(rules.values()), now=now))


def _day_after(start: dt.datetime) -> dt.datetime:
    """The end of a day without a time of start: last days may be race day itself."""
    return start + dt.timedelta(days=1)


def planned(line: RaceLine, lines: Sequence[RaceLine], said: Said) -> Planned:
    """A race of an edition that has a date."""
    race, edition, course = line.race, line.race.edition, line.course
    start = start_of(race)
    descent = race.descent_m
    if descent is None and course is not None:
        descent = course.descent_m
    minutes = race_minutes(race.distance_m, said.race_min, race.cutoff_ms)
    return Planned(
        event=edition.event.name, name=race.name, on=edition.starts_on or dt.date.max,
        starts_at=start, zone=zone_of(edition.timezone).key, has_time=race.starts_at is not None,
        is_expected=edition.certainty == "expected", distance_m=race.distance_m,
        climb_m=race.climb_m, descent_m=descent, cutoff_ms=race.cutoff_ms, race_min=minutes,
        is_time_given=bool(said.race_min), steps=line.steps, shorter=_shorter(race, lines),
    )  # fmt: skip


def _shorter(race: Race, lines: Sequence[RaceLine]) -> tuple[Shorter, ...]:
    """The other races of the day that are shorter, the longest first."""
    found = [
        Shorter(str(one.race.pk), one.race.name, one.race.distance_m)
        for one in lines
        if one.race.distance_m
        and not one.race.is_cancelled
        and not one.race.is_hidden
        and one.race.sport == race.sport
        and one.race.party_size == 1
        and one.race.distance_m < (race.distance_m or 0)
    ]
    return tuple(sorted(found, key=lambda one: -one.distance_m)[:MOST_SHORTER])


def _here(race: Race) -> Here:
    event = race.edition.event
    point = (
        (event.latitude, event.longitude)
        if event.latitude is not None and event.longitude is not None
        else None
    )
    website = race.edition.website or race.edition.entry_url or event.website
    return Here(web_address(website), event.pk, event.slug, point)


def fitting(line: Timeline, *, now: dt.datetime) -> tuple[Fitting, ...]:
    """Races later than this one and not before the earliest day of the gate for so far."""
    gate = line.knee.gate(RACE)
    later = max(line.race.on, line.today) + dt.timedelta(days=1)
    after = max(later, gate.on) if gate and gate.on else later
    race = line.race
    return races_still_fit(
        Wanted(
            after=after, distance_m=race.distance_m, point=line.here.point,
            descent_per_km=race.descent_per_km, cutoff_pace_ms=race.cutoff_pace_ms,
            event_id=line.here.event_id,
        ),
        now=now,
    )  # fmt: skip
