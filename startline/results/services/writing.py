"""Rows to results: in small batches, so that nobody who enters a race has to wait."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import models, transaction

from startline.entries.models.orders import Entry
from startline.entries.rules.columns import plain
from startline.results.models import RawTime, Result, ResultWord, SplitTime, TimingImport
from startline.results.rules.ranking import Basis, Places, Ranked, Status, places, time_for
from startline.results.rules.rows import ReadTime
from startline.results.rules.search import search_words

BATCH = 1_000
LAST = 2**31 - 1
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
        write_all(RawTime, (RawTime(timing_import=kept, row=n, cells=c) for n, c in batch))
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


def write_all[M: models.Model](model: type[M], rows: Iterable[M]) -> list[M]:
    """One batch, in a transaction of its own."""
    return model._default_manager.bulk_create(rows)  # noqa: SLF001  -- Django's documented name


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
    results = Result.objects.bulk_create(
        result_of(kept, position, one, placed[one.row], entries, hidden) for position, one in rows
    )
    ResultWord.objects.bulk_create(
        ResultWord(timing_import=kept, result=result, word=word)
        for result in results
        if not result.is_hidden
        for word in words_of(result)
    )
    SplitTime.objects.bulk_create(
        SplitTime(result=result, point=point, elapsed_ms=elapsed)
        for result, (_, one) in zip(results, rows, strict=True)
        for point, elapsed in one.splits
    )


def result_of(
    kept: TimingImport, position: int, one: ReadTime, placed: Places,
    entries: Known, hidden: set[tuple[str, str]],
) -> Result:  # fmt: skip
    """The result of one row; who hid theirs stays hidden when a newer file comes."""
    return Result(
        timing_import=kept, race_id=kept.race_id, entry_id=entries.entry_of(one),
        row=one.row, bib=one.bib, name=one.name, gender=one.gender, age=one.age,
        country=one.country, club=one.club, category=one.category, group=one.group,
        status=one.status, gun_ms=one.gun_ms, net_ms=one.net_ms, place=placed.overall,
        gender_place=placed.gender, category_place=placed.category, position=position,
        is_hidden=bool(one.bib) and (one.bib, one.name) in hidden,
    )  # fmt: skip


def words_of(result: Result) -> set[str]:
    """What a result is found by. A minor is found by the bib only: the name is not shown."""
    name = "" if result.age is not None and result.age < 18 else result.name
    return {word[:60] for word in [*search_words(name), result.bib.casefold()] if word}


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
