"""The setting of the site: who applies the printed rules, and who answers for it."""

import datetime as dt

from django.conf import settings

from startline.recovery.rules.modes import Mode, Responsible, mode_of


def site_mode(today: dt.date) -> Mode:
    """The setting in force today; what is not wholly signed stays marked."""
    word = settings.RECOVERY["mode"]
    known = word if word in set(Mode) else Mode.MARKED
    return mode_of(known, responsible(), today)


def responsible() -> Responsible | None:
    """Who answers for the computed setting; None while nobody is named."""
    said = settings.RECOVERY
    if not said["clinician"]:
        return None
    return Responsible(
        clinician=said["clinician"],
        registration=said["registration"],
        version=said["version"],
        signed_on=_day(said["signed_on"]),
        regulatory_opinion=said["regulatory_opinion"],
        usability_study=said["usability_study"],
    )


def refused_setting(today: dt.date) -> str:
    """What the operator asked for and does not get, as a word for a check; empty: nothing."""
    word = settings.RECOVERY["mode"]
    return word if word != site_mode(today) else ""


def _day(word: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(word)
    except ValueError:
        return None
