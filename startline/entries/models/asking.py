"""What an organizer asks of an entrant: questions, a waiver, proofs of eligibility."""

from django.db import models

from startline.events.models.catalogue import Edition, Race


class Question(models.Model):
    """One question of the entry form; shown only where another has the answer it names."""

    KINDS = [
        (word, word)
        for word in (
            "text",
            "long_text",
            "number",
            "choice",
            "choices",
            "yes_no",
            "date",
            "country",
            "phone",
        )
    ]

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="questions")
    race = models.ForeignKey(Race, on_delete=models.CASCADE, null=True, blank=True)
    key = models.SlugField(max_length=60)  # stable: answers, price steps and exports use it
    kind = models.CharField(max_length=10, choices=KINDS)
    label = models.CharField(max_length=200)
    hint = models.CharField(max_length=300, blank=True)
    options = models.JSONField(default=list, blank=True)  # choice, choices: the words offered
    is_required = models.BooleanField(default=False)
    shown_if_key = models.CharField(max_length=60, blank=True)
    shown_if_value = models.CharField(max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint("edition", "key", name="one_question_per_edition_and_key")
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.key}"


class Waiver(models.Model):
    """One version of the text an entrant signs; the highest version is in force."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="waivers")
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("edition", "version", name="one_waiver_per_edition_and_version")
        ]

    def __str__(self) -> str:
        return f"waiver {self.edition_id} v{self.version}"


class Requirement(models.Model):
    """Something a person must show to start in a race, and how it is shown."""

    KINDS = [(w, w) for w in ("qualifying_time", "licence", "certificate", "other")]
    WAYS = [(w, w) for w in ("declaration", "code", "document")]

    race = models.ForeignKey(Race, on_delete=models.CASCADE, related_name="requirements")
    kind = models.CharField(max_length=16, choices=KINDS)
    way = models.CharField(max_length=12, choices=WAYS)
    label = models.CharField(max_length=200)
    details = models.JSONField(default=dict, blank=True)
    """qualifying_time: {"distance_m", "most_ms", "since_on"}; certificate: {"months"}; else {}."""

    def __str__(self) -> str:
        return f"{self.race_id} {self.kind} #{self.pk}"
