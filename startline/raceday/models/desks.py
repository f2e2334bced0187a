"""Desks, what their devices sent, what was answered, who is in."""

from django.db import models
from django.db.models import Q

from startline.accounts.models import User
from startline.entries.models.orders import Entry
from startline.events.models.catalogue import Edition
from startline.raceday.rules.answers import Word
from startline.raceday.rules.scans import LONGEST_KEY, LONGEST_TEXT, How


class Desk(models.Model):
    """A place where numbers are handed out. Whoever holds its link works there until it ends."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="desks")
    name = models.CharField(max_length=60)
    token = models.CharField(max_length=43, unique=True)  # what its QR says
    is_help = models.BooleanField(default=False)  # may let in who shows on paper what was missing
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("edition", "name", name="one_desk_per_edition_and_name")
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.name}"


class Scan(models.Model):
    """What a device sent, as it sent it; never edited. `key` is the device's own id for it."""

    HOWS = [(word.value, word.value) for word in How]

    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="scans")
    key = models.CharField(max_length=LONGEST_KEY)
    how = models.CharField(max_length=6, choices=HOWS)
    text = models.CharField(max_length=LONGEST_TEXT)
    device_at = models.DateTimeField(null=True, blank=True)  # by the device's clock, right or wrong
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("desk", "key", name="one_scan_per_desk_and_key")]

    def __str__(self) -> str:
        return f"{self.desk_id} {self.key}"


class Answer(models.Model):
    """What was said to a scan; said again when the scan comes again."""

    WORDS = [(word.value, word.value) for word in Word]

    scan = models.OneToOneField(Scan, on_delete=models.PROTECT, related_name="answer")
    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="answers_given"
    )
    word = models.CharField(max_length=4, choices=WORDS)
    why = models.JSONField(default=list)  # codes of raceday.rules.answers.Why

    def __str__(self) -> str:
        return f"{self.scan_id} {self.word}"


class CheckIn(models.Model):
    """Somebody is in. `is_standing` ends with its Undo; one person stands once."""

    scan = models.OneToOneField(Scan, on_delete=models.PROTECT, related_name="check_in")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="check_ins")
    at = models.DateTimeField(db_index=True)
    is_standing = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "entry", condition=Q(is_standing=True), name="each_person_is_in_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} at {self.at:%H:%M} #{self.pk}"


class Undo(models.Model):
    """A check-in taken back, and the scan that asked for it."""

    check_in = models.OneToOneField(CheckIn, on_delete=models.PROTECT, related_name="undo")
    scan = models.OneToOneField(Scan, on_delete=models.PROTECT, related_name="undo")

    def __str__(self) -> str:
        return f"undo of {self.check_in_id}"
