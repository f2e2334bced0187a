"""Codes that change a price or show a hidden race."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from startline.entries.models.orders import Order
from startline.events.models.catalogue import Edition, Race


class Coupon(models.Model):
    """A code. `used` and `spent_minor` move only by one conditional UPDATE."""

    KINDS = [(w, w) for w in ("amount", "percent", "opens")]

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="coupons")
    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=7, choices=KINDS)
    minor = models.PositiveIntegerField(default=0)  # amount: off each entry
    percent = models.PositiveSmallIntegerField(default=0)
    race = models.ForeignKey(Race, on_delete=models.CASCADE, null=True, blank=True)
    email = models.EmailField(blank=True)  # for one person only
    from_at = models.DateTimeField(null=True, blank=True)
    until_at = models.DateTimeField(null=True, blank=True)
    most_uses = models.PositiveIntegerField(null=True, blank=True)
    used = models.PositiveIntegerField(default=0)  # heads
    budget_minor = models.PositiveIntegerField(null=True, blank=True)
    spent_minor = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "edition", Lower("code"), name="one_coupon_per_edition_and_code"
            ),
            models.CheckConstraint(
                condition=Q(most_uses__isnull=True) | Q(used__lte=F("most_uses")),
                name="coupon_never_overused",
            ),
            models.CheckConstraint(
                condition=Q(budget_minor__isnull=True) | Q(spent_minor__lte=F("budget_minor")),
                name="coupon_never_over_budget",
            ),
            models.CheckConstraint(condition=Q(percent__lte=100), name="coupon_at_most_the_price"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.code}"


class CouponUse(models.Model):
    """One order's use of a coupon; given back when the order dies."""

    coupon = models.ForeignKey(Coupon, on_delete=models.PROTECT, related_name="uses")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="coupon_uses")
    heads = models.PositiveSmallIntegerField()
    minor = models.PositiveIntegerField()
    given_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("coupon", "order", name="one_use_per_order")]

    def __str__(self) -> str:
        return f"{self.coupon_id} {self.order_id} {self.heads}"
