"""Scenes for the crash tests: what has happened, and what is being done."""

import datetime as dt

from startline.events.models.catalogue import Edition
from tests.life.deeds import done, sweep_everything
from tests.life.world import NOW, make_world

STEP = dt.timedelta(seconds=1)
DAYS = dt.timedelta(days=10)
BUYING = ("hold", "place", "ask_to_pay", "money_comes")
ONE_OF_THE_DAY_RACES = 4
"""A number that picks the first race, one head, the bank and no code in every deed."""


def moment(deeds: tuple[str, ...]) -> dt.datetime:
    """When a scene has happened."""
    return NOW + (DAYS if "days" in deeds else dt.timedelta()) + dt.timedelta(minutes=5)


def prepared(deeds: tuple[str, ...], number: int) -> dt.datetime:
    """Make the world and let the scene happen; the time after it."""
    make_world()
    assert Edition.objects.exists()
    now = NOW
    for turn, deed in enumerate(deeds):
        now += STEP
        if deed == "days":
            now += DAYS  # and nobody has swept
        for name in BUYING if deed == "in" else (deed,):
            if name != "days":
                done(name, pick(name, turn), f"scene-{turn}-{name}", now)
    return moment(deeds)


def acted(deeds: tuple[str, ...], number: int, now: dt.datetime) -> None:
    """Do the deeds one after the other; the same keys when they are done again."""
    for turn, deed in enumerate(deeds):
        if deed == "sweep":
            sweep_everything(now)
            continue
        for name in BUYING if deed == "buy" else (deed,):
            done(name, pick(name, number + turn), f"act-{turn}-{name}", now + turn * STEP)


def pick(deed: str, number: int) -> int:
    """Races by turns where there is room; the newest otherwise."""
    return number if deed in {"change_distance", "defer", "refund"} else ONE_OF_THE_DAY_RACES * 3
