"""From single reviews to the figures of an event. Pure; whole numbers wherever they are stored."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from startline.reviews.rules.words import HIGHEST, LOWEST

PRIOR_MEAN = 3
"""What is assumed of an event before anybody spoke: the middle of the scale."""
PRIOR_WEIGHT = 5
"""For how many reviews the assumption stands: two friends lift nobody to the top of a list, and
from twenty reviews on what was said outweighs it four to one.
"""
BACK_LEAST = 3
"""So many people at the back must have answered before their answers become a figure."""


@dataclass(frozen=True)
class Said:
    """What one counted review adds: overall 1 to 5, its answers (question: "yes", "no", ""), and
    whether the person ran at the back.
    """

    overall: int
    is_back: bool = False
    answers: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Figures:
    """`score`, `average` and `spread` in hundredths; `stars` counts of 1 to 5, in this order.

    `back` is the share of "yes" among the answers of those at the back, in percent; None: too few.
    """

    n: int
    score: int
    average: int
    spread: int
    stars: tuple[int, ...]
    back: int | None
    back_n: int


def figures(said: Sequence[Said]) -> Figures | None:
    """The figures of an event; None while nobody counts."""
    if not said:
        return None
    counted = Counter(one.overall for one in said)
    stars = tuple(counted[value] for value in range(LOWEST, HIGHEST + 1))
    back = [one for one in said if one.is_back and any((one.answers or {}).values())]
    return Figures(
        n=len(said),
        score=bayesian(sum(one.overall for one in said), len(said)),
        average=hundredths(sum(one.overall for one in said), len(said)),
        spread=spread(stars),
        stars=stars,
        back=share_of_yes(one.answers or {} for one in back) if len(back) >= BACK_LEAST else None,
        back_n=len(back),
    )


def bayesian(total: int, n: int) -> int:
    """The score that lists are sorted by, in hundredths: (weight x prior + sum) / (weight + n)."""
    return hundredths(PRIOR_WEIGHT * PRIOR_MEAN + total, PRIOR_WEIGHT + n)


def hundredths(total: int, n: int) -> int:
    """A mean in hundredths, rounded half up."""
    return (200 * total + n) // (2 * n)


def spread(stars: Sequence[int]) -> int:
    """The standard deviation of counts of 1 to 5, in hundredths."""
    n = sum(stars)
    total = sum(value * many for value, many in enumerate(stars, LOWEST))
    squares = sum(value * value * many for value, many in enumerate(stars, LOWEST))
    return round(100 * math.sqrt(max(0, n * squares - total * total)) / n)


def share_of_yes(answers: Iterable[Mapping[str, str]]) -> int:
    """How many of all answers that were given are "yes", in percent."""
    words = Counter(word for one in answers for word in one.values() if word)
    given = words["yes"] + words["no"]
    return (200 * words["yes"] + given) // (2 * given)


def means(values: Iterable[Mapping[str, int | None]], names: Iterable[str]) -> dict[str, int]:
    """The mean of each aspect in hundredths, of those to whom it applied; none: left out."""
    rows = list(values)
    found = {}
    for name in names:
        told = [value for row in rows if (value := row.get(name)) is not None]
        if told:
            found[name] = hundredths(sum(told), len(told))
    return found
