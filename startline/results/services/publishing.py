"""What a race shows: provisional, then official. Each step is a row."""

import datetime as dt
from collections import Counter

from django.db import transaction

from startline.accounts.models import User
from startline.accounts.services.audit import record_deed
from startline.core.refusals import Refusal
from startline.events.models.catalogue import Race
from startline.events.services.changes import record_changes
from startline.results.models import Result, ResultChange, ResultList, TimingImport
from startline.results.rules.figures import bins
from startline.results.rules.ranking import Basis, Status, time_for


class NotPublishedError(Refusal):
    """The race shows no results yet."""

    code = "not_published"


def show_generation(kept: TimingImport, *, now: dt.datetime) -> None:
    """Show the results of a file that was read completely; they are provisional again."""
    figures = figures_of(kept)
    with transaction.atomic():
        done = TimingImport.objects.filter(pk=kept.pk, state="running").update(
            state="done", done_at=now
        )
        if not done:
            return
        before = ResultList.objects.filter(race=kept.race_id).first()
        values = {
            "current": kept, "state": "provisional", "figures": figures, "published_at": now,
            "official_at": None, "changed_at": now,
        }  # fmt: skip
        ResultList.objects.update_or_create(race=kept.race, defaults=values)
        ResultChange.objects.create(
            race=kept.race, what="published", by=kept.by, at=now,
            before={"file": before.current_id} if before else {}, after={"file": kept.pk},
        )  # fmt: skip
        record_changes([kept.race.edition.event_id], now=now)


@transaction.atomic
def make_official(race: Race, *, by: User, now: dt.datetime) -> None:
    """Provisional results become official. Raises NotPublishedError."""
    changed = ResultList.objects.filter(race=race, state="provisional").update(
        state="official", official_at=now, changed_at=now
    )
    if not changed:
        raise NotPublishedError
    ResultChange.objects.create(
        race=race, what="official", before={"state": "provisional"}, after={"state": "official"},
        by=by, at=now,
    )  # fmt: skip
    record_deed("make_results_official", race, by=by, now=now)
    record_changes([race.edition.event_id], now=now)


def figures_of(kept: TimingImport) -> dict[str, object]:
    """Counts of a generation, made once: by status, gender, category, country, finish time."""
    rows = list(
        Result.objects.filter(timing_import=kept).values_list(
            "status", "gender", "category", "country", "gun_ms", "net_ms"
        )
    )
    basis = Basis(kept.basis)
    times = [time_for(basis, gun_ms=r[4], net_ms=r[5]) for r in rows if r[0] == Status.FINISHED]
    return {
        "statuses": dict(Counter(row[0] for row in rows)),
        "genders": dict(Counter(row[1] for row in rows if row[1])),
        "categories": dict(sorted(Counter(row[2] for row in rows if row[2]).items())),
        "countries": dict(Counter(row[3] for row in rows if row[3]).most_common()),
        "times": [[one.from_ms, one.n] for one in bins([t for t in times if t is not None])],
    }
