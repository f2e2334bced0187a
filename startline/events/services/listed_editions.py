"""Events and editions written from conclusions, in batches; only what differs is written."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Protocol

from startline.core.rows import rewrite
from startline.core.text import slug as slug_of
from startline.events.models.catalogue import Edition, Event
from startline.events.models.provenance import DateChange
from startline.events.rules.conclude import shown_certainty, shown_status
from startline.events.rules.words import PlaceCertainty, Sport
from startline.events.services.directing import own_words

EVENT_FIELDS = [
    "name", "aliases", "sport", "weekly_rule", "country", "region", "place_name", "latitude",
    "longitude", "place_certainty", "timezone", "website", "description", "pictures",
]  # fmt: skip
EDITION_FIELDS = [
    "starts_on", "days", "date_note", "status", "certainty", "timezone", "currency", "website",
    "entry_url", "features",
]  # fmt: skip
POSITION = ("latitude", "longitude", "place_certainty", "timezone")
AGE_FIELDS = ["seen_at", "confirmed_at"]


class HasId(Protocol):
    """Something that gets an id when it is written."""

    id: int | None


@dataclass
class Draft:
    """One edition as concluded, on its way to the tables."""

    event: HasId
    edition: HasId
    values: Mapping[str, Any]
    seen_at: dt.datetime
    confirmed_at: dt.datetime | None
    key: str  # of the first fact: makes addresses that do not depend on the order of imports
    histories: dict[str, list[list[list[Any]]]] = field(default_factory=dict)  # by source
    own: frozenset[str] = frozenset()  # the fields that people themselves said
    row: Edition | None = None

    @property
    def starts_on(self) -> dt.date | None:
        """The concluded first day."""
        return as_date(self.values.get("starts_on"))


def as_date(value: object) -> dt.date | None:
    """A date from its JSON form."""
    return dt.date.fromisoformat(value) if isinstance(value, str) and value else None


def write_events(drafts: Sequence[Draft], *, now: dt.datetime) -> list[int]:
    """Make missing events, and bring existing ones up to date from their newest edition."""
    known = Event.objects.in_bulk({d.event.id for d in drafts if d.event.id is not None})
    by_event: dict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_event[id(draft.event) if draft.event.id is None else draft.event.id].append(draft)
    newest, own = _newest_days(list(known)), own_words(known)
    fresh: list[tuple[HasId, Event]] = []
    changed: list[int] = []
    for group in by_event.values():
        drafts_of_one = sorted(
            group, key=lambda d: (d.starts_on or dt.date.min, d.key), reverse=True
        )
        pk = drafts_of_one[0].event.id
        event = known[pk] if pk is not None else Event(created_at=now, published_at=now)
        differing: list[str] = []
        for number, draft in enumerate(drafts_of_one):
            speaks = _speaks_for(event, draft, newest.get(pk or 0)) and not number
            values = _under(draft.values, own.get(pk or 0, {}))
            differing += _fill_event(event, values, only_gaps=not speaks)
        if pk is None:
            fresh.append((drafts_of_one[0].event, event))
        elif differing:
            event.save(update_fields=differing)
            changed.append(pk)
    _name_addresses([(e, by_event[id(t)][0]) for t, e in fresh])
    Event.objects.bulk_create([event for _, event in fresh])
    for target, event in fresh:
        target.id = event.pk
    return [e.pk for _, e in fresh] + changed


def _under(values: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """The listings' values under the words of people."""
    name = {"lasting_name": own["name"]} if "name" in own else {}
    return {**values, **own, **name}


def settle_events(drafts: Sequence[Draft]) -> list[int]:
    """Bring events to what all their editions together say, whatever order they came in.

    The newest edition speaks first, an older one fills its gaps; what no edition says any more is
    taken back. An event with an organizer is the organizer's. `drafts` hold every edition of their
    events. Answers the ids of the events that changed.
    """
    by_event: dict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_event[draft.event.id or 0].append(draft)
    changed = []
    own = own_words(by_event)
    for event in Event.objects.filter(pk__in=by_event, organizer=None):
        ranked = sorted(
            by_event[event.pk],
            key=lambda d: (
                (d.starts_on is None) == bool(event.weekly_rule), d.starts_on or dt.date.min, d.key
            ),
            reverse=True,
        )  # fmt: skip
        blank = Event(created_at=event.created_at)
        for number, draft in enumerate(ranked):
            _fill_event(blank, draft.values, only_gaps=bool(number))
        for name, value in own.get(event.pk, {}).items():
            setattr(blank, name, value)
        differing = [n for n in EVENT_FIELDS if getattr(event, n) != getattr(blank, n)]
        for name in differing:
            setattr(event, name, getattr(blank, name))
        if differing:
            event.save(update_fields=differing)
            changed.append(event.pk)
    return changed


