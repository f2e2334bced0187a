"""Who may do what: one table that reads aloud."""

from enum import StrEnum


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
