"""Django's handle on the room."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "startline.reviews"
    default_auto_field = "django.db.models.BigAutoField"
