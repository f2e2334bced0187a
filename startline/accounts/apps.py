"""Django's handle on the room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "startline.accounts"
    default_auto_field = "django.db.models.BigAutoField"
