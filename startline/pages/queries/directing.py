"""What directors have done here, counted."""

from dataclasses import dataclass

from django.db.models import Sum

from startline.entries.models.orders import Entry, OrderLine
from startline.events.models.catalogue import Event


@dataclass(frozen=True)
class SoldHere:
    """Without demonstrations. `fees`: what the platform took of all of it, in minor units."""

    organizers: int
    entries: int
    fees: int


def sold_here() -> SoldHere:
    """Organizers with a published event, entries confirmed, and the sum of platform fees."""
    real = Event.objects.counted().filter(organizer__isnull=False)
    return SoldHere(
        organizers=real.values("organizer").distinct().count(),
        entries=Entry.objects.confirmed().filter(race__edition__event__is_demo=False).count(),
        fees=OrderLine.objects.aggregate(n=Sum("platform_fee_minor"))["n"] or 0,
    )
