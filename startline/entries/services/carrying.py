"""What hangs on the entries of a list that was exported here: parties, extras, signatures."""

import datetime as dt
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence

from startline.entries.models.orders import Entry, Order, OrderLine, Party, Signature
from startline.entries.rules.carried import digest_of
from startline.entries.rules.life import LIVING, OrderState
from startline.entries.rules.rows import ReadRow
from startline.events.models.catalogue import Edition
from startline.events.models.offer import ExtraSize

EXTRA = "extra:"
"""A claim of a list that begins so is of an extra's size, whose number follows."""


def sizes_by_label(edition: Edition) -> dict[str, int]:
    """The extras on offer as bills call them."""
    rows = ExtraSize.objects.filter(extra__edition=edition, extra__is_active=True)
    return {
        f"{extra}, {size}" if size else extra: pk
        for pk, extra, size in rows.values_list("pk", "extra__name", "name")
    }


def extras_claimed(edition: Edition, rows: Sequence[ReadRow]) -> dict[str, int]:
    """How many of which size the rows take, under the names of claims."""
    sizes = sizes_by_label(edition) if any(row.carried.extras for row in rows) else {}
    wanted: Counter[str] = Counter()
    for row in rows:
        for quantity, label in row.carried.extras:
            if is_counted(row) and label in sizes:
                wanted[f"{EXTRA}{sizes[label]}"] += quantity
    return dict(wanted)


def is_counted(row: ReadRow) -> bool:
    """Whether the order of this row keeps its extras."""
    return row.state in LIVING


def state_of(row: ReadRow) -> tuple[OrderState, bool]:
    """The state of a row's order, and whether it was paid."""
    paid = row.carried.is_paid
    if paid is None:
        paid = row.state != "pending"
    if paid:
        return OrderState.SETTLED, True
    return (OrderState.OPEN if row.state in LIVING else OrderState.EXPIRED), False


def make_parties(
    rows: Sequence[ReadRow], orders: Mapping[int, Order]
) -> dict[tuple[int, int], Party]:
    """The parties of these rows, by the order's first row and their number in the file."""
    teams = {(row.head, row.carried.party.number): row.carried.party
             for row in rows if row.carried.party}  # fmt: skip
    made = Party.objects.bulk_create(
        Party(order=orders[head], kind=team.kind, name=team.name, token=secrets.token_urlsafe(32))
        for (head, _), team in teams.items()
    )
    return dict(zip(teams, made, strict=True))


def write_extras(
    edition: Edition, entries: Sequence[tuple[ReadRow, Entry]], *, now: dt.datetime
) -> None:
    """The extras as lines that cost nothing here: they were paid where they were bought."""
    if not any(row.carried.extras for row, _ in entries):
        return
    sizes = sizes_by_label(edition)
    OrderLine.objects.bulk_create(
        OrderLine(
            order=entry.order, kind="extra", label=label, quantity=quantity, minor=0, made_at=now,
            extra_size_id=sizes.get(label) if is_counted(row) else None,
        )
        for row, entry in entries
        for quantity, label in row.carried.extras
    )  # fmt: skip


def write_signatures(edition: Edition, entries: Sequence[tuple[ReadRow, Entry]]) -> None:
    """The signatures under texts that this edition has word for word; others stay notes."""
    if not any(row.carried.signed for row, _ in entries):
        return
    texts = {digest_of(waiver.text): waiver for waiver in edition.waivers.order_by("version")}
    Signature.objects.bulk_create(
        Signature(
            entry=entry, waiver=texts[signed.digest], name=signed.name, signed_at=signed.at,
            is_guardian=bool(row.guardian_name) and signed.name == row.guardian_name,
        )
        for row, entry in entries
        if (signed := row.carried.signed) and signed.digest in texts
    )  # fmt: skip


def without_signature(entries: Sequence[tuple[ReadRow, Entry]]) -> set[int]:
    """The entries whose file says that they signed, and whose text is not here."""
    said = {entry.pk for row, entry in entries if row.carried.signed}
    kept = Signature.objects.filter(entry__in=said).values_list("entry", flat=True) if said else ()
    return said - set(kept)
