"""Event, edition, race: the lasting thing, one holding of it, one start a person can enter."""

import datetime as dt

from django.db import models
from django.db.models import F, Q

from startline.accounts.models import Organizer
from startline.events.rules.words import Certainty, Format, PlaceCertainty, Sport, Status, Surface


def choices(words: type) -> list[tuple[str, str]]:
    """Stable words as choices; what people read stands in templates."""
    return [(word.value, word.value) for word in words]  # type: ignore[attr-defined]  # an enum


class EventQuerySet(models.QuerySet["Event"]):
    """Words for choosing events."""

    def published(self) -> "EventQuerySet":
        """Events that everyone may see."""
        return self.filter(published_at__isnull=False, merged_into__isnull=True)

    def counted(self) -> "EventQuerySet":
        """Published and not a demonstration: what figures count."""
        return self.published().filter(is_demo=False)


class Event(models.Model):
    """The lasting thing with a name. A weekly event (parkrun) has a rule instead of many rows."""

    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True)
    name = models.CharField(max_length=250)
    aliases = models.JSONField(default=list, blank=True)
    organizer = models.ForeignKey(
        Organizer, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    sport = models.CharField(max_length=12, choices=choices(Sport), default=Sport.RUNNING)
    weekly_rule = models.CharField(max_length=40, blank=True)  # "saturday 09:00", local time
    date_rule = models.CharField(max_length=120, blank=True)  # "last sunday of september"
    country = models.CharField(max_length=2, blank=True, db_index=True)
    region = models.CharField(max_length=12, blank=True)  # country.admin1 code, as "PT.14"
    place_name = models.CharField(max_length=200, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    place_certainty = models.CharField(
        max_length=8, choices=choices(PlaceCertainty), default=PlaceCertainty.UNKNOWN
    )
    timezone = models.CharField(max_length=50, default="UTC")
    website = models.URLField(max_length=500, blank=True)
    description = models.TextField(blank=True)
    pictures = models.JSONField(default=list, blank=True)  # [{"address", "caption", "credit"}]
    popularity = models.PositiveIntegerField(default=0)
    is_demo = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True, db_index=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)
    created_at = models.DateTimeField(db_index=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="event_position_is_on_earth",
            )
        ]

    def __str__(self) -> str:
        return self.slug


class EditionQuerySet(models.QuerySet["Edition"]):
    """Words for choosing editions."""

    def published(self) -> "EditionQuerySet":
        """Editions of events that everyone may see."""
        return self.filter(event__published_at__isnull=False, event__merged_into__isnull=True)

    def upcoming(self, today: dt.date) -> "EditionQuerySet":
        """Editions that start today or later."""
        return self.filter(starts_on__gte=today)

    def live(self) -> "EditionQuerySet":
        """Editions that are not called off."""
        return self.exclude(
            status__in=[Status.CANCELLED, Status.POSTPONED, Status.DISCONTINUED, Status.PAST]
        )


class Edition(models.Model):
    """One holding of an event. `starts_on` empty: the date is to be confirmed."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="editions")
    slug = models.SlugField(max_length=40, allow_unicode=True)  # "2026", "2026-spring"
    starts_on = models.DateField(null=True, blank=True, db_index=True)
    days = models.PositiveSmallIntegerField(default=1)
    date_note = models.CharField(max_length=200, blank=True)  # the source's words for the date
    status = models.CharField(max_length=16, choices=choices(Status), default=Status.ANNOUNCED)
    certainty = models.CharField(
        max_length=10, choices=choices(Certainty), default=Certainty.ANNOUNCED
    )
    timezone = models.CharField(max_length=50, default="UTC")
    currency = models.CharField(max_length=3, blank=True)
    website = models.URLField(max_length=500, blank=True)
    entry_url = models.URLField(max_length=500, blank=True)
    features = models.JSONField(default=list, blank=True)
    qualifiers = models.JSONField(default=list, blank=True)
    trail_facts = models.JSONField(default=dict, blank=True)  # mandatory_kit, crew, pacers, …
    is_enterable_here = models.BooleanField(default=False)
    seen_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = EditionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("event", "slug", name="one_edition_per_event_and_slug"),
            models.CheckConstraint(condition=Q(days__gte=1), name="edition_lasts_a_day"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=False) | Q(certainty=Certainty.UNKNOWN),
                name="no_certainty_without_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id}/{self.slug}"


class CapacityPool(models.Model):
    """A number of places that one or several races share; counted in heads."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="pools")
    name = models.CharField(max_length=100)
    places = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(taken__lte=F("places")), name="pool_never_oversold")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.taken}/{self.places} #{self.pk}"


class Race(models.Model):
    """One start within an edition that a person can enter. Metres and milliseconds."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="races")
    slug = models.SlugField(max_length=80, allow_unicode=True)
    name = models.CharField(max_length=200)
    sport = models.CharField(max_length=12, choices=choices(Sport), default=Sport.RUNNING)
    surface = models.CharField(max_length=8, choices=choices(Surface), blank=True)
    format = models.CharField(max_length=10, choices=choices(Format), default=Format.SINGLE)
    distance_m = models.PositiveIntegerField(null=True, blank=True)
    distance_note = models.CharField(max_length=120, blank=True)  # the source's words
    duration_ms = models.PositiveBigIntegerField(null=True, blank=True)  # a timed race: 24 h
    climb_m = models.PositiveIntegerField(null=True, blank=True)
    descent_m = models.PositiveIntegerField(null=True, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    cutoff_ms = models.PositiveBigIntegerField(null=True, blank=True)
    min_age = models.PositiveSmallIntegerField(null=True, blank=True)
    max_age = models.PositiveSmallIntegerField(null=True, blank=True)
    pool = models.ForeignKey(
        CapacityPool, on_delete=models.PROTECT, null=True, blank=True, related_name="races"
    )
    party_size = models.PositiveSmallIntegerField(default=1)  # runners of a relay team
    is_hidden = models.BooleanField(default=False)  # in no list; only a coupon opens it
    is_cancelled = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint("edition", "slug", name="one_race_per_edition_and_slug"),
            models.CheckConstraint(
                condition=Q(distance_m__isnull=True) | Q(distance_m__gt=0),
                name="race_distance_is_positive",
            ),
            models.CheckConstraint(condition=Q(party_size__gte=1), name="a_race_has_a_runner"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}/{self.slug}"
