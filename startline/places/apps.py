"""Django's handle on the room."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "startline.places"
    default_auto_field = "django.db.models.BigAutoField"
