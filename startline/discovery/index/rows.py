"""What goes into the index: one row per race, and changes of all rows of one event."""

from dataclasses import dataclass

RACE = "race"

# Lower edge in metres and name of each distance band; a race belongs to the last edge it reaches.
BANDS = (
    (0, "under_5k"),
    (4_500, "5k"),
    (7_500, "10k"),
    (15_000, "half"),
    (30_000, "marathon"),
    (45_000, "50k"),
    (75_000, "100k"),
    (130_000, "longer"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class RaceRow:
    """One race of one edition; an edition whose races are not known yet has one row with race 0.

    Glossary terms and organizers are rows of another `kind` whose `event_id` is their own number;
    they answer to text only. Days are ordinals (`date.toordinal`), months are year * 100 + month
    (202605), lengths are metres, durations are milliseconds. `score` is that of reviews, in
    hundredths of a star; `back_percent` what the last quarter says. None means: not known.
    """

    event_id: int
    edition_id: int = 0
    race_id: int = 0
    kind: str = RACE
    name: str
    alt_names: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    organizers: tuple[str, ...] = ()
    country: str = ""
    region: str = ""
    sport: str = ""
    surface: str = ""
    format: str = ""
    relief: str = "unknown"
    day: int | None = None
    month: int | None = None
    certainty: str = "unknown"
    status: str = ""
    distance_m: int | None = None
    climb_m: int | None = None
    cutoff_ms: int | None = None
    descent_per_km: int | None = None
    steepest_permille: int | None = None
    cutoff_pace_ms: int | None = None
    price: int | None = None
    price_eur_cents: int | None = None
    currency: str = ""
    open: bool = False
    latitude: float | None = None
    longitude: float | None = None
    confirmed_on: int | None = None
    seen_on: int | None = None
    popularity: int = 0
    score: int | None = None
    back_percent: int | None = None
    is_demo: bool = False
    features: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """All rows of one event (or term, or organizer) as they are now; no rows: it is gone."""

    event_id: int
    rows: tuple[RaceRow, ...] = ()
    kind: str = RACE


def band_of(distance_m: int | None) -> str:
    """The name of the distance band a length falls into, "" if it is not known."""
    if distance_m is None:
        return ""
    return next(name for edge, name in reversed(BANDS) if distance_m >= edge)
