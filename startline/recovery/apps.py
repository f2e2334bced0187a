"""Django's handle on the room."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning, register

from startline.core.clock import today
from startline.recovery.services.setting import refused_setting


class RecoveryConfig(AppConfig):
    name = "startline.recovery"
    default_auto_field = "django.db.models.BigAutoField"


@register()
def the_setting_is_what_was_asked_for(
    app_configs: Sequence[Any] | None, **_: Any
) -> list[CheckMessage]:
    """A computed setting that is not wholly signed, or an unknown word, stays marked: say so."""
    word = refused_setting(today())
    if not word:
        return []
    message = f"STARTLINE_RECOVERY_MODE={word} is not in force: the site stays marked."
    hint = "Computed needs clinician, registration, version, day, opinion and study."
    return [Warning(message, hint=hint, id="startline.W001")]
