"""The waitlist, places offered for resale, and what happened to an entry after it was bought."""

from django.db import models
from django.db.models import Q

from startline.accounts.models import User
from startline.entries.models.orders import Entry, Order
from startline.events.models.catalogue import CapacityPool, Edition, Race


class WaitlistPlace(models.Model):
    """Somebody waiting for a pool; the order is that of joining."""

    STATES = [(w, w) for w in ("waiting", "offered", "taken", "left", "lapsed", "ended")]

    pool = models.ForeignKey(CapacityPool, on_delete=models.PROTECT, related_name="waitlist")
    race = models.ForeignKey(Race, on_delete=models.PROTECT, related_name="waitlist")
    email = models.EmailField()
    name = models.CharField(max_length=200)
    heads = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=7, choices=STATES, default="waiting")
    token = models.CharField(max_length=43, unique=True)
    joined_at = models.DateTimeField()
    offered_until = models.DateTimeField(null=True, blank=True, db_index=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "pool",
                "email",
                condition=Q(state__in=["waiting", "offered"]),
                name="one_wait_per_pool_and_address",
            ),
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(offered_until__isnull=False, order__isnull=False),
                name="an_offer_has_an_end_and_a_hold",
            ),
        ]
        indexes = [models.Index(fields=["pool", "state", "joined_at"])]

    def __str__(self) -> str:
        return f"{self.pool_id} {self.email} {self.state}"


class Resale(models.Model):
    """A place its owner gave up, to be bought by another; the refund follows the sale."""

    STATES = [(w, w) for w in ("offered", "sold", "taken_back", "lapsed")]

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="resales")
    state = models.CharField(max_length=10, choices=STATES, default="offered")
    offered_at = models.DateTimeField(db_index=True)
    buyer = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, related_name="bought")
    sold_at = models.DateTimeField(null=True, blank=True)
    refund_minor = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "entry", condition=Q(state="offered"), name="one_open_resale_per_entry"
            ),
            models.CheckConstraint(
                condition=~Q(state="sold")
                | Q(buyer__isnull=False, sold_at__isnull=False, refund_minor__isnull=False),
                name="a_sold_place_has_a_buyer_and_a_refund",
            ),
        ]

    def __str__(self) -> str:
        return f"resale of {self.entry_id} {self.state}"


class EntryChange(models.Model):
    """One deed after the purchase: what, why, what it cost. The reason is a word, never a proof."""

    KINDS = [
        (word, word)
        for word in (
            "transfer", "distance_change", "deferral", "refund", "resale", "cancellation",
            "name_change", "withdrawal",
        )
    ]  # fmt: skip
    STATES = [(w, w) for w in ("open", "done", "undone")]

    key = models.CharField(max_length=64, unique=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=16, choices=KINDS)
    state = models.CharField(max_length=6, choices=STATES)
    reason = models.CharField(max_length=20, blank=True)  # "injury", "pregnancy", "other"
    token = models.CharField(max_length=43, unique=True, null=True)  # for the person it goes to
    to_email = models.EmailField(blank=True)
    to_race = models.ForeignKey(Race, on_delete=models.PROTECT, null=True, blank=True)
    to_edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, blank=True)
    to_entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="came_from"
    )
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, blank=True)
    cost_minor = models.IntegerField(default=0)  # paid by the entrant; negative: given back
    terms = models.JSONField(default=dict)  # the rule as it stood when the deed was done
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True)
    made_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.kind} of {self.entry_id} {self.state}"


class Calling(models.Model):
    """An edition called off or moved by its organizer, or one of its races called off: each entrant
    chooses, the rest follows.
    """

    KINDS = [(w, w) for w in ("cancelled", "postponed")]

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="callings")
    race = models.ForeignKey(Race, on_delete=models.PROTECT, null=True, blank=True)  # none: all
    kind = models.CharField(max_length=9, choices=KINDS)
    refund_percent = models.PositiveSmallIntegerField(default=100)
    offers_deferral = models.BooleanField(default=False)
    choose_until_at = models.DateTimeField()
    note = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(refund_percent__lte=100), name="a_calling_refunds_at_most_all"
            ),
            models.CheckConstraint(
                condition=Q(race__isnull=True) | Q(kind="cancelled"),
                name="one_race_is_cancelled_not_moved",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.kind} #{self.pk}"


class Choice(models.Model):
    """What one entrant wants after a calling, and how far it has been carried out."""

    WISHES = [(w, w) for w in ("", "refund", "defer", "keep", "donate")]

    calling = models.ForeignKey(Calling, on_delete=models.PROTECT, related_name="choices")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT)
    wish = models.CharField(max_length=6, choices=WISHES, blank=True)
    chosen_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("calling", "entry", name="one_choice_per_entry")]

    def __str__(self) -> str:
        return f"{self.calling_id} {self.entry_id} {self.wish}"


class EntryNote(models.Model):
    """What staff wrote down about an entry."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField()
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"note on {self.entry_id} #{self.pk}"
