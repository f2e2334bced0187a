"""All results of a race as a file that our own import reads again."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator

from django.db import transaction

from startline.accounts.models import User
from startline.accounts.services.audit import record_deed
from startline.entries.adapters.sheets import write_csv, write_xlsx
from startline.results.models import Result, ResultList, SplitTime
from startline.results.queries.listed import line_of
from startline.results.rules.ranking import Basis
from startline.results.rules.times import clock_words

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
HEADERS = (
    "place", "bib", "name", "gender", "age", "category", "country", "club", "status", "gun time",
    "net time", "gender place", "category place",
)  # fmt: skip


def public_file(listing: ResultList, form: str) -> bytes:
    """What everybody may see, whole: minors by initials and without age, hidden ones unnamed."""
    return written(listing, form, is_whole=False)


@transaction.atomic
def whole_file(listing: ResultList, form: str, *, by: User, now: dt.datetime) -> bytes:
    """The same with every name, for those who keep the results."""
    record_deed("export_results", listing, by=by, now=now, form=form)
    return written(listing, form, is_whole=True)


def written(listing: ResultList, form: str, *, is_whole: bool) -> bytes:
    """The file in a form."""
    headers = [*HEADERS, *(f"s:{point}" for point in listing.current.points)]
    rows = rows_of(listing, is_whole=is_whole)
    if form == "csv":
        return write_csv(headers, rows)
    if form == "xlsx":
        return write_xlsx(headers, rows)
    found = [dict(zip(headers, row, strict=True)) for row in rows]
    return json.dumps(found, ensure_ascii=False).encode()


def rows_of(listing: ResultList, *, is_whole: bool) -> Iterator[list[str]]:
    """Texts, in the order of the headers."""
    splits: dict[int, dict[int, int]] = defaultdict(dict)
    rows = SplitTime.objects.filter(result__timing_import=listing.current_id)
    for key, point, elapsed in rows.values_list("result", "point", "elapsed_ms"):
        splits[key][point] = elapsed
    numbers = range(len(listing.current.points))
    for result in Result.objects.shown(listing):
        passed = splits.get(result.pk, {})
        yield [
            *cells_of(result, Basis(listing.current.basis), is_whole=is_whole),
            *(time_words(passed.get(number)) for number in numbers),
        ]


def cells_of(result: Result, basis: Basis, *, is_whole: bool) -> list[str]:
    """One result as texts."""
    line = line_of(result, basis)
    age = "" if result.age is None or not is_whole else str(result.age)
    named = (result.bib, result.name) if is_whole else (line.bib, line.name)
    where = (result.country, result.club) if is_whole else (line.country, line.club)
    return [
        str(result.place or ""), *named, result.gender, age, result.category, *where,
        result.status, time_words(result.gun_ms), time_words(result.net_ms),
        str(result.gender_place or ""), str(result.category_place or ""),
    ]  # fmt: skip


def time_words(ms: int | None) -> str:
    """A time as text, "" for none."""
    return "" if ms is None else clock_words(ms)
