"""One row of a list, read through a mapping, becomes a listing or is refused. Pure."""

import datetime as dt
import hashlib
import re
from collections.abc import Mapping as Dict
from dataclasses import replace

from startline.core.text import fold, words
from startline.core.units import MILE_M
from startline.events.rules.words import Certainty, Sport, Status
from startline.feeds.rules.country_names import country_code
from startline.feeds.rules.dates import When, read_time, read_when
from startline.feeds.rules.distances import distances_in_name, read_climb, read_distances
from startline.feeds.rules.listing import Listing, RaceListing, Refused
from startline.feeds.rules.mapping import Mapping
from startline.feeds.rules.osgrid import grid_position
from startline.feeds.rules.parkruns import parkrun_key, parkrun_races, parkrun_rule
from startline.feeds.rules.positions import Position, read_number, read_position, sound
from startline.feeds.rules.prices import read_prices
from startline.feeds.rules.rows import Row, phrase
from startline.feeds.rules.sports import classify, kind_of
from startline.feeds.rules.status_words import status_of_field
from startline.feeds.rules.texts import (
    flag_country,
    one_line,
    or_nothing,
    plain,
    undoubled,
    without_lookalikes,
)
from startline.feeds.rules.titles import Title, read_title
from startline.feeds.rules.urls import clean_url, official_site

KEY_LIMIT = 200
# "Basel, CH": codes that are not also a German, Brazilian or American state.
_CODES_AFTER_A_TOWN = frozenset({"CH", "FR", "AT", "LU", "LI", "DK", "CZ", "PL", "NL"})


def read_record(row: Row, mapping: Mapping, number: int) -> Listing | Refused:
    """A flat row as a listing; refused as "no_name", "not_a_race" or "no_date"."""
    said = _Said(row, mapping)
    region = ", ".join(dict.fromkeys(t for t in (said.text("province"), said.text("region")) if t))
    title = read_title(said.text("name"), said.text("region"))
    key = record_key(
        said.text("key") or said.text("listing_url") or parkrun_key(said.text("website")),
        title.name,
        said.text("place") or said.text("city"),
    )
    if refusal := refusal_of(title, key, number):
        return refusal
    when = said.when(title)
    if when.on is None and not when.weekly_rule and not when.note and not said.is_dateless_list:
        return Refused(key, number, "no_date", title.name, is_held=True)
    country, place = said.place(title)
    kind = kind_of(title.name, said.joined("kind"))
    position = said.position(region)
    return Listing(
        key=key,
        name=title.name,
        starts_on=when.on,
        days=when.days,
        date_note=when.note,
        certainty=when.certainty,
        status=title.status or when.status or said.status(),
        weekly_rule=when.weekly_rule,
        country=country,
        region_text=region[:200],
        place_text=place,
        latitude=position[0] if position else None,
        longitude=position[1] if position else None,
        timezone=said.text("timezone") or mapping.defaults.get("timezone", ""),
        website=official_site(said.text("website")),
        entry_url=clean_url(said.text("entry_url")),
        listing_url=clean_url(said.text("listing_url")),
        organizer=said.text("organizer")[:200],
        description=plain(said.joined("description")),
        sport=_sport(kind.sport, mapping.defaults.get("sport", "")),
        surface=kind.surface or mapping.defaults.get("surface", ""),
        races=said.races(title, when),
        pictures=tuple(p for p in (clean_url(said.text("picture")),) if p),
        entry_opens_on=said.entry_days()[0],
        entry_closes_on=said.entry_days()[1],
        modified_at=_instant(read_when(said.value("modified"))),
    )


def refusal_of(title: Title, key: str, number: int) -> Refused | None:
    """No name, or the name of something that is no race."""
    if not title.name:
        return Refused(key, number, "no_name")
    return None if title.is_race else Refused(key, number, "not_a_race", title.name)


def _sport(said: str, default: str) -> str:
    """A list of another sport stays so where a name only says "race", "ultra" or "run"."""
    return default if default and said in ("", Sport.RUNNING) else said


def record_key(said: str, name: str, place: str) -> str:
    """The source's own key, or a digest of name and place: stable while these are."""
    if said:
        return said[:KEY_LIMIT]
    digest = hashlib.sha256(" ".join([*words(name), "|", *words(place)]).encode())
    return digest.hexdigest()[:20]


