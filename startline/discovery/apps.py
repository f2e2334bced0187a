"""Django's handle on the room."""

from django.apps import AppConfig


class DiscoveryConfig(AppConfig):
    name = "startline.discovery"
    default_auto_field = "django.db.models.BigAutoField"
