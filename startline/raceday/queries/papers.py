"""Start lists and the sheets of race week."""

import datetime as dt
import zoneinfo
from collections import Counter, defaultdict
from dataclasses import dataclass

from startline.entries.models.asking import Requirement, Waiver
from startline.entries.models.orders import Entry, OrderLine, Proof, Signature
from startline.entries.rules.life import State, age_on
from startline.events.models.catalogue import Edition, Race
from startline.raceday.models.numbers import Bib
from startline.raceday.queries.runners import living_entries
from startline.raceday.queries.said import kit_of
from startline.raceday.queries.standing import day_of, is_minor, name_of, number_of
from startline.raceday.rules.answers import Standing, Why, missing
from startline.raceday.rules.layouts import Starter
from startline.raceday.rules.numbers import sortable


@dataclass(frozen=True)
class Ordered:
    """One thing to hand over: how many were ordered until each day, and in all."""

    label: str
    counts: tuple[int, ...]
    total: int


@dataclass(frozen=True)
class Shirts:
    """What was ordered by the end of each day; the last day's column is the whole."""

    days: tuple[dt.date, ...]
    rows: tuple[Ordered, ...]


@dataclass(frozen=True)
class Lacking:
    """Somebody who still lacks something, and what."""

    entry: Entry
    name: str
    number: int | None
    why: tuple[Why, ...]


@dataclass(frozen=True)
class Contact:
    """Whom to call."""

    number: int | None
    name: str
    race: str
    contact: str
    phone: str


def starters(edition: Edition, race: Race | None = None, by: str = "name") -> list[Starter]:
    """The start list: confirmed entries with a person, by name or by number."""
    rows = living_entries(edition).exclude(state=State.PENDING).filter(athlete__isnull=False)
    rows = rows.select_related("athlete", "bib", "race", "order", "party")
    if race is not None:
        rows = rows.filter(race=race)
    found = [as_starter(row, edition) for row in rows]
    if by == "bib":
        return sorted(found, key=lambda s: (s.bib is None, s.bib or 0, s.entry))
    return sorted(found, key=lambda s: (sortable(f"{s.family_name} {s.given_name}"), s.entry))


def as_starter(row: Entry, edition: Edition) -> Starter:
    """One line of the start list."""
    person = row.athlete
    assert person is not None  # noqa: S101  -- chosen so
    day = day_of(row, edition)
    zone = zoneinfo.ZoneInfo(edition.timezone)
    return Starter(
        entry=row.pk, bib=number_of(row), given_name=person.given_name,
        family_name=person.family_name, gender=person.gender, born_on=person.born_on,
        age=age_on(person.born_on, day) if person.born_on and day else None,
        country=person.country, club=person.club, race=row.race.name,
        starts=f"{row.race.starts_at.astimezone(zone):%H:%M}" if row.race.starts_at else "",
        reference=row.order.reference, entered_at=row.created_at,
        team=row.party.name if row.party else "", leg=row.leg, email=row.order.email,
    )  # fmt: skip


def shirts(edition: Edition) -> Shirts:
    """Extras and chosen sizes, counted by the end of each day on which one was ordered.

    At most the last six such days are columns; a supplier asks what came since the last order.
    """
    zone = zoneinfo.ZoneInfo(edition.timezone)
    found: dict[str, Counter[dt.date]] = defaultdict(Counter)
    lines = OrderLine.objects.filter(
        order__edition=edition, order__state__in=["open", "settled"], kind="extra"
    )
    for label, quantity, at in lines.values_list("label", "quantity", "made_at"):
        found[label][at.astimezone(zone).date()] += quantity
    for row in living_entries(edition).exclude(answers={}):
        for label in kit_of(row):
            found[label][row.created_at.astimezone(zone).date()] += 1
    days = tuple(sorted({day for counts in found.values() for day in counts})[-6:])
    rows = tuple(
        Ordered(
            label,
            tuple(sum(n for on, n in counts.items() if on <= day) for day in days),
            counts.total(),
        )
        for label, counts in sorted(found.items())
    )
    return Shirts(days, rows)


def contacts(edition: Edition) -> list[Contact]:
    """Emergency contacts of those who may start, by number."""
    rows = [
        Contact(
            number_of(row), name_of(row), row.race.name, row.emergency_name, row.emergency_phone
        )
        for row in living_entries(edition).filter(athlete__isnull=False)
    ]
    return sorted(rows, key=lambda c: (c.number is None, c.number or 0, sortable(c.name)))


def lacking(edition: Edition) -> list[Lacking]:
    """Who would not get a go at the desk as things stand, and why; in a few statements."""
    rows = list(living_entries(edition))
    signed = set(
        Signature.objects.filter(entry__race__edition=edition).values_list("entry", flat=True)
    )
    has_waiver = Waiver.objects.filter(edition=edition).exists()
    numbered = set(Bib.objects.filter(edition=edition).values_list("race", flat=True))
    proofs = proofs_by_entry(edition)
    needs: dict[int, list[tuple[int, str]]] = defaultdict(list)
    asked = Requirement.objects.filter(race__edition=edition)
    for pk, race, way in asked.values_list("pk", "race", "way"):
        needs[race].append((pk, way))
    found = []
    for row in rows:
        standing = Standing(
            state=row.state, has_person=row.athlete_id is not None,
            is_paid=row.state != State.PENDING and row.order.state == "settled",
            lacks_signature=has_waiver and row.pk not in signed,
            lacks_guardian=is_minor(row, edition) and row.guardian_at is None,
            proofs=tuple(
                state_of(proofs.get((row.pk, pk), ""), way) for pk, way in needs[row.race_id]
            ),
            lacks_number=row.race_id in numbered and number_of(row) is None,
        )  # fmt: skip
        if why := missing(standing):
            found.append(Lacking(row, name_of(row), number_of(row), tuple(why)))
    return sorted(found, key=lambda one: (sortable(one.name), one.entry.pk))


def proofs_by_entry(edition: Edition) -> dict[tuple[int, int], str]:
    """The newest proof's state, by entry and requirement."""
    rows = Proof.objects.filter(entry__race__edition=edition).order_by("pk")
    return {(e, r): state for e, r, state in rows.values_list("entry", "requirement", "state")}


def state_of(state: str, way: str) -> str:
    """A declaration needs nobody's look."""
    return "accepted" if (way, state) == ("declaration", "given") else state
