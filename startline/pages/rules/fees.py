"""What sellers of entries take, as they or their customers published it, and a calculator. Pure.

All amounts in cents of US dollars. Each row names its source and the date known of it; a fee that
we could not read as a rule is not here.
"""

from dataclasses import dataclass

from startline.core.money import FeeRule

CARD = FeeRule(290, 30)
"""Stripe's public price for domestic cards in the United States: 2.9% and 30 cents."""


@dataclass(frozen=True)
class Band:
    """A share and a fixed part for prices below `below` (None: all others), at least `least`."""

    fee: FeeRule
    below: int | None = None
    least: int = 0


@dataclass(frozen=True)
class Seller:
    """Who takes it, by which rule, who says so and since when that is known."""

    key: str
    name: str
    bands: tuple[Band, ...]
    source: str
    known: str

    def fee(self, minor: int) -> int:
        """The fee on one entry at a price; nothing on a free one."""
        if minor <= 0:
            return 0
        band = next(b for b in self.bands if b.below is None or minor < b.below)
        exact = (minor * band.fee.basis_points + 5_000) // 10_000 + band.fee.fixed_minor
        return max(exact, band.least)


SELLERS = (
    Seller(
        "ultrasignup", "UltraSignup",
        (Band(FeeRule(625, 250), 10_000, 350), Band(FeeRule(650, 350), 100_000),
         Band(FeeRule(525, 500))),
        "help.ultrasignup.com, article 30362746490637", "2026",
    ),
    Seller(
        "runreg", "RunReg",
        (Band(FeeRule(650, 125), 10_000), Band(FeeRule(600, 125), 30_000), Band(FeeRule(300, 875))),
        "runreg.com, FAQ for directors", "2026",
    ),
    Seller(
        "raceroster", "Race Roster", (Band(FeeRule(500, 300)),),
        "bicycleillinois.com, an organizer’s own page", "2026",
    ),
    Seller(
        "active", "ACTIVE", (Band(FeeRule(675, 125), None, 325),),
        "a competitor’s slide", "2012",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Compared:
    """One seller beside us, for one entry and for all of them, in cents."""

    seller: Seller
    each: int
    all: int


@dataclass(frozen=True)
class Sum:
    """What the calculator says for a price and a number of entries."""

    minor: int
    entries: int
    sellers: tuple[Compared, ...]
    card_each: int

    @property
    def card_all(self) -> int:
        """What the card processor keeps of all entries."""
        return self.card_each * self.entries


def compared(minor: int, entries: int) -> Sum:
    """All sellers for a price in cents and a number of entries."""
    rows = (Compared(s, s.fee(minor), s.fee(minor) * entries) for s in SELLERS)
    return Sum(minor, entries, tuple(rows), CARD.of(minor))
