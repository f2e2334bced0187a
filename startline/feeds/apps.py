"""Django's handle on the room."""

from django.apps import AppConfig


class FeedsConfig(AppConfig):
    name = "startline.feeds"
    default_auto_field = "django.db.models.BigAutoField"
