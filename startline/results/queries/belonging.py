"""A person's results: of their entries, and those they claimed; with their bests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from startline.accounts.models import User
from startline.entries.queries.belonging import entries_of
from startline.results.models import Result, ResultClaim
from startline.results.rules.bests import DISTANCES, Run, bests
from startline.results.rules.ranking import Basis, time_for


@dataclass(frozen=True)
class Mine:
    """Results shown now, the last race first; the best over each distance, by its name."""

    results: Sequence[Result]
    bests: Mapping[str, Result]
    asked: Sequence[ResultClaim]


def results_of(user: User) -> QuerySet[Result]:
    """Results of a person in every file that was read."""
    held = ResultClaim.objects.filter(
        user=user, state="held", race=OuterRef("race"), bib=OuterRef("bib")
    )
    return Result.objects.filter(Q(entry__in=entries_of(user)) | Q(Exists(held)))


def my_results(user: User) -> Mine:
    """What the page shows."""
    shown = list(
        results_of(user).filter(timing_import=F("race__result_list__current"))
        .select_related("race__edition__event", "timing_import")
        .defer("timing_import__body")
        .order_by(F("race__edition__starts_on").desc(nulls_last=True), "pk")
    )  # fmt: skip
    by_key = {one.pk: one for one in shown}
    best = bests(
        Run(one.pk, one.race.distance_m, one.race.surface, _time(one))
        for one in shown if one.status == "finished" and one.race.sport == "running"
    )  # fmt: skip
    asked = ResultClaim.objects.filter(user=user, state="asked")
    return Mine(
        results=shown, bests={DISTANCES[m]: by_key[run.key] for m, run in best.items()},
        asked=list(asked.select_related("race__edition__event").order_by("pk")),
    )  # fmt: skip


def _time(result: Result) -> int | None:
    return time_for(Basis(result.timing_import.basis), gun_ms=result.gun_ms, net_ms=result.net_ms)


def claims_at(edition_id: int) -> list[ResultClaim]:
    """Claims that an organizer may decide: asked and held, the asked first."""
    rows = ResultClaim.objects.filter(race__edition=edition_id, state__in=["asked", "held"])
    return list(rows.select_related("race", "user").order_by("state", "pk"))


def claims_without_organizer() -> list[ResultClaim]:
    """Claims that nobody but an operator can decide, the oldest first."""
    rows = ResultClaim.objects.filter(
        state="asked", way="organizer", race__edition__event__organizer__isnull=True
    )
    return list(rows.select_related("race__edition__event", "user").order_by("asked_at", "pk"))
