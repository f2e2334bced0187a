"""Placing an order: everything that was held becomes somebody's, in one transaction."""

import datetime as dt
from copy import copy

from django.db import transaction

from startline.accounts.models import User
from startline.accounts.services.audit import record_deed
from startline.core.refusals import Refusal
from startline.entries.access import held_order
from startline.entries.models.afterwards import WaitlistPlace
from startline.entries.models.coupons import Coupon
from startline.entries.models.orders import Entry, Order, OrderLine
from startline.entries.queries.quoting import coupon_verdict, quote_of
from startline.entries.queries.sheet import Sheet, as_discount, sheet_of
from startline.entries.rules.asking import Person
from startline.entries.rules.cart import Cart, Place, discounted, shares, units
from startline.entries.rules.life import OrderState, State
from startline.entries.services.collecting import collect_first
from startline.entries.services.coupons import claim_coupon
from startline.entries.services.filling import (
    refuse_double,
    refuse_unfit,
    write_persons,
)
from startline.entries.services.holding import (
    OFFER_KEY,
    CouponError,
    HoldOverError,
    NotForSaleError,
    refuse_hidden,
    retake_places,
)
from startline.entries.services.mailing import mail_confirmation, mail_placed
from startline.events.rules.pricing import Line, Quote
from startline.events.rules.pricing import NotForSaleError as NoPriceError
from startline.events.services.places import claim_extra

CARD_TIME = dt.timedelta(minutes=30)
"""How long a card payment may take; the place is kept meanwhile."""


class PriceRoseError(Refusal):
    """The total is above the one that was shown: nothing is placed until it has been seen."""

    code = "price_rose"


class NoWayToPayError(Refusal):
    """The way to pay that was chosen is not offered here."""

    code = "no_way_to_pay"


class NobodyError(Refusal):
    """No one person of the order is known: the first has to be."""

    code = "nobody"


def coupon_for(sheet: Sheet, cart: Cart) -> Coupon | None:
    """The coupon the cart names. Raises CouponError with the reason it can't be used."""
    coupon, flaw = coupon_verdict(sheet, cart)
    if flaw:
        raise CouponError(why=flaw)
    return coupon


def place_or_retake(sheet: Sheet, cart: Cart, *, by: User | None, now: dt.datetime) -> Order:
    """Place the order; where its hold ran out, try to have the places again first.

    Raises what place_order and retake_places raise. A retaken hold stays when the price rose.
    """
    try:
        return place_order(sheet, cart, by=by, now=now)
    except HoldOverError:
        retake_places(sheet.order, now=now)
        return place_order(sheet_of(held_order(sheet.order.reference)), cart, by=by, now=now)


@transaction.atomic
def place_order(sheet: Sheet, cart: Cart, *, by: User | None, now: dt.datetime) -> Order:
    """Turn a held order into a placed one: settled if nothing is owed, else open until paid.

    A second call finds the placed order and changes nothing. Raises HoldOverError when the time
    is over, AgeError, IncompleteError, AlreadyEnteredError, NobodyError, CouponError,
    ExtraSoldOutError, PriceRoseError, NoWayToPayError, NotForSaleError. The price is that of
    the moment the places were held.
    """
    order = sheet.order
    persons = persons_of(sheet, cart)
    for place, person in persons:
        refuse_unfit(person, place.asked)
    coupon = coupon_for(sheet, cart)
    wanted = [(race, 1) for race in sheet.races.values()]
    refuse_hidden(sheet.edition, wanted, cart.coupon, now=sheet.priced_at)
    priced = priced_or_refused(sheet, cart, coupon)
    method = method_for(sheet, cart, priced)
    placed = claim_order(sheet, cart, priced, method, by=by, now=now)
    if placed is None:
        return placed_before(order)
    if cart.most_minor is not None and priced.total.minor > cart.most_minor:
        raise PriceRoseError(total=priced.total)
    refuse_double(
        [(place.race, person) for place, person in persons],
        edition=order.edition_id, email=cart.email, being_placed=order.pk,
    )  # fmt: skip
    claim_beside(sheet, cart, coupon, priced)
    write_entries(sheet, persons, priced, method, now=now)
    write_lines(sheet, priced, cart, now=now)
    if order.key.startswith(OFFER_KEY):  # the offer is over, whatever becomes of the entry
        WaitlistPlace.objects.filter(order=order, state="offered").update(state="taken")
    record_deed("place_order", order, by=by, now=now, edition=order.edition_id)
    if placed.state == OrderState.SETTLED or method == "on_site":
        mail_confirmation(placed, now=now)
    elif method == "bank":  # nobody outside is called for a transfer: it belongs in here
        mail_placed(placed, collect_first(placed, sheet.accounts["bank"], now=now), now=now)
    return placed


def placed_before(order: Order) -> Order:
    """The order as an earlier click placed it. Raises HoldOverError where none did."""
    found = Order.objects.get(pk=order.pk)
    if found.state not in {OrderState.OPEN, OrderState.SETTLED}:
        raise HoldOverError
    return found


