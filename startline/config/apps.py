"""The roof as an app, so that its commands are found."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Holds the commands that start and tend the whole house."""

    name = "startline.config"
