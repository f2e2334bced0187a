"""Making and editing editions; cancelling, postponing, copying to next year."""

import datetime as dt
from dataclasses import asdict

from django.db import transaction

from startline.accounts.models import User
from startline.core.refusals import Refusal
from startline.events.models.catalogue import CapacityPool, Edition, Event, Race
from startline.events.models.course import AidStation
from startline.events.models.offer import EntryWindow, Policy, PriceStep
from startline.events.models.provenance import DateChange
from startline.events.rules.copying import same_weekday_next_year, shifted
from startline.events.rules.details import EditionDetails
from startline.events.rules.words import Certainty, Status
from startline.events.services.directing import SOURCE, changed_words, keep_word, tell


class NextYearExistsError(Refusal):
    """There is an edition of next year already."""

    code = "next_year_exists"


class NoDateError(Refusal):
    """The edition has no date to count from."""

    code = "no_date"


@transaction.atomic
def create_edition(event: Event, details: EditionDetails, *, by: User, now: dt.datetime) -> Edition:
    """An edition, named by its year; a second one of the year gets a number."""
    edition = Edition(event=event, slug=free_slug(event, details.starts_on, now), created_at=now)
    write(edition, details, now=now)
    told = asdict(details) | {"certainty": edition.certainty}
    keep_word(event, edition, told, by=by, now=now)
    tell(event, "create_edition", by=by, now=now, edition=edition.pk)
    return edition


@transaction.atomic
def edit_edition(
    edition: Edition, details: EditionDetails, *, by: User, now: dt.datetime
) -> Edition:
    """Replace the details; a changed date or status is kept in the history."""
    before = Edition.objects.get(pk=edition.pk)
    write(edition, details, now=now)
    if (before.starts_on, before.status) != (edition.starts_on, edition.status):
        DateChange.objects.create(
            edition=edition, old_starts_on=before.starts_on, new_starts_on=edition.starts_on,
            old_status=before.status, new_status=edition.status, source=SOURCE, at=now,
        )  # fmt: skip
    wanted = asdict(details) | {"certainty": edition.certainty}
    changed = changed_words({name: getattr(before, name) for name in wanted}, wanted)
    keep_word(edition.event, edition, changed, by=by, now=now)
    tell(edition.event, "edit_edition", by=by, now=now, edition=edition.pk)
    return edition


def cancel_edition(edition: Edition, *, by: User, now: dt.datetime) -> Edition:
    """The edition does not take place. Its date stays, so that readers see what was planned."""
    details = details_of(edition, status=Status.CANCELLED, is_enterable_here=False)
    return edit_edition(edition, details, by=by, now=now)


def postpone_edition(
    edition: Edition, *, to: dt.date | None, by: User, now: dt.datetime
) -> Edition:
    """A new date, or none yet."""
    status = Status.POSTPONED if to is None else Status.MOVED
    starts_on = edition.starts_on if to is None else to
    return edit_edition(
        edition, details_of(edition, status=status, starts_on=starts_on), by=by, now=now
    )


@transaction.atomic
def copy_edition_to_next_year(edition: Edition, *, by: User, now: dt.datetime) -> Edition:
    """Next year's edition: same weekday of the month, everything shifted, date expected.

    Raises NoDateError, NextYearExistsError.
    """
    if edition.starts_on is None:
        raise NoDateError
    day = same_weekday_next_year(edition.starts_on)
    if edition.event.editions.filter(starts_on__year=day.year).exists():
        raise NextYearExistsError(year=day.year)
    details = details_of(edition, starts_on=day, status=Status.EXPECTED, is_enterable_here=False)
    copy = Edition(event=edition.event, slug=str(day.year), created_at=now)
    write(copy, details, now=now)
    Edition.objects.filter(pk=copy.pk).update(certainty=Certainty.EXPECTED, confirmed_at=None)
    copy_offer(edition, copy, by=day - edition.starts_on)
    tell(edition.event, "copy_edition", by=by, now=now, edition=copy.pk)
    return Edition.objects.get(pk=copy.pk)


def copy_offer(old: Edition, new: Edition, *, by: dt.timedelta) -> None:
    """Pools, races with prices and aid stations, windows and policies, moved by whole days."""

    def later(at: dt.datetime | None) -> dt.datetime | None:
        return None if at is None else shifted(at, by=by, zone=old.timezone)

    pools = {}
    for pool in old.pools.all():
        pools[pool.pk] = CapacityPool.objects.create(
            edition=new, name=pool.name, places=pool.places
        )
    for race in old.races.filter(is_cancelled=False):
        steps, stations = list(race.price_steps.all()), list(race.aid_stations.all())
        race.pk, race.edition = None, new
        race.pool = pools.get(race.pool_id) if race.pool_id else None
        race.starts_at = later(race.starts_at)
        race._state.adding = True  # noqa: SLF001  -- Django's documented way to copy a row
        race.save()
        copy_steps(steps, race, later=later)
        AidStation.objects.bulk_create(
            AidStation(race=race, name=s.name, at_m=s.at_m, cutoff_ms=s.cutoff_ms,
                       has_drop_bags=s.has_drop_bags, has_crew_access=s.has_crew_access)
            for s in stations
        )  # fmt: skip
    for window in old.windows.filter(race__isnull=True):
        EntryWindow.objects.create(
            edition=new, kind=window.kind, opens_at=later(window.opens_at),
            closes_at=later(window.closes_at), drawn_at=later(window.drawn_at),
        )  # fmt: skip
    for policy in old.policies.all():
        Policy.objects.create(
            edition=new, kind=policy.kind, is_allowed=policy.is_allowed,
            until_at=later(policy.until_at), fee_minor=policy.fee_minor,
            refund_percent=policy.refund_percent, note=policy.note, reasons=policy.reasons,
            free_reasons=policy.free_reasons,
        )  # fmt: skip


def copy_steps(steps: list[PriceStep], race: Race, *, later: object) -> None:
    """The race's price steps, moved."""
    move = later if callable(later) else None
    for step in steps:
        PriceStep.objects.create(
            race=race, minor=step.minor, currency=step.currency, label=step.label,
            from_at=move(step.from_at) if move else None,
            until_at=move(step.until_at) if move else None, until_sold=step.until_sold,
            lowest_age=step.lowest_age, highest_age=step.highest_age,
            answer_key=step.answer_key, answer_value=step.answer_value,
        )  # fmt: skip


def details_of(edition: Edition, **changes: object) -> EditionDetails:
    """An edition's details as they are, with changes."""
    now = {name: getattr(edition, name) for name in EditionDetails.__dataclass_fields__} | changes
    return EditionDetails(**now)


def write(edition: Edition, details: EditionDetails, *, now: dt.datetime) -> None:
    """Put the details on the row and save it; the director's word confirms a date."""
    for name, value in asdict(details).items():
        setattr(edition, name, value)
    if details.starts_on is None:
        edition.certainty = Certainty.UNKNOWN
    elif details.status == Status.EXPECTED:
        edition.certainty = Certainty.EXPECTED
    else:
        edition.certainty = Certainty.CONFIRMED
    edition.seen_at = edition.confirmed_at = now
    edition.save()


def free_slug(event: Event, day: dt.date | None, now: dt.datetime) -> str:
    """The year, or the year and a number."""
    year = str((day or now.date()).year)
    taken = set(event.editions.values_list("slug", flat=True))
    return next(s for s in (year, *(f"{year}-{n}" for n in range(2, 99))) if s not in taken)
