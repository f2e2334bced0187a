"""Courses and aid stations."""

from django.db import models

from startline.events.models.catalogue import Race


class Course(models.Model):
    """A race's line on the map and its profile, computed from a GPX file by one recipe."""

    race = models.OneToOneField(Race, on_delete=models.CASCADE, related_name="course")
    file_name = models.CharField(max_length=200)
    gpx = models.BinaryField()  # compressed, as it came
    line = models.JSONField()  # [[longitude, latitude], …], thinned for the map
    profile = models.JSONField()  # [[metre, elevation in metres], …]; empty: no usable elevation
    length_m = models.PositiveIntegerField()
    climb_m = models.PositiveIntegerField(null=True)
    descent_m = models.PositiveIntegerField(null=True)
    steepest = models.JSONField(default=dict)  # sustained drop: from_m, to_m, drop_m, grade
    warnings = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.race_id} {self.file_name}"


class AidStation(models.Model):
    """Where there is something to drink, and when it closes."""

    race = models.ForeignKey(Race, on_delete=models.CASCADE, related_name="aid_stations")
    name = models.CharField(max_length=120)
    at_m = models.PositiveIntegerField()
    cutoff_ms = models.PositiveBigIntegerField(null=True, blank=True)
    has_drop_bags = models.BooleanField(default=False)
    has_crew_access = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint("race", "at_m", name="one_aid_station_per_metre")]

    def __str__(self) -> str:
        return f"{self.race_id} {self.at_m} {self.name}"
