"""The marks by which holdings are found: written with them, and made anew when the rules change."""

from collections.abc import Sequence

from django.db import transaction

from startline.feeds.models import Holding, Mark
from startline.feeds.rules.marks import VERSION, own_marks
from startline.feeds.rules.statements import dates_of, traces

AT_ONCE = 200  # holdings in one transaction


def write_marks(wanted: Sequence[tuple[int, set[int]]], *, known: bool) -> None:
    """Bring the marks of holdings to these numbers, in the caller's transaction.

    `known`: some of the holdings may have marks already.
    """
    present: dict[tuple[int, int], int] = {}
    if known:
        rows = Mark.objects.filter(holding_id__in=[pk for pk, _ in wanted])
        present = {(h, n): pk for pk, h, n in rows.values_list("pk", "holding_id", "number")}
    numbers = [(pk, number) for pk, marks in wanted for number in sorted(marks)]
    gone = [present[pair] for pair in present.keys() - set(numbers)]
    if gone:
        Mark.objects.filter(pk__in=gone).delete()
    Mark.objects.bulk_create(
        Mark(holding_id=pk, number=number) for pk, number in numbers if (pk, number) not in present
    )


def mark_the_rest() -> None:
    """Mark what older rules marked, or none, in small transactions; nothing to do as a rule."""
    while rows := list(Holding.objects.marked_before(VERSION).order_by("pk")[:AT_ONCE]):
        wanted = [(row.pk, own_marks(traces(row.listing), dates_of(row.listing))) for row in rows]
        with transaction.atomic():
            write_marks(wanted, known=True)
            Holding.objects.filter(pk__in=[row.pk for row in rows]).update(marked_by=VERSION)
