"""What a director says of a payout account."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class AccountDetails:
    """What a director gave. An empty secret keeps the one that is stored."""

    kind: str
    name: str = ""
    public_key: str = ""
    secret: str = field(default="", repr=False)
    webhook_secret: str = field(default="", repr=False)
    holder: str = ""
    iban: str = ""
    bic: str = ""
    fee_basis_points: int | None = None
    fee_fixed_minor: int | None = None
