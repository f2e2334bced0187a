"""How a search was understood, piece by piece, as values that a template puts into words. Pure."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Chip:
    """One reading: its kind, its values, the words typed for it, the address without it."""

    kind: str
    values: dict[str, Any] = field(default_factory=dict)
    typed: str = ""
    remove: str = ""


@dataclass(frozen=True)
class Span:
    """A range with open ends: metres or days."""

    low: float | dt.date | None = None
    high: float | dt.date | None = None
