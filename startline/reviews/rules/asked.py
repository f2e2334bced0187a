"""Orders and filters of a list of reviews, as its address names them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from startline.reviews.rules.words import HIGHEST, LOWEST, Basis

SORTS = ("helpful", "new", "high", "low")
BASES = tuple(one.value for one in Basis)


@dataclass(frozen=True)
class Asked:
    """Which reviews, in which order. Empty: all."""

    edition: str = ""
    basis: str = ""
    stars: int = 0
    sort: str = SORTS[0]

    @property
    def is_filtered(self) -> bool:
        """Whether some are left out."""
        return bool(self.edition or self.basis or self.stars)


def asked_from(values: Mapping[str, str]) -> Asked:
    """The list an address asks for; what is not understood is left aside."""
    stars = values.get("stars", "")
    basis, sort = values.get("basis", ""), values.get("sort", "")
    known = {str(value) for value in range(LOWEST, HIGHEST + 1)}
    return Asked(
        edition=values.get("edition", "")[:40],
        basis=basis if basis in BASES else "",
        stars=int(stars) if stars in known else 0,
        sort=sort if sort in SORTS else SORTS[0],
    )
