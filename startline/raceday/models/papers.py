"""Lists that leave the house: links for those who time, sheets to be shredded."""

from django.db import models

from startline.accounts.models import User
from startline.events.models.catalogue import Edition
from startline.raceday.rules.layouts import LAYOUTS


class ListLink(models.Model):
    """A read-only link to the start list for a timing company, until it ends."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="list_links")
    name = models.CharField(max_length=100)
    token = models.CharField(max_length=43, unique=True)
    layout = models.CharField(max_length=12, choices=[(word, word) for word in LAYOUTS])
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.edition_id} {self.name} #{self.pk}"


class Printed(models.Model):
    """Emergency contacts were printed: a sheet that must be shredded after the race."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="printed")
    printed_at = models.DateTimeField()
    by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="printed"
    )
    shredded_at = models.DateTimeField(null=True, blank=True)
    shredded_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="shredded"
    )

    def __str__(self) -> str:
        return f"{self.edition_id} printed {self.printed_at:%Y-%m-%d %H:%M} #{self.pk}"
