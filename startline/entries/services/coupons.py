"""Using a code, and giving its use back: conditional UPDATEs, never over its limits."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Q

from startline.entries.models.coupons import Coupon, CouponUse
from startline.entries.models.orders import Order
from startline.entries.services.holding import CouponError


@transaction.atomic
def claim_coupon(coupon: Coupon, order: Order, *, heads: int, minor: int) -> None:
    """Use a code for so many heads and so much money. Raises CouponError coupon_used_up."""
    if not count_use(coupon.pk, heads=heads, minor=minor):
        raise CouponError(why="coupon_used_up")
    CouponUse.objects.create(coupon=coupon, order=order, heads=heads, minor=minor)


def count_use(coupon_id: int, *, heads: int, minor: int) -> bool:
    """Count a use if the code's number and budget allow it."""
    enough_uses = Q(most_uses__isnull=True) | Q(used__lte=F("most_uses") - heads)
    enough_money = Q(budget_minor__isnull=True) | Q(spent_minor__lte=F("budget_minor") - minor)
    return bool(
        Coupon.objects.filter(enough_uses, enough_money, pk=coupon_id).update(
            used=F("used") + heads, spent_minor=F("spent_minor") + minor
        )
    )


@transaction.atomic
def give_coupons_back(order: Order, *, now: dt.datetime) -> None:
    """The order died: its uses count no more. Twice changes nothing."""
    for use in order.coupon_uses.filter(given_back_at__isnull=True):
        mine = CouponUse.objects.filter(pk=use.pk, given_back_at__isnull=True)
        if mine.update(given_back_at=now):
            Coupon.objects.filter(pk=use.coupon_id).update(
                used=F("used") - use.heads, spent_minor=F("spent_minor") - use.minor
            )


@transaction.atomic
def take_coupons_again(order: Order) -> None:
    """The order lives again. Raises CouponError where others have used the code up meanwhile."""
    for use in order.coupon_uses.filter(given_back_at__isnull=False):
        if not count_use(use.coupon_id, heads=use.heads, minor=use.minor):
            raise CouponError(why="coupon_used_up")
        CouponUse.objects.filter(pk=use.pk).update(given_back_at=None)
