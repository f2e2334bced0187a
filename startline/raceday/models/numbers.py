"""Ranges of numbers, and who runs with which."""

from django.db import models
from django.db.models import F, Q

from startline.accounts.models import User
from startline.entries.models.orders import Entry
from startline.events.models.catalogue import Edition, Race
from startline.raceday.rules.numbers import Range, Scope

SCOPES = [(word.value, word.value) for word in Scope]


class NumberPool(models.Model):
    """A range of numbers for one race, or for all races of an edition that have none of their own.

    `scope` says within what a number of it is worn once: the edition, or only the race.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="number_pools")
    race = models.ForeignKey(
        Race, on_delete=models.CASCADE, null=True, blank=True, related_name="number_pools"
    )
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    scope = models.CharField(max_length=7, choices=SCOPES, default=Scope.EDITION)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first__gte=1, first__lte=F("last")), name="a_range_has_numbers"
            ),
            models.CheckConstraint(
                condition=Q(scope=Scope.EDITION.value) | Q(race__isnull=False),
                name="a_range_of_a_race_names_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.first}-{self.last} #{self.pk}"

    def as_range(self) -> Range:
        """The row as a value."""
        return Range(self.pk, self.first, self.last, self.race_id, Scope(self.scope))


class Bib(models.Model):
    """The number of one entry. No number is worn twice in its scope, nor twice in a race."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="bib")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="bibs")
    race = models.ForeignKey(Race, on_delete=models.PROTECT, related_name="bibs")
    number = models.PositiveIntegerField()
    scope = models.CharField(max_length=7, choices=SCOPES, default=Scope.EDITION)
    given_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "edition", "number", condition=Q(scope=Scope.EDITION.value),
                name="no_number_twice_in_an_edition",
            ),
            models.UniqueConstraint("race", "number", name="no_number_twice_in_a_race"),
            models.CheckConstraint(condition=Q(number__gte=1), name="numbers_begin_at_one"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.edition_id} {self.number} for {self.entry_id}"
