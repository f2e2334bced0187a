"""When a wave of reviews waits for an operator's eye. Pure."""

HOURLY = 10
"""So many reviews of one event within an hour are nothing special."""
OF_FIELD = 10
"""Nor is one in ten of those who were there: after a large race people write on the way home."""


def is_burst(in_an_hour: int, field: int) -> bool:
    """Whether a review that comes after so many others in an hour is looked at first."""
    return in_an_hour >= max(HOURLY, field // OF_FIELD)
