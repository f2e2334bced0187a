"""The races of listed editions: kept, changed, added or taken away, in batches."""

import datetime as dt
import zoneinfo
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from startline.core.rows import rewrite
from startline.core.text import slug as slug_of
from startline.core.units import distance_text
from startline.events.models.catalogue import Edition, Race
from startline.events.models.offer import EntryWindow, PriceStep
from startline.events.rules.conclude import same_race
from startline.events.rules.words import Format, Sport
from startline.events.services.listed_editions import Draft, as_date

RACE_FIELDS = [
    "name", "sport", "surface", "format", "distance_m", "distance_note", "duration_ms", "climb_m",
    "descent_m", "starts_at", "cutoff_ms", "position",
]  # fmt: skip
CLASSIC = {
    42195: "Marathon",
    21097: "Half marathon",
    21098: "Half marathon",
    21100: "Half marathon",
}


def write_races(drafts: Sequence[Draft], *, now: dt.datetime) -> list[int]:
    """Bring races up to date. Editions sold here, or with races a person wrote, keep theirs."""
    listed = [d for d in drafts if d.row and not d.row.is_enterable_here]
    open_drafts = {d.row.pk: d for d in listed if d.row and "races" not in d.own}
    present: dict[int, list[Race]] = defaultdict(list)
    for race in Race.objects.filter(edition_id__in=open_drafts).order_by("position", "pk"):
        present[race.edition_id].append(race)
    fresh: list[Race] = []
    changed: list[Race] = []
    gone: list[Race] = []
    for edition_id, draft in open_drafts.items():
        if draft.row is None:
            continue
        wanted = [_race(draft.row, said, draft.values) for said in _said(draft.values)]
        _lay_over(present[edition_id], wanted, fresh, changed, gone)
    _delete(gone)
    Race.objects.bulk_create(fresh)
    rewrite(changed, RACE_FIELDS)
    touched = {r.edition_id for r in (*fresh, *changed, *gone)}
    had = {pk for pk, races in present.items() if races} & touched
    _write_prices([d for pk, d in open_drafts.items() if pk in had or _has_prices(d)])
    _write_windows([d for d in listed if "windows" not in d.own])
    return [d.row.event_id for d in open_drafts.values() if d.row and d.edition.id in touched]


def _said(values: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The races said, or one without a distance: what can be entered is a race."""
    return list(values.get("races", [])) or [{}]


def _race(row: Edition, said: Mapping[str, Any], values: Mapping[str, Any]) -> Race:
    distance = said.get("distance_m")
    name = str(said.get("name") or "") or _name_for(distance, said) or str(values.get("name", ""))
    return Race(
        edition_id=row.pk,
        name=name[:200],
        sport=said.get("sport") or values.get("sport") or Sport.RUNNING,
        surface=said.get("surface") or values.get("surface") or "",
        format=said.get("format") or Format.SINGLE,
        distance_m=distance or None,
        distance_note=str(said.get("distance_note", ""))[:120],
        duration_ms=said.get("duration_ms"),
        climb_m=said.get("climb_m"),
        descent_m=said.get("descent_m"),
        cutoff_ms=said.get("cutoff_ms"),
        starts_at=_starts_at(said.get("starts_at"), row.timezone),
    )


def _name_for(distance: int | None, said: Mapping[str, Any]) -> str:
    if distance:
        return CLASSIC.get(distance) or distance_text(distance)
    return str(said.get("distance_note", ""))


def _starts_at(text: str | None, zone: str) -> dt.datetime | None:
    """A start time from its JSON form; without an offset it is local time at the race."""
    if not text:
        return None
    at = dt.datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=zoneinfo.ZoneInfo(zone))


def _lay_over(
    present: list[Race], wanted: list[Race], fresh: list[Race], changed: list[Race],
    gone: list[Race],
) -> None:  # fmt: skip
    """Match wanted races with those there; the rest is new or gone."""
    left = list(present)
    slugs = {r.slug for r in present}
    for position, race in enumerate(wanted):
        race.position = position
        twin = next((r for r in left if same_race(_shape(r), _shape(race))), None)
        if twin is None:
            race.slug = _slug(race, slugs)
            fresh.append(race)
            continue
        left.remove(twin)
        differing = [n for n in RACE_FIELDS if getattr(twin, n) != getattr(race, n)]
        for name in differing:
            setattr(twin, name, getattr(race, name))
        if differing:
            changed.append(twin)
    gone += left


def _shape(race: Race) -> dict[str, Any]:
    return {"sport": race.sport, "format": race.format, "distance_m": race.distance_m,
            "name": "" if race.distance_m else race.name}  # fmt: skip


def _slug(race: Race, taken: set[str]) -> str:
    base = slug_of(race.name, 60) or "race"
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    taken.add(slug)
    return slug


def _delete(races: list[Race]) -> None:
    """Races no source speaks of any more; one that somebody entered stays."""
    for race in races:
        try:
            with transaction.atomic():
                race.delete()
        except ProtectedError:
            Race.objects.filter(pk=race.pk).update(is_cancelled=True)


def _has_prices(draft: Draft) -> bool:
    return any(said.get("prices") for said in _said(draft.values))


def _write_prices(drafts: Sequence[Draft]) -> None:
    """Prices as they are said; only those of races where they differ are written anew."""
    ids = [d.row.pk for d in drafts if d.row]
    races: dict[int, list[Race]] = defaultdict(list)
    rows = Race.objects.filter(edition_id__in=ids).prefetch_related("price_steps")
    for race in rows.order_by("position"):
        races[race.edition_id].append(race)
    stale: list[int] = []
    steps: list[PriceStep] = []
    for draft in drafts:
        said = [r.get("prices", []) for r in _said(draft.values)]
        for race, prices in zip_longest(races[draft.edition.id or 0], said):
            wanted = [(minor, currency, label[:100]) for minor, currency, label in prices or []]
            if race is None or wanted == _prices(race):
                continue
            stale.append(race.pk)
            steps += [PriceStep(race=race, minor=m, currency=c, label=t) for m, c, t in wanted]
    PriceStep.objects.filter(race_id__in=stale).delete()
    PriceStep.objects.bulk_create(steps)


def _prices(race: Race) -> list[tuple[int, str, str]]:
    """The price steps of a race, in the order they were written."""
    steps = sorted(race.price_steps.all(), key=lambda s: s.pk)
    return [(s.minor, s.currency, s.label) for s in steps]


def _write_windows(drafts: Sequence[Draft]) -> None:
    """Entry periods: from the first day's midnight to the end of the last day, local time."""
    rows = EntryWindow.objects.filter(
        edition_id__in=[d.row.pk for d in drafts if d.row], kind="entry"
    )
    present = {row.edition_id: row for row in rows}
    for draft in drafts:
        if draft.row is None:
            continue
        opens = _midnight(as_date(draft.values.get("entry_opens_on")), draft.row.timezone, 0)
        closes = _midnight(as_date(draft.values.get("entry_closes_on")), draft.row.timezone, 1)
        row = present.get(draft.row.pk)
        if row is None and (opens or closes):
            EntryWindow.objects.create(edition=draft.row, opens_at=opens, closes_at=closes)
        elif row is not None and (row.opens_at, row.closes_at) != (opens, closes):
            row.opens_at, row.closes_at = opens, closes
            row.save(update_fields=["opens_at", "closes_at"])


def _midnight(day: dt.date | None, zone: str, later: int) -> dt.datetime | None:
    if day is None:
        return None
    day += dt.timedelta(days=later)
    return dt.datetime.combine(day, dt.time(), tzinfo=zoneinfo.ZoneInfo(zone))
