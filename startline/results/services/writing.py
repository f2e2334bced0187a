"""Rows to results: in small batches, so that nobody who enters a race has to wait."""

import json
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import models, transaction

from startline.core.rows import insert_rows
from startline.entries.models.orders import Entry
from startline.entries.rules.columns import plain
from startline.results.models import RawTime, Result, ResultWord, SplitTime, TimingImport
from startline.results.rules.ranking import Basis, Places, Ranked, Status, places, time_for
from startline.results.rules.rows import ReadTime
from startline.results.rules.search import search_words

BATCH = 1_000
LAST = 2**31 - 1
RESULT_COLUMNS = (
    "timing_import_id", "race_id", "entry_id", "row", "bib", "name", "gender", "age", "country",
    "club", "category", "group", "status", "gun_ms", "net_ms", "place", "gender_place",
    "category_place", "position", "is_hidden",
)  # fmt: skip
ORDER = {Status.FINISHED: 0, Status.DNF: 1, Status.DSQ: 2, Status.DNS: 3}


@dataclass(frozen=True)
class Known:
    """The race's entries: by the number given out, and by the name that is there once."""

    by_number: Mapping[str, tuple[int, str]]
    by_name: Mapping[str, int]

    def entry_of(self, one: ReadTime) -> int | None:
        """The entry with this bib; of a row without a bib that we gave, the one of this name.

        A bib whose runner has another name is not believed: results are matched to people.
        """
        name = plain(one.name)
        pk, runner = self.by_number.get(one.bib, (None, ""))
        if pk is not None and (not name or set(name.split()) & set(runner.split())):
            return pk
        return self.by_name.get(name)


def batches[T](rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """At most `BATCH` rows at a time."""
    return (rows[n : n + BATCH] for n in range(0, len(rows), BATCH))


def write_generation(
    kept: TimingImport, raw: Sequence[list[str]], first: int, good: Sequence[ReadTime]
) -> None:
    """The raw rows and the results of a file; what a stopped attempt left is taken away first."""
    take_away(Result.objects.filter(timing_import=kept))
    take_away(RawTime.objects.filter(timing_import=kept))
    for batch in batches(list(enumerate(raw, first))):
        insert_rows(
            RawTime, ("timing_import_id", "row", "cells"),
            ((kept.pk, row, json.dumps(cells)) for row, cells in batch),
        )  # fmt: skip
    placed = placed_rows(good, Basis(kept.basis))
    entries = known_entries(kept)
    hidden = set(
        Result.objects.filter(race=kept.race_id, is_hidden=True)
        .exclude(bib="")
        .values_list("bib", "name")
    )
    numbered = list(enumerate(in_order(good, placed, Basis(kept.basis)), 1))
    for some in batches(numbered):
        write_batch(kept, some, placed, entries, hidden)


def take_away[M: models.Model](rows: models.QuerySet[M]) -> None:
    """Delete in batches."""
    while keys := list(rows.values_list("pk", flat=True)[:BATCH]):
        rows.model._default_manager.filter(pk__in=keys).delete()  # noqa: SLF001  -- Django's documented name


def placed_rows(good: Sequence[ReadTime], basis: Basis) -> Mapping[Hashable, Places]:
    """Places by row: as the file gives them, else counted."""
    if any(one.places[0] for one in good):
        return {
            one.row: Places(*one.places) if one.status is Status.FINISHED else Places()
            for one in good
        }
    return places([ranked(one, basis) for one in good])


def ranked(one: ReadTime, basis: Basis) -> Ranked:
    """A row as ranking sees it: only finishers have a time that counts."""
    time = time_for(basis, gun_ms=one.gun_ms, net_ms=one.net_ms)
    is_in = one.status is Status.FINISHED
    return Ranked(one.row, time if is_in else None, one.gender, one.category, one.group)


def in_order(
    good: Sequence[ReadTime], placed: Mapping[Hashable, Places], basis: Basis
) -> list[ReadTime]:
    """Best first; groups ranked apart after the rest, then those who did not finish."""
    return sorted(
        good, key=lambda one: (ORDER[one.status], one.group, *sorted_by(one, placed, basis))
    )


def sorted_by(
    one: ReadTime, placed: Mapping[Hashable, Places], basis: Basis
) -> tuple[int, int, int]:
    """The place, then the time, then the row."""
    time = time_for(basis, gun_ms=one.gun_ms, net_ms=one.net_ms)
    return placed[one.row].overall or LAST, LAST if time is None else time, one.row


@transaction.atomic
def write_batch(
    kept: TimingImport, rows: Sequence[tuple[int, ReadTime]],
    placed: Mapping[Hashable, Places], entries: Known, hidden: set[tuple[str, str]],
) -> None:  # fmt: skip
    """Results with their words and splits."""
    made = [
        values_of(kept, position, one, placed[one.row], entries, hidden) for position, one in rows
    ]
    insert_rows(Result, RESULT_COLUMNS, made)
    keys = dict(
        Result.objects.filter(
            timing_import=kept, position__gte=rows[0][0], position__lte=rows[-1][0]
        ).values_list("position", "pk")
    )
    insert_rows(
        ResultWord, ("timing_import_id", "result_id", "word"),
        (
            (kept.pk, keys[position], word)
            for (position, one), values in zip(rows, made, strict=True)
            if not values[-1]
            for word in words_of(one)
        ),
    )  # fmt: skip
    insert_rows(
        SplitTime, ("result_id", "point", "elapsed_ms"),
        ((keys[position], *split) for position, one in rows for split in one.splits),
    )  # fmt: skip


def values_of(
    kept: TimingImport, position: int, one: ReadTime, placed: Places,
    entries: Known, hidden: set[tuple[str, str]],
) -> tuple[object, ...]:  # fmt: skip
    """One row in the order of `RESULT_COLUMNS`; who hid theirs stays hidden in a newer file."""
    return (
        kept.pk, kept.race_id, entries.entry_of(one), one.row, one.bib, one.name, one.gender,
        one.age, one.country, one.club, one.category, one.group, one.status.value, one.gun_ms,
        one.net_ms, placed.overall, placed.gender, placed.category, position,
        bool(one.bib) and (one.bib, one.name) in hidden,
    )  # fmt: skip


def words_of(one: ReadTime | Result) -> set[str]:
    """What a result is found by. A minor is found by the bib only: the name is not shown."""
    name = "" if one.age is not None and one.age < 18 else one.name
    return {word[:60] for word in [*search_words(name), one.bib.casefold()] if word}


def known_entries(kept: TimingImport) -> Known:
    """The entries that results of a file may belong to."""
    numbers: dict[str, tuple[int, str]] = {}
    names: dict[str, int] = {}
    twice: set[str] = set()
    rows = Entry.objects.confirmed().filter(race=kept.race_id, athlete__isnull=False)
    for pk, given, family, number in rows.values_list(
        "pk", "athlete__given_name", "athlete__family_name", "bib__number"
    ):
        name = plain(f"{given} {family}")
        twice |= {name} & names.keys()
        names[name] = pk
        if number is not None:
            numbers[str(number)] = pk, name
    return Known(numbers, {name: pk for name, pk in names.items() if name not in twice})
