"""What the pages of an order show, closed before it reaches a template."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, Sum, prefetch_related_objects

from startline.core.money import Money
from startline.entries.models.orders import Entry, Order, OrderLine
from startline.entries.queries.quoting import coupon_verdict, quote_of
from startline.entries.queries.selling import accounts_of, fee_of, sellings
from startline.entries.queries.sheet import Sheet
from startline.entries.rules.cart import Cart
from startline.events.models.catalogue import Edition, Race
from startline.events.models.offer import PriceStep
from startline.events.queries import steps_of
from startline.events.rules.pricing import (
    NotForSaleError,
    Quote,
    all_in_steps,
    costs_nothing,
    price_at,
)
from startline.payments.models import Payment

BAR = 300


@dataclass(frozen=True)
class Bill:
    """A bill with where the money goes."""

    quote: Quote | None
    coupon_flaw: str = ""

    @property
    def zero(self) -> Money:
        """What the platform takes, in the bill's currency."""
        return Money(0, self.quote.total.currency if self.quote else "")

    @property
    def fee_share(self) -> int:
        """How wide the processor's part of the bar is, of BAR."""
        return part_of_bar(self.quote.processor_fee, self.quote.total) if self.quote else 0

    @property
    def rest_share(self) -> int:
        """How wide the organizer's part is."""
        return BAR - self.fee_share


def bill_of(sheet: Sheet, cart: Cart) -> Bill:
    """The bill for what is wanted by now; a code that can't be used says why."""
    coupon, flaw = coupon_verdict(sheet, cart)
    try:
        priced = quote_of(sheet, cart, coupon)
    except NotForSaleError:
        return Bill(None, flaw)
    return Bill(priced, flaw)


def part_of_bar(part: Money, whole: Money) -> int:
    """A part of a bar that is BAR wide."""
    return round(BAR * part.minor / whole.minor) if whole.minor else 0


@dataclass(frozen=True)
class Receipt:
    """An order as placed: lines, total, and where the money goes by the processor's usual fee."""

    lines: list[OrderLine]
    total: Money
    processor_fee: Money
    to_organizer: Money

    @property
    def platform(self) -> Money:
        """What the platform took: the sum of a column that the database keeps at zero."""
        taken = sum(line.platform_fee_minor for line in self.lines)
        return Money(taken, self.total.currency)

    @property
    def fee_share(self) -> int:
        """How wide the processor's part of the bar is, of BAR."""
        return part_of_bar(self.processor_fee, self.total)

    @property
    def rest_share(self) -> int:
        """How wide the organizer's part is."""
        return BAR - self.fee_share


@dataclass(frozen=True)
class PartyLink:
    """A party whose members have something to fill in, and in which race."""

    token: str
    race: str
    missing: int


@dataclass(frozen=True)
class OrderPage:
    """One order with its entries and receipt."""

    order: Order
    edition: Edition
    entries: list[Entry]
    parties: list[PartyLink]
    receipt: Receipt

    @property
    def is_in(self) -> bool:
        """Whether everybody is on the start list."""
        return all(entry.state == "confirmed" for entry in self.entries)


def order_page(order: Order) -> OrderPage:
    """The page of a placed order. The processor's part is known, or estimated by its usual fee."""
    entries = list(
        Entry.objects.filter(order=order)
        .select_related("race", "athlete", "party")
        .order_by("race__position", "race__pk", "party", "leg", "pk")
    )
    total = Money(order.total_minor, order.currency)
    fee_minor = processor_part(order)
    return OrderPage(
        order=order,
        edition=order.edition,
        entries=entries,
        parties=party_links(entries),
        receipt=Receipt(
            lines=[with_money(line, order) for line in order.lines.order_by("pk")],
            total=total,
            processor_fee=Money(fee_minor, order.currency),
            to_organizer=Money(total.minor - fee_minor, order.currency),
        ),
    )


def party_links(entries: Sequence[Entry]) -> list[PartyLink]:
    """One link for each party that is not complete, in the order of its entries."""
    missing: Counter[tuple[str, str]] = Counter()
    for entry in entries:
        if entry.party and entry.athlete is None:
            missing[entry.party.token, entry.race.name] += 1
    return [PartyLink(token, race, count) for (token, race), count in missing.items()]


def processor_part(order: Order) -> int:
    """What the processor kept, in minor units; before it says so, its usual fee; else nothing."""
    if order.method != "card" or not order.total_minor:
        return 0
    known = Payment.objects.filter(reference=order.reference, fee_minor__isnull=False)
    kept = known.aggregate(n=Sum("fee_minor"))["n"]
    if kept is not None:
        return int(kept)
    account = accounts_of(order.edition.event.organizer_id).get("card")
    return fee_of(account).of(order.total_minor)


def with_money(line: OrderLine, order: Order) -> OrderLine:
    """A line that knows its amount as Money."""
    line.money = Money(line.minor, order.currency)  # type: ignore[attr-defined]  # for the template
    return line


def races_to_enter(race: Race) -> list[Race]:
    """The race, and the others of its edition that anybody may enter, in their order."""
    shown = race.edition.races.filter(is_cancelled=False).select_related("pool")
    return [one for one in shown.order_by("position", "pk") if one == race or not one.is_hidden]


def prices_to_enter(
    edition: Edition, races: Sequence[Race], *, now: dt.datetime
) -> dict[int, Money]:
    """What one place, or one team, costs in the end; a race without a price in force has none."""
    prefetch_related_objects(races, "price_steps")
    selling = sellings(Q(edition=edition)).get(edition.pk)
    found: dict[int, Money] = {}
    has_prices = PriceStep.objects.filter(race__edition=edition).exists()
    for race in races:
        steps = steps_of(race)
        if selling:
            steps = all_in_steps(steps, terms=selling.terms, fee=selling.fee)
        sold = race.pool.taken if race.pool else 0
        price = price_at(steps, at=now, sold=sold)
        if costs_nothing(steps, has_prices=has_prices):
            price = Money(0, edition.currency)
        if price is not None:
            found[race.pk] = price
    return found


def minutes_left(until: dt.datetime | None, now: dt.datetime) -> int:
    """Whole minutes, rounded up; zero when over."""
    if until is None:
        return 0
    return max(0, -int((now - until).total_seconds() // 60))
