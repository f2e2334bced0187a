"""Django's handle on the room."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "startline.api"
    default_auto_field = "django.db.models.BigAutoField"
