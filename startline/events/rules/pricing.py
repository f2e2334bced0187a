"""The one place that says what an entry costs. Pure.

The search card, the filter, structured data, the API, the checkout and the receipt all ask here:
they can't differ. Steps apply in the order of their end; of those in force, one whose condition
(age, answer) the buyer meets goes before one without a condition.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from startline.core.money import FeeRule, Money


@dataclass(frozen=True)
class Step:
    """A price valid from `from_at`, until `until_at` (exclusive) or until so many are sold.

    With ages (whole years on race day, both ends included) or an answer, only for those it fits.
    """

    price: Money
    from_at: dt.datetime | None = None
    until_at: dt.datetime | None = None
    until_sold: int | None = None
    label: str = ""
    lowest_age: int | None = None
    highest_age: int | None = None
    answer_key: str = ""
    answer_value: str = ""

    @property
    def is_conditional(self) -> bool:
        """Whether it is for some people only."""
        return bool(self.answer_key) or (self.lowest_age, self.highest_age) != (None, None)


@dataclass(frozen=True)
class Offer:
    """What a race costs now, and what comes after it."""

    now: Step | None
    following: Step | None


@dataclass(frozen=True)
class Buyer:
    """What a price may depend on: age in whole years on race day, answers by question key."""

    age: int | None = None
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Head:
    """One place wanted: the race's steps, how many it has sold, who it is for."""

    label: str
    steps: Sequence[Step]
    sold: int = 0
    buyer: Buyer = field(default_factory=Buyer)
    race: int = 0


@dataclass(frozen=True)
class Discount:
    """What a coupon gives: an amount off each place, or a share of it; on one race or on all.

    `left_minor` is what its budget still holds, `left_heads` how many places it may still serve.
    """

    label: str
    minor: int = 0
    percent: int = 0
    race: int | None = None
    left_minor: int | None = None
    left_heads: int | None = None


@dataclass(frozen=True)
class Wish:
    """Something beside the places: an extra (name, unit price, how many) or a donation."""

    kind: str
    label: str
    unit: Money
    quantity: int = 1


@dataclass(frozen=True)
class Terms:
    """The edition's selling terms as far as a price needs them."""

    currency: str
    tax_basis_points: int = 0
    tax_is_included: bool = True
    fee_is_added: bool = False
    family_from: int = 0
    family_percent: int = 0


@dataclass(frozen=True)
class Line:
    """One line of a bill. `head` is the position of the place it belongs to, if it has one."""

    kind: str
    label: str
    money: Money
    quantity: int = 1
    head: int | None = None


@dataclass(frozen=True)
class Quote:
    """The bill, what it sums to, the tax in it, and where the money goes. Platform: always zero."""

    lines: tuple[Line, ...]
    total: Money
    tax: Money
    processor_fee: Money
    to_organizer: Money
    discount: Money

    def of_head(self, head: int) -> Money:
        """What one place costs after its discounts, with tax and fee left out."""
        kinds = ("entry", "discount")
        mine = (n.money.minor for n in self.lines if n.head == head and n.kind in kinds)
        return Money(sum(mine), self.total.currency)


class NotForSaleError(ValueError):
    """A race has no price in force for this buyer."""

    code = "not_for_sale"


def in_order(steps: Sequence[Step]) -> list[Step]:
    """Steps by the end of their time, open ones last, the cheaper first where that is equal."""
    end = dt.datetime.max.replace(tzinfo=dt.UTC)
    return sorted(
        steps,
        key=lambda s: (s.until_at or end, s.until_sold is None, s.until_sold or 0, s.price.minor),
    )


def step_is_over(step: Step, *, at: dt.datetime, sold: int) -> bool:
    """Whether its time has passed or its number is sold."""
    by_time = step.until_at is not None and at >= step.until_at
    return by_time or (step.until_sold is not None and sold >= step.until_sold)


def step_fits(step: Step, buyer: Buyer) -> bool:
    """Whether the buyer meets the step's condition; an unknown age meets none."""
    if step.answer_key and buyer.answers.get(step.answer_key) != step.answer_value:
        return False
    if (step.lowest_age, step.highest_age) == (None, None):
        return True
    if buyer.age is None:
        return False
    return (step.lowest_age or 0) <= buyer.age and (
        step.highest_age is None or buyer.age <= step.highest_age
    )


def offer_at(
    steps: Sequence[Step], *, at: dt.datetime, sold: int = 0, buyer: Buyer | None = None
) -> Offer:
    """The step in force and the next one; `now` is None before the first and after the last."""
    mine = [s for s in in_order(steps) if step_fits(s, buyer or Buyer())]
    left = [s for s in mine if not step_is_over(s, at=at, sold=sold)]
    started = [s for s in left if s.from_at is None or s.from_at <= at]
    current = next((s for s in started if s.is_conditional), started[0] if started else None)
    later = [s for s in left if s is not current and not s.is_conditional]
    return Offer(now=current, following=later[0] if later else None)


def price_at(
    steps: Sequence[Step], *, at: dt.datetime, sold: int = 0, buyer: Buyer | None = None
) -> Money | None:
    """What one place costs at an instant; None where no price is listed or none is in force."""
    current = offer_at(steps, at=at, sold=sold, buyer=buyer).now
    return current.price if current else None


def costs_nothing(steps: Sequence[Step], *, has_prices: bool) -> bool:
    """Whether a race without a price is free: only where no race of the edition has one.

    Where another has, this one's price is not said yet, and it is not on sale; free is a price of
    zero there. Else a race that is added to one on sale would be entered for nothing.
    """
    return not steps and not has_prices


