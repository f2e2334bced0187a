"""Django's handle on the room."""

from importlib import import_module

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "startline.core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The checks register themselves when they are read; they read the settings, not yet
        there when this file is."""
        import_module("startline.core.checks")
