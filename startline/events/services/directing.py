"""A director's own word: written to the tables and kept as a fact that no import overrules."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from startline.accounts.models import User
from startline.accounts.services.audit import record_deed
from startline.events.models.catalogue import Edition, Event, Race
from startline.events.models.provenance import Fact
from startline.events.rules.conclude import FEED
from startline.events.services.changes import record_changes

DIRECTOR_RANK = 100
OPERATOR_RANK = 90
SOURCE = "organizer"
# What is told together: who moves a date says all of it, and so with a place.
TOGETHER = (
    ("starts_on", "days", "certainty"),
    ("place_name", "country", "region", "latitude", "longitude", "place_certainty", "timezone"),
)
RACE_WORDS = (
    "name", "sport", "surface", "format", "distance_m", "distance_note", "duration_ms", "climb_m",
    "descent_m", "starts_at", "cutoff_ms",
)  # fmt: skip


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


def changed_words(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, object]:
    """The fields that an edit changed, also to nothing, with those that are told together.

    What a person left as it was stays with the listings, which know of later news.
    """
    changed = {name for name, value in after.items() if before.get(name) != value}
    for group in TOGETHER:
        if changed & set(group):
            changed |= set(group) & after.keys()
    return {name: value for name, value in after.items() if name in changed}


def keep_races(edition: Edition, *, by: User, now: dt.datetime) -> None:
    """The races as they stand are a person's word: from now on listings leave them alone."""
    shown = edition.races.filter(is_hidden=False).order_by("position", "pk")
    told = [_race_words(race) for race in shown]
    keep_word(edition.event, edition, {"races": told}, by=by, now=now)


def _race_words(race: Race) -> dict[str, object]:
    """A race as the facts of listings tell it: JSON values, nothing empty."""
    said = {name: as_json(getattr(race, name)) for name in RACE_WORDS}
    prices = [[s.minor, s.currency, s.label] for s in race.price_steps.all()]
    return {name: v for name, v in {**said, "prices": prices}.items() if v not in (None, "", [])}


def own_words(event_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """What people themselves said of these events; the weightiest, then the newest word stands."""
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    facts = Fact.objects.filter(event_id__in=list(event_ids), edition=None, rank__gt=FEED)
    for fact in facts.order_by("rank", "seen_at", "pk"):
        found[fact.event_id].update(fact.fields)
    return found


def as_json(value: object) -> object:
    """Dates as ISO text; everything else as it is."""
    return value.isoformat() if isinstance(value, dt.date | dt.datetime) else value


def tell(event: Event, verb: str, *, by: User, now: dt.datetime, **details: object) -> None:
    """The audit entry and the row of the change log that belong to every deed on an event."""
    record_deed(verb, event, by=by, now=now, **details)
    record_changes([event.pk], now=now)
