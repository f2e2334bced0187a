"""Who may do what: one table that reads aloud."""

from dataclasses import dataclass
from enum import StrEnum

ERASED = "erased@erased.invalid"
"""Stands where a row needs an address and its person has gone; nothing is mailed to it."""


class Role(StrEnum):
    """What a member is for an organizer."""

    OWNER = "owner"
    DIRECTOR = "director"
    TIMING = "timing"
    DESK = "desk"
    VIEWER = "viewer"


class Action(StrEnum):
    """What can be done with an organizer's events."""

    VIEW = "view"
    EDIT = "edit"
    PUBLISH = "publish"
    MONEY = "money"
    ENTRANTS = "entrants"
    PROOFS = "proofs"
    """Open the documents that entrants show, and say yes or no to them."""
    CHECK_IN = "check_in"
    RESULTS = "results"
    STAFF = "staff"


ALLOWED: dict[Role, frozenset[Action]] = {
    Role.OWNER: frozenset(Action),
    Role.DIRECTOR: frozenset(Action) - {Action.STAFF},
    Role.TIMING: frozenset({Action.VIEW, Action.ENTRANTS, Action.RESULTS}),
    Role.DESK: frozenset({Action.VIEW, Action.CHECK_IN}),
    Role.VIEWER: frozenset({Action.VIEW}),
}


def may(role: Role, action: Action) -> bool:
    """Whether a role includes an action."""
    return action in ALLOWED[role]


@dataclass(frozen=True)
class Device:
    """Browser and system by their own names; empty where nothing known was said."""

    browser: str
    system: str


# The first mark found counts: Edge and Opera also call themselves Chrome, Chrome also Safari,
# and Android also Linux.
BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("Chrome", "Chrome"), ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("Mac OS X", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


def device_of(user_agent: str) -> Device:
    """Which browser on which system a browser says it is."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    return Device(browser, next((name for mark, name in SYSTEMS if mark in user_agent), ""))
