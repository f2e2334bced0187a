"""Django's handle on the room."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "startline.events"
    default_auto_field = "django.db.models.BigAutoField"
