"""How an edition goes: entries and money over time, places, people, visitors."""

import datetime as dt
import zoneinfo
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Sum

from startline.core.money import Money, exponent
from startline.entries.models.orders import Entry, OrderLine
from startline.entries.rules.life import OrderState, age_on
from startline.entries.rules.plots import Plot, plot, summed
from startline.events.models.catalogue import CapacityPool, Edition
from startline.events.models.counting import DayCount
from startline.places.queries import country_name

BANDS = ((0, 17), (18, 29), (30, 39), (40, 49), (50, 59), (60, 69), (70, 199))


@dataclass(frozen=True)
class Bar:
    """One group: its word, its number, and its share of the largest in percent."""

    word: str
    n: int
    share: int


@dataclass(frozen=True)
class Curve:
    """Numbers or money so far by day, and their drawing."""

    days: Sequence[tuple[dt.date, int | Money, int | Money]]  # day, that day, so far
    drawing: Plot | None
    total: int | Money


@dataclass(frozen=True)
class Figures:
    """All that the page shows."""

    entries: Curve
    money: Curve
    pools: list[tuple[CapacityPool, int]]  # with the share taken in percent
    by_race: list[Bar]
    by_price: list[Bar]
    by_gender: list[Bar]
    by_age: list[Bar]
    by_country: list[Bar]
    visits: list[tuple[dt.date, int, int, int]]  # day, views, saves, clicks
    views: Curve


def figures(edition: Edition, *, now: dt.datetime) -> Figures:
    """The figures of an edition at an instant."""
    zone = zoneinfo.ZoneInfo(edition.event.timezone or "UTC")
    until = now.astimezone(zone).date()
    rows = list(
        Entry.objects.confirmed()
        .filter(race__edition=edition)
        .values_list(
            "created_at", "race__name", "athlete__gender", "athlete__born_on", "athlete__country"
        )
    )  # fmt: skip
    visits = visits_of(edition)
    return Figures(
        entries=curve(Counter(r[0].astimezone(zone).date() for r in rows), until),
        money=money_curve(edition, zone, until),
        pools=[(p, 100 * p.taken // max(1, p.places)) for p in edition.pools.order_by("pk")],
        by_race=bars(Counter(r[1] for r in rows)),
        by_price=bars(prices(edition)),
        by_gender=bars(Counter(r[2] or "" for r in rows)),
        by_age=age_bars(edition, [r[3] for r in rows]),
        by_country=bars(Counter(country_name(r[4]) if r[4] else "" for r in rows), most=12),
        visits=visits,
        views=curve(Counter({day: views for day, views, _, _ in visits}), until),
    )


def curve(days: Counter[dt.date], until: dt.date) -> Curve:
    """Numbers a day as a curve of numbers so far."""
    so_far = summed(list(days.items()))
    table = [(day, days[day], total) for day, total in so_far]
    return Curve(table, plot(so_far, until=until), so_far[-1][1] if so_far else 0)


def money_curve(edition: Edition, zone: dt.tzinfo, until: dt.date) -> Curve:
    """Settled money, exact in words, drawn in units of the edition's currency."""
    currency = edition.currency or "EUR"
    days = money_by_day(edition, zone)
    so_far = summed(list(days.items()))
    unit = 10 ** exponent(currency)
    return Curve(
        [(day, Money(days[day], currency), Money(total, currency)) for day, total in so_far],
        plot([(day, total / unit) for day, total in so_far], until=until),
        Money(so_far[-1][1] if so_far else 0, currency),
    )


def money_by_day(edition: Edition, zone: dt.tzinfo) -> Counter[dt.date]:
    """What settled orders come to, by the day they were settled, in minor units."""
    rows = (
        OrderLine.objects.filter(order__edition=edition, order__state=OrderState.SETTLED)
        .filter(order__settled_at__isnull=False)
        .values_list("order__settled_at")
        .annotate(minor=Sum("minor"))
    )
    minor: Counter[dt.date] = Counter()
    for at, n in rows:
        minor[at.astimezone(zone).date()] += n
    return minor


def prices(edition: Edition) -> Counter[str]:
    """Places sold by the price of their step."""
    lines = OrderLine.objects.filter(
        order__edition=edition, kind="entry", entry__state__in=["confirmed", "offered"]
    )
    currency = edition.currency or "EUR"
    found = Counter(lines.values_list("minor", flat=True))
    return Counter({str(Money(minor, currency)): n for minor, n in found.items()})


def bars(groups: Counter[str], *, most: int = 30) -> list[Bar]:
    """The largest groups first."""
    top = max(groups.values(), default=1)
    return [Bar(word, n, 100 * n // top) for word, n in groups.most_common(most)]


def age_bars(edition: Edition, born: Iterable[dt.date | None]) -> list[Bar]:
    """Ages on race day in bands, the youngest first."""
    day = edition.starts_on
    if day is None:
        return []
    ages = [age_on(b, day) for b in born if b]
    found = [
        (f"{low}–{high}" if high < 199 else f"{low}+", sum(low <= a <= high for a in ages))
        for low, high in BANDS
    ]
    top = max((n for _, n in found), default=0)
    return [Bar(word, n, 100 * n // top) for word, n in found if n] if top else []


def visits_of(edition: Edition) -> list[tuple[dt.date, int, int, int]]:
    """Views, saves and clicks to entry by day, the newest last."""
    days: dict[dt.date, Counter[str]] = {}
    for row in DayCount.objects.filter(event=edition.event_id).order_by("on"):
        days.setdefault(row.on, Counter())[row.kind] += row.n
    return [(day, c["view"], c["save"], c["click"]) for day, c in days.items()]
