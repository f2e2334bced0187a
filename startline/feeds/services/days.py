"""The holdings of one day, found by where they are and by the sites they name.

Two records far apart, in other words and on other sites, come to no more than two points: they
need not be judged. So the cost of a record follows its neighbours, not the day's races.
"""

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from startline.events.services.facts import EditionTarget
from startline.feeds.rules.addresses import Page, is_platform
from startline.feeds.rules.matching import Signature
from startline.feeds.rules.statements import Traces, signature, traces

type Ident = tuple[str, str]  # source, record key
type Key = tuple[str | int, ...]

REACH_DEGREES = 0.73  # of latitude: a little over 80 km, beyond which the place speaks against
NORTHERNMOST = 85.0
SHORTEST_WORD = 4  # "de" and "san" are in every second place


@dataclass(eq=False)
class Entry:
    """One holding, as matching sees it."""

    ident: Ident
    told: Signature | Mapping[str, Any]  # a stored listing is only read closely when it is near
    name_key: str
    edition: EditionTarget
    record_id: int | None = None
    once_key: str = ""  # of the name it had first, if that was another
    stored_dates: frozenset[dt.date] = frozenset()  # of a stored listing

    @property
    def dates(self) -> frozenset[dt.date]:
        """The date and those before it."""
        return self.told.dates if isinstance(self.told, Signature) else self.stored_dates

    @property
    def signature(self) -> Signature:
        """What of it is compared."""
        if not isinstance(self.told, Signature):
            self.told = signature(self.ident[0], self.told, self.stored_dates)
        return self.told

    @property
    def traces(self) -> Signature | Traces:
        """By what it is found."""
        return self.told if isinstance(self.told, Signature) else traces(self.told)

    @property
    def keys(self) -> set[str]:
        """Every name key it is found by."""
        return {self.name_key, self.once_key} - {""}


@dataclass
class Day:
    """The entries of one day."""

    entries: dict[int, Entry] = field(default_factory=dict)
    _blocks: dict[Key, dict[int, Entry]] = field(default_factory=dict)

    def add(self, entry: Entry, found_by: Signature | Traces) -> None:
        """Let an entry be found; again, if it says something else now."""
        self.entries[id(entry)] = entry
        for key in _own(found_by):
            self._blocks.setdefault(key, {})[id(entry)] = entry

    def near(self, wanted: Signature) -> Iterator[Entry]:
        """Everything that could be the same, some of it more than once."""
        for key in _asked(wanted):
            yield from self._blocks.get(key, {}).values()


def _own(said: Signature | Traces) -> Iterator[Key]:
    """Where an entry is kept."""
    yield ("country", said.country)
    yield ("any",)
    if said.latitude is None or said.longitude is None:
        yield ("nowhere", said.country)
        yield ("nowhere",)
    else:
        yield ("cell", math.floor(said.latitude), math.floor(said.longitude))
    yield from _words(said)


def _asked(said: Signature) -> Iterator[Key]:
    """Where its like are looked for."""
    if said.latitude is None or said.longitude is None:
        yield from (("country", said.country), ("country", "")) if said.country else (("any",),)
    else:
        yield from (("nowhere", said.country), ("nowhere", "")) if said.country else (("nowhere",),)
        yield from _cells(said.latitude, said.longitude)
    yield from _words(said)


def _cells(latitude: float, longitude: float) -> Iterator[Key]:
    """The squares of a degree within reach; the last beside the date line is beside the first."""
    nearest = math.cos(math.radians(min(abs(latitude) + REACH_DEGREES, NORTHERNMOST)))
    reach = REACH_DEGREES / nearest
    for row in range(
        math.floor(latitude - REACH_DEGREES), math.floor(latitude + REACH_DEGREES) + 1
    ):
        for column in range(math.floor(longitude - reach), math.floor(longitude + reach) + 1):
            yield ("cell", row, (column + 180) % 360 - 180)


def _words(said: Signature | Traces) -> Iterator[Key]:
    """The words of its place and the sites it names."""
    yield from (("word", word) for word in said.place if len(word) >= SHORTEST_WORD)
    if said.listing_page:
        yield ("listing", said.listing_page)
    yield from _sites(said.pages)


def _sites(pages: Iterable[Page]) -> Iterator[Key]:
    """A race's own site by its host; on a platform only the very page."""
    for page in pages:
        if not is_platform(page.host):
            yield ("site", page.host)
        elif page.path:
            yield ("site", page.key)
