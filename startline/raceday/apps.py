"""Django's handle on the room."""

from django.apps import AppConfig


class RacedayConfig(AppConfig):
    name = "startline.raceday"
    default_auto_field = "django.db.models.BigAutoField"
