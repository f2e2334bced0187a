"""How often a page was seen, saved and left for the entry form: a number a day, nobody's."""

from django.db import models

from startline.events.models.catalogue import Event


class DayCount(models.Model):
    """One number of one event and day (UTC). No address, no cookie, no person."""

    KINDS = [(w, w) for w in ("view", "save", "click")]

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="day_counts")
    kind = models.CharField(max_length=5, choices=KINDS)
    on = models.DateField()
    n = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint("event", "kind", "on", name="one_count_per_event_kind_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.kind} {self.on} {self.n}"