def _instant(when: When) -> dt.datetime | None:
    """Aware; a bare day or local time is taken as UTC: for ordering of versions only."""
    if when.on is None:
        return None
    at = when.at or dt.datetime.combine(when.on, dt.time(), dt.UTC)
    return at if at.tzinfo else at.replace(tzinfo=dt.UTC)


class _Said:
    """What one row says, field by field."""

    def __init__(self, row: Row, mapping: Mapping) -> None:
        self.row = row
        self.mapping = mapping

    def value(self, name: str) -> object:
        return self.row.get(self.mapping.columns.get(name, ""))

    def text(self, name: str) -> str:
        value = self.value(name)
        if value is None or isinstance(value, Dict | list | bool):
            return ""
        return or_nothing(one_line(str(value)))

    def joined(self, name: str) -> str:
        value = self.value(name)
        if isinstance(value, list):
            return " ".join(str(item) for item in value if isinstance(item, str | int))
        return "" if value is None or isinstance(value, Dict) else str(value)

    @property
    def is_dateless_list(self) -> bool:
        """A list of places or courses that has no column of dates, or leaves it open on purpose."""
        return "date" not in self.mapping.columns or "distance" in self.mapping.columns

    def when(self, title: Title) -> When:
        when = read_when(self.value("date"), self.mapping.date_order)
        last = read_when(self.value("end_date"), self.mapping.date_order)
        if when.on and last.on and 0 < (last.on - when.on).days < 60:
            when = replace(when, days=max(when.days, (last.on - when.on).days + 1))
        rule = parkrun_rule(title.name)
        if rule and (when.weekly_rule or when.on is None):
            when = replace(when, weekly_rule=rule, note="", certainty=Certainty.ANNOUNCED)
        if when.at and when.at.time() == dt.time():
            when = replace(when, at=None)
        time = read_time(self.value("time"))
        if when.on and not when.at and time and "time" in self.mapping.columns:
            when = replace(when, at=dt.datetime.combine(when.on, time))  # noqa: DTZ901, RUF100
        return when

    def place(self, title: Title) -> tuple[str, str]:
        """Country code and the place in the source's words, cleaned."""
        named = [undoubled(self.text(n)) for n in ("place", "city")]
        parts = [p for p in dict.fromkeys(named) if p and fold(p) != fold(self.text("region"))]
        if len(parts) == 2 and fold(parts[1]) in fold(parts[0]):
            parts = parts[:1]
        flagged, place = flag_country(", ".join(parts) or undoubled(self.text("venue")))
        country = country_code(self.text("country")) or flagged or title.country
        place = without_lookalikes(place)
        if flagged:
            place = _without_country(place, flagged)
        last = place.rpartition(",")[2].strip()
        if not country and "," in place and (len(last) > 2 or last in _CODES_AFTER_A_TOWN):
            country = country_code(last)
        return country or self.mapping.defaults.get("country", ""), place[:200]

    def position(self, region: str) -> Position | None:
        latitude = read_number(self.value("latitude"), 180)
        longitude = read_number(self.value("longitude"), 180)
        if latitude is not None and longitude is not None:
            return sound(latitude, longitude)
        text = self.text("position")
        return read_position(text) or grid_position(text, region) if text else None

    def status(self) -> Status | None:
        value = self.value("status")
        if isinstance(value, bool):
            cancel = "cancel" in self.mapping.columns.get("status", "").lower()
            return Status.CANCELLED if value and cancel else None
        return status_of_field(str(value)) if value else None

    def entry_days(self) -> tuple[dt.date | None, dt.date | None]:
        """The first and last day of entries, from two columns or from one period's text."""
        order = self.mapping.date_order
        opens = read_when(self.value("entry_opens"), order).on
        closes = read_when(self.value("entry_closes"), order).on
        if opens or closes:
            return opens, closes
        parts = [
            read_when(part.strip(), order).on
            for part in re.split(
                r"\s*[~–—]\s*|\s+-\s+|\s+(?:bis|to|até|al)\s+", self.text("entry_window")
            )
        ]
        days = [day for day in parts if day]
        if len(days) == 2 and days[0] <= days[1]:
            return days[0], days[1]
        return None, None

    def races(self, title: Title, when: When) -> tuple[RaceListing, ...]:
        races = self._named_races() or read_distances(self._distance(), self._unit())
        races = races or parkrun_races(title.name) or self._races_of_kinds()
        races = races or distances_in_name(title.name)
        races = self._of_event(races, title)
        starts = when.at
        if starts and not races:
            races = (RaceListing(),)
        return tuple(replace(race, starts_at=starts) for race in races) if starts else races

    def _races_of_kinds(self) -> tuple[RaceListing, ...]:
        """Categories that are distances: ["10k", "half-marathon", "trail"] names two races."""
        value = self.value("kind")
        if not isinstance(value, list):
            return ()
        named = [race for item in value if isinstance(item, str) for race in read_distances(item)]
        return tuple(race for race in named if race.distance_m)

    def _distance(self) -> object:
        value = self.value("distance")
        return or_nothing(one_line(value)) if isinstance(value, str) else value

    def _unit(self) -> str:
        if unit := self.mapping.defaults.get("distance_unit"):
            return unit
        header = phrase(self.mapping.columns.get("distance", "").rpartition(".")[2])
        if header in ("miles", "mi") or header.endswith((" mi", " miles")):
            return "mi"
        return "m" if header.endswith((" m", " meters", " metres")) else "km"

    def _named_races(self) -> tuple[RaceListing, ...]:
        """Races given as a list of mappings: {"name", "distance", "distance_unit", "capacity"}."""
        value = self.value("races")
        if not isinstance(value, list):
            return ()
        races = [_race_of(item) for item in value[:40] if isinstance(item, Dict)]
        return tuple(race for race in races if race)

    def _of_event(self, races: tuple[RaceListing, ...], title: Title) -> tuple[RaceListing, ...]:
        """Climb, places, prices and the race's own name, where the row has one race."""
        prices = read_prices(self.value("price"), self.mapping.defaults.get("currency", ""))
        name = self.text("race")
        climb, descent = read_climb(self.value("climb")), read_climb(self.value("descent"))
        if not races and (climb or name or prices):
            races = (RaceListing(),)
        if len(races) != 1:
            return tuple(_priced(race, prices, alone=False) for race in races)
        race = races[0]
        if race.distance_m is None and not race.name and name:
            race = replace(race, distance_m=_only_distance(name))
        kind = classify(f"{name} {self.joined('kind')}")
        race = replace(
            race,
            name=race.name or (name if fold(name) != fold(title.name) else ""),
            climb_m=race.climb_m or climb,
            descent_m=race.descent_m or descent,
            format=race.format or kind.format,
            places=_count(self.value("places")),
        )
        return (_priced(race, prices, alone=True),)


