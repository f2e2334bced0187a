"""Django's handle on the room."""

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "startline.accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Our ear for the sign-in library; it needs the tables, not yet there when this file is."""
        import_module("startline.accounts.views")
