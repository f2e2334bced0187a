"""What an order costs while it is being filled in."""

from startline.entries.models.coupons import Coupon
from startline.entries.queries.sheet import Sheet, as_code, as_discount, coupon_of
from startline.entries.rules.cart import Cart, bill
from startline.entries.rules.coupons import code_flaw
from startline.events.rules.pricing import Quote


def quote_of(sheet: Sheet, cart: Cart, coupon: Coupon | None = None) -> Quote:
    """What the cart costs at the moment its places were held.

    Raises the price rule's NotForSaleError.
    """
    return bill(
        sheet.places, sheet.selling, cart, at=sheet.priced_at, sizes=sheet.sizes,
        discounts=[as_discount(coupon)] if coupon else [],
    )  # fmt: skip


def coupon_verdict(sheet: Sheet, cart: Cart) -> tuple[Coupon | None, str]:
    """The coupon the cart names, and why it can't be used; empty words where it can."""
    if not cart.coupon.strip():
        return None, ""
    coupon = coupon_of(sheet.edition, cart.coupon)
    if coupon is None:
        return None, "coupon_unknown"
    flaw = code_flaw(as_code(coupon), email=cart.email, at=sheet.priced_at)
    return (None, flaw) if flaw else (coupon, "")
