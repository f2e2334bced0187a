"""By what a holding's neighbours are found: its day with a square, a word or a site. Pure.

Two records far apart, in other words and on other sites, come to no more than two points: they
need not be judged. So the cost of a record follows its neighbours, not the day's races, nor the
catalogue.
"""

import datetime as dt
import hashlib
import math
from collections.abc import Iterable, Iterator
from functools import lru_cache

from startline.feeds.rules.addresses import Page, is_platform
from startline.feeds.rules.matching import WINDOW_DAYS, Signature
from startline.feeds.rules.statements import Traces

type Key = tuple[str | int, ...]

VERSION = 1  # raise it when a mark changes: stored ones are then made anew
REACH_DEGREES = 0.73  # of latitude: a little over 80 km, beyond which the place speaks against
NORTHERNMOST = 85.0
SHORTEST_WORD = 4  # "de" and "san" are in every second place
_DAY_STEP, _MASK = 0x9E3779B97F4A7C15, (1 << 63) - 1  # spreads days over 63 bits


def own_marks(said: Signature | Traces, dates: Iterable[dt.date]) -> set[int]:
    """Under what a holding is kept: 63-bit numbers, the same in every process."""
    keys = [_number(key) for key in _own(said)]
    return {_on(day, key) for day in dates for key in keys}


def asked_marks(said: Signature) -> set[int]:
    """Under what its like are looked for, on its days and the days beside them."""
    keys = [_number(key) for key in _asked(said)]
    days = {
        day + dt.timedelta(days=n)
        for day in said.dates
        for n in range(-WINDOW_DAYS, WINDOW_DAYS + 1)
    }
    return {_on(day, key) for day in days for key in keys}


def _on(day: dt.date, key: int) -> int:
    return (key + day.toordinal() * _DAY_STEP) & _MASK


@lru_cache(maxsize=50_000)
def _number(key: Key) -> int:
    text = "\n".join(str(part) for part in key)
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest())


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
