"""A person leaves, or asks what is kept: results are the record of a race and stay."""

from django.db import transaction
from django.db.models import Q

from startline.accounts.models import User
from startline.accounts.queries import confirmed_addresses
from startline.core.clock import now as clock_now
from startline.results.models import CorrectionRequest, Result, ResultClaim
from startline.results.queries.belonging import results_of
from startline.results.services.changing import hide_result


@transaction.atomic
def hide_names(user: User) -> None:
    """Take the name off each of their results; time and place stay."""
    for result in results_of(user).filter(is_hidden=False).select_related("race"):
        hide_result(result, is_hidden=True, by=None, now=clock_now())


@transaction.atomic
def forget(user: User) -> None:
    """Requests for a correction go; a result loses the way to the entry, and so to the person."""
    requests = CorrectionRequest.objects.filter(_asked_by(user))
    requests.delete()
    results_of(user).update(entry=None)
    ResultClaim.objects.filter(user=user).delete()


def export(user: User) -> dict[str, object]:
    """Each result with its splits, and what was asked about results."""
    mine = results_of(user).select_related("race__edition__event").prefetch_related("splits")
    return {
        "results": [_whole(result) for result in mine.order_by("pk")],
        "claims": list(
            ResultClaim.objects.filter(user=user).order_by("pk")
            .values("race__edition__event__name", "race__name", "bib", "way", "state", "asked_at")
        ),
        "requests": list(
            CorrectionRequest.objects.filter(_asked_by(user)).order_by("pk")
            .values("email", "text", "state", "answer", "made_at", "answered_at")
        ),
    }  # fmt: skip


def _asked_by(user: User) -> Q:
    return Q(email__in=confirmed_addresses(user.pk))


def _whole(result: Result) -> dict[str, object]:
    names = (
        "bib", "name", "gender", "age", "country", "club", "category", "status", "gun_ms",
        "net_ms", "place", "gender_place", "category_place", "is_hidden",
    )  # fmt: skip
    race = result.race
    return {
        "event": race.edition.event.name, "edition": race.edition.slug, "race": race.name,
        **{name: getattr(result, name) for name in names},
        "splits": [{"point": s.point, "elapsed_ms": s.elapsed_ms} for s in result.splits.all()],
    }  # fmt: skip