def is_on_sale(steps: Sequence[Step], *, has_prices: bool, at: dt.datetime) -> bool:
    """Whether some buyer meets a price now, or none is needed."""
    return bool(in_force(steps, at=at)) or costs_nothing(steps, has_prices=has_prices)


def in_force(steps: Sequence[Step], *, at: dt.datetime) -> list[Step]:
    """The steps that some buyer meets at an instant, however many are sold."""
    begun = (step for step in steps if step.from_at is None or step.from_at <= at)
    return [step for step in begun if not step_is_over(step, at=at, sold=0)]


def all_in_price(
    steps: Sequence[Step], *, terms: Terms, fee: FeeRule, at: dt.datetime, sold: int = 0
) -> Money | None:
    """What one person without a discount pays in the end: the price that is shown first."""
    if price_at(steps, at=at, sold=sold) is None:
        return None
    return quote([Head("", steps, sold)], terms=terms, fee=fee, at=at).total


def all_in_steps(steps: Sequence[Step], *, terms: Terms, fee: FeeRule) -> list[Step]:
    """The steps with what one person without a discount pays in the end: for lists and cards."""
    if not terms.fee_is_added and (terms.tax_is_included or not terms.tax_basis_points):
        return list(steps)
    alone = (replace(s, from_at=None, until_at=None, until_sold=None, answer_key="",
                     lowest_age=None, highest_age=None) for s in steps)  # fmt: skip
    now = dt.datetime.min.replace(tzinfo=dt.UTC)
    totals = (quote([Head("", [s])], terms=terms, fee=fee, at=now).total for s in alone)
    return [replace(s, price=total) for s, total in zip(steps, totals, strict=True)]


def quote(
    heads: Sequence[Head], *, terms: Terms, fee: FeeRule, at: dt.datetime,
    wishes: Sequence[Wish] = (), discounts: Sequence[Discount] = (),
) -> Quote:  # fmt: skip
    """The bill for places and wishes at an instant.

    Raises NotForSaleError where a place has no price. Discounts never go below zero; the family
    rule takes its share of what coupons left. A fee that is added is grossed up, so that the
    organizer gets the same as without the processor.
    """
    lines = place_lines(heads, terms=terms, at=at, discounts=discounts)
    lines += [
        Line(w.kind, w.label, Money(w.unit.minor * w.quantity, terms.currency), w.quantity)
        for w in wishes
        if w.quantity
    ]
    donated = sum(n.money.minor for n in lines if n.kind == "donation")
    goods = sum(n.money.minor for n in lines) - donated
    tax = tax_in(goods, terms)
    if tax and not terms.tax_is_included:
        lines.append(Line("tax", "", Money(tax, terms.currency)))
        goods += tax
    net = goods + donated
    total = fee.grossed_up(net) if terms.fee_is_added else net
    if total > net:
        lines.append(Line("fee", "", Money(total - net, terms.currency)))
    kept = fee.of(total)
    return Quote(
        lines=tuple(lines),
        total=Money(total, terms.currency),
        tax=Money(tax, terms.currency),
        processor_fee=Money(kept, terms.currency),
        to_organizer=Money(total - kept, terms.currency),
        discount=Money(-sum(n.money.minor for n in lines if n.kind == "discount"), terms.currency),
    )


def place_lines(
    heads: Sequence[Head], *, terms: Terms, at: dt.datetime, discounts: Sequence[Discount]
) -> list[Line]:
    """The places with what coupons and the family rule take off each."""
    lines: list[Line] = []
    budgets = [d.left_minor for d in discounts]
    uses = [d.left_heads for d in discounts]
    for number, head in enumerate(heads):
        price = price_at(head.steps, at=at, sold=head.sold, buyer=head.buyer)
        if price is None:
            raise NotForSaleError(head.label)
        lines.append(Line("entry", head.label, price, head=number))
        left = price.minor
        for i, discount in enumerate(discounts):
            off = discount_on(left, discount, race=head.race, budget=budgets[i], uses=uses[i])
            if off:
                lines.append(
                    Line("discount", discount.label, Money(-off, terms.currency), head=number)
                )
                left -= off
                budgets[i] = None if budgets[i] is None else budgets[i] - off  # type: ignore[operator]  # just asked
                uses[i] = None if uses[i] is None else uses[i] - 1  # type: ignore[operator]  # just asked
        if terms.family_from and number + 1 >= terms.family_from:
            off = share(left, terms.family_percent * 100)
            if off:
                lines.append(Line("discount", "family", Money(-off, terms.currency), head=number))
    return lines


def discount_on(
    minor: int, discount: Discount, *, race: int, budget: int | None, uses: int | None
) -> int:
    """What a coupon takes off a place of this price, within its race, budget and number of uses."""
    if (discount.race is not None and discount.race != race) or uses == 0:
        return 0
    off = discount.minor + share(minor, discount.percent * 100)
    return max(0, min(off, minor, minor if budget is None else budget))


def tax_in(goods: int, terms: Terms) -> int:
    """The tax inside an amount (tax included) or on top of it, in minor units, half up."""
    points = terms.tax_basis_points
    if terms.tax_is_included:
        return goods - share_of_whole(goods, points)
    return share(goods, points)


def share(minor: int, basis_points: int) -> int:
    """A share of an amount, half up."""
    return (minor * basis_points + 5_000) // 10_000


def share_of_whole(minor: int, basis_points: int) -> int:
    """The amount without the tax of so many basis points that is inside it, half up."""
    whole = 10_000 + basis_points
    return (minor * 10_000 + whole // 2) // whole
