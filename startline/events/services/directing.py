"""A director's own word: written to the tables and kept as a fact that no import overrules."""

import datetime as dt

from startline.accounts.models import User
from startline.accounts.services.audit import record_deed
from startline.events.models.catalogue import Edition, Event
from startline.events.models.provenance import Fact
from startline.events.services.changes import record_changes

DIRECTOR_RANK = 100
OPERATOR_RANK = 90
SOURCE = "organizer"


def keep_word(
    event: Event, edition: Edition | None, fields: dict[str, object], *, by: User, now: dt.datetime
) -> None:
    """Remember who said which fields, so that feeds can add but not overrule.

    Fields of several calls add up; values are JSON.
    """
    fact, _ = Fact.objects.get_or_create(
        source=SOURCE, record_key=f"event-{event.pk}", edition=edition,
        defaults={"event": event, "seen_at": now},
    )  # fmt: skip
    fact.event = event
    fact.label = event.organizer.name if event.organizer else ""
    fact.rank = OPERATOR_RANK if by.is_operator else DIRECTOR_RANK
    fact.fields = {**fact.fields, **{name: as_json(value) for name, value in fields.items()}}
    fact.seen_at = fact.confirmed_at = now
    fact.save()


def as_json(value: object) -> object:
    """Dates as ISO text; everything else as it is."""
    return value.isoformat() if isinstance(value, dt.date | dt.datetime) else value


def tell(event: Event, verb: str, *, by: User, now: dt.datetime, **details: object) -> None:
    """The audit entry and the row of the change log that belong to every deed on an event."""
    record_deed(verb, event, by=by, now=now, **details)
    record_changes([event.pk], now=now)
