"""What people say of an edition they were at, and what others say to that.

`Review` holds what is shown; every state it had is a `ReviewVersion`. What a reviewer has of the
edition (`basis`, `is_back`) is derived from entries, desks and results, and follows them.
"""

from django.db import models
from django.db.models import Q

from startline.accounts.models import User
from startline.entries.models.orders import Entry
from startline.events.models.catalogue import Edition, Event, Race
from startline.reviews.rules.words import (
    ANSWERS,
    COUNTED,
    HIGHEST,
    LOWEST,
    Aspect,
    Basis,
    Question,
    Reason,
    Shown,
)

YES_NO = [(word, word) for word in ("", *ANSWERS)]
REASONS = [(one.value, one.value) for one in Reason]
ASPECTS = tuple(one.value for one in Aspect)
QUESTIONS = tuple(one.value for one in Question)


def on_the_scale(name: str) -> models.CheckConstraint:
    """An aspect is rated 1 to 5 or not at all."""
    inside = Q(**{f"{name}__range": (LOWEST, HIGHEST)})
    return models.CheckConstraint(
        condition=inside | Q(**{f"{name}__isnull": True}), name=f"review_{name}_on_the_scale"
    )


class ReviewQuerySet(models.QuerySet["Review"]):
    """Words for choosing reviews."""

    def shown(self) -> "ReviewQuerySet":
        """What everybody reads."""
        return self.filter(state=Shown.SHOWN)

    def counted(self) -> "ReviewQuerySet":
        """What scores are made of: shown, and by somebody who started."""
        return self.shown().filter(basis__in=sorted(COUNTED))

    def of_event(self, event_id: int) -> "ReviewQuerySet":
        """Of all editions of an event."""
        return self.filter(edition__event=event_id)


class Review(models.Model):
    """One person's word on one edition. Who has the token has written it."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="reviews")
    race = models.ForeignKey(
        Race, on_delete=models.SET_NULL, null=True, blank=True, related_name="reviews"
    )
    entry = models.ForeignKey(
        Entry, on_delete=models.SET_NULL, null=True, blank=True, related_name="reviews"
    )
    user = models.ForeignKey(
        User, on_delete=models.CASCADE, null=True, blank=True, related_name="reviews"
    )
    bib = models.CharField(max_length=20, blank=True)  # of a result that belongs to no entry
    email = models.EmailField()  # where answers go; never shown
    token = models.CharField(max_length=43, unique=True)
    state = models.CharField(max_length=7, choices=[(s.value, s.value) for s in Shown])
    basis = models.CharField(max_length=8, choices=[(b.value, b.value) for b in Basis])
    is_back = models.BooleanField(default=False)  # ran in the last quarter of the field
    gender = models.CharField(max_length=1, blank=True)  # for groups that are large enough
    signed = models.CharField(max_length=110, blank=True)  # "Ana L."; empty: a runner
    is_free_entry = models.BooleanField(default=False)  # the place was a gift of the race
    overall = models.PositiveSmallIntegerField()
    # 1 to 5; none where it does not apply
    organisation = models.PositiveSmallIntegerField(null=True, blank=True)
    course = models.PositiveSmallIntegerField(null=True, blank=True)
    scenery = models.PositiveSmallIntegerField(null=True, blank=True)
    aid = models.PositiveSmallIntegerField(null=True, blank=True)
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    atmosphere = models.PositiveSmallIntegerField(null=True, blank=True)
    swag = models.PositiveSmallIntegerField(null=True, blank=True)
    access = models.PositiveSmallIntegerField(null=True, blank=True)
    # about the last quarter: was it honoured, were they still there
    cutoff = models.CharField(max_length=3, choices=YES_NO, blank=True)
    food = models.CharField(max_length=3, choices=YES_NO, blank=True)
    medal = models.CharField(max_length=3, choices=YES_NO, blank=True)
    marshals = models.CharField(max_length=3, choices=YES_NO, blank=True)
    text = models.TextField(max_length=4000, blank=True)
    made_at = models.DateTimeField(db_index=True)
    changed_at = models.DateTimeField()

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(overall__range=(LOWEST, HIGHEST)), name="review_overall_on_the_scale"
            ),
            *(on_the_scale(name) for name in ASPECTS),
            models.UniqueConstraint(
                "edition", "user", condition=Q(user__isnull=False),
                name="one_review_per_account_and_edition",
            ),
            models.UniqueConstraint(
                "edition", "entry", condition=Q(entry__isnull=False),
                name="one_review_per_entry_and_edition",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["edition", "state", "basis"])]

    def __str__(self) -> str:
        return f"review {self.pk} of {self.edition_id} ({self.state})"


class Mark(models.Model):
    """Something a reviewer is known again by, unreadable; two of one edition are one person.

    The marks of a removed review stay when it is erased: its writer cannot begin anew.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    review = models.ForeignKey(
        Review, on_delete=models.SET_NULL, null=True, blank=True, related_name="marks"
    )
    mark = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint("edition", "mark", name="one_review_per_person_and_edition")
        ]

    def __str__(self) -> str:
        return f"mark {self.pk} of {self.review_id}"


