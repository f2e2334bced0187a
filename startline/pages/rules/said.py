"""What a reader says about a race and about today's running, as values. Pure."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from startline.core.money import Money
from startline.entries.rules.afterwards import Act, Rule


@dataclass(frozen=True, kw_only=True)
class Said:
    """Everything that can be said; what was left out is None or empty. `log` is a saved log as
    text, `stage` one of the ladder (10: the rebuild), `rules` the last days of an entry bought
    elsewhere."""

    race_min: int | None = None
    stage: int | None = None
    longest_min: int = 0
    log: str = ""
    zone: str = ""
    paid: Money | None = None
    currency: str = ""
    rules: Mapping[Act, Rule] = field(default_factory=dict)
    name: str = ""
    on: dt.date = dt.date.min
    distance_m: int = 0
    descent_m: int | None = None
    cutoff_ms: int | None = None
    website: str = ""
    where: str = ""


NOTHING = Said()
"""Nothing was said."""
