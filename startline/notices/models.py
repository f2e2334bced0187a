"""Mail recorded once, and what each person wants to hear."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, When

from startline.accounts.models import Organizer

STUCK_AFTER = dt.timedelta(minutes=10)
NEWS_LAST = Case(When(off_address="", then=0), default=1)


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Words for choosing notices."""

    def waiting(self) -> "NoticeQuerySet":
        """Recorded and not yet claimed by a sender."""
        return self.filter(state="waiting")

    def due(self, now: dt.datetime) -> "NoticeQuerySet":
        """Waiting and to be tried now; news, which can be switched off, comes last."""
        is_now = Q(due_at__isnull=True) | Q(due_at__lte=now)
        return self.waiting().filter(is_now).order_by(NEWS_LAST, "created_at", "pk")

    def in_trouble(self, now: dt.datetime) -> "NoticeQuerySet":
        """Given up, or claimed so long ago that whoever claimed it is gone."""
        is_stuck = Q(state="sending", claimed_at__lt=now - STUCK_AFTER)
        return self.filter(Q(state="failed") | is_stuck)


class Notice(models.Model):
    """One mail to one address, written in the transaction that causes it."""

    STATES = [(w, w) for w in ("waiting", "sending", "sent", "failed")]

    key = models.CharField(max_length=200, unique=True)  # the same cause never mails twice
    to = models.EmailField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True
    )
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    off_address = models.CharField(max_length=600, blank=True)  # where news is switched off
    state = models.CharField(max_length=8, choices=STATES, default="waiting")
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)  # not tried before; none: at once
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="sent_has_a_time"
            )
        ]
        indexes = [models.Index(fields=["state", "created_at"])]

    def __str__(self) -> str:
        return f"{self.key} ({self.state})"


class Preference(models.Model):
    """A kind of mail a person has switched off."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    kind = models.CharField(max_length=40)
    is_off = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint("user", "kind", name="one_preference_per_kind")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}"


class NewsOff(models.Model):
    """An address that wants no news of an organizer; it needs no account."""

    email = models.EmailField()  # in lower case
    organizer = models.ForeignKey(Organizer, on_delete=models.CASCADE, related_name="news_off")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("organizer", "email", name="news_off_once_per_organizer")
        ]

    def __str__(self) -> str:
        return f"no news of {self.organizer_id} #{self.pk}"