def priced_or_refused(sheet: Sheet, cart: Cart, coupon: Coupon | None) -> Quote:
    """The bill. Raises NotForSaleError where no price is in force for one of the persons."""
    try:
        return quote_of(sheet, cart, coupon)
    except NoPriceError as error:
        raise NotForSaleError from error


def persons_of(sheet: Sheet, cart: Cart) -> list[tuple[Place, Person]]:
    """Who is known, each with the place. Raises NobodyError where nobody is, or one is left out."""
    known = [(place, cart.persons.get(place.entry)) for place in sheet.places]
    found = [(place, person) for place, person in known if person is not None]
    left_out = [place for place, person in known if person is None and place.party is None]
    if not found or left_out:
        raise NobodyError
    return found


def method_for(sheet: Sheet, cart: Cart, priced: Quote) -> str:
    """How it is paid; nothing owed needs no way. Raises NoWayToPayError."""
    if priced.total.minor == 0:
        return "free"
    if cart.method not in sheet.methods:
        raise NoWayToPayError
    return cart.method


def claim_order(
    sheet: Sheet, cart: Cart, priced: Quote, method: str, *, by: User | None, now: dt.datetime
) -> Order | None:
    """Move the order on if it is still held and in time: the one moment a click counts.

    Returns it as it is now; None where another click was first or the time is over.
    """
    first = next(p for p in cart.persons.values() if p is not None)
    is_free = method == "free"
    parts = {
        "state": OrderState.SETTLED if is_free else OrderState.OPEN,
        "method": method,
        "name": first.name[:200],
        "email": cart.email,
        "user": by,
        "currency": sheet.currency,
        "total_minor": priced.total.minor,
        "expires_at": pay_until(sheet, method, now),
        "settled_at": now if is_free else None,
    }
    held = Order.objects.filter(pk=sheet.order.pk, state=OrderState.HELD, expires_at__gt=now)
    if not held.update(**parts):
        return None
    placed = copy(sheet.order)
    for name, value in parts.items():
        setattr(placed, name, value)
    return placed


def pay_until(sheet: Sheet, method: str, now: dt.datetime) -> dt.datetime | None:
    """When an unpaid order gives its places back; never where it is paid on site, or free."""
    if method == "bank":
        return now + dt.timedelta(days=sheet.terms.pay_days)
    return now + CARD_TIME if method == "card" else None


def claim_beside(sheet: Sheet, cart: Cart, coupon: Coupon | None, priced: Quote) -> None:
    """Take the coupon's use and the extras, in the order of their numbers."""
    if coupon is not None:
        heads, minor = discounted(priced, as_discount(coupon).label)
        if coupon.kind == "opens":
            heads = len(sheet.places)
        if heads:
            claim_coupon(coupon, sheet.order, heads=heads, minor=minor)
    offered = {size.number for size in sheet.sizes}
    for number, quantity in sorted(cart.extras.items()):
        if quantity and number in offered:
            claim_extra(number, quantity=quantity)


def write_entries(
    sheet: Sheet, persons: list[tuple[Place, Person]], priced: Quote, method: str, *,
    now: dt.datetime,
) -> None:  # fmt: skip
    """Persons, states and prices. Raises HoldOverError where a place is not held any more."""
    written = write_persons(
        {place.entry: (person, place.asked) for place, person in persons}, now=now
    )
    cost = shares(sheet.places, priced)
    state = State.PENDING if method in {"card", "bank"} else State.CONFIRMED
    held = Entry.objects.filter(order=sheet.order, state=State.HELD)
    moved = sum(
        held.filter(pk=place.entry).update(
            state=state, state_at=now, price_minor=cost[place.entry],
            **written.get(place.entry, {}),
        )
        for place in sheet.places
    )  # fmt: skip
    if moved != len(sheet.places) or held.exists():  # another tab added a runner
        raise HoldOverError


def write_lines(sheet: Sheet, priced: Quote, cart: Cart, *, now: dt.datetime) -> None:
    """The bill, as placed."""
    first = [unit[0].entry for unit in units(sheet.places)]
    bought = iter([size for size in sheet.sizes if cart.extras.get(size.number)])
    rows = []
    for line in priced.lines:
        size = next(bought) if line.kind == "extra" else None
        rows.append(as_row(sheet.order, line, first, size.number if size else None, now))
    OrderLine.objects.bulk_create(rows)


def as_row(
    order: Order, line: Line, first: list[int], size: int | None, now: dt.datetime
) -> OrderLine:
    """One line of the bill as a row."""
    return OrderLine(
        order=order, entry_id=None if line.head is None else first[line.head], kind=line.kind,
        label=line.label, quantity=line.quantity, minor=line.money.minor, extra_size_id=size,
        made_at=now,
    )  # fmt: skip
