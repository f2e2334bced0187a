"""Money: whole minor units and an ISO 4217 code. Nothing is ever a float."""

from dataclasses import dataclass
from decimal import Decimal

# Currencies whose minor unit is not a hundredth (ISO 4217, list one).
EXPONENTS = {
    **dict.fromkeys(
        [
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "UYI",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ],
        0,
    ),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
}


class CurrencyMismatchError(ValueError):
    """Two currencies were added or compared."""

    code = "currency_mismatch"


@dataclass(frozen=True, order=False)
class Money:
    """An amount in minor units (cents) of one currency."""

    minor: int
    currency: str

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    @property
    def amount(self) -> Decimal:
        """The amount in whole units, with as many decimals as the currency has."""
        digits = exponent(self.currency)
        return Decimal(self.minor).scaleb(-digits)

    def split(self, weights: list[int]) -> list["Money"]:
        """Split by weight; the parts sum to the whole, the remainder goes to the largest parts."""
        total = sum(weights)
        if total <= 0:
            msg = "weights must sum to more than zero"
            raise ValueError(msg)
        parts = [self.minor * w // total for w in weights]
        order = sorted(range(len(weights)), key=lambda i: (-weights[i], i))
        for i in order[: self.minor - sum(parts)]:
            parts[i] += 1
        return [Money(p, self.currency) for p in parts]

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            msg = f"{self.currency} is not {other.currency}"
            raise CurrencyMismatchError(msg)


def exponent(currency: str) -> int:
    """How many decimals the currency has: 2 for EUR, 0 for JPY, 3 for KWD."""
    return EXPONENTS.get(currency, 2)


def from_amount(amount: Decimal | str | int, currency: str) -> Money:
    """Money from a decimal amount in whole units; refuses more decimals than the currency has."""
    scaled = Decimal(amount).scaleb(exponent(currency))
    if scaled != scaled.to_integral_value():
        msg = f"{amount} has more decimals than {currency}"
        raise ValueError(msg)
    return Money(int(scaled), currency)


@dataclass(frozen=True)
class FeeRule:
    """What a payment processor keeps of an amount: a share and a fixed part, in minor units."""

    basis_points: int = 0
    fixed_minor: int = 0

    def of(self, minor: int) -> int:
        """The fee on an amount, half up; nothing on nothing, and never more than the amount."""
        if minor <= 0:
            return 0
        return min(minor, (minor * self.basis_points + 5_000) // 10_000 + self.fixed_minor)

    def grossed_up(self, net: int) -> int:
        """The smallest amount of which at least `net` is left after the fee."""
        if net <= 0:
            return net
        gross = (net + self.fixed_minor) * 10_000 // (10_000 - self.basis_points)
        while gross - self.of(gross) < net:
            gross += 1
        while gross > net and (gross - 1) - self.of(gross - 1) >= net:
            gross -= 1
        return gross
