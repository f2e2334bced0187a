"""What people want to hear about: races they keep, searches they repeat, events they follow."""

from django.db import models
from django.db.models import Q

from startline.accounts.models import Organizer, User
from startline.events.models.catalogue import Edition, Event


class SavedRace(models.Model):
    """An edition a person keeps; what changes about it is told."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_races")
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("user", "edition", name="a_race_is_saved_once")]

    def __str__(self) -> str:
        return f"{self.user_id} keeps {self.edition_id}"


class SavedSearch(models.Model):
    """A search as its address, told about when a new or changed race fits.

    `address` is the query part without its "?", in one spelling; `feed_key` opens its feed
    without a sign-in, so nobody may guess it.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_searches")
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=2000)
    digest = models.CharField(max_length=64, db_index=True)  # of language and address
    language = models.CharField(max_length=10)
    feed_key = models.CharField(max_length=43, unique=True)
    is_mailed = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("user", "digest", name="a_search_is_saved_once")]
        indexes = [models.Index(fields=["digest", "id"])]

    def __str__(self) -> str:
        return f"search {self.pk} of {self.user_id}"


class Follow(models.Model):
    """A person who wants to hear of an event, or of all events of an organizer."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="follows")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, null=True, related_name="+")
    organizer = models.ForeignKey(Organizer, on_delete=models.CASCADE, null=True, related_name="+")
    followed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(event__isnull=True) ^ Q(organizer__isnull=True),
                name="one_thing_is_followed",
            ),
            models.UniqueConstraint("user", "event", name="an_event_is_followed_once"),
            models.UniqueConstraint("user", "organizer", name="an_organizer_is_followed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} follows {self.event_id or self.organizer_id}"


class Wish(models.Model):
    """How often a person wants alerts by mail, and when it is day for them."""

    EVERY = [(w, w) for w in ("day", "week", "never")]

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="alert_wish")
    every = models.CharField(max_length=5, choices=EVERY, default="day")
    timezone = models.CharField(max_length=50, default="UTC")
    bounced_at = models.DateTimeField(null=True)  # mail came back: none is sent until they say so
    told_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user_id} hears each {self.every}"


class KnownEdition(models.Model):
    """What was last told, or could have been told, about an edition ahead: to notice changes."""

    edition_id = models.BigIntegerField(primary_key=True)
    facts = models.JSONField()

    def __str__(self) -> str:
        return f"known {self.edition_id}"


class Round(models.Model):
    """One look at what has changed; it can be stopped anywhere and taken up again.

    The change log is read from `since` to `until` (see `following.watermark`), a limited number of
    events at once: `last_event` is where the next round goes on, 0 when all were read. `found`
    maps the number of an edition to {"news": words, "facts": what is shown now}. The first round
    (`is_first`) only learns what there is. `stage` and `cursor` say how far it has come.
    """

    STAGES = [(w, w) for w in ("searches", "saved", "events", "organizers", "known", "done")]

    since = models.BigIntegerField()
    until = models.BigIntegerField()
    last_event = models.BigIntegerField(default=0)
    is_first = models.BooleanField(default=False)
    found = models.JSONField(default=dict)
    stage = models.CharField(max_length=10, choices=STAGES, default="searches")
    cursor = models.CharField(max_length=90, default="")
    is_open = models.BooleanField(default=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_open"], name="one_round_at_a_time", condition=Q(is_open=True)
            )
        ]

    def __str__(self) -> str:
        return f"round {self.pk} ({self.stage})"


class Alert(models.Model):
    """The new or changed editions that one round found for one person, for one reason.

    `found` maps the number of an edition to its news: {"12": ["day", "price"]}.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="alerts")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, null=True)
    reason = models.CharField(max_length=30)  # "search:12", "saved:5", "event:3", "organizer:4"
    found = models.JSONField()
    found_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("round", "user", "reason", name="a_match_is_recorded_once")
        ]
        indexes = [models.Index(fields=["user", "told_at"])]

    def __str__(self) -> str:
        return f"alert {self.pk} for {self.user_id}"
