"""A listing: what one record of one source says, in our words and units. Nothing is guessed here.

An adapter makes one `Listing` per record; matching and facts work on listings alone.
"""

import datetime as dt
from dataclasses import dataclass, field

from startline.events.rules.words import Certainty, Status


@dataclass(frozen=True)
class RaceListing:
    """One race of a listing. Metres, milliseconds; None is "not said"."""

    name: str = ""
    distance_m: int | None = None
    distance_note: str = ""  # the source's words, kept
    climb_m: int | None = None
    descent_m: int | None = None
    sport: str = ""  # a word of Sport, or empty
    surface: str = ""
    format: str = ""
    duration_ms: int | None = None
    starts_at: dt.datetime | None = None  # aware, or naive local time
    cutoff_ms: int | None = None
    places: int | None = None
    prices: tuple[tuple[int, str, str], ...] = ()  # (minor units, currency, label)
    periods: tuple[tuple[dt.datetime | None, dt.datetime | None], ...] = ()
    """From when and until when each price holds, by the clock there: one for each, or none."""


@dataclass(frozen=True)
class Listing:
    """One record of a source."""

    key: str  # stable within the source: an id, a UID, a slug, or a digest of name and place
    name: str
    starts_on: dt.date | None = None
    days: int = 1
    date_note: str = ""  # the source's words where the date is unclear
    certainty: Certainty = Certainty.ANNOUNCED
    status: Status | None = None  # None: the source says nothing about it
    weekly_rule: str = ""  # "saturday 09:00": a weekly series instead of one date
    country: str = ""  # ISO 3166-1 alpha-2
    region_text: str = ""
    place_text: str = ""  # as the source has it, cleaned of doubling and markup
    latitude: float | None = None
    longitude: float | None = None
    timezone: str = ""
    website: str = ""  # the race's own site; never a platform's front page
    entry_url: str = ""
    listing_url: str = ""  # where the source shows this record
    organizer: str = ""
    description: str = ""
    sport: str = ""
    surface: str = ""
    races: tuple[RaceListing, ...] = ()
    features: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    entry_opens_on: dt.date | None = None
    entry_closes_on: dt.date | None = None
    aliases: tuple[str, ...] = ()
    modified_at: dt.datetime | None = None  # the source's own "last changed"
    is_cancellation_of_day: bool = False  # one day of a weekly series is called off


@dataclass(frozen=True)
class Refused:
    """A record that is not a listing of a race, with the reason a person can act on."""

    key: str
    row: int  # 1-based position in the file
    reason: str  # a stable code: "not_a_race", "no_name", "no_date", "unreadable", …
    detail: str = ""
    is_held: bool = False  # held for a person to look at, not rejected


@dataclass
class Reading:
    """What an adapter made of one file."""

    format: str
    listings: list[Listing] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    as_of: dt.datetime | None = None  # when the source made the file, if it says so
    warnings: list[str] = field(default_factory=list)
    name: str = ""  # the file, or the archive it came out of
    mapping: dict[str, object] | None = None  # of a list: which column was read as which field
    headers: tuple[str, ...] = ()  # of a list: all its columns
