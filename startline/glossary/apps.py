"""Django's handle on the room."""

from django.apps import AppConfig


class GlossaryConfig(AppConfig):
    name = "startline.glossary"
    default_auto_field = "django.db.models.BigAutoField"
