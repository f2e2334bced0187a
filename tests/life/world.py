"""A small race weekend where everything can be done and every place is scarce."""

import datetime as dt
from dataclasses import dataclass

from startline.accounts.models import Organizer
from startline.entries.models.coupons import Coupon
from startline.events.models.catalogue import CapacityPool, Edition, Event, Race
from startline.events.models.offer import Extra, ExtraSize, Policy, PriceStep, SaleTerms
from startline.payments.models import PayoutAccount

NOW = dt.datetime(2026, 5, 1, 10, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class World:
    """The edition that sells, the one after it, and the races of the first."""

    edition: Edition
    next_edition: Edition
    races: tuple[Race, ...]


def make_world(name: str = "ridge", *, places: int = 3) -> World:
    """Two pools: the first is shared by two races, one of them cheap; the next edition has room.

    There are two shirts, a coupon for two heads, and every policy is open until August.
    """
    organizer = Organizer.objects.create(slug=name, name="Ridge Running", created_at=NOW)
    event = Event.objects.create(
        slug=name, name="Ridge Race", organizer=organizer, country="FR", timezone="Europe/Paris",
        published_at=NOW, created_at=NOW,
    )  # fmt: skip
    this, following = (make_edition(event, year, places=places) for year in (2026, 2027))
    for kind, word in (("bank", "b"), ("on_site", "s")):
        PayoutAccount.objects.create(
            organizer=organizer, kind=kind, name=kind, holder="Ridge Running", made_at=NOW,
            iban="FR1420041010050500013M02606" if kind == "bank" else "",
            webhook_token=f"{name}-{word}",
        )  # fmt: skip
    races = tuple(Race.objects.filter(edition=this).order_by("pk"))
    return World(this, following, races)


def make_edition(event: Event, year: int, *, places: int) -> Edition:
    """One edition with a long and a short race in one pool, and a night race in another."""
    edition = Edition.objects.create(
        event=event, slug=str(year), starts_on=dt.date(year, 9, 12), status="entries_open",
        certainty="confirmed", timezone="Europe/Paris", currency="EUR", is_enterable_here=True,
        created_at=NOW,
    )  # fmt: skip
    SaleTerms.objects.create(edition=edition, takes_on_site=True)
    shared = CapacityPool.objects.create(edition=edition, name="Day", places=places)
    night = CapacityPool.objects.create(edition=edition, name="Night", places=2)
    for position, (slug, minor, pool) in enumerate(
        (("50k", 5_000, shared), ("20k", 3_000, shared), ("night", 4_000, night))
    ):
        race = Race.objects.create(
            edition=edition, slug=slug, name=slug, distance_m=10_000 * (position + 1), pool=pool,
            starts_at=dt.datetime(year, 9, 12, 6, tzinfo=dt.UTC), position=position,
        )  # fmt: skip
        PriceStep.objects.create(race=race, minor=minor, currency="EUR")
    shirt = Extra.objects.create(edition=edition, name="Shirt", minor=2_000)
    ExtraSize.objects.create(extra=shirt, name="M", stock=2)
    Coupon.objects.create(
        edition=edition, code="TEN", kind="percent", percent=10, most_uses=2, budget_minor=900
    )
    for kind, _word in Policy.KINDS:
        Policy.objects.create(
            edition=edition, kind=kind, is_allowed=True, fee_minor=500, refund_percent=80,
            until_at=dt.datetime(year, 8, 1, tzinfo=dt.UTC), free_reasons=["injury"],
        )  # fmt: skip
    return edition
