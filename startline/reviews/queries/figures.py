"""What all reviews of the site come to."""

from dataclasses import dataclass

from django.db.models import Count, Sum

from startline.reviews.models import Review
from startline.reviews.rules.scores import hundredths


@dataclass(frozen=True)
class Rated:
    """The average of all counted reviews in hundredths of a star, of how many, of which events."""

    average: int
    reviews: int
    events: int


def rated() -> Rated | None:
    """The site's figure, demonstrations left out; None while there is nothing to count."""
    rows = Review.objects.counted().filter(
        edition__event__is_demo=False, edition__event__published_at__isnull=False,
        edition__event__merged_into__isnull=True,
    )  # fmt: skip
    found = rows.aggregate(
        n=Count("pk"), total=Sum("overall"), events=Count("edition__event", distinct=True)
    )
    if not found["n"]:
        return None
    return Rated(hundredths(found["total"], found["n"]), found["n"], found["events"])
