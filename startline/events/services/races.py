"""Races of an edition, with their places, prices, windows, policies and aid stations."""

import datetime as dt
from dataclasses import asdict

from django.db import transaction

from startline.accounts.models import User
from startline.core.refusals import Refusal
from startline.core.text import slug
from startline.events.models.catalogue import CapacityPool, Edition, Race
from startline.events.models.course import AidStation
from startline.events.models.offer import EntryWindow, Policy, PriceStep
from startline.events.rules.details import PlacesWish, RaceDetails, RaceSheet, StepDetails
from startline.events.services.directing import as_json, keep_races, keep_word, tell


class PlacesTakenError(Refusal):
    """Fewer places than are taken already."""

    code = "places_taken"


class RaceHasEntriesError(Refusal):
    """People have entered: the race can be cancelled, not removed."""

    code = "race_has_entries"


class TeamSizeError(Refusal):
    """People have entered in teams of another size."""

    code = "team_size"


@transaction.atomic
def create_race(
    edition: Edition, details: RaceDetails, *, pool: CapacityPool | None, by: User, now: dt.datetime
) -> Race:
    """A race at the end of the edition's list."""
    root = slug(details.name) or "race"
    taken = set(edition.races.values_list("slug", flat=True))
    free = next(s for s in (root, *(f"{root}-{n}" for n in range(2, 99))) if s not in taken)
    race = Race.objects.create(
        edition=edition, slug=free, pool=pool, position=len(taken), **asdict(details)
    )
    keep_races(edition, by=by, now=now)
    tell(edition.event, "create_race", by=by, now=now, race=race.pk)
    return race


@transaction.atomic
def edit_race(
    race: Race, details: RaceDetails, *, pool: CapacityPool | None, by: User, now: dt.datetime
) -> Race:
    """Replace the details. A race with entries keeps the pool that counts them.

    Raises PlacesTakenError, TeamSizeError.
    """
    if details.party_size != race.party_size and race.entries.exists():
        raise TeamSizeError(size=race.party_size)
    if race.pool_id != (pool.pk if pool else None) and race.pool and race.pool.taken:
        raise PlacesTakenError(taken=race.pool.taken)
    for name, value in asdict(details).items():
        setattr(race, name, value)
    race.pool = pool
    race.save()
    keep_races(race.edition, by=by, now=now)
    tell(race.edition.event, "edit_race", by=by, now=now, race=race.pk)
    return race


@transaction.atomic
def save_race(
    race: Race, sheet: RaceSheet, *, stations: list[AidStation], by: User, now: dt.datetime
) -> Race:
    """A race with its places, price steps and aid stations, all or nothing.

    Raises PlacesTakenError, TeamSizeError.
    """
    name = sheet.details.name
    pool = pool_for(race.edition, sheet.wish, own=race.pool, name=name, by=by, now=now)
    edit_race(race, sheet.details, pool=pool, by=by, now=now)
    set_price_steps(race, sheet.steps, by=by, now=now)
    set_aid_stations(race, stations, by=by, now=now)
    return race


def pool_for(
    edition: Edition,
    wish: PlacesWish,
    *,
    own: CapacityPool | None,
    name: str,
    by: User,
    now: dt.datetime,
) -> CapacityPool | None:
    """The pool that is asked for: a shared one, one of the race's own, or none."""
    if wish.shared_pool_id is not None:
        return edition.pools.get(pk=wish.shared_pool_id)
    if wish.places is None:
        return None
    mine = own if own is not None and own.races.count() <= 1 else None
    return set_places(edition, pool=mine, name=name, places=wish.places, by=by, now=now)


@transaction.atomic
def remove_race(race: Race, *, by: User, now: dt.datetime) -> None:
    """Delete a race nobody entered. Raises RaceHasEntriesError."""
    if race.pool is not None and race.pool.taken:
        raise RaceHasEntriesError(taken=race.pool.taken)
    edition, pk = race.edition, race.pk
    race.delete()
    keep_races(edition, by=by, now=now)
    tell(edition.event, "remove_race", by=by, now=now, race=pk)


@transaction.atomic
def set_places(
    edition: Edition, *, pool: CapacityPool | None, name: str, places: int, by: User,
    now: dt.datetime,
) -> CapacityPool:  # fmt: skip
    """Make a pool, or change its number of places. Raises PlacesTakenError."""
    if pool is None:
        pool = CapacityPool.objects.create(edition=edition, name=name, places=places)
    else:
        changed = CapacityPool.objects.filter(pk=pool.pk, taken__lte=places).update(
            name=name, places=places
        )
        if not changed:
            raise PlacesTakenError(taken=CapacityPool.objects.get(pk=pool.pk).taken)
        pool.refresh_from_db()
    tell(edition.event, "set_places", by=by, now=now, pool=pool.pk, places=places)
    return pool


@transaction.atomic
def set_price_steps(race: Race, steps: list[StepDetails], *, by: User, now: dt.datetime) -> None:
    """Replace the race's price steps."""
    race.price_steps.all().delete()
    PriceStep.objects.bulk_create(
        PriceStep(
            race=race, minor=s.price.minor, currency=s.price.currency, from_at=s.from_at,
            until_at=s.until_at, until_sold=s.until_sold, label=s.label,
            lowest_age=s.lowest_age, highest_age=s.highest_age,
            answer_key=s.answer_key, answer_value=s.answer_value,
        )
        for s in steps
    )  # fmt: skip
    keep_races(race.edition, by=by, now=now)
    tell(race.edition.event, "set_price_steps", by=by, now=now, race=race.pk, steps=len(steps))


@transaction.atomic
def set_windows(
    edition: Edition, windows: list[EntryWindow], *, by: User, now: dt.datetime
) -> None:
    """Replace the edition's entry and ballot windows with unsaved rows."""
    before = {_times(w) for w in edition.windows.filter(race__isnull=True)}
    edition.windows.filter(race__isnull=True).delete()
    for window in windows:
        window.edition = edition
    EntryWindow.objects.bulk_create(windows)
    if before != {_times(w) for w in windows}:
        told = [[as_json(word) for word in _times(w)] for w in windows]
        keep_word(edition.event, edition, {"windows": told}, by=by, now=now)
    tell(edition.event, "set_windows", by=by, now=now, edition=edition.pk)


def _times(window: EntryWindow) -> tuple[object, ...]:
    """What a window says."""
    return (window.kind, window.opens_at, window.closes_at, window.drawn_at)


@transaction.atomic
def set_policies(edition: Edition, policies: list[Policy], *, by: User, now: dt.datetime) -> None:
    """Replace the edition's policies with unsaved rows."""
    edition.policies.all().delete()
    for policy in policies:
        policy.edition = edition
    Policy.objects.bulk_create(policies)
    tell(edition.event, "set_policies", by=by, now=now, edition=edition.pk)


@transaction.atomic
def set_aid_stations(race: Race, stations: list[AidStation], *, by: User, now: dt.datetime) -> None:
    """Replace the race's aid stations with unsaved rows."""
    race.aid_stations.all().delete()
    for station in stations:
        station.race = race
    AidStation.objects.bulk_create(stations)
    tell(race.edition.event, "set_aid_stations", by=by, now=now, race=race.pk)
