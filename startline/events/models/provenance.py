"""Where facts came from, what became of dates, and the log that readers follow."""

from django.db import models

from startline.events.models.catalogue import Edition, Event


class Fact(models.Model):
    """What one source says in one record about one edition (or, without edition, an event).

    `fields` maps a field of ours to the value the source gave, in JSON. What a page shows is
    concluded from all facts of an edition; the winner for each field is found by `rank`,
    then by how recently the source was seen. Facts are replaced, never edited, by their source.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="facts")
    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, null=True, blank=True, related_name="facts"
    )
    source = models.CharField(max_length=60)
    record_key = models.CharField(max_length=200)
    label = models.CharField(max_length=200, blank=True)  # what a reader is shown as the source
    address = models.CharField(max_length=600, blank=True)
    fields = models.JSONField(default=dict)
    rank = models.SmallIntegerField(default=0)  # director 100, operator 90, feeds 50, shipped 10
    seen_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "source", "record_key", "edition", name="one_fact_per_record_and_edition"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source}:{self.record_key} on {self.event_id}/{self.edition_id}"


class DateChange(models.Model):
    """An edition's date or status as it was, and as it became. Append only."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="date_changes")
    old_starts_on = models.DateField(null=True)
    new_starts_on = models.DateField(null=True)
    old_status = models.CharField(max_length=16, blank=True)
    new_status = models.CharField(max_length=16, blank=True)
    source = models.CharField(max_length=60)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.edition_id} {self.old_starts_on} to {self.new_starts_on} #{self.pk}"


class Change(models.Model):
    """Something about an event changed: the row that `discovery` follows. Deletions are rows too.

    `transaction` is PostgreSQL's id of the writing transaction (0 on SQLite, which has one
    writer): a lower id can commit later, so readers take only what is below the oldest one running.
    """

    event_id = models.BigIntegerField()
    is_deletion = models.BooleanField(default=False)
    transaction = models.BigIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["transaction"])]  # read at every search on PostgreSQL

    def __str__(self) -> str:
        return f"change {self.pk} of {self.event_id}"


class Correction(models.Model):
    """What a visitor says is wrong or missing, waiting for the operator or the organizer."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, null=True, blank=True)
    text = models.TextField(max_length=4000)
    address = models.CharField(max_length=600, blank=True)
    draft = models.JSONField(
        default=dict, blank=True
    )  # a missing race as it was read, with sources
    email = models.EmailField(blank=True)
    state = models.CharField(
        max_length=10,
        choices=[("open", "open"), ("accepted", "accepted"), ("declined", "declined")],
        default="open",
    )
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"correction {self.pk} ({self.state})"
