"""The stable words of the catalogue: stored in tables, sent by the API, never shown as they are."""

from enum import StrEnum


class Status(StrEnum):
    """Where an edition stands."""

    EXPECTED = "expected"
    ANNOUNCED = "announced"
    CONFIRMED = "confirmed"
    ENTRIES_OPEN = "entries_open"
    SOLD_OUT = "sold_out"
    ENTRIES_CLOSED = "entries_closed"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    MOVED = "moved"
    PAST = "past"
    DISCONTINUED = "discontinued"


class Certainty(StrEnum):
    """How sure the date is. Expected means computed from a rule or from last year, never read."""

    CONFIRMED = "confirmed"
    ANNOUNCED = "announced"
    EXPECTED = "expected"
    UNKNOWN = "unknown"


class Sport(StrEnum):
    """What people do in the race."""

    RUNNING = "running"
    WALKING = "walking"
    TRIATHLON = "triathlon"
    DUATHLON = "duathlon"
    AQUATHLON = "aquathlon"
    AQUABIKE = "aquabike"
    SWIMRUN = "swimrun"
    SWIMMING = "swimming"
    CYCLING = "cycling"
    OBSTACLE = "obstacle"
    SKIING = "skiing"
    OTHER = "other"


class Surface(StrEnum):
    """What is under the feet."""

    ROAD = "road"
    TRAIL = "trail"
    TRACK = "track"
    CROSS = "cross"
    GRAVEL = "gravel"
    MIXED = "mixed"
    WATER = "water"
    SNOW = "snow"
    UNKNOWN = ""


class Format(StrEnum):
    """How the race is run."""

    SINGLE = "single"
    RELAY = "relay"
    STAGE = "stage"
    TIMED = "timed"
    BACKYARD = "backyard"
    VIRTUAL = "virtual"


class PlaceCertainty(StrEnum):
    """How well the position is known."""

    EXACT = "exact"
    TOWN = "town"
    REGION = "region"
    UNKNOWN = "unknown"


class Feature(StrEnum):
    """What the organizer offers: British Triathlon's open list of event features, extended."""

    AID_STATIONS = "aid_stations"
    CAMPING = "camping"
    CATERING = "catering"
    CHIP_TIMING = "chip_timing"
    DISTANCE_MARKERS = "distance_markers"
    FINISHER_MEDAL = "finisher_medal"
    NUMBERED_RACKING = "numbered_racking"
    PRIZES = "prizes"
    RESULTS_ONLINE = "results_online"
    SECURE_TRANSITION = "secure_transition"
    SHOWERS = "showers"
    PARA = "para"
    T_SHIRT = "t_shirt"
    TOILETS = "toilets"
    TRAFFIC_FREE = "traffic_free"
    PACERS = "pacers"
    CREW_ALLOWED = "crew_allowed"
    POLES_ALLOWED = "poles_allowed"
    DOGS_ALLOWED = "dogs_allowed"
    DROP_BAGS = "drop_bags"
    SHUTTLE = "shuttle"
    MANDATORY_KIT = "mandatory_kit"
    WHEELCHAIR = "wheelchair"
    BUGGIES = "buggies"
    CHILDCARE = "childcare"


LIVE = frozenset(
    {
        Status.EXPECTED,
        Status.ANNOUNCED,
        Status.CONFIRMED,
        Status.ENTRIES_OPEN,
        Status.SOLD_OUT,
        Status.ENTRIES_CLOSED,
        Status.MOVED,
    }
)
"""Statuses of editions that will, as far as is known, take place."""
