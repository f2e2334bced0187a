"""What can be asked of the index, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

Sort = Literal["relevance", "date", "distance", "newest", "rating"]
Label = str | int | bool

# Counted for the side column; each without its own filter.
FACETS = (
    "sport", "surface", "country", "region", "month", "band", "relief", "open", "certainty",
)  # fmt: skip
# Filtered by any of several values, not counted.
CHOICES = ("format", "status", "currency", "demo")


@dataclass(frozen=True, slots=True)
class Near:
    """A point, and how far from it; without a radius it only orders."""

    latitude: float
    longitude: float
    radius_m: float | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """A box on the map in degrees; a west edge east of the east edge crosses the date line."""

    south: float
    west: float
    north: float
    east: float


@dataclass(frozen=True, kw_only=True)
class Query:
    """All that is asked at once; an empty field asks nothing.

    `months` are year * 100 + month, or 1 to 12 for that month of any year. `last_is_prefix`: the
    last word is still being typed. `widen`: every word also means its near spellings.
    `without`: what answers the filters of any of these is left out, also of every facet's counts.
    `others`: how many terms and organizers to answer besides.
    """

    text: str = ""
    last_is_prefix: bool = False
    widen: bool = False
    country: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    sport: tuple[str, ...] = ()
    surface: tuple[str, ...] = ()
    format: tuple[str, ...] = ()
    relief: tuple[str, ...] = ()
    band: tuple[str, ...] = ()
    certainty: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    currency: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    months: tuple[int, ...] = ()
    open: bool | None = None
    demo: bool | None = None
    from_day: int | None = None
    to_day: int | None = None
    min_m: int | None = None
    max_m: int | None = None
    min_climb_m: int | None = None
    max_climb_m: int | None = None
    min_cutoff_ms: int | None = None
    max_descent_per_km: int | None = None
    max_steepest_permille: int | None = None
    min_cutoff_pace_ms: int | None = None
    max_price: int | None = None
    max_price_eur_cents: int | None = None
    min_score: int | None = None
    min_back_percent: int | None = None
    near: Near | None = None
    box: Box | None = None
    without: tuple["Query", ...] = ()
    sort: Sort = "relevance"
    confirmed_first: bool = False
    offset: int = 0
    limit: int = 20
    facets: bool = False
    clusters_zoom: int | None = None
    others: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """One edition with those of its races that match, the best first.

    `tier` says how well the words matched (0 is best, see `ranking.TIERS`).
    """

    event_id: int
    edition_id: int
    race_ids: tuple[int, ...]
    tier: int = 0
    kind: str = "race"


class Cluster(NamedTuple):
    """Editions close together on the map: how many, and the middle of their starts."""

    cell: int
    latitude: float
    longitude: float
    editions: int


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Totals count everything that matches; hits are the page asked for. Facets count races.

    `spelling` names the words that stood in for one that is unknown. `drawn` is where those who
    write the facets down may keep what they wrote.
    """

    total_races: int
    total_editions: int
    total_events: int
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, Mapping[Label, int]] = field(default_factory=dict)
    clusters: tuple[Cluster, ...] = ()
    others: tuple[Hit, ...] = ()
    spelling: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    drawn: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)
