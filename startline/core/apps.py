"""Django's handle on the room."""

from importlib import import_module

from django.apps import AppConfig
from django.conf import settings

from startline.core.pretend import pretend


class CoreConfig(AppConfig):
    name = "startline.core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The checks register themselves when they are read; they read the settings, not yet
        there when this file is."""
        import_module("startline.core.checks")
        if settings.OFFERS_TEST_LANGUAGES:
            pretend()
