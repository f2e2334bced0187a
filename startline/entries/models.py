"""Orders and entries. The entry is the unit of everything after payment."""

from django.db import models

from startline.accounts.models import Athlete, User
from startline.entries.rules import HOLDS_A_PLACE, State
from startline.events.models.catalogue import Race


class Order(models.Model):
    """One purchase of entries. `key` is the form's one-time key: a second click finds this row."""

    key = models.CharField(max_length=64, unique=True)
    reference = models.CharField(max_length=12, unique=True)
    email = models.EmailField()
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True)
    total_minor = models.PositiveIntegerField(default=0)
    currency = models.CharField(max_length=3, blank=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.reference


class EntryQuerySet(models.QuerySet["Entry"]):
    """Words for choosing entries."""

    def confirmed(self) -> "EntryQuerySet":
        """On the start list."""
        return self.filter(state=State.CONFIRMED)

    def holding(self) -> "EntryQuerySet":
        """Counting against the pool."""
        return self.filter(state__in=HOLDS_A_PLACE)


class Entry(models.Model):
    """One person in one race."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="entries")
    race = models.ForeignKey(Race, on_delete=models.PROTECT, related_name="entries")
    athlete = models.ForeignKey(Athlete, on_delete=models.PROTECT, related_name="entries")
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in State])
    created_at = models.DateTimeField()
    state_at = models.DateTimeField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "race",
                "athlete",
                condition=models.Q(state__in=sorted(HOLDS_A_PLACE)),
                name="one_living_entry_per_athlete_and_race",
            )
        ]

    def __str__(self) -> str:
        return f"{self.race_id} {self.athlete_id} {self.state} #{self.pk}"
