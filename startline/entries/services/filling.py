"""Writing down who runs: the person, their answers, signature and proofs, into an entry."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import Q

from startline.accounts.models import Athlete, User
from startline.accounts.services.audit import record_deed
from startline.core.refusals import Refusal
from startline.entries.models.orders import Entry, Order, Proof, Signature
from startline.entries.queries.sheet import sheet_of
from startline.entries.rules.asking import (
    Asked,
    Flaw,
    Person,
    flaws,
    needs_guardian,
    shown_answers,
)
from startline.entries.rules.life import State


class AgeError(Refusal):
    """Too young or too old on race day."""

    code = "age"


class IncompleteError(Refusal):
    """Something the race asks for is missing or wrong; `flaws` says what, by field."""

    code = "incomplete"

    def __init__(self, found: Sequence[Flaw]) -> None:
        super().__init__(fields=[flaw.field for flaw in found])
        self.flaws = tuple(found)


class AlreadyEnteredError(Refusal):
    """This person already holds a place in this race."""

    code = "already_entered"


class FilledAlreadyError(Refusal):
    """Somebody has filled in this part."""

    code = "filled_already"


def refuse_unfit(person: Person, asked: Asked) -> None:
    """Raise AgeError or IncompleteError unless the person may start and has said all."""
    found = flaws(person, asked)
    wrong_age = next((flaw for flaw in found if flaw.code == "age"), None)
    if wrong_age is not None:
        raise AgeError(**wrong_age.numbers)
    if found:
        raise IncompleteError(found)


def refuse_double(
    persons: Sequence[tuple[int, Person]], *, edition: int, email: str, being_placed: int = 0
) -> None:
    """Raise AlreadyEnteredError where somebody holds a place in the same race already.

    `persons` are pairs of race and person. The same person is the same name and date of birth
    under the same address; whoever enters under another address can't be known. `being_placed` is
    the number of an order whose persons are all among these, and not written yet.
    """
    told = [(race, p.given_name.lower(), p.family_name.lower(), p.born_on) for race, p in persons]
    if len(set(told)) < len(told):
        raise AlreadyEnteredError
    orders = list(
        Order.objects.filter(edition=edition, email=email)
        .exclude(pk=being_placed)
        .values_list("pk", flat=True)
    )  # by themselves: with all in one, PostgreSQL goes through every entry of the race
    if not orders:
        return
    same = Q()
    for race, person in persons:
        same |= Q(
            race=race,
            athlete__given_name__iexact=person.given_name,
            athlete__family_name__iexact=person.family_name,
            athlete__born_on=person.born_on,
        )
    mine = Entry.objects.holding().filter(order__in=orders)
    if same and mine.filter(same).exists():
        raise AlreadyEnteredError


def write_persons(
    persons: Mapping[int, tuple[Person, Asked]], *, now: dt.datetime
) -> dict[int, dict[str, object]]:
    """Make the athletes, signatures and proofs; what each entry is to be updated with.

    Keys are the entries' numbers. Belongs into the caller's transaction, which has claimed them.
    """
    made = Athlete.objects.bulk_create(
        Athlete(
            given_name=p.given_name, family_name=p.family_name, born_on=p.born_on,
            gender=p.gender, country=p.country, club=p.club,
        )
        for p, _ in persons.values()
    )  # fmt: skip
    Signature.objects.bulk_create(
        Signature(
            entry_id=entry, waiver_id=asked.waiver, name=person.signed, signed_at=now,
            is_guardian=needs_guardian(person.born_on, asked.day),
        )
        for entry, (person, asked) in persons.items()
        if asked.waiver
    )  # fmt: skip
    Proof.objects.bulk_create(
        Proof(
            entry_id=entry, requirement_id=proof.requirement, words=proof.words,
            document=proof.document, expires_on=proof.expires_on, given_at=now,
        )
        for entry, (person, asked) in persons.items()
        for proof in person.proofs
        if proof.requirement in {need.number for need in asked.needs}
    )  # fmt: skip
    return {
        entry: {"athlete": athlete, **parts_of(person, asked, now=now)}
        for (entry, (person, asked)), athlete in zip(persons.items(), made, strict=True)
    }


def parts_of(person: Person, asked: Asked, *, now: dt.datetime) -> dict[str, object]:
    """The columns of an entry that come from its person."""
    minor = needs_guardian(person.born_on, asked.day)
    return {
        "answers": shown_answers(asked.questions, person.answers),
        "emergency_name": person.emergency_name,
        "emergency_phone": person.emergency_phone,
        "guardian_name": person.guardian_name if minor else "",
        "guardian_email": person.guardian_email if minor else "",
        "guardian_at": now if minor else None,
    }


@transaction.atomic
def fill_part(entry: Entry, person: Person, *, by: User | None, now: dt.datetime) -> None:
    """A member of a party fills in their own part of an order that was placed.

    Raises AgeError, IncompleteError, AlreadyEnteredError; FilledAlreadyError when another was
    quicker or the place is gone.
    """
    sheet = sheet_of(entry.order)
    asked = next(place.asked for place in sheet.places if place.entry == entry.pk)
    refuse_unfit(person, asked)
    refuse_double(
        [(entry.race_id, person)], edition=entry.order.edition_id, email=entry.order.email
    )
    free = Entry.objects.filter(
        pk=entry.pk, athlete__isnull=True, state__in=[State.PENDING, State.CONFIRMED]
    )
    if not free.update(state_at=now):  # claim first: two members may send at once
        raise FilledAlreadyError
    written = write_persons({entry.pk: (person, asked)}, now=now)
    Entry.objects.filter(pk=entry.pk, athlete__isnull=True).update(**written[entry.pk])
    record_deed("fill_part", entry, by=by, now=now)
