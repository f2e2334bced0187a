"""Mail recorded once, and what each person wants to hear."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from startline.accounts.models import Organizer


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Words for choosing notices."""

    def waiting(self) -> "NoticeQuerySet":
        """Recorded and not yet claimed by a sender."""
        return self.filter(state="waiting")


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
