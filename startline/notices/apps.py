"""Django's handle on the room."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "startline.notices"
    default_auto_field = "django.db.models.BigAutoField"
