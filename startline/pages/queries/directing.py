"""What directors have done here, counted."""

from dataclasses import dataclass

from django.db.models import Sum

from startline.accounts.models import User
from startline.entries.models.orders import Entry, OrderLine
from startline.events.models.catalogue import Event
from startline.places.rules.currencies import currency_of


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


def home_currency(user: User | None) -> str:
    """The currency of the country where the person's organizers put their races on; else dollars.

    US dollars are what most of those we compare with count in.
    """
    if user is None:
        return "USD"
    mine = Event.objects.filter(organizer__memberships__user=user).exclude(country="")
    country = mine.order_by("-created_at", "-pk").values_list("country", flat=True).first()
    return currency_of(country or "") or "USD"
