"""What an edition sells, read by one statement and made into objects once for each wording of it.

On opening day thousands of pages need the same rows. Each reads them, in its own transaction, as
text; the objects made of that text are kept under the text itself. What is kept can therefore
never be older than what was read: another price is another text.
"""

import datetime as dt
import json
from copy import copy
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, models

from startline.accounts.models import Organizer
from startline.entries.models.asking import Question, Requirement, Waiver
from startline.entries.models.orders import Order
from startline.events.models.catalogue import Edition, Event, Race
from startline.events.models.offer import EntryWindow, Extra, PriceStep, SaleTerms
from startline.payments.models import PayoutAccount

MOST_KEPT = 64
"""Wordings kept in one process, some tens of kilobytes each."""
LEFT_OUT = (models.BinaryField, models.FloatField)
"""Kinds of columns that no sale needs or that are secrets: read when somebody asks for them."""
LONG = frozenset({"description", "pictures", "aliases", "features", "qualifiers", "trail_facts"})

_RACES = "SELECT id FROM events_race WHERE edition_id = it.id"
PARTS: tuple[tuple[type[models.Model], str, str], ...] = (
    (Organizer, "t.id = it.organizer_id", "t.id"),
    (Event, "t.id = it.event_id", "t.id"),
    (Edition, "t.id = it.id", "t.id"),
    (SaleTerms, "t.edition_id = it.id", "t.id"),
    (Race, "t.edition_id = it.id", "t.position, t.id"),
    (PriceStep, f"t.race_id IN ({_RACES})", "t.id"),
    (EntryWindow, "t.edition_id = it.id AND t.kind = 'entry'", "t.id"),
    (Question, "t.edition_id = it.id", "t.position, t.id"),
    (Requirement, f"t.race_id IN ({_RACES})", "t.id"),
    (Waiver, "t.edition_id = it.id", "t.version DESC, t.id"),
    (Extra, "t.edition_id = it.id AND t.is_active", "t.position, t.id"),
    (
        PayoutAccount,
        "t.organizer_id = it.organizer_id AND t.is_active AND t.problem = ''",
        "t.id DESC",
    ),
)  # fmt: skip
"""Each table with which of its rows belong to the sale, and their order."""

_IT = (
    "SELECT e.id, e.event_id, v.organizer_id FROM events_edition e"
    " JOIN events_event v ON v.id = e.event_id"
)
_AS_TEXT = {
    "postgresql": "json_agg(json_build_array({}))::text",
    "sqlite": "json_group_array(json_array({}))",
}
BY_NUMBER = f"{_IT} WHERE e.id = {{0}}"
BY_ADDRESS = (
    f"{_IT} WHERE v.slug = {{0}} AND e.slug = {{1}} AND v.published_at IS NOT NULL"
    " AND e.is_enterable_here"
)
BY_ORDER = f"{_IT} JOIN entries_order o ON o.edition_id = e.id WHERE o.reference = {{0}}"


@dataclass(frozen=True)
class Sale:
    """An edition with its event, organizer and terms, and all that a purchase asks of them.

    `accounts` are the usable ones, the newest first; `waiver` is the version in force.
    """

    edition: Edition
    races: dict[int, Race]
    steps: tuple[PriceStep, ...]
    windows: tuple[EntryWindow, ...]
    questions: tuple[Question, ...]
    needs: tuple[Requirement, ...]
    waiver: Waiver | None
    has_extras: bool
    accounts: tuple[PayoutAccount, ...]


def sale_of(edition_id: int) -> Sale:
    """The sale of an edition; raises Edition.DoesNotExist."""
    found = _read(BY_NUMBER, (edition_id,))
    if found is None:
        raise Edition.DoesNotExist
    return found[0]


def sale_at(event: str, edition: str) -> Sale | None:
    """The sale at an address, if it is public and takes entries here."""
    found = _read(BY_ADDRESS, (event, edition))
    return found[0] if found else None


def order_with_sale(reference: str) -> tuple[Order, Sale] | None:
    """An order as it stands with the sale it belongs to, by the order's reference."""
    found = _read(BY_ORDER, (reference,))
    if found is None:
        return None
    sale, text = found
    (order,) = _rows(Order, text)
    order.edition = sale.edition
    return order, sale


