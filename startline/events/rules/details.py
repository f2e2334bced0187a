"""What a director says, as values. Metres, milliseconds, aware instants."""

import datetime as dt
from dataclasses import dataclass, field

from startline.core.money import Money
from startline.events.rules.words import Format, PlaceCertainty, Sport, Status


@dataclass(frozen=True)
class EventDetails:
    """What a director says about the lasting thing. Degrees; an IANA zone."""

    name: str
    sport: str = Sport.RUNNING
    country: str = ""
    region: str = ""
    place_name: str = ""
    latitude: float | None = None
    longitude: float | None = None
    place_certainty: str = PlaceCertainty.UNKNOWN
    timezone: str = "UTC"
    website: str = ""
    description: str = ""
    aliases: list[str] = field(default_factory=list)
    pictures: list[dict[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class EditionDetails:
    """What a director says about one holding. `starts_on` empty: to be confirmed."""

    starts_on: dt.date | None
    days: int = 1
    status: str = Status.CONFIRMED
    timezone: str = "UTC"
    currency: str = ""
    website: str = ""
    entry_url: str = ""
    is_enterable_here: bool = False
    features: list[str] = field(default_factory=list)
    qualifiers: list[str] = field(default_factory=list)
    trail_facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RaceDetails:
    """What a director says about one start. Metres, milliseconds, aware instants."""

    name: str
    sport: str = Sport.RUNNING
    surface: str = ""
    format: str = Format.SINGLE
    distance_m: int | None = None
    duration_ms: int | None = None
    climb_m: int | None = None
    descent_m: int | None = None
    starts_at: dt.datetime | None = None
    cutoff_ms: int | None = None
    min_age: int | None = None
    max_age: int | None = None
    party_size: int = 1  # runners of a relay team
    is_hidden: bool = False  # in no list; a coupon opens it


@dataclass(frozen=True)
class StepDetails:
    """One price step; with ages or an answer only for those it fits."""

    price: Money
    from_at: dt.datetime | None = None
    until_at: dt.datetime | None = None
    until_sold: int | None = None
    label: str = ""
    lowest_age: int | None = None
    highest_age: int | None = None
    answer_key: str = ""
    answer_value: str = ""


@dataclass(frozen=True)
class PlacesWish:
    """How many places a race has: its own number, a pool shared by id, or no limit."""

    places: int | None = None
    shared_pool_id: int | None = None


@dataclass(frozen=True)
class RaceSheet:
    """Everything about one race that is saved together."""

    details: RaceDetails
    wish: PlacesWish
    steps: list[StepDetails]


@dataclass(frozen=True)
class FirstListing:
    """What the one-page form says. `price` None: free."""

    organizer_name: str
    event: EventDetails
    starts_on: dt.date
    race: RaceDetails
    places: int | None
    price: Money | None
    currency: str
