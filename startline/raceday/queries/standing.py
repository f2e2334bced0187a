"""Who is meant by a scan, and what that person still lacks."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F
from rapidfuzz import fuzz, process

from startline.entries.models.asking import Requirement, Waiver
from startline.entries.models.orders import Entry, Proof, Signature
from startline.entries.rules.asking import needs_guardian
from startline.entries.rules.life import LIVING, OrderState, State, race_day
from startline.events.models.catalogue import Edition
from startline.raceday.models.desks import CheckIn, Desk
from startline.raceday.models.numbers import Bib
from startline.raceday.rules.answers import Standing
from startline.raceday.rules.numbers import sortable
from startline.raceday.rules.scans import How, number_in, picked

MOST_FOUND = 8
LEAST_LIKENESS = 70


@dataclass(frozen=True)
class Found:
    """One of those a name may mean."""

    entry: int
    name: str
    race: str
    number: int | None
    is_in: bool


def entry_of(how: str, text: str, desk: Desk) -> Entry | None:
    """The entry a scan means; None where it means nobody. A ticket may be of any event."""
    rows = Entry.objects.select_related("race__edition__event", "athlete", "order", "bib")
    chosen = picked(text)
    if how in {How.PICKED, How.LET_IN}:
        return rows.filter(pk=chosen, race__edition=desk.edition_id).first() if chosen else None
    ticket = rows.filter(ticket=text.strip()).first()
    if ticket is not None or how == How.CODE:
        return ticket
    worn = wearers(desk.edition, text)
    return rows.get(pk=worn[0]) if len(worn) == 1 else None


def wearers(edition: Edition, text: str) -> list[int]:
    """Entries that wear the number a text is; several where each race counts on its own."""
    number = number_in(text)
    if number is None:
        return []
    rows = Bib.objects.filter(edition=edition, number=number).order_by("race__position")
    return list(rows.values_list("entry", flat=True))


def is_ticket(text: str) -> bool:
    """Whether a text is a ticket's code, of whichever event."""
    return Entry.objects.filter(ticket=text.strip()).exists()


def found_by_name(edition: Edition, words: str) -> list[Found]:
    """Those whose names are nearest, also with slips of the finger; the best first.

    By rapidfuzz' weighted ratio of names without accents, 70 of 100 at least.
    """
    rows = Entry.objects.filter(
        race__edition=edition, state__in=LIVING, athlete__isnull=False
    ).values_list("pk", "athlete__given_name", "athlete__family_name")
    names = {pk: sortable(f"{given} {family}") for pk, given, family in rows}
    near = process.extract(
        sortable(words), names, scorer=fuzz.WRatio, limit=MOST_FOUND, score_cutoff=LEAST_LIKENESS
    )
    return as_found(edition, [pk for _, _, pk in near])


def as_found(edition: Edition, entries: Sequence[int]) -> list[Found]:
    """Entries as a choice to be made, in the order given."""
    rows = Entry.objects.filter(pk__in=entries).select_related("athlete", "race", "bib")
    by_key = {row.pk: row for row in rows}
    here = set(
        CheckIn.objects.filter(entry__in=entries, is_standing=True).values_list("entry", flat=True)
    )
    return [
        Found(pk, name_of(by_key[pk]), by_key[pk].race.name, number_of(by_key[pk]), pk in here)
        for pk in entries
        if pk in by_key
    ]


def name_of(entry: Entry) -> str:
    """Both names; empty where nobody has filled the place in."""
    person = entry.athlete
    return f"{person.given_name} {person.family_name}" if person else ""


def number_of(entry: Entry) -> int | None:
    """The number it wears."""
    bib: Bib | None = getattr(entry, "bib", None)
    return bib.number if bib else None


def standing_of(entry: Entry, edition: Edition) -> Standing:
    """All that decides about an entry at a desk of this edition.

    A signature under any version of the waiver counts: a word changed later stops nobody.
    """
    if entry.race.edition_id != edition.pk:
        return Standing(entry.state, is_here_event=False)
    followed = Entry.objects.filter(previous=entry, athlete=entry.athlete_id)
    paid = entry.state != State.PENDING and entry.order.state == OrderState.SETTLED
    waiver = Waiver.objects.filter(edition=edition).exists()
    return Standing(
        state=entry.state,
        has_moved=entry.state == State.TRANSFERRED and followed.exists(),
        is_in=CheckIn.objects.filter(entry=entry, is_standing=True).exists(),
        has_person=entry.athlete_id is not None,
        is_paid=paid,
        lacks_signature=waiver and not Signature.objects.filter(entry=entry).exists(),
        lacks_guardian=is_minor(entry, edition) and entry.guardian_at is None,
        proofs=proofs_of(entry),
        lacks_number=number_of(entry) is None and Bib.objects.filter(race=entry.race_id).exists(),
    )


def day_of(entry: Entry, edition: Edition) -> dt.date | None:
    """The calendar day of the start."""
    if edition.starts_on is None:
        return None
    return race_day(entry.race.starts_at, starts_on=edition.starts_on, zone=edition.timezone)


def is_minor(entry: Entry, edition: Edition) -> bool:
    """Whether a guardian has to agree; unknown birthdays are not."""
    day = day_of(entry, edition)
    born = entry.athlete.born_on if entry.athlete else None
    return bool(day and born and needs_guardian(born, day))


def proofs_of(entry: Entry) -> tuple[str, ...]:
    """The state of each proof the race asks for, "" where none was given.

    A declaration needs nobody's look.
    """
    asked = Requirement.objects.filter(race=entry.race_id).values_list("pk", "way")
    newest = dict(Proof.objects.filter(entry=entry).order_by("pk").values_list(
        F("requirement"), "state"
    ))  # fmt: skip
    states = [(way, newest.get(pk, "")) for pk, way in asked]
    return tuple(
        "accepted" if (way, state) == ("declaration", "given") else state for way, state in states
    )