def _read(which: str, values: tuple[int | str, ...]) -> tuple[Sale, str] | None:
    with connection.cursor() as cursor:
        cursor.execute(statement(connection.vendor, which), dict(zip("ab", values, strict=False)))
        row = cursor.fetchone()
    if row is None:
        return None
    texts = row[: len(PARTS)]
    return own(_made_of(connection.vendor, texts)), row[-1]


@cache
def statement(vendor: str, which: str) -> str:
    """One row with a text for each part: its rows as JSON lists of the columns' values."""
    parts = [_part(vendor, model, rows, order) for model, rows, order in PARTS]
    if which == BY_ORDER:
        parts.append(_part(vendor, Order, "t.reference = {0}", "t.id"))
    words = f"WITH it AS ({which}) SELECT {', '.join(parts)} FROM it"  # noqa: S608  -- our own words
    return words.format("%(a)s", "%(b)s")


def _part(vendor: str, model: type[models.Model], rows: str, order: str) -> str:
    columns = ", ".join(f't."{field.column}"' for field in columns_of(model))
    table = model._meta.db_table  # noqa: SLF001  -- Django's documented way to a model's table
    rows = f"(SELECT * FROM {table} t WHERE {rows} ORDER BY {order}) t"  # noqa: S608  -- our own words
    return f"(SELECT {_AS_TEXT[vendor].format(columns)} FROM {rows})"  # noqa: S608


@cache
def columns_of(model: type[models.Model]) -> tuple[models.Field[Any, Any], ...]:
    """The columns that are read."""
    fields = model._meta.concrete_fields  # noqa: SLF001  -- Django's documented way to its fields
    return tuple(f for f in fields if not isinstance(f, LEFT_OUT) and f.name not in LONG)


@lru_cache(maxsize=MOST_KEPT)
def _made_of(vendor: str, texts: tuple[str | None, ...]) -> Sale:
    """The objects of one wording. `vendor` is a key beside it: dates are written differently."""
    found = {model: _rows(model, text) for (model, *_), text in zip(PARTS, texts, strict=True)}
    (edition,), (event,) = found[Edition], found[Event]
    event.organizer = next(iter(found[Organizer]), None)
    edition.event = event
    _join(edition, next(iter(found[SaleTerms]), None))
    return Sale(
        edition=edition,
        races={race.pk: race for race in found[Race]},
        steps=tuple(found[PriceStep]),
        windows=tuple(found[EntryWindow]),
        questions=tuple(found[Question]),
        needs=tuple(found[Requirement]),
        waiver=next(iter(found[Waiver]), None),
        has_extras=bool(found[Extra]),
        accounts=tuple(found[PayoutAccount]),
    )


def own(kept: Sale) -> Sale:
    """The sale with an edition and races of its caller's own: what is set on them, or read through
    them later, is not kept.
    """
    edition, event = copy(kept.edition), copy(kept.edition.event)
    terms = getattr(kept.edition, "terms", None)
    event.organizer = copy(event.organizer) if event.organizer else None
    edition.event = event
    _join(edition, copy(terms) if terms else None)
    races = {pk: copy(race) for pk, race in kept.races.items()}
    for race in races.values():
        race.edition = edition
    return replace(kept, edition=edition, races=races)


def _join(edition: Edition, terms: SaleTerms | None) -> None:
    """Tell the edition its terms, also that there are none."""
    Edition._meta.get_field("terms").set_cached_value(edition, terms)  # noqa: SLF001  -- as select_related does
    if terms:
        terms.edition = edition


def _rows(model: type[models.Model], text: str | None) -> list[Any]:
    """The rows of one part; columns left out are read when somebody asks for them."""
    fields = columns_of(model)
    names = [field.attname for field in fields]
    return [
        model.from_db(DEFAULT_DB_ALIAS, names, [_value(*p) for p in zip(fields, row, strict=True)])
        for row in json.loads(text or "[]")
    ]


def _value(field: models.Field[Any, Any], written: Any) -> Any:
    """A column's value from its JSON. SQLite keeps JSON as text and moments without a zone."""
    if isinstance(field, models.JSONField):
        return json.loads(written) if isinstance(written, str) else written
    value = field.to_python(written)
    if isinstance(value, dt.datetime) and value.tzinfo is None:
        return value.replace(tzinfo=dt.UTC)
    return value
