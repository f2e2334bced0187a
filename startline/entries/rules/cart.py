"""What a person wants to buy, and what it costs. Pure."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from startline.core.money import FeeRule, Money
from startline.entries.rules.asking import Asked, Person
from startline.entries.rules.life import age_on
from startline.events.rules.pricing import Buyer, Discount, Head, Quote, Step, Terms, Wish, quote

MOST_HEADS = 40
"""Places in one order; a larger club sends two."""
SMALL = 6
"""Up to so many people are a family, more are a club."""


@dataclass(frozen=True)
class Cart:
    """One order as the form says it.

    `persons` has each entry by its number; None: this member fills in their own part later.
    `extras` is how many of each size by its number. `most_minor` is the total that was shown:
    the order is not placed at a higher one.
    """

    email: str
    persons: Mapping[int, Person | None]
    method: str = "free"
    extras: Mapping[int, int] = field(default_factory=dict)
    donation_minor: int = 0
    coupon: str = ""
    most_minor: int | None = None


@dataclass(frozen=True)
class Place:
    """One head that is held: for which race, at which price steps, and what the race asks."""

    entry: int
    race: int
    label: str
    steps: tuple[Step, ...]
    sold_before: int
    asked: Asked
    party: int | None = None
    leg: int | None = None
    pool: int | None = None


@dataclass(frozen=True)
class Size:
    """One size of an extra: how many are left (None: no limit) and for which race (None: all)."""

    number: int
    extra: str
    name: str
    price: Money
    left: int | None = None
    race: int | None = None

    @property
    def label(self) -> str:
        """The extra with its size."""
        return f"{self.extra}, {self.name}" if self.name else self.extra


@dataclass(frozen=True)
class Selling:
    """What a price needs beside steps: the edition's terms and the processor's fee."""

    terms: Terms
    fee: FeeRule
    cause: str = ""


def party_kind(heads: int, *, legs: int) -> str:
    """What several people in one order are called; nothing for one person."""
    if legs > 1:
        return "relay"
    if heads == 1:
        return ""
    return "family" if heads <= SMALL else "club"


def units(places: Sequence[Place]) -> list[list[Place]]:
    """The places that are priced together: the legs of one relay team, else each alone."""
    found: dict[tuple[int, int], list[Place]] = {}
    for place in places:
        team = (1, place.party or 0) if place.leg else (0, place.entry)
        found.setdefault(team, []).append(place)
    return list(found.values())


def buyer_of(places: Sequence[Place], persons: Mapping[int, Person | None]) -> Buyer:
    """What the price may depend on; a relay team, or someone yet unknown, meets no condition."""
    person = persons.get(places[0].entry) if len(places) == 1 else None
    if person is None:
        return Buyer()
    answers = {k: v for k, v in person.answers.items() if isinstance(v, str)}
    return Buyer(age=age_on(person.born_on, places[0].asked.day), answers=answers)


def bill(
    places: Sequence[Place], selling: Selling, cart: Cart, *, at: dt.datetime,
    sizes: Sequence[Size] = (), discounts: Sequence[Discount] = (),
) -> Quote:  # fmt: skip
    """What the cart costs at the moment its places were held. Raises NotForSaleError."""
    heads = [
        Head(
            label=unit[0].label, steps=unit[0].steps, sold=unit[0].sold_before,
            buyer=buyer_of(unit, cart.persons), race=unit[0].race,
        )
        for unit in units(places)
    ]  # fmt: skip
    wishes = [
        Wish("extra", size.label, size.price, cart.extras.get(size.number, 0)) for size in sizes
    ]
    if cart.donation_minor:
        wishes.append(
            Wish("donation", selling.cause, Money(cart.donation_minor, selling.terms.currency))
        )
    return quote(
        heads, terms=selling.terms, fee=selling.fee, at=at, wishes=wishes, discounts=discounts
    )


def shares(places: Sequence[Place], priced: Quote) -> dict[int, int]:
    """What each entry's place costs after discounts, in minor units; a team's price is split."""
    found: dict[int, int] = {}
    for number, unit in enumerate(units(places)):
        parts = priced.of_head(number).split([1] * len(unit))
        found |= {place.entry: part.minor for place, part in zip(unit, parts, strict=True)}
    return found


def discounted(priced: Quote, label: str) -> tuple[int, int]:
    """Heads that a coupon served, and what it gave in all, in minor units."""
    lines = [n for n in priced.lines if n.kind == "discount" and n.label == label]
    return len({n.head for n in lines}), -sum(n.money.minor for n in lines)
