"""What is the same for every parkrun: the day, the hour and the distance, known from its name.

Source: parkrun's public rules: 5 km on Saturdays, juniors 2 km on Sundays; most start at 9:00.
"""

import re

from startline.core.text import fold
from startline.events.rules.words import Sport
from startline.feeds.rules.listing import RaceListing

FIVE_K_RULE = "saturday 09:00"
JUNIOR_RULE = "sunday 09:00"

_NAME = re.compile(r"\bparkrun\b")
_JUNIOR = re.compile(r"\bjuniors?\b")
_PAGE = re.compile(r"^https?://(?:www\.)?parkrun\.[a-z.]{2,6}/([a-z0-9-]+)/?$")


def parkrun_key(address: str) -> str:
    """The event's own name in its address: "https://www.parkrun.org.uk/bushy/" is "bushy"."""
    found = _PAGE.match(address)
    return found[1] if found else ""


def parkrun_rule(name: str) -> str:
    """The weekly rule of the parkrun of this name; empty if it is none."""
    folded = fold(name)
    if not _NAME.search(folded):
        return ""
    return JUNIOR_RULE if _JUNIOR.search(folded) else FIVE_K_RULE


def parkrun_races(name: str, *, is_junior: bool | None = None) -> tuple[RaceListing, ...]:
    """Its one race: 5 km, or 2 km for juniors; none if the name is no parkrun's."""
    rule = parkrun_rule(name)
    if is_junior is None:
        if not rule:
            return ()
        is_junior = rule == JUNIOR_RULE
    metres = 2_000 if is_junior else 5_000
    note = f"{metres // 1000} km"
    return (RaceListing(distance_m=metres, distance_note=note, sport=Sport.RUNNING),)
