"""Files of timing companies, their rows as read, and what was concluded from them.

A file, once read well, becomes one generation of results; a race's list names the generation that
is shown. Rows as read are never edited; a change of a result is a row of its own.
"""

from django.db import models
from django.db.models import Q

from startline.accounts.models import User
from startline.entries.models.orders import Entry
from startline.events.models.catalogue import Race
from startline.results.rules.ranking import Basis, Status

STATUSES = [(word.value, word.value) for word in Status]


class TimingImport(models.Model):
    """A file as it came, and how it is read. `state` "done": its results are complete."""

    STATES = [(w, w) for w in ("read", "running", "done")]

    race = models.ForeignKey(Race, on_delete=models.PROTECT, related_name="timing_imports")
    file_name = models.CharField(max_length=200)
    body = models.BinaryField()  # compressed, as it came
    digest = models.CharField(max_length=64, db_index=True)
    header_row = models.PositiveSmallIntegerField(default=0)  # from 0, among rows not empty
    mapping = models.JSONField(default=dict)  # header to field
    basis = models.CharField(max_length=3, choices=[(b.value, b.value) for b in Basis])
    band_years = models.PositiveSmallIntegerField(default=5)
    is_month_first = models.BooleanField(default=False)
    has_chairs_apart = models.BooleanField(default=False)  # bibs like W1 are wheelchairs
    takes_places = models.BooleanField(default=True)  # places as the file gives them
    points = models.JSONField(default=list)  # names of splits, in their order
    state = models.CharField(max_length=7, choices=STATES, default="read")
    good = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(band_years__in=[5, 10]), name="bands_of_5_or_10")
        ]

    def __str__(self) -> str:
        return f"{self.race_id} {self.file_name} #{self.pk}"


class RawTime(models.Model):
    """One row of a file as it was read; never edited."""

    timing_import = models.ForeignKey(TimingImport, on_delete=models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField()
    cells = models.JSONField()  # texts, in the order of the columns

    class Meta:
        constraints = [models.UniqueConstraint("timing_import", "row", name="one_raw_time_per_row")]

    def __str__(self) -> str:
        return f"{self.timing_import_id} row {self.row}"


class ResultList(models.Model):
    """What a race shows: which generation, provisional or official. Figures are counted once."""

    STATES = [(w, w) for w in ("provisional", "official")]

    race = models.OneToOneField(Race, on_delete=models.PROTECT, related_name="result_list")
    current = models.ForeignKey(TimingImport, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=11, choices=STATES, default="provisional")
    figures = models.JSONField(default=dict)
    """{"finished", "dnf", "dns", "dsq": n; "genders", "categories", "countries": {word: n};
    "times": [[from_ms, n]]}"""
    published_at = models.DateTimeField()
    official_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="provisional") | Q(official_at__isnull=False),
                name="official_results_say_since_when",
            )
        ]

    def __str__(self) -> str:
        return f"results of {self.race_id} ({self.state})"


class ResultQuerySet(models.QuerySet["Result"]):
    """Words for choosing results."""

    def shown(self, listing: ResultList) -> "ResultQuerySet":
        """The generation that a race shows, best first."""
        return self.filter(timing_import=listing.current_id).order_by("position")


class Result(models.Model):
    """How a race ended for one person. Milliseconds; places are given or counted."""

    timing_import = models.ForeignKey(
        TimingImport, on_delete=models.CASCADE, related_name="results"
    )
    race = models.ForeignKey(Race, on_delete=models.PROTECT, related_name="results")
    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="results"
    )
    row = models.PositiveIntegerField()  # of its raw time
    bib = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=200, blank=True)
    gender = models.CharField(max_length=1, blank=True)
    age = models.PositiveSmallIntegerField(null=True, blank=True)  # on race day
    country = models.CharField(max_length=3, blank=True)
    club = models.CharField(max_length=200, blank=True)
    category = models.CharField(max_length=40, blank=True)
    group = models.CharField(max_length=20, blank=True)  # ranked apart: "wheelchair"
    status = models.CharField(max_length=8, choices=STATUSES)
    gun_ms = models.PositiveIntegerField(null=True, blank=True)
    net_ms = models.PositiveIntegerField(null=True, blank=True)
    place = models.PositiveIntegerField(null=True, blank=True)
    gender_place = models.PositiveIntegerField(null=True, blank=True)
    category_place = models.PositiveIntegerField(null=True, blank=True)
    position = models.PositiveIntegerField()  # where it stands in the list
    is_hidden = models.BooleanField(default=False)  # the runner does not want to be named

    objects = ResultQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "timing_import", "bib", condition=~Q(bib=""), name="no_bib_twice_in_results"
            ),
            models.CheckConstraint(
                condition=Q(status="finished") | Q(place__isnull=True),
                name="only_finishers_have_a_place",
            ),
        ]
        indexes = [
            models.Index(fields=["timing_import", "position"]),
            models.Index(fields=["timing_import", "gender", "position"]),
            models.Index(fields=["timing_import", "category", "position"]),
            models.Index(fields=["timing_import", "status", "position"]),
        ]

    def __str__(self) -> str:
        return f"{self.race_id} bib {self.bib} #{self.pk}"


