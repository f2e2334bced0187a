"""What a search asks for: the values of its address, cleaned. Pure."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from startline.discovery.rules.fit import RecentRace

WITHOUT = (
    "not_country", "not_region", "not_sport", "not_surface", "not_relief", "not_band",
    "not_format", "not_month",
)  # fmt: skip
"""Fields whose values must not be: races that have any of them are left out."""
MANY = (
    "country", "region", "sport", "surface", "relief", "band", "certainty", "month", *WITHOUT,
)  # fmt: skip
"""Fields of an address that may be repeated: any of the values will do."""
ONE = (
    "q", "near", "not_near", "near_lat", "near_lon", "within", "bbox", "min_km", "max_km", "from",
    "to", "max_price", "currency", "climb_max", "cutoff",
    "max_descent_per_km", "max_steepest", "cutoff_pace", "min_score", "min_back",
    "open", "fit_km", "fit_time", "sort", "view", "page",
)  # fmt: skip
SORTS = ("relevance", "date", "distance", "newest", "rating")
VIEWS = ("list", "calendar")
BANDS = ("under_5k", "5k", "10k", "half", "marathon", "50k", "100k", "longer")
PAGE_SIZE = 20
LAST_PAGE = 50_000


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Everything an address asks for. Lengths in metres, times in milliseconds, inclusive days.

    `given` holds the accepted values as they were written, to build further addresses from.
    `months` are year * 100 + month, or 1 to 12 for any year. `max_price_minor` is in the currency
    named, in euro cents when none is. `not_near` is a town (50 km around it), region or country.
    """

    q: str = ""
    near: str = ""
    point: tuple[float, float] | None = None
    within_m: float | None = None
    bbox: tuple[float, float, float, float] | None = None
    country: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    sport: tuple[str, ...] = ()
    surface: tuple[str, ...] = ()
    relief: tuple[str, ...] = ()
    band: tuple[str, ...] = ()
    certainty: tuple[str, ...] = ()
    months: tuple[int, ...] = ()
    not_near: str = ""
    not_country: tuple[str, ...] = ()
    not_region: tuple[str, ...] = ()
    not_sport: tuple[str, ...] = ()
    not_surface: tuple[str, ...] = ()
    not_relief: tuple[str, ...] = ()
    not_band: tuple[str, ...] = ()
    not_format: tuple[str, ...] = ()
    not_months: tuple[int, ...] = ()
    min_m: int | None = None
    max_m: int | None = None
    from_day: dt.date | None = None
    to_day: dt.date | None = None
    max_price_minor: int | None = None
    currency: str = ""
    climb_max_m: int | None = None
    cutoff_min_ms: int | None = None
    descent_per_km_max: int | None = None
    steepest_max_permille: int | None = None
    cutoff_pace_min_ms: int | None = None
    score_min: int | None = None
    back_percent_min: int | None = None
    is_open: bool = False
    recent: RecentRace | None = None
    sort: str = ""
    view: str = "list"
    page: int = 1
    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    """A value of the address that could not be used: which field, what is wrong with it."""

    field: str
    code: str
    value: str
