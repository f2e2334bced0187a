"""Those who get numbers, and what they wear."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from startline.entries.models.orders import Entry
from startline.entries.queries.entrants import found_by_words
from startline.entries.rules.life import LIVING
from startline.events.models.catalogue import Edition
from startline.raceday.models.numbers import Bib, NumberPool
from startline.raceday.queries.standing import name_of
from startline.raceday.rules.matching import Known
from startline.raceday.rules.numbers import (
    Conflict,
    Gift,
    Order,
    Plan,
    Range,
    Runner,
    Scope,
    Worn,
    expected_ms,
    plan_all,
    plan_listed,
    sortable,
)


@dataclass(frozen=True)
class Who:
    """A person as a plan names them."""

    name: str
    race: str
    number: int | None


@dataclass(frozen=True)
class Wish:
    """How numbers are to be given: in which order, by which answer, with last time's numbers."""

    order: Order = Order.ENTERED
    speed_key: str = ""
    keeps_last: bool = False


def living_entries(edition: Edition) -> QuerySet[Entry]:
    """Those who may start, with number and person, in the order of entering."""
    return (
        Entry.objects.filter(race__edition=edition, state__in=LIVING)
        .exclude(state="held")
        .select_related("athlete", "bib", "race", "order")
        .order_by("created_at", "pk")
    )


def runners(edition: Edition, wish: Wish) -> list[Runner]:
    """The entries as values. Whoever follows somebody gets that one's number, if it is free."""
    rows = list(living_entries(edition))
    before = [row.previous_id for row in rows if row.previous_id]
    inherited = dict(
        Bib.objects.filter(entry__in=before, edition=edition)
        .exclude(entry__state__in=LIVING)
        .values_list("entry", "number")
    )
    last = last_numbers(edition) if wish.keeps_last else {}
    return [
        Runner(
            entry=row.pk, race=row.race_id, name=sorting_name(row), place=place,
            speed=expected_ms(row.answers.get(wish.speed_key)) if wish.speed_key else None,
            number=row.bib.number if hasattr(row, "bib") else None,
            kept=inherited.get(row.previous_id or 0) or last.get(same_person(row)),
        )
        for place, row in enumerate(rows)
    ]  # fmt: skip


def sorting_name(entry: Entry) -> str:
    """The family name first."""
    person = entry.athlete
    return f"{person.family_name} {person.given_name}" if person else "\uffff"


def same_person(entry: Entry) -> tuple[str, str]:
    """What makes two entries one person's: name and birthday."""
    person = entry.athlete
    born = person.born_on.isoformat() if person and person.born_on else ""
    return (sortable(name_of(entry)), born)


def last_numbers(edition: Edition) -> dict[tuple[str, str], int]:
    """The numbers of the last edition before this one that gave any, by person."""
    if edition.starts_on is None:
        return {}
    earlier = Edition.objects.filter(
        event=edition.event_id, starts_on__lt=edition.starts_on, bibs__isnull=False
    )
    last = earlier.order_by("-starts_on").first()
    if last is None:
        return {}
    rows = Bib.objects.filter(edition=last).select_related("entry__athlete")
    return {same_person(bib.entry): bib.number for bib in rows if bib.entry.athlete}


def worn_in(edition: Edition) -> list[Worn]:
    """The numbers that living entries wear; those of others are free again."""
    rows = Bib.objects.filter(edition=edition, entry__state__in=LIVING)
    return [
        Worn(number, entry, race, Scope(scope))
        for number, entry, race, scope in rows.values_list("number", "entry", "race", "scope")
    ]


def ranges_in(edition: Edition) -> list[Range]:
    """The edition's ranges as values."""
    return [
        pool.as_range()
        for pool in NumberPool.objects.filter(edition=edition).order_by("first", "pk")
    ]


def automatic_plan(edition: Edition, wish: Wish) -> Plan:
    """Numbers for all who have none."""
    return plan_all(runners(edition, wish), ranges_in(edition), worn_in(edition), wish.order)


def listed_plan(edition: Edition, pairs: Sequence[tuple[int, int]]) -> Plan:
    """Numbers as a list or a hand gives them."""
    those = {runner.entry: runner for runner in runners(edition, Wish())}
    return plan_listed(pairs, those, ranges_in(edition), worn_in(edition))


def known_entries(edition: Edition) -> list[Known]:
    """What a list of numbers may say of each entry."""
    return [
        Known(
            row.pk, name_of(row), row.order.email, row.order.reference,
            row.athlete.born_on.isoformat() if row.athlete and row.athlete.born_on else "",
        )
        for row in living_entries(edition)
    ]  # fmt: skip


def people_of(gifts: Sequence[Gift], conflicts: Sequence[Conflict]) -> Mapping[int, Who]:
    """The names behind a plan."""
    entries = {gift.entry for gift in gifts} | {e for c in conflicts for e in c.entries}
    found: dict[int, Who] = {}
    keys = sorted(entries)
    for start in range(0, len(keys), 500):
        rows = Entry.objects.filter(pk__in=keys[start : start + 500])
        for row in rows.select_related("athlete", "race", "bib"):
            number = row.bib.number if hasattr(row, "bib") else None
            found[row.pk] = Who(name_of(row), row.race.name, number)
    return found


def shown_runners(edition: Edition, words: str) -> QuerySet[Entry]:
    """The entries a page of numbers lists: by name, or those who wear a number."""
    rows = living_entries(edition)
    if words.strip().isdecimal():
        return rows.filter(bib__number=int(words.strip()[:9]))
    return found_by_words(rows, words) if words.strip() else rows
