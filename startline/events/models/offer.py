"""What it costs, when it can be entered, and what happens when plans change."""

from django.db import models
from django.db.models import Q

from startline.events.models.catalogue import Edition, Race


class PriceStep(models.Model):
    """A price valid from `from_at` until `until_at` or until a number is sold."""

    race = models.ForeignKey(Race, on_delete=models.CASCADE, related_name="price_steps")
    minor = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    from_at = models.DateTimeField(null=True, blank=True)
    until_at = models.DateTimeField(null=True, blank=True)
    until_sold = models.PositiveIntegerField(null=True, blank=True)
    label = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(from_at__isnull=True)
                | Q(until_at__isnull=True)
                | Q(from_at__lt=models.F("until_at")),
                name="price_step_is_a_period",
            )
        ]

    def __str__(self) -> str:
        return f"{self.race_id} {self.minor} {self.currency} #{self.pk}"


class EntryWindow(models.Model):
    """When entries, or a ballot, open and close; a ballot is drawn."""

    KINDS = [("entry", "entry"), ("ballot", "ballot")]

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="windows")
    race = models.ForeignKey(Race, on_delete=models.CASCADE, null=True, blank=True)
    kind = models.CharField(max_length=6, choices=KINDS, default="entry")
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    drawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.edition_id} #{self.pk}"


class Policy(models.Model):
    """One rule of the organizer about refund, transfer, deferral or distance change, as data."""

    KINDS = [
        ("refund", "refund"),
        ("transfer", "transfer"),
        ("deferral", "deferral"),
        ("distance_change", "distance_change"),
    ]

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="policies")
    kind = models.CharField(max_length=16, choices=KINDS)
    is_allowed = models.BooleanField()
    until_at = models.DateTimeField(null=True, blank=True)
    fee_minor = models.PositiveIntegerField(default=0)
    refund_percent = models.PositiveSmallIntegerField(default=100)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(refund_percent__lte=100), name="no_refund_above_the_price"
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.kind} #{self.pk}"
