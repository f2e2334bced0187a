"""Django's handle on the room."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "startline.payments"
    default_auto_field = "django.db.models.BigAutoField"
