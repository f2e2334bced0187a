"""Everything the checkout of one order needs, read once."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from startline.core.money import Money
from startline.entries.models.asking import Question, Waiver
from startline.entries.models.coupons import Coupon
from startline.entries.models.orders import Entry, Order
from startline.entries.models.sale import Sale, sale_of
from startline.entries.queries.selling import accounts_by_method, methods_of, selling_of, terms_of
from startline.entries.rules.asking import Asked, Asking, Needed
from startline.entries.rules.cart import Place, Selling, Size
from startline.entries.rules.coupons import Code
from startline.entries.rules.life import race_day
from startline.events.models.catalogue import Edition, Race
from startline.events.models.offer import ExtraSize, PriceStep, SaleTerms
from startline.events.queries import as_step
from startline.events.rules.pricing import Discount, Step
from startline.payments.models import PayoutAccount


@dataclass(frozen=True)
class Sheet:
    """An order with its places, what they cost, and what is asked of whom."""

    order: Order
    edition: Edition
    places: tuple[Place, ...]
    terms: SaleTerms
    selling: Selling
    methods: tuple[str, ...]
    sizes: tuple[Size, ...]
    waiver: Waiver | None
    races: dict[int, Race]
    accounts: dict[str, PayoutAccount]

    @property
    def priced_at(self) -> dt.datetime:
        """The moment whose price holds."""
        return self.order.held_at or self.order.created_at

    @property
    def currency(self) -> str:
        """Of every amount in this order."""
        return self.selling.terms.currency


def sheet_of(order: Order, sale: Sale | None = None) -> Sheet:
    """The sheet of an order; `sale` is its edition's, if it was read with the order."""
    sale = sale or sale_of(order.edition_id)
    edition = sale.edition
    entries = list(
        Entry.objects.filter(order=order)
        .order_by("pk")
        .only("race_id", "sold_before", "party_id", "leg")
    )
    races = {entry.race_id: sale.races[entry.race_id] for entry in entries}
    terms = terms_of(edition)
    accounts = accounts_by_method(sale.accounts)
    steps = steps_of(sale)
    currency = currency_of(edition, {race: steps.get(race, ()) for race in races})
    asked = asked_of(sale, races)
    places = tuple(
        Place(
            entry=entry.pk, race=entry.race_id, label=races[entry.race_id].name,
            steps=for_sale(steps.get(entry.race_id, ()), currency),
            sold_before=entry.sold_before, asked=asked[entry.race_id], party=entry.party_id,
            leg=entry.leg, pool=races[entry.race_id].pool_id,
        )
        for entry in entries
    )  # fmt: skip
    return Sheet(
        order=order, edition=edition, places=places, terms=terms,
        selling=selling_of(currency, terms, accounts), methods=methods_of(terms, accounts),
        sizes=sizes_of(edition, races, currency) if sale.has_extras else (), waiver=sale.waiver,
        races=races, accounts=accounts,
    )  # fmt: skip


def steps_of(sale: Sale) -> dict[int, tuple[Step, ...]]:
    """The price steps of a sale by race."""
    found: dict[int, list[Step]] = defaultdict(list)
    for row in sale.steps:
        found[row.race_id].append(as_step(row))
    return {race: tuple(steps) for race, steps in found.items()}


def steps_by_race(races: "dict[int, Race] | Sequence[int]") -> dict[int, tuple[Step, ...]]:
    """Price steps of several races."""
    found: dict[int, list[Step]] = defaultdict(list)
    for row in PriceStep.objects.filter(race__in=list(races)).order_by("pk"):
        found[row.race_id].append(as_step(row))
    return {race: tuple(steps) for race, steps in found.items()}


def for_sale(steps: Sequence[Step], currency: str) -> tuple[Step, ...]:
    """The steps as they are; a race without any is free."""
    return tuple(steps) or (Step(Money(0, currency)),)


def currency_of(edition: Edition, steps: dict[int, tuple[Step, ...]]) -> str:
    """The edition's currency, or where it names none, that of its prices."""
    prices = (step.price.currency for several in steps.values() for step in several)
    return edition.currency or next(prices, "")


def asked_of(sale: Sale, races: dict[int, Race]) -> dict[int, Asked]:
    """What each of the races asks of one person."""
    needs: dict[int, list[Needed]] = defaultdict(list)
    for row in sale.needs:
        needs[row.race_id].append(Needed(row.pk, row.kind, row.way, row.label))
    return {
        pk: Asked(
            day=race_day(
                race.starts_at,
                starts_on=sale.edition.starts_on or dt.date.max,
                zone=sale.edition.timezone,
            ),
            lowest_age=race.min_age,
            highest_age=race.max_age,
            questions=tuple(as_asking(q) for q in sale.questions if q.race_id in {None, pk}),
            needs=tuple(needs.get(pk, ())),
            waiver=sale.waiver.pk if sale.waiver else None,
        )
        for pk, race in races.items()
    }


def as_asking(row: Question) -> Asking:
    """One row as a value."""
    return Asking(
        key=row.key, kind=row.kind, label=row.label, hint=row.hint,
        options=tuple(str(word) for word in row.options), is_required=row.is_required,
        shown_if_key=row.shown_if_key, shown_if_value=row.shown_if_value,
    )  # fmt: skip


def sizes_of(edition: Edition, races: dict[int, Race], currency: str) -> tuple[Size, ...]:
    """The extras on offer for these races, with what is left."""
    rows = (
        ExtraSize.objects.filter(
            Q(extra__race__isnull=True) | Q(extra__race__in=races),
            extra__edition=edition, extra__is_active=True,
        )
        .select_related("extra")
        .order_by("extra__position", "extra__pk", "position", "pk")
    )  # fmt: skip
    return tuple(
        Size(
            number=row.pk, extra=row.extra.name, name=row.name,
            price=Money(row.extra.minor, currency),
            left=None if row.stock is None else row.stock - row.taken, race=row.extra.race_id,
        )
        for row in rows
    )  # fmt: skip


def coupon_of(edition: Edition, code: str) -> Coupon | None:
    """The coupon behind a code, whatever its case."""
    return Coupon.objects.filter(edition=edition, code__iexact=code.strip()).first()


def as_code(coupon: Coupon) -> Code:
    """A coupon's terms of use as a value."""
    return Code(coupon.email, coupon.from_at, coupon.until_at, coupon.most_uses, coupon.used)


def as_discount(coupon: Coupon) -> Discount:
    """What a coupon still gives."""
    return Discount(
        label=coupon.code.upper(), minor=coupon.minor, percent=coupon.percent, race=coupon.race_id,
        left_minor=left(coupon.budget_minor, coupon.spent_minor),
        left_heads=left(coupon.most_uses, coupon.used),
    )  # fmt: skip


def left(most: int | None, used: int) -> int | None:
    """What is left of a limit; None: no limit."""
    return None if most is None else most - used