class ReviewVersion(models.Model):
    """A review as it read after one edit; the first is number 1. Appended, never changed."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    overall = models.PositiveSmallIntegerField()
    rest = models.JSONField()  # aspects, answers, is_free_entry
    text = models.TextField(max_length=4000, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("review", "number", name="versions_of_a_review_are_numbered")
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.review_id}"


class Photo(models.Model):
    """A picture, written anew by us in two sizes; `name` is its name in the store."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="photos")
    name = models.CharField(max_length=43, unique=True)
    words = models.CharField(max_length=200, blank=True)  # for those who cannot see it
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"photo {self.pk} of {self.review_id}"


class HelpfulVote(models.Model):
    """Somebody found a review helpful."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="votes")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("review", "user", name="one_vote_per_person")]

    def __str__(self) -> str:
        return f"{self.user_id} found {self.review_id} helpful"


class Reply(models.Model):
    """What the organizer says to a review; `version`: the one that was answered."""

    review = models.OneToOneField(Review, on_delete=models.CASCADE, related_name="reply")
    version = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=2000)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"reply to {self.review_id}"


class ModerationCase(models.Model):
    """Why an operator looks at a review, what they decided, and what the writer says to that."""

    CAUSES = [(w, w) for w in ("reported", "burst", "claim")]
    STATES = [(w, w) for w in ("open", "kept", "removed")]
    APPEALS = [(w, w) for w in ("", "open", "upheld", "overturned")]

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="cases")
    cause = models.CharField(max_length=8, choices=CAUSES)
    state = models.CharField(max_length=7, choices=STATES, default="open")
    reason = models.CharField(max_length=11, choices=REASONS, blank=True)
    words = models.CharField(max_length=1000, blank=True)  # to the writer
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    appeal_state = models.CharField(max_length=10, choices=APPEALS, blank=True)
    appeal = models.CharField(max_length=2000, blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)
    appeal_answer = models.CharField(max_length=1000, blank=True)
    appeal_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "review", condition=Q(state="open"), name="one_open_case_per_review"
            ),
            models.CheckConstraint(
                condition=~Q(state="removed") | ~Q(reason=""), name="who_removes_says_why"
            ),
            models.CheckConstraint(
                condition=Q(appeal_state="") | Q(state="removed") & ~Q(appeal=""),
                name="only_a_removal_is_appealed",
            ),
            models.CheckConstraint(
                condition=Q(appeal_state__in=["", "open"]) | ~Q(appeal_answer=""),
                name="an_answered_appeal_has_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"case {self.pk} about {self.review_id} ({self.state})"


class Report(models.Model):
    """A reader thinks a review should not stand; once for each person."""

    case = models.ForeignKey(ModerationCase, on_delete=models.CASCADE, related_name="reports")
    reason = models.CharField(max_length=11, choices=REASONS)
    words = models.CharField(max_length=1000, blank=True)
    user = models.ForeignKey(
        User, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "case", "user", condition=Q(user__isnull=False), name="one_report_per_person"
            )
        ]

    def __str__(self) -> str:
        return f"report {self.pk} in {self.case_id}"


class EventScore(models.Model):
    """What all counted reviews of an event come to; no row: nobody counts. Hundredths."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="review_score")
    n = models.PositiveIntegerField()
    score = models.PositiveSmallIntegerField()
    average = models.PositiveSmallIntegerField()
    spread = models.PositiveSmallIntegerField()
    stars = models.JSONField()  # how many gave 1, 2, 3, 4, 5
    back = models.PositiveSmallIntegerField(null=True, blank=True)  # percent
    back_n = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(n__gt=0), name="a_score_is_of_somebody"),
            models.CheckConstraint(
                condition=Q(score__range=(100, 500), average__range=(100, 500)),
                name="a_score_is_on_the_scale",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.score} of {self.n}"


def aspects_of(review: Review) -> dict[str, int | None]:
    """The ratings of a review by aspect."""
    return {name: getattr(review, name) for name in ASPECTS}


def answers_of(review: Review) -> dict[str, str]:
    """What a review answers about the last quarter."""
    return {name: getattr(review, name) for name in QUESTIONS}