class ResultWord(models.Model):
    """A word by which a result is found: of the name, or the bib; without case and accents."""

    timing_import = models.ForeignKey(TimingImport, on_delete=models.CASCADE, related_name="+")
    result = models.ForeignKey(Result, on_delete=models.CASCADE, related_name="words")
    word = models.CharField(max_length=60)

    class Meta:
        indexes = [models.Index(fields=["timing_import", "word", "result"])]

    def __str__(self) -> str:
        return f"{self.word} #{self.result_id}"


class SplitTime(models.Model):
    """When a runner passed a point. `point`: its number in the import's `points`."""

    result = models.ForeignKey(Result, on_delete=models.CASCADE, related_name="splits")
    point = models.PositiveSmallIntegerField()
    elapsed_ms = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint("result", "point", name="one_split_per_result_and_point")
        ]

    def __str__(self) -> str:
        return f"{self.result_id} at {self.point}"


class ResultChange(models.Model):
    """A change of a result or of a whole list: who, when, why; values before and after."""

    race = models.ForeignKey(Race, on_delete=models.PROTECT, related_name="result_changes")
    result = models.ForeignKey(
        Result, on_delete=models.CASCADE, null=True, blank=True, related_name="changes"
    )
    what = models.CharField(max_length=12)  # published, official, corrected, hidden, shown
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    why = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.what} {self.race_id} #{self.pk}"


class CorrectionRequest(models.Model):
    """What a runner says is wrong, and what became of it. Who has the token follows it."""

    STATES = [(w, w) for w in ("open", "done", "refused")]

    result = models.ForeignKey(Result, on_delete=models.CASCADE, related_name="requests")
    token = models.CharField(max_length=43, unique=True)
    email = models.EmailField()
    text = models.CharField(max_length=1000)
    state = models.CharField(max_length=7, choices=STATES, default="open")
    answer = models.CharField(max_length=1000, blank=True)
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open") | ~Q(answer=""), name="a_closed_request_has_an_answer"
            )
        ]

    def __str__(self) -> str:
        return f"request {self.pk} about {self.result_id} ({self.state})"


class ResultClaim(models.Model):
    """Somebody says that a bib's result is theirs. By race and bib: a new file keeps it.

    `state`: asked, held, refused by the organizer, given up, or taken by another's better claim.
    """

    STATES = [(w, w) for w in ("asked", "held", "refused", "given_up", "taken")]
    WAYS = [(w, w) for w in ("mail", "organizer")]

    race = models.ForeignKey(Race, on_delete=models.PROTECT, related_name="result_claims")
    bib = models.CharField(max_length=20)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="result_claims")
    way = models.CharField(max_length=9, choices=WAYS)  # who says yes
    state = models.CharField(max_length=8, choices=STATES, default="asked")
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "race", "bib", condition=Q(state="held"), name="a_result_is_one_persons"
            ),
            models.UniqueConstraint(
                "race", "bib", "user", condition=Q(state__in=["asked", "held"]),
                name="a_result_is_claimed_once_by_a_person",
            ),
            models.CheckConstraint(condition=~Q(bib=""), name="a_claim_names_a_bib"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.user_id} claims {self.race_id} bib {self.bib} ({self.state})"
