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
    lowest_age = models.PositiveSmallIntegerField(null=True, blank=True)  # on race day
    highest_age = models.PositiveSmallIntegerField(null=True, blank=True)
    answer_key = models.CharField(max_length=60, blank=True)  # only for those who answer so
    answer_value = models.CharField(max_length=120, blank=True)

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
    reasons = models.JSONField(default=list, blank=True)  # deferral: "injury", "pregnancy", …
    free_reasons = models.JSONField(default=list, blank=True)  # those that cost nothing
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(refund_percent__lte=100), name="no_refund_above_the_price"
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.kind} #{self.pk}"


class SaleTerms(models.Model):
    """How an edition sells: tax, who bears the processor's fee, resale, family rule, donations."""

    BEARERS = [("organizer", "organizer"), ("entrant", "entrant")]

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="terms")
    tax_basis_points = models.PositiveIntegerField(default=0)  # 2300 = 23%
    tax_is_included = models.BooleanField(default=True)
    fee_is_added = models.BooleanField(default=False)  # else the organizer bears the processor's
    hold_minutes = models.PositiveSmallIntegerField(default=15)
    pay_days = models.PositiveSmallIntegerField(default=5)  # for a bank transfer to arrive
    refund_on_resale = models.BooleanField(default=True)
    kept_fee_bearer = models.CharField(max_length=9, choices=BEARERS, default="entrant")
    difference_to = models.CharField(max_length=9, choices=BEARERS, default="organizer")
    family_from = models.PositiveSmallIntegerField(default=0)  # 0: no family rule
    family_percent = models.PositiveSmallIntegerField(default=0)
    donation_cause = models.CharField(max_length=200, blank=True)  # empty: none is asked for
    takes_bank = models.BooleanField(default=True)
    takes_card = models.BooleanField(default=True)
    takes_on_site = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(tax_basis_points__lte=10_000, family_percent__lte=100),
                name="no_share_above_the_whole",
            ),
            models.CheckConstraint(condition=Q(hold_minutes__gte=1), name="a_hold_lasts"),
        ]

    def __str__(self) -> str:
        return f"terms of {self.edition_id}"


class Extra(models.Model):
    """Something sold beside the place: a shirt, a bus, a meal."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="extras")
    race = models.ForeignKey(Race, on_delete=models.CASCADE, null=True, blank=True)
    name = models.CharField(max_length=120)
    minor = models.PositiveIntegerField()
    is_active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"


class ExtraSize(models.Model):
    """One size of an extra with its stock; an extra without sizes has one with an empty name."""

    extra = models.ForeignKey(Extra, on_delete=models.CASCADE, related_name="sizes")
    name = models.CharField(max_length=40, blank=True)
    stock = models.PositiveIntegerField(null=True, blank=True)  # empty: no limit
    taken = models.PositiveIntegerField(default=0)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint("extra", "name", name="one_size_per_extra_and_name"),
            models.CheckConstraint(
                condition=Q(stock__isnull=True) | Q(taken__lte=models.F("stock")),
                name="extra_never_oversold",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.extra_id} {self.name} {self.taken} #{self.pk}"