def _newest_days(event_ids: list[int]) -> dict[int, dt.date]:
    rows = Edition.objects.filter(event_id__in=event_ids, starts_on__isnull=False)
    found: dict[int, dt.date] = {}
    for event_id, day in rows.values_list("event_id", "starts_on"):
        found[event_id] = max(found.get(event_id, dt.date.min), day or dt.date.min)
    return found


def _speaks_for(event: Event, draft: Draft, newest: dt.date | None) -> bool:
    """Whether the event takes its name and place from this edition: no other is later.

    A weekly event takes them from the edition without a date, never from a day called off.
    """
    if event.weekly_rule:
        return draft.starts_on is None
    if newest is None:
        return True
    return draft.starts_on is not None and draft.starts_on >= newest


def _fill_event(event: Event, values: Mapping[str, Any], *, only_gaps: bool) -> list[str]:
    """Lay the conclusion over the event. Older editions, and listings of an event that has an
    organizer, only add what it lacks.

    Answers the fields that differ now.
    """
    said = {
        "name": str(values.get("lasting_name") or values.get("name", ""))[:250],
        "sport": values.get("sport") or Sport.RUNNING,
        "place_certainty": values.get("place_certainty") or PlaceCertainty.UNKNOWN,
        "timezone": values.get("timezone") or "UTC",
        **{n: values[n] for n in EVENT_FIELDS if n in values and n != "name"},
    }
    gaps = _gaps(event)
    differing = []
    for name in EVENT_FIELDS:
        is_kept = only_gaps or event.organizer_id is not None
        if name not in said or (is_kept and name not in gaps):
            continue
        limit = getattr(Event._meta.get_field(name), "max_length", None)  # noqa: SLF001  -- Django's own word
        value = said[name][:limit] if limit and isinstance(said[name], str) else said[name]
        if getattr(event, name) != value:
            setattr(event, name, value)
            differing.append(name)
    return differing


def _gaps(event: Event) -> set[str]:
    """The fields that say nothing yet. A position is one thing: all of it is missing, or none."""
    empty = {name for name in EVENT_FIELDS if not getattr(event, name)} - set(POSITION)
    if event.latitude is None:
        empty |= {*POSITION}
    return empty


def _name_addresses(events: Sequence[tuple[Event, Draft]]) -> None:
    """Addresses: the name; with its place, where the name is taken; else with a short digest."""
    wishes = {id(event): _slug_wishes(event, draft) for event, draft in events}
    every = {wish for wishes_of_one in wishes.values() for wish in wishes_of_one}
    taken = set(Event.objects.filter(slug__in=every).values_list("slug", flat=True))
    for event, _ in events:
        event.slug = next(w for w in wishes[id(event)] if w not in taken)
        taken.add(event.slug)


def _slug_wishes(event: Event, draft: Draft) -> list[str]:
    name = slug_of(event.name, 70) or "event"
    place = slug_of(event.place_name.split(",")[0], 25)
    base = [name, f"{name}-{place}" if place and place not in name else name]
    digest = hashlib.sha256(draft.key.encode()).hexdigest()
    return [*base, f"{name}-{digest[:6]}", f"{name}-{digest[:20]}"]


def write_editions(drafts: Sequence[Draft], *, now: dt.datetime) -> list[int]:
    """Make missing editions and update the ones whose conclusion changed."""
    rows = Edition.objects.select_related("event").in_bulk(
        {d.edition.id for d in drafts if d.edition.id is not None}
    )
    slugs = _edition_slugs([d.event.id for d in drafts if d.event.id is not None])
    fresh: list[Draft] = []
    changed: list[Edition] = []
    aged: list[Edition] = []
    for draft in sorted(drafts, key=lambda d: (d.starts_on or dt.date.max, d.key)):
        row = rows.get(draft.edition.id) if draft.edition.id is not None else None
        is_new = row is None
        if row is None:
            row = Edition(event_id=draft.event.id or 0, created_at=now)
        draft.row = row
        is_changed = _fill_edition(row, draft.values, is_ours=not is_new and _is_ours(row))
        is_aged = _age(row, draft)
        if is_new:
            row.slug = _edition_slug(row, slugs[row.event_id])
            fresh.append(draft)
        elif is_changed:
            changed.append(row)
        elif is_aged:
            aged.append(row)
    Edition.objects.bulk_create([d.row for d in fresh if d.row])
    for draft in fresh:
        draft.edition.id = draft.row.pk if draft.row else None
    rewrite(changed, EDITION_FIELDS + AGE_FIELDS)
    rewrite(aged, AGE_FIELDS)
    return [d.row.event_id for d in fresh if d.row] + [e.event_id for e in changed]


