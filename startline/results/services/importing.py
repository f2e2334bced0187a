"""A timing company's file: kept, looked at, read into a generation of results, shown."""

import datetime as dt
import gzip
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.tasks import task

from startline.accounts.models import User
from startline.accounts.services.audit import record_deed
from startline.core.clock import now as clock_now
from startline.core.refusals import Refusal
from startline.entries.adapters.sheets import read_table
from startline.events.models.catalogue import Race
from startline.results.models import TimingImport
from startline.results.rules.columns import (
    SPLIT,
    header_row,
    headers_of,
    point_name,
    proposed,
)
from startline.results.rules.ranking import Bands, Basis
from startline.results.rules.rows import (
    Fault,
    Reader,
    ReadTime,
    chairs_apart,
    points,
    read_rows,
    years_named,
)
from startline.results.rules.times import TimeWordsError, instant, is_instant
from startline.results.services.publishing import show_generation
from startline.results.services.writing import write_generation

AT_ONCE = 1_000
REMEMBERED = 20
LOOKED_AT = 200


class NothingToPublishError(Refusal):
    """No row of the file can be read."""

    code = "nothing_to_publish"


class OtherYearError(Refusal):
    """The file speaks of another year than the edition; `years` and `year`."""

    code = "other_year"


@dataclass(frozen=True)
class Reading:
    """A file under its mapping: headers, cells by header, where the rows begin."""

    headers: list[str]
    rows: list[Mapping[str, str]]
    first: int
    titles: list[str]


@dataclass(frozen=True)
class Preview:
    """What a file would become. `years`: other years than the edition's that it speaks of."""

    reading: Reading
    good: list[ReadTime]
    bad: list[Fault]
    years: list[int]
    earlier: str
    """The edition that had the very same file; "" for none."""


@dataclass(frozen=True)
class How:
    """How a file is to be read."""

    mapping: Mapping[str, str]
    basis: Basis
    band_years: int
    is_month_first: bool
    has_chairs_apart: bool
    takes_places: bool


@transaction.atomic
def keep_file(race: Race, *, name: str, body: bytes, by: User, now: dt.datetime) -> TimingImport:
    """Keep a file with its columns proposed: as last time where the organizer had such a file.

    Raises UnreadableListError.
    """
    table = read_table(name, body)
    top = header_row(table)
    reading = reading_of(table, top)
    mapping = proposed(reading.headers, reading.rows)
    last = last_like(race, reading.headers)
    return TimingImport.objects.create(
        race=race, file_name=name[:200], body=gzip.compress(body, 6), header_row=top,
        digest=hashlib.sha256(body).hexdigest(), mapping=last.mapping if last else mapping,
        basis=last.basis if last else Basis.GUN, band_years=last.band_years if last else 5,
        is_month_first=last.is_month_first if last else False,
        has_chairs_apart=chairs_apart(reading.rows, mapping), by=by, made_at=now,
        takes_places=last.takes_places if last else True,
    )  # fmt: skip


def last_like(race: Race, headers: Sequence[str]) -> TimingImport | None:
    """The organizer's latest published file with the same columns."""
    event = race.edition.event
    done = TimingImport.objects.exclude(state="read").defer("body").order_by("-pk")
    if event.organizer_id:
        done = done.filter(race__edition__event__organizer=event.organizer_id)
    else:
        done = done.filter(race__edition__event=event)
    return next((one for one in done[:REMEMBERED] if set(one.mapping) == set(headers)), None)


@transaction.atomic
def map_file(kept: TimingImport, how: How) -> None:
    """Read the file another way; one that was published stays as it is."""
    TimingImport.objects.filter(pk=kept.pk, state="read").update(
        mapping=dict(how.mapping), basis=how.basis, band_years=how.band_years,
        is_month_first=how.is_month_first, has_chairs_apart=how.has_chairs_apart,
        takes_places=how.takes_places,
    )  # fmt: skip


def reading_of(table: Sequence[Sequence[str]], top: int) -> Reading:
    """Cells by header; rows are numbered as in the file, from 1, without empty ones."""
    headers = headers_of(table[top])
    rows: list[Mapping[str, str]] = [
        dict(zip(headers, [*cells, *[""] * (len(headers) - len(cells))], strict=False))
        for cells in table[top + 1 :]
    ]
    titles = [cell for cells in table[:top] for cell in cells if cell.strip()]
    return Reading(headers, rows, top + 2, titles)


def kept_reading(kept: TimingImport) -> Reading:
    """The kept file, read again."""
    return reading_of(
        read_table(kept.file_name, gzip.decompress(bytes(kept.body))), kept.header_row
    )