def _race_of(item: Dict[object, object]) -> RaceListing | None:
    named = {phrase(str(key)): value for key, value in item.items()}
    name = one_line(str(named.get("name") or named.get("title") or ""))
    unit = str(named.get("distance unit") or named.get("unit") or "km")
    races = read_distances(named.get("distance") or named.get("km"), unit) or read_distances(name)
    if not races and not name:
        return None
    kind = classify(name)
    return replace(
        races[0] if races else RaceListing(),
        name=name[:200],
        climb_m=read_climb(
            named.get("elevation gain") or named.get("climb") or named.get("elevation")
        ),
        places=_count(named.get("capacity") or named.get("limit") or named.get("places")),
        prices=read_prices(named.get("price") or named.get("fee") or named.get("cost")),
        format=kind.format,
        sport=kind.sport,
        surface=kind.surface,
    )


def _priced(
    race: RaceListing, prices: tuple[tuple[int, str, str], ...], *, alone: bool
) -> RaceListing:
    """All prices if it is the only race; else those whose label ("half") names its distance."""
    if race.prices or not prices:
        return race
    if alone:
        return replace(race, prices=prices)
    fitting = tuple(p for p in prices if p[2] and _only_distance(p[2]) == race.distance_m)
    return replace(race, prices=fitting)


def _only_distance(text: str) -> int | None:
    found = [race.distance_m for race in read_distances(text) if race.distance_m]
    if not found and (miles := re.search(r"\b(50|100)\s?(?:m|mile)", fold(text))):
        return round(int(miles[1]) * MILE_M)
    return found[0] if len(found) == 1 else None


def _count(value: object) -> int | None:
    text = (
        str(value).strip() if isinstance(value, int | str) and not isinstance(value, bool) else ""
    )
    return int(text) if text.isdecimal() and len(text) < 8 and 0 < int(text) < 1_000_000 else None


def _without_country(place: str, country: str) -> str:
    """ "Italy, Rovereto" and "Tolga, Norway" keep the town; a place that is the country stays."""
    parts = [p.strip() for p in place.split(",")]
    kept = [p for p in parts if country_code(p) != country]
    return ", ".join(kept) or place
