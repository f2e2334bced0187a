"""Django's handle on the room."""

from django.apps import AppConfig


class EntriesConfig(AppConfig):
    name = "startline.entries"
    default_auto_field = "django.db.models.BigAutoField"
