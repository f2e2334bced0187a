"""Orders and entries. The entry is the unit of everything after payment."""

from django.db import models
from django.db.models import Q

from startline.accounts.models import Athlete, User
from startline.entries.models.asking import Requirement, Waiver
from startline.entries.rules.asking import SHOWN
from startline.entries.rules.life import HOLDS_A_PLACE, LIVING, OrderState, State
from startline.events.models.catalogue import Edition, Race
from startline.events.models.offer import ExtraSize

ALIVE = sorted(state.value for state in LIVING)


class Order(models.Model):
    """One purchase. `key` is the form's one-time key: a second click finds this row.

    What it costs is the sum of its lines; what was paid, the sum in `payments` under its reference.
    """

    METHODS = [(w, w) for w in ("", "free", "card", "bank", "on_site")]

    key = models.CharField(max_length=64, unique=True)
    reference = models.CharField(max_length=12, unique=True)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="orders")
    state = models.CharField(max_length=9, choices=[(s.value, s.value) for s in OrderState])
    method = models.CharField(max_length=7, choices=METHODS, blank=True)
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)  # in lower case
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True)
    coupon_code = models.CharField(max_length=40, blank=True)  # as typed with the hold
    currency = models.CharField(max_length=3, blank=True)
    total_minor = models.PositiveIntegerField(default=0)  # as placed; later lines are in the sum
    created_at = models.DateTimeField()
    held_at = models.DateTimeField(null=True, blank=True)  # the price is that of this moment
    expires_at = models.DateTimeField(null=True, blank=True, db_index=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[OrderState.HELD.value, OrderState.EXPIRED.value])
                | ~Q(email=""),
                name="a_placed_order_has_an_address",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[OrderState.HELD.value, OrderState.OPEN.value])
                | Q(expires_at__isnull=False)
                | Q(method="on_site"),
                name="what_is_not_settled_expires",
            ),
        ]
        indexes = [
            models.Index(fields=["edition", "state"]),
            models.Index(fields=["edition", "email"]),
        ]

    def __str__(self) -> str:
        return self.reference


class Party(models.Model):
    """Entries that stand or fall together: a relay team, a family, a club."""

    KINDS = [(w, w) for w in ("relay", "family", "club")]

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="parties")
    kind = models.CharField(max_length=6, choices=KINDS)
    name = models.CharField(max_length=120, blank=True)
    token = models.CharField(max_length=43, unique=True)  # the captain's link for members

    def __str__(self) -> str:
        return f"{self.kind} {self.name} #{self.pk}"


class EntryQuerySet(models.QuerySet["Entry"]):
    """Words for choosing entries."""

    def confirmed(self) -> "EntryQuerySet":
        """On the start list: confirmed, also while the place is offered for resale."""
        return self.filter(state__in=[State.CONFIRMED, State.OFFERED])

    def holding(self) -> "EntryQuerySet":
        """Counting against the pool."""
        return self.filter(state__in=HOLDS_A_PLACE)

    def living(self) -> "EntryQuerySet":
        """Those who may still start, also while the place is offered for resale."""
        return self.filter(state__in=LIVING)


class Entry(models.Model):
    """One person in one race; nobody yet while held, or until a party's member fills it in."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="entries")
    race = models.ForeignKey(Race, on_delete=models.PROTECT, related_name="entries")
    athlete = models.ForeignKey(
        Athlete, on_delete=models.PROTECT, related_name="entries", null=True, blank=True
    )
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, related_name="entries", null=True, blank=True
    )
    leg = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in State])
    sold_before = models.PositiveIntegerField(default=0)  # heads of the pool, as it was held
    price_minor = models.PositiveIntegerField(default=0)  # the place, after discounts, in the order
    answers = models.JSONField(default=dict, blank=True)  # by question key
    emergency_name = models.CharField(max_length=120, blank=True)
    emergency_phone = models.CharField(max_length=40, blank=True)
    guardian_name = models.CharField(max_length=200, blank=True)
    guardian_email = models.EmailField(blank=True)
    guardian_at = models.DateTimeField(null=True, blank=True)
    ticket = models.CharField(max_length=43, unique=True)  # what the QR says; new on each transfer
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)
    created_at = models.DateTimeField()
    state_at = models.DateTimeField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "race",
                "athlete",
                condition=Q(state__in=ALIVE),
                name="one_living_entry_per_athlete_and_race",
            ),
            models.UniqueConstraint(
                "previous",
                condition=Q(state__in=ALIVE),
                name="an_entry_is_followed_once",
            ),
        ]
        indexes = [models.Index(fields=["race", "state"])]

    def __str__(self) -> str:
        return f"{self.race_id} {self.athlete_id} {self.state} #{self.pk}"


class OrderLine(models.Model):
    """What an order is made of; appended, never changed. Discounts and give-backs are negative."""

    KINDS = [
        (word, word)
        for word in (
            "entry", "extra", "donation", "discount", "tax", "fee", "difference", "change_fee",
            "give_back",
        )
    ]  # fmt: skip

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, blank=True)
    extra_size = models.ForeignKey(ExtraSize, on_delete=models.PROTECT, null=True, blank=True)
    kind = models.CharField(max_length=10, choices=KINDS)
    label = models.CharField(max_length=200)
    quantity = models.PositiveSmallIntegerField(default=1)
    minor = models.IntegerField()  # of the order's currency, for the whole quantity
    platform_fee_minor = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(platform_fee_minor=0), name="no_platform_fee_on_an_entry"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["discount", "give_back", "difference"], minor__lte=0)
                | Q(minor__gte=0),
                name="only_give_backs_are_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.kind} {self.minor} #{self.pk}"


class Signature(models.Model):
    """Who signed which version of the waiver, when; a guardian for a minor."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="signatures")
    waiver = models.ForeignKey(Waiver, on_delete=models.PROTECT)
    name = models.CharField(max_length=200)
    is_guardian = models.BooleanField(default=False)
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("entry", "waiver", name="an_entry_signs_a_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} signed {self.waiver_id}"


class Proof(models.Model):
    """What an entrant showed for a requirement, and what staff said of it."""

    STATES = [(w, w) for w in ("given", "accepted", "refused", "replaced", "removed")]

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="proofs")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT)
    words = models.CharField(max_length=200, blank=True)  # the code, number, race or time given
    document = models.CharField(max_length=120, blank=True)  # its name in the private store
    expires_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=STATES, default="given")
    checked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    given_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)  # of a refusal, as the entrant reads it
    removed_at = models.DateTimeField(null=True, blank=True)  # the document is gone; this row stays

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "entry",
                "requirement",
                condition=Q(state__in=SHOWN),
                name="one_proof_counts_per_entry_and_requirement",
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.requirement_id} {self.state}"
