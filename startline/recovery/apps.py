"""Django's handle on the room."""

from django.apps import AppConfig


class RecoveryConfig(AppConfig):
    name = "startline.recovery"
    default_auto_field = "django.db.models.BigAutoField"
