"""What a director's desk keeps: messages to entrants, and lists of entrants brought over."""

from django.db import models
from django.db.models import F, Q

from startline.accounts.models import User
from startline.entries.models.orders import Entry
from startline.events.models.catalogue import Edition, Race


class Message(models.Model):
    """One text to a segment of entrants. `key` is the form's one-time key."""

    key = models.CharField(max_length=64, unique=True)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="messages")
    occasion = models.CharField(max_length=20)  # a word: "opens", "price", "final", "thanks", "own"
    subject = models.CharField(max_length=200)
    text = models.TextField()
    segment = models.JSONField(default=dict)  # the filter as it stood, by field
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"message {self.pk} of {self.edition_id}"


class Addressee(models.Model):
    """One entry a message goes to; fixed when it is sent, ticked off when its mail is recorded."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="addressees")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="messages")
    recorded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("message", "entry", name="one_mail_per_message_and_entry")
        ]

    def __str__(self) -> str:
        return f"{self.message_id} to {self.entry_id}"


class EntrantList(models.Model):
    """A list from elsewhere: kept as it came, read as `mapping` says, taken over at most once."""

    STATES = [(w, w) for w in ("read", "running", "done")]

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="entrant_lists")
    file_name = models.CharField(max_length=200)
    body = models.BinaryField()  # compressed, as it came
    mapping = models.JSONField(default=dict)  # header to field
    month_first = models.BooleanField(default=False)
    only_race = models.ForeignKey(Race, on_delete=models.SET_NULL, null=True, blank=True)
    state = models.CharField(max_length=7, choices=STATES, default="read")
    good = models.PositiveIntegerField(default=0)  # rows to take over, when it was started
    bad = models.PositiveIntegerField(default=0)  # rows left out
    claimed = models.JSONField(default=dict)  # places by race, claimed when it was started
    done = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(done__lte=F("good")), name="no_more_than_the_list")
        ]

    def __str__(self) -> str:
        return f"{self.file_name} for {self.edition_id} #{self.pk}"
