"""Django's handle on the room."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "startline.pages"
    default_auto_field = "django.db.models.BigAutoField"
