"""Small fields never expose a person. Pure."""

from collections.abc import Mapping

from startline.reviews.rules.words import Basis

LEAST_IN_GROUP = 5
"""A group of fewer people than this is not named: who knows the start list could name them."""


def groups_shown(sizes: Mapping[str, int]) -> list[str]:
    """Which groups of a whole may be shown apart: large enough, and so is what is left over.

    Of a whole whose other figure is known a single hidden group could be worked out.
    """
    shown = [name for name, size in sizes.items() if size >= LEAST_IN_GROUP]
    rest = sum(size for name, size in sizes.items() if name not in shown)
    return shown if rest == 0 or rest >= LEAST_IN_GROUP else []


def basis_shown(basis: Basis, in_race: int, in_edition: int) -> tuple[str, bool]:
    """What a review may say of its writer, "" for nothing but being there; whether of which race.

    `in_race` and `in_edition` are how many people share this basis: the only DNF of a race is
    known to everybody who reads the results.
    """
    if in_race >= LEAST_IN_GROUP:
        return basis, True
    return (basis, False) if in_edition >= LEAST_IN_GROUP else ("", False)
