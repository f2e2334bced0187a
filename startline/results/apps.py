"""Django's handle on the room."""

from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "startline.results"
    default_auto_field = "django.db.models.BigAutoField"
