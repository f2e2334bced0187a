"""What the room answers with. Pure."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["town", "region", "country", "none"]


@dataclass(frozen=True, slots=True)
class Place:
    """A town. `region` is GeoNames' first-order code ("14"), unique within the country.

    `county` is the second-order code; it serves as context and may be lent from the nearest town.
    Degrees are WGS 84 to about 100 m.
    """

    geoname_id: int
    name: str
    country: str
    region: str
    region_name: str
    latitude: float
    longitude: float
    timezone: str
    population: int
    county: str = ""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a filter must ask to stay inside a region: all that is not empty has to hold.

    `countries` and `regions` ("FR.44") are any-of; `box` is south, west, north, east in degrees,
    with west greater than east across the date line.
    """

    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    box: tuple[float, float, float, float] | None = None

    @property
    def is_of_one_country(self) -> bool:
        """Whether all of it lies in one country."""
        return len({code[:2] for code in (*self.countries, *self.regions)}) == 1


@dataclass(frozen=True, slots=True)
class Region:
    """A state, district or province (level 1), a county or municipality (level 2), or an area
    that people name though no office rules it: a landscape, an island, a range (level 3).

    The circle encloses all towns of the region known to the gazetteer; of an area, its box. An
    area carries its `bounds`, and its `country` is the first of those it lies in.
    """

    country: str
    code: str
    level: int
    name: str
    latitude: float
    longitude: float
    radius_m: int
    bounds: Bounds | None = None


@dataclass(frozen=True, slots=True)
class Extent:
    """The box and circle around the towns of a region or country.

    West is greater than east where the box crosses the date line.
    """

    south: float
    west: float
    north: float
    east: float
    latitude: float
    longitude: float
    radius_m: int


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to "where is that?": a town, only a region or country, or nothing.

    `certainty` is 0 to 1: 0.9 and more when the text itself confirms it, below 0.6 when a reader
    should be told that it is a guess.
    """

    kind: Kind
    country: str = ""
    place: Place | None = None
    region: Region | None = None
    certainty: float = 0.0

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude to put it on a map: the town, or the middle of the region."""
        where = self.place or self.region
        return (where.latitude, where.longitude) if where else None


@dataclass(frozen=True, slots=True)
class Near:
    """A town and how far it is from the point asked about."""

    place: Place
    distance_m: float


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """A place name inside a list of words: what it is and how many words it took."""

    found: Found
    length: int


NOWHERE = Found("none")
