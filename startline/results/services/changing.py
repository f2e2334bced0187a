"""Corrections by the director, requests by runners, hiding. Every change is a row."""

import datetime as dt
import secrets
from dataclasses import asdict, dataclass

from django.db import transaction
from django.tasks import task

from startline.accounts.models import User
from startline.accounts.services.audit import record_deed
from startline.core.clock import now as clock_now
from startline.core.refusals import Refusal
from startline.notices.services import record_notice
from startline.results.models import (
    CorrectionRequest,
    Result,
    ResultChange,
    ResultList,
    ResultWord,
    TimingImport,
)
from startline.results.rules.ranking import Basis, Places, Ranked, Status, places, time_for
from startline.results.services.publishing import figures_of
from startline.results.services.writing import BATCH, LAST, ORDER, words_of

AT_ONCE = 1_000
OPEN_AT_MOST = 3
PLACED = ("place", "gender_place", "category_place", "position")


class RequestsOpenError(Refusal):
    """This result has as many open requests as it may have."""

    code = "requests_open"


class AnsweredError(Refusal):
    """The request has its answer already."""

    code = "answered"


@dataclass(frozen=True)
class Corrected:
    """A result as it should be. Milliseconds."""

    name: str
    status: str
    gun_ms: int | None
    net_ms: int | None
    gender: str
    category: str


@transaction.atomic
def correct_result(result: Result, new: Corrected, *, why: str, by: User, now: dt.datetime) -> None:
    """Change a result, keep what it said before, count the places anew."""
    before = {name: getattr(result, name) for name in asdict(new)}
    after = asdict(new)
    changed = {name: value for name, value in after.items() if before[name] != value}
    if not changed:
        return
    Result.objects.filter(pk=result.pk).update(
        **changed, **({} if new.status == Status.FINISHED else NO_PLACES)
    )
    ResultChange.objects.create(
        race=result.race, result=result, what="corrected", why=why, by=by, at=now,
        before={name: before[name] for name in changed}, after=changed,
    )  # fmt: skip
    record_deed("correct_result", result, by=by, now=now)
    write_words(Result.objects.get(pk=result.pk))
    if result.timing_import.good <= AT_ONCE:
        count_places.call(result.timing_import_id)
    else:
        count_places.enqueue(result.timing_import_id)


NO_PLACES = {"place": None, "gender_place": None, "category_place": None}


def write_words(result: Result) -> None:
    """What a result is found by, anew."""
    ResultWord.objects.filter(result=result).delete()
    ResultWord.objects.bulk_create(
        ResultWord(timing_import_id=result.timing_import_id, result=result, word=word)
        for word in ([] if result.is_hidden else words_of(result))
    )


@task
def count_places(pk: int) -> int:
    """All places of a generation on its times as they are now; how many rows changed.

    Places that a file gave are counted anew too: they were right only for the times it held.
    """
    kept = TimingImport.objects.defer("body").get(pk=pk)
    basis = Basis(kept.basis)
    rows = list(Result.objects.filter(timing_import=kept).order_by("position", "pk"))
    placed = places([ranked(row, basis) for row in rows])
    rows.sort(key=lambda row: sorted_by(row, placed[row.pk], basis))
    changed = []
    for position, row in enumerate(rows, 1):
        new = placed[row.pk]
        values = (new.overall, new.gender, new.category, position)
        if values != tuple(getattr(row, name) for name in PLACED):
            row.place, row.gender_place, row.category_place, row.position = values
            changed.append(row)
    for n in range(0, len(changed), BATCH):
        Result.objects.bulk_update(changed[n : n + BATCH], PLACED, batch_size=250)
    ResultList.objects.filter(current=kept).update(figures=figures_of(kept), changed_at=clock_now())
    return len(changed)


def ranked(row: Result, basis: Basis) -> Ranked:
    """A result as ranking sees it."""
    time = time_for(basis, gun_ms=row.gun_ms, net_ms=row.net_ms)
    is_in = row.status == Status.FINISHED
    return Ranked(row.pk, time if is_in else None, row.gender, row.category, row.group)


def sorted_by(row: Result, placed: Places, basis: Basis) -> tuple[int, str, int, int, int]:
    """Finishers by place, groups ranked apart after the rest, then the others."""
    time = time_for(basis, gun_ms=row.gun_ms, net_ms=row.net_ms)
    last = LAST if time is None else time
    return ORDER[Status(row.status)], row.group, placed.overall or LAST, last, row.row


@transaction.atomic
def ask_correction(result: Result, *, email: str, text: str, now: dt.datetime) -> CorrectionRequest:
    """Keep what a runner says is wrong; they get a link to see what becomes of it.

    Raises RequestsOpenError.
    """
    if result.requests.filter(state="open").count() >= OPEN_AT_MOST:
        raise RequestsOpenError
    made = CorrectionRequest.objects.create(
        result=result, token=secrets.token_urlsafe(32), email=email.lower(), text=text, made_at=now
    )
    tell(made, "asked", now=now)
    return made


@transaction.atomic
def answer_request(
    request: CorrectionRequest, *, is_done: bool, answer: str, by: User, now: dt.datetime
) -> None:
    """Close a request with an answer; the runner gets it by mail. Raises AnsweredError."""
    closed = CorrectionRequest.objects.filter(pk=request.pk, state="open").update(
        state="done" if is_done else "refused", answer=answer, answered_at=now, by=by
    )
    if not closed:
        raise AnsweredError
    record_deed("answer_correction", request, by=by, now=now)
    request.refresh_from_db(fields=["state", "answer"])
    tell(request, "answered", now=now)


def tell(request: CorrectionRequest, word: str, *, now: dt.datetime) -> None:
    """The mail with the link to a request."""
    record_notice(
        key=f"result-{word}-{request.pk}", to=request.email, template=f"results/mail/{word}",
        context={"asked": request, "event": request.result.race.edition.event}, now=now,
        user=None,
    )  # fmt: skip


@transaction.atomic
def hide_result(result: Result, *, is_hidden: bool, by: User | None, now: dt.datetime) -> None:
    """Take the name off a result, or put it back; time and place stay."""
    changed = Result.objects.filter(pk=result.pk).exclude(is_hidden=is_hidden)
    if not changed.update(is_hidden=is_hidden):
        return
    ResultChange.objects.create(
        race=result.race, result=result, what="hidden" if is_hidden else "shown", by=by, at=now
    )
    result.is_hidden = is_hidden
    write_words(result)