def _edition_slugs(event_ids: list[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    rows = Edition.objects.filter(event_id__in=set(event_ids))
    for event_id, slug in rows.values_list("event_id", "slug"):
        found[event_id].add(slug)
    return found


def _edition_slug(row: Edition, taken: set[str]) -> str:
    """ "2026"; a second one in a year "2026-10", then "2026-10-25"."""
    day = row.starts_on
    wishes = [f"{day:%Y}", f"{day:%Y-%m}", f"{day:%Y-%m-%d}"] if day else ["undated"]
    slug = next((w for w in wishes if w not in taken), "")
    number = 2
    while not slug:
        wish = f"{wishes[-1]}-{number}"
        slug = wish if wish not in taken else ""
        number += 1
    taken.add(slug)
    return slug


def _is_ours(row: Edition) -> bool:
    """Whether a director keeps it here: then listings only add what it lacks."""
    return row.is_enterable_here or row.event.organizer_id is not None


def _fill_edition(row: Edition, values: Mapping[str, Any], *, is_ours: bool) -> bool:
    said = {
        "starts_on": as_date(values.get("starts_on")),
        "days": values.get("days") or 1,
        "date_note": str(values.get("date_note", ""))[:200],
        "status": shown_status(values),
        "certainty": shown_certainty(values),
        "timezone": values.get("timezone") or "UTC",
        "currency": _currency(values),
        "website": str(values.get("website", ""))[:500],
        "entry_url": str(values.get("entry_url", ""))[:500],
        "features": values.get("features", []),
    }
    is_changed = False
    for name, value in said.items():
        if getattr(row, name) == value or (is_ours and getattr(row, name)):
            continue
        setattr(row, name, value)
        is_changed = True
    return is_changed


def _currency(values: Mapping[str, Any]) -> str:
    for race in values.get("races", []):
        for _, currency, _ in race.get("prices", []):
            return str(currency)
    return str(values.get("currency", ""))


def _age(row: Edition, draft: Draft) -> bool:
    """When it was last seen and last confirmed; ages only go up."""
    is_changed = False
    for name, value in (("seen_at", draft.seen_at), ("confirmed_at", draft.confirmed_at)):
        if value is not None and (getattr(row, name) is None or getattr(row, name) < value):
            setattr(row, name, value)
            is_changed = True
    return is_changed


def write_date_changes(drafts: Sequence[Draft], *, now: dt.datetime) -> list[int]:
    """The history of dates and statuses, as the sources tell it. `now` is not needed: they know."""
    by_edition = {d.edition.id: d for d in drafts if d.edition.id is not None}
    present: dict[int, dict[tuple[Any, ...], DateChange]] = defaultdict(dict)
    for row in DateChange.objects.filter(edition_id__in=by_edition):
        key = (row.source, row.old_starts_on, row.new_starts_on, row.old_status, row.new_status,
               row.at)  # fmt: skip
        present[row.edition_id][key] = row
    fresh: list[DateChange] = []
    stale: list[int] = []
    for edition_id, draft in by_edition.items():
        wanted = _steps(draft.histories)
        for key in wanted:
            if key not in present[edition_id]:
                source, old, new, was, becomes, at = key
                fresh.append(
                    DateChange(
                        edition_id=edition_id,
                        old_starts_on=old,
                        new_starts_on=new,
                        old_status=was,
                        new_status=becomes,
                        source=source,
                        at=at,
                    )
                )
        # An older file read late puts a step between two known ones; the long step goes.
        stale += [row.pk for key, row in present[edition_id].items()
                  if key not in wanted and row.source in draft.histories]  # fmt: skip
    DateChange.objects.filter(pk__in=stale).delete()
    DateChange.objects.bulk_create(fresh)
    return []


def _steps(histories: Mapping[str, Sequence[Sequence[Sequence[Any]]]]) -> set[tuple[Any, ...]]:
    """From one word of a record to its next, where date or status differ."""
    found: set[tuple[Any, ...]] = set()
    for source, records in histories.items():
        for history in records:
            for before, after in pairwise(history):
                at = dt.datetime.fromisoformat(after[2])
                days = as_date(before[0]), as_date(after[0])
                found.add((source, *days, before[1], after[1], at))
    return found
