"""Fill an empty site with the shipped catalogue, once."""

from collections.abc import Callable


def populate(*, say: Callable[[str], object]) -> None:
    """Import what ships with us if it has not been imported in this version yet."""
