"""Django's handle on the room."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "startline.core"
    default_auto_field = "django.db.models.BigAutoField"
