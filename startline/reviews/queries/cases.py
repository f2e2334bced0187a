"""What waits for an operator."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from startline.reviews.models import ModerationCase


@dataclass(frozen=True)
class Queue:
    """Open cases and open appeals, those that wait longest first; what was decided last."""

    cases: "QuerySet[ModerationCase]"
    appeals: "QuerySet[ModerationCase]"
    decided: "QuerySet[ModerationCase]"


def queue() -> Queue:
    """The queue; at most a hundred of each."""
    rows = ModerationCase.objects.select_related("review__edition__event").annotate(
        reported=Count("reports")
    )
    return Queue(
        cases=rows.filter(state="open").order_by("opened_at", "pk")[:100],
        appeals=rows.filter(appeal_state="open").order_by("appealed_at", "pk")[:100],
        decided=rows.exclude(state="open")
        .exclude(appeal_state="open")
        .order_by("-decided_at")[:20],
    )
