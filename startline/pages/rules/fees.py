"""What sellers of entries take, as they or their customers published it, and a calculator. Pure.

Amounts are minor units of the seller's own currency. Each row names its source and the year known
of it. Who published only what is taken at a few prices has those prices and no rule: between two
of them the fee lies between theirs, beyond them nothing is said.
"""

import math
from dataclasses import dataclass

from startline.core.money import FeeRule, Money, from_amount
from startline.discovery.rules.rates import UNITS_PER_EURO, from_euro_cents, in_euro_cents

CARD = FeeRule(290, 30)
"""Stripe's public price for domestic cards in the United States: 2.9% and 30 cents."""


@dataclass(frozen=True)
class Band:
    """A share and a fixed part for prices below `below` (None: all others), at least `least`."""

    fee: FeeRule
    below: int | None = None
    least: int = 0


@dataclass(frozen=True)
class Seller:
    """Who takes it, by which rule or at which prices, who says so and since when that is known."""

    key: str
    name: str
    bands: tuple[Band, ...]
    source: str
    known: str
    currency: str = "USD"
    points: tuple[tuple[int, int], ...] = ()  # price and fee, by price, where no rule is known
    scope: str = ""  # a stable word for what the rule is of

    def fee(self, minor: int) -> tuple[int, int] | None:
        """The least and the most that one entry at a price costs; None: not published."""
        if minor <= 0:
            return 0, 0
        if self.points:
            return self._between(minor)
        band = next(b for b in self.bands if b.below is None or minor < b.below)
        exact = (minor * band.fee.basis_points + 5_000) // 10_000 + band.fee.fixed_minor
        return max(exact, band.least), max(exact, band.least)

    def _between(self, minor: int) -> tuple[int, int] | None:
        below = [fee for price, fee in self.points if price <= minor]
        above = [fee for price, fee in self.points if price >= minor]
        return (below[-1], above[0]) if below and above else None


SELLERS = (
    Seller(
        "runsignup", "RunSignup", (),
        "help.runsignup.com, article 17000064141", "2026",
        points=((2_000, 250), (4_000, 300), (8_000, 480)),
    ),
    Seller(
        "ultrasignup", "UltraSignup",
        (Band(FeeRule(625, 250), 10_000, 350), Band(FeeRule(650, 350), 100_000),
         Band(FeeRule(525, 500))),
        "help.ultrasignup.com, article 30362746490637", "2026", scope="us",
    ),
    Seller(
        "ultrasignup_abroad", "UltraSignup", (Band(FeeRule(400, 100), None, 400),),
        "help.ultrasignup.com, article 30362746490637", "2026", scope="abroad",
    ),
    Seller(
        "runreg", "RunReg",
        (Band(FeeRule(650, 125), 10_000), Band(FeeRule(600, 125), 30_000), Band(FeeRule(300, 875))),
        "runreg.com, FAQ for directors", "2026",
    ),
    Seller(
        "raceroster", "Race Roster", (Band(FeeRule(500, 300)),),
        "bicycleillinois.com, an organizer’s own page", "2026",
    ),
    Seller(
        "zapisyonline", "zapisyonline.pl", (Band(FeeRule(0, 300)),),
        "zapisyonline.pl, cennik", "2020", "PLN",
    ),
    Seller(
        "eventbrite", "Eventbrite", (Band(FeeRule(550, 99)),),
        "help.eventbrite.com, articles 428469 and 428597", "2014",
    ),
    Seller(
        "active", "ACTIVE", (Band(FeeRule(675, 125), None, 325),),
        "a competitor’s slide", "2012",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Compared:
    """One seller beside us, for one entry; `least` None: not published at this price.

    `is_about`: the seller counts in another currency, and a reference rate was used.
    """

    seller: Seller
    least: Money | None
    most: Money | None
    entries: int
    is_about: bool = False

    @property
    def all(self) -> tuple[Money, Money] | None:
        """The least and the most of all entries."""
        if self.least is None or self.most is None:
            return None
        return times(self.least, self.entries), times(self.most, self.entries)


@dataclass(frozen=True)
class Sum:
    """What the calculator says for a price and a number of entries."""

    price: Money
    entries: int
    sellers: tuple[Compared, ...]
    card_each: Money

    @property
    def card_all(self) -> Money:
        """What the card processor keeps of all entries."""
        return times(self.card_each, self.entries)

    @property
    def nothing(self) -> Money:
        """What we take."""
        return Money(0, self.price.currency)


def compared(price: Money, entries: int) -> Sum:
    """All sellers for a price and a number of entries, in the currency of the price."""
    rows = tuple(_beside(seller, price, entries) for seller in SELLERS)
    there = exchanged(price, "USD")
    card = exchanged(Money(CARD.of(there.minor), "USD"), price.currency)
    return Sum(price, entries, rows, card)


def _beside(seller: Seller, price: Money, entries: int) -> Compared:
    taken = seller.fee(exchanged(price, seller.currency).minor)
    is_about = price.currency != seller.currency and price.minor > 0
    if taken is None:
        return Compared(seller, None, None, entries, is_about=is_about)
    least, most = (exchanged(Money(fee, seller.currency), price.currency) for fee in taken)
    return Compared(seller, least, most, entries, is_about=is_about)


def exchanged(amount: Money, currency: str) -> Money:
    """About the same amount in another currency, by the reference rates. Raises ValueError."""
    if amount.currency == currency:
        return amount
    cents = in_euro_cents(amount)
    found = None if cents is None else from_euro_cents(cents, currency)
    if found is None:
        msg = f"no rate between {amount.currency} and {currency}"
        raise ValueError(msg)
    return found


def times(amount: Money, number: int) -> Money:
    """So many of an amount."""
    return Money(amount.minor * number, amount.currency)


def usual_price(currency: str) -> Money:
    """A round price to begin with: 50 where money is worth about a euro, 500, 5,000 and so on."""
    noughts = math.floor(math.log10(UNITS_PER_EURO[currency] + 0.2))
    return from_amount(50 * 10**noughts, currency)
