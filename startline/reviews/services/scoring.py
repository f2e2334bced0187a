"""What all reviews of an event come to, and who their writers turned out to be."""

import datetime as dt
from dataclasses import asdict

from django.conf import settings
from django.db import transaction
from django.tasks import task

from startline.core.clock import now as clock_now
from startline.events.services.changes import record_changes
from startline.results.models import ResultClaim, ResultList
from startline.reviews.models import QUESTIONS, EventScore, Mark, ModerationCase, Review
from startline.reviews.queries.presence import evidence_from, evidence_of, held_results
from startline.reviews.rules.being import Who, basis_of, marks_of, was_at_the_back
from startline.reviews.rules.scores import Said, figures
from startline.reviews.rules.words import Basis, Shown

LOOKED_BACK = dt.timedelta(hours=2)
"""How far the job looks back for changed results: it runs every quarter of an hour."""
AGAIN = dt.timedelta(days=1)
FIGURES = ("n", "score", "average", "spread", "stars", "back", "back_n")


@transaction.atomic
def count_event(event_id: int, *, now: dt.datetime) -> None:
    """Write an event's figures anew; whoever follows the event hears of a change."""
    rows = Review.objects.counted().of_event(event_id).values("overall", "is_back", *QUESTIONS)
    said = [
        Said(row["overall"], row["is_back"], {name: row[name] for name in QUESTIONS})
        for row in rows
    ]
    found = figures(said)
    before = EventScore.objects.filter(event=event_id).values(*FIGURES).first()
    after = None if found is None else {**asdict(found), "stars": list(found.stars)}
    if before == after:
        return
    if after is None:
        EventScore.objects.filter(event=event_id).delete()
    else:
        EventScore.objects.update_or_create(
            event_id=event_id, defaults={**after, "counted_at": now}
        )
    record_changes([event_id], now=now)


@transaction.atomic
def follow_edition(edition_id: int, event_id: int, *, now: dt.datetime) -> int:
    """Derive anew what each reviewer of an edition has of it; how many changed."""
    reviews = list(Review.objects.filter(edition=edition_id))
    known = evidence_of([review.entry_id for review in reviews if review.entry_id])
    held = {(row.race_id, row.bib): row for row in held_results(edition_id)}
    changed = 0
    for review in reviews:
        if review.entry_id:
            evidence = known[review.entry_id][0]
        elif is_still_theirs(review):
            row = held.get((review.race_id or 0, review.bib))
            evidence = evidence_from(row, row.race.result_list if row else None)
        else:
            changed += let_wait(review, now=now)
            continue
        values = {"basis": basis_of(evidence), "is_back": was_at_the_back(evidence)}
        differing = Review.objects.filter(pk=review.pk).exclude(**values)
        changed += differing.update(**values)
    if changed:
        count_event(event_id, now=now)
    return changed


def is_still_theirs(review: Review) -> bool:
    """Whether the result that a review rests on is held by its writer."""
    claims = ResultClaim.objects.filter(race=review.race_id, bib=review.bib, state="held")
    return bool(review.bib) and claims.filter(user=review.user_id).exists()


def let_wait(review: Review, *, now: dt.datetime) -> bool:
    """The result turned out to be somebody else's: the review waits for an operator, and whose the
    result is may write. Whether that was news.
    """
    if not review.bib:
        return False
    mine = marks_of(Who(race=review.race_id, bib=review.bib), settings.SECRET_KEY.encode())
    Mark.objects.filter(review=review, mark__in=mine).delete()
    shown = Review.objects.filter(pk=review.pk, state=Shown.SHOWN)
    if not shown.update(state=Shown.HELD, basis=Basis.ENTERED, is_back=False, bib=""):
        return False
    ModerationCase.objects.get_or_create(
        review=review, state="open", defaults={"cause": "claim", "opened_at": now}
    )
    return True


@task
def follow_results() -> int:
    """The schedule's job: reviews of editions whose results or desks changed; how many changed."""
    now = clock_now()
    lists = ResultList.objects.filter(changed_at__gte=now - LOOKED_BACK)
    editions = set(lists.values_list("race__edition_id", "race__edition__event_id"))
    claims = ResultClaim.objects.filter(decided_at__gte=now - LOOKED_BACK)
    editions |= set(claims.values_list("race__edition_id", "race__edition__event_id"))
    fresh = Review.objects.filter(made_at__gte=now - AGAIN)
    editions |= set(fresh.values_list("edition_id", "edition__event_id"))
    return sum(follow_edition(edition, event, now=now) for edition, event in sorted(editions))
