"""Entrants as files: whole, safe to open in a spreadsheet, and readable by our own import."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from startline.accounts.models import User
from startline.accounts.services.audit import record_deed
from startline.core.money import Money
from startline.entries.adapters.sheets import write_csv, write_json, write_xlsx
from startline.entries.models.orders import Entry, OrderLine, Signature
from startline.entries.queries.entrants import entrants
from startline.entries.rules.carried import Team, digest_of, extras_word, party_word
from startline.entries.rules.columns import ANSWER
from startline.entries.rules.segments import Segment
from startline.events.models.catalogue import Edition

Writer = Callable[[Sequence[str], Iterable[Sequence[str]]], bytes]
FORMATS: dict[str, tuple[str, Writer]] = {
    "csv": ("text/csv; charset=utf-8", write_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
    "json": ("application/json", write_json),
}
HEADERS = (
    "reference", "race", "entry state", "first name", "last name", "email", "date of birth",
    "gender", "country", "club", "price", "currency", "paid", "emergency contact",
    "emergency phone", "guardian", "guardian email", "party", "leg", "extras", "waiver version",
    "waiver digest", "signed by", "signed at", "entered at",
)  # fmt: skip


@transaction.atomic
def export_entrants(
    edition: Edition, segment: Segment, *, form: str, by: User, now: dt.datetime
) -> tuple[str, bytes]:
    """Content type and file of the entrants that fit; `form` is a key of FORMATS."""
    kind, write = FORMATS[form]
    asked = list(edition.questions.order_by("position", "pk").values_list("key", flat=True))
    rows = entrants(edition, segment)
    known = dict.fromkeys(asked)
    for answers in rows.exclude(answers={}).values_list("answers", flat=True):
        known |= dict.fromkeys(answers)
    keys = list(known)
    record_deed("export_entrants", edition, by=by, now=now, form=form, n=rows.count())
    return kind, write([*HEADERS, *(ANSWER + key for key in keys)], lines(rows, keys))


@dataclass
class Told:
    """What the rows so far have said: orders with their extras, and parties by number."""

    orders: set[int] = field(default_factory=set)
    parties: dict[int, int] = field(default_factory=dict)

    def extras(self, entry: Entry) -> str:
        """Extras belong to the order: its first row in the file names them."""
        if entry.order_id in self.orders:
            return ""
        self.orders.add(entry.order_id)
        bought: list[OrderLine] = entry.order.extra_lines  # type: ignore[attr-defined]  # prefetched below
        return extras_word([(line.quantity, line.label) for line in bought])

    def party(self, entry: Entry) -> str:
        """The party, numbered as they come."""
        party = entry.party
        if party is None:
            return ""
        number = self.parties.setdefault(party.pk, len(self.parties) + 1)
        return party_word(Team(party.kind, number, party.name))


def lines(rows: QuerySet[Entry], keys: Sequence[str]) -> Iterator[list[str]]:
    """One line an entry, in the order of entering."""
    extras = OrderLine.objects.filter(kind="extra").order_by("pk")
    signed = Signature.objects.select_related("waiver").order_by("-waiver__version")
    whole = (
        rows.select_related("race", "athlete", "order", "party")
        .prefetch_related(
            Prefetch("order__lines", extras, to_attr="extra_lines"),
            Prefetch("signatures", signed, to_attr="signed"),
        )
        .order_by("created_at", "pk")
    )
    told = Told()
    for entry in whole.iterator(chunk_size=500):
        yield [*whoever(entry), *whatever(entry, told), *(word(entry.answers.get(k)) for k in keys)]


def whoever(entry: Entry) -> list[str]:
    """Reference, race, state and person."""
    person, email = entry.athlete, entry.order.email
    head = [entry.order.reference, entry.race.slug, entry.state]
    if person is None:
        return [*head, "", "", email, "", "", "", ""]
    born = person.born_on.isoformat() if person.born_on else ""
    return [
        *head, person.given_name, person.family_name, email, born, person.gender, person.country,
        person.club,
    ]  # fmt: skip


def whatever(entry: Entry, told: Told) -> list[str]:
    """Money, contacts, party, extras, signature."""
    signed: list[Signature] = entry.signed  # type: ignore[attr-defined]  # prefetched above
    newest = signed[0] if signed else None
    currency = entry.order.currency
    return [
        str(Money(entry.price_minor, currency).amount) if currency else "",
        currency,
        "yes" if entry.order.settled_at else "no",
        entry.emergency_name,
        entry.emergency_phone,
        entry.guardian_name,
        entry.guardian_email,
        told.party(entry),
        "" if entry.leg is None else str(entry.leg),
        told.extras(entry),
        str(newest.waiver.version) if newest else "",
        digest_of(newest.waiver.text) if newest else "",
        newest.name if newest else "",
        newest.signed_at.isoformat() if newest else "",
        entry.created_at.isoformat(),
    ]


def word(answer: object) -> str:
    """An answer as one cell; several choices divided by semicolons."""
    if isinstance(answer, list):
        return "; ".join(str(a) for a in answer)
    return "" if answer is None else str(answer)
