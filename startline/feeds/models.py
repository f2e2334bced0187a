"""Where listings come from, what each record said, and who decided that two are the same."""

from collections.abc import Sequence

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from startline.accounts.models import Organizer
from startline.events.models.catalogue import Edition, Event


class Source(models.Model):
    """A feed, a listing site or a pile of files, with what its owner allows."""

    PERMISSIONS = [("open", "open"), ("ask", "ask"), ("no", "no")]

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, blank=True)  # the format last read
    address = models.CharField(max_length=600, blank=True)
    licence = models.CharField(max_length=200, blank=True)
    permission = models.CharField(max_length=4, choices=PERMISSIONS, default="ask")
    is_enabled = models.BooleanField(default=False)  # read on schedule
    rank = models.SmallIntegerField(default=50)
    mapping = models.JSONField(default=dict, blank=True)  # column of theirs → field of ours
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=60, blank=True)
    last_read_at = models.DateTimeField(null=True, blank=True)
    last_result = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.slug


class Record(models.Model):
    """One record of a source, known by its key for good. `sightings`: what was said when."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="records")
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=32)  # of the newest word
    sightings = models.JSONField(default=list)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    last_as_of = models.DateTimeField(null=True)  # when the source said the newest word

    class Meta:
        constraints = [models.UniqueConstraint("source", "key", name="one_record_per_key")]

    def __str__(self) -> str:
        return f"{self.source_id}:{self.key}"


class HoldingQuerySet(models.QuerySet["Holding"]):
    """Words for choosing holdings."""

    def marked_before(self, version: int) -> "HoldingQuerySet":
        """Those whose marks were made by older rules, or never."""
        return self.filter(marked_by__lt=version)

    def called(self, keys: Sequence[str]) -> "HoldingQuerySet":
        """Those whose name, now or at first, comes to one of these keys."""
        return self.filter(Q(name_key__in=keys) | Q(once_key__in=keys))


class Holding(models.Model):
    """What a record says about one edition: the raw row, in our words, beside the conclusion."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="holdings")
    starts_on = models.DateField(null=True)
    marked_by = models.SmallIntegerField(default=0, db_index=True)  # the rules that made its marks
    name_key = models.CharField(max_length=200, db_index=True)
    once_key = models.CharField(max_length=200, default="", blank=True, db_index=True)  # its first
    listing = models.JSONField()
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="holdings")
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="holdings")

    objects = HoldingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("record", "starts_on", name="one_holding_per_record_and_date")
        ]

    def __str__(self) -> str:
        return f"{self.record_id} on {self.starts_on} #{self.pk}"


class Mark(models.Model):
    """By what a holding's neighbours find it: a day with a square, a word or a site, as a number.

    Made from the holding and made anew with it; says nothing that the holding does not say.
    """

    holding = models.ForeignKey(
        Holding, on_delete=models.CASCADE, related_name="marks", db_index=False
    )
    number = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint("holding", "number", name="one_mark_of_a_kind"),
        ]
        indexes = [models.Index("number", "holding", name="holdings_of_a_mark")]

    def __str__(self) -> str:
        return f"{self.holding_id} {self.number}"


class MatchQuerySet(models.QuerySet["Match"]):
    """Words for choosing decisions."""

    def standing(self) -> "MatchQuerySet":
        """Decisions that were not undone."""
        return self.filter(undone_at__isnull=True)

    def by_people(self) -> "MatchQuerySet":
        """Decided by a person: they outlast every import."""
        return self.filter(decided_by__isnull=False)

    def waiting(self) -> "MatchQuerySet":
        """The review queue."""
        return self.standing().filter(kind=Match.DOUBTFUL)


class Match(models.Model):
    """A decision about two records: one race or two. Never deleted; undone with a name."""

    MERGE, SPLIT, NOT_SAME, DOUBTFUL = "merge", "split", "not_same", "doubtful"
    KINDS = [(k, k) for k in (MERGE, SPLIT, NOT_SAME, DOUBTFUL)]

    kind = models.CharField(max_length=8, choices=KINDS)
    left = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="matches_left")
    right = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="matches_right")
    points = models.FloatField(default=0)
    reasons = models.JSONField(default=dict)
    before = models.JSONField(default=dict)  # what undoing needs: holdings and their editions
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = MatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "left", "right", condition=Q(kind="doubtful"), name="one_doubt_per_pair"
            ),
            models.CheckConstraint(condition=~Q(left=F("right")), name="match_of_two_records"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.left_id}/{self.right_id} #{self.pk}"


class ImportRun(models.Model):
    """One reading of one file: every record is counted once."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="runs")
    file_name = models.CharField(max_length=300)
    format = models.CharField(max_length=30, blank=True)
    digest = models.CharField(max_length=64, blank=True, db_index=True)  # of a file wholly read
    as_of = models.DateTimeField(null=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    read = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    merged = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    read=F("created") + F("updated") + F("unchanged") + F("merged")
                    + F("held") + F("rejected")
                ),
                name="import_counts_every_record_once",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.source_id} {self.file_name} #{self.pk}"


class Rejection(models.Model):
    """A record that did not become a listing, with row and reason; held ones wait for a person."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rejections")
    row = models.PositiveIntegerField()
    key = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=40)
    detail = models.CharField(max_length=300, blank=True)
    is_held = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.run_id} row {self.row}: {self.reason}"


class Claim(models.Model):
    """A director taking over a listing."""

    METHODS = [("email", "email"), ("website", "website"), ("operator", "operator")]
    STATES = [("open", "open"), ("granted", "granted"), ("refused", "refused")]

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="claims")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="claims"
    )
    organizer = models.ForeignKey(Organizer, on_delete=models.CASCADE, null=True, blank=True)
    method = models.CharField(max_length=8, choices=METHODS)
    state = models.CharField(max_length=8, choices=STATES, default="open")
    code = models.CharField(
        max_length=64, blank=True
    )  # to be found on the site; of a mail its hash
    sent_to = models.EmailField(blank=True)
    tries = models.PositiveSmallIntegerField(default=0)  # codes typed, or looks at the site
    tried_at = models.DateTimeField(null=True, blank=True)
    name = models.CharField(max_length=200, blank=True)  # of an organizer that is made when granted
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "event", "user", condition=Q(state="open"), name="one_open_claim_per_user"
            )
        ]

    def __str__(self) -> str:
        return f"claim {self.pk} on {self.event_id} ({self.state})"