def preview(kept: TimingImport) -> Preview:
    """The whole file read, nothing written."""
    reading = kept_reading(kept)
    good, bad = read_rows(reading.rows, reader_of(kept, reading), first=reading.first)
    return Preview(reading, good, bad, other_years(kept, reading), earlier_edition(kept))


def earlier_edition(kept: TimingImport) -> str:
    """The edition that had the very same file; "" for none."""
    same = TimingImport.objects.filter(digest=kept.digest, state="done").exclude(
        race__edition=kept.race.edition_id
    )
    return same.values_list("race__edition__slug", flat=True).first() or ""


def other_years(kept: TimingImport, reading: Reading) -> list[int]:
    """Years that the file speaks of, where the edition's is not among them."""
    day = kept.race.edition.starts_on
    moments = [c for row in reading.rows[:20] for c in row.values() if is_instant(c)]
    named = years_named([kept.file_name, *reading.titles, *(cell[:10] for cell in moments)])
    return sorted(named) if day and named and day.year not in named else []


def reader_of(kept: TimingImport, reading: Reading) -> Reader:
    """How this file is to be read for this race."""
    race = kept.race
    return Reader(
        mapping=kept.mapping, day=race.edition.starts_on, starts_at=gun_of(kept, reading),
        distance_m=race.distance_m, bands=Bands(years=kept.band_years),
        is_month_first=kept.is_month_first, has_chairs_apart=kept.has_chairs_apart,
        takes_places=kept.takes_places,
    )  # fmt: skip


def gun_of(kept: TimingImport, reading: Reading) -> dt.datetime | None:
    """When the gun went off, where splits are instants: the earliest of them."""
    columns = [header for header, name in kept.mapping.items() if name == SPLIT]
    found = []
    for row in reading.rows:
        for header in columns:
            if is_instant(row.get(header, "")):
                try:
                    found.append(instant(row[header]))
                except TimeWordsError:
                    continue
    return min(found, default=None)


def publish_file(
    kept: TimingImport, *, by: User, now: dt.datetime, is_year_meant: bool = False
) -> TimingImport:
    """Make results of the good rows and show them as provisional; long files in the background.

    Raises NothingToPublishError; OtherYearError unless the person said that the year is meant.
    A file that was started is not started again.
    """
    reading = kept_reading(kept)
    if not has_good_row(kept, reading):
        raise NothingToPublishError
    years, earlier = other_years(kept, reading), earlier_edition(kept)
    if (years or earlier) and not is_year_meant:
        raise OtherYearError(years=years or [earlier])
    many = len(reading.rows)
    with transaction.atomic():
        started = TimingImport.objects.filter(pk=kept.pk, state="read").update(
            state="running", good=many, bad=0, by=by,
            points=[point_name(header) for header in points(kept.mapping)],
        )  # fmt: skip
        if not started:
            return TimingImport.objects.get(pk=kept.pk)
        record_deed("publish_results", kept.race, by=by, now=now, file=kept.pk, n=many)
        if many > AT_ONCE:
            carry_out_file.enqueue(kept.pk)
    if many <= AT_ONCE:
        carry_out(TimingImport.objects.get(pk=kept.pk), reading, now=now)
    return TimingImport.objects.get(pk=kept.pk)


def has_good_row(kept: TimingImport, reading: Reading) -> bool:
    """Whether any row can be read: most often the first ones say so."""
    reader = reader_of(kept, reading)
    return any(
        read_rows(reading.rows[n : n + LOOKED_AT], reader, first=reading.first + n)[0]
        for n in range(0, len(reading.rows), LOOKED_AT)
    )


@task
def carry_out_file(pk: int) -> int:
    """Make and show the results of a file that was started; how many there are."""
    kept = TimingImport.objects.select_related("race__edition__event").get(pk=pk)
    if kept.state == "running":
        return carry_out(kept, kept_reading(kept), now=clock_now())
    return kept.good


@task
def carry_out_waiting_files() -> int:
    """Go on with files that were started and stopped."""
    waiting = list(TimingImport.objects.filter(state="running").values_list("pk", flat=True))
    for pk in waiting:
        carry_out_file.call(pk)
    return len(waiting)


def carry_out(kept: TimingImport, reading: Reading, *, now: dt.datetime) -> int:
    """Write all rows in batches, then show them at one stroke; how many are good.

    A stopped attempt begins anew.
    """
    good, bad = read_rows(reading.rows, reader_of(kept, reading), first=reading.first)
    TimingImport.objects.filter(pk=kept.pk, state="running").update(good=len(good), bad=len(bad))
    raw = [[row[header] for header in reading.headers] for row in reading.rows]
    write_generation(kept, raw, reading.first, good)
    show_generation(kept, now=now)
    return len(good)
