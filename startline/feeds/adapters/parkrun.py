"""parkrun's own events.json, and tables of parkruns and of their called-off days."""

import re
from collections.abc import Mapping, Sequence

from startline.core.text import fold, slug
from startline.events.rules.words import Sport, Status
from startline.feeds.rules.country_names import country_code
from startline.feeds.rules.dates import read_when
from startline.feeds.rules.listing import Listing, Reading, Refused
from startline.feeds.rules.parkruns import FIVE_K_RULE, JUNIOR_RULE, parkrun_races, parkrun_rule
from startline.feeds.rules.positions import read_number, sound
from startline.feeds.rules.rows import Row, phrase
from startline.feeds.rules.texts import one_line
from startline.feeds.rules.urls import clean_url

JUNIOR_SERIES = 2


def features_of(data: object) -> list[object] | None:
    """The features of parkrun's events.json, or None if it is something else."""
    events = data.get("events") if isinstance(data, Mapping) else None
    features = events.get("features") if isinstance(events, Mapping) else None
    if not isinstance(features, list) or not isinstance(data, Mapping) or "countries" not in data:
        return None
    return features


def read_events(data: Mapping[str, object], features: list[object]) -> Reading:
    """Every parkrun as a weekly series: 5 km on Saturdays, juniors 2 km on Sundays, at 9."""
    reading = Reading("parkrun")
    sites = _sites(data.get("countries"))
    for row, feature in enumerate(features, 1):
        found = _series(feature, sites, row)
        if isinstance(found, Refused):
            reading.refused.append(found)
        else:
            reading.listings.append(found)
    return reading


def _sites(countries: object) -> dict[str, str]:
    """Country number to site, as "97" to "www.parkrun.org.uk"."""
    if not isinstance(countries, Mapping):
        return {}
    return {
        str(number): str(country["url"])
        for number, country in countries.items()
        if isinstance(country, Mapping) and country.get("url")
    }


def _series(feature: object, sites: dict[str, str], row: int) -> Listing | Refused:
    node = feature if isinstance(feature, Mapping) else {}
    said, geometry = node.get("properties"), node.get("geometry")
    if not isinstance(said, Mapping) or not (
        name := one_line(str(said.get("EventLongName") or ""))
    ):
        return Refused(str(node.get("id", row)), row, "no_name")
    site = sites.get(str(said.get("countrycode")), "")
    event = str(said.get("eventname") or slug(name))
    page = clean_url(f"https://{site}/{event}/") if site else ""
    points = geometry.get("coordinates") if isinstance(geometry, Mapping) else None
    position = None
    if isinstance(points, list) and len(points) >= 2:
        longitude, latitude = read_number(points[0], 180), read_number(points[1], 90)
        if latitude is not None and longitude is not None:
            position = sound(latitude, longitude)
    is_junior = said.get("seriesid") == JUNIOR_SERIES
    local = one_line(str(said.get("LocalisedEventLongName") or ""))
    return Listing(
        key=event,
        name=name,
        weekly_rule=JUNIOR_RULE if is_junior else FIVE_K_RULE,
        country=_country_of(site),
        place_text=one_line(str(said.get("EventLocation") or said.get("EventShortName") or "")),
        latitude=position[0] if position else None,
        longitude=position[1] if position else None,
        website=page,
        listing_url=page,
        organizer="parkrun",
        sport=Sport.RUNNING,
        races=parkrun_races(name, is_junior=is_junior),
        aliases=(local,) if local and local != name else (),
    )


def _country_of(site: str) -> str:
    """ "www.parkrun.org.uk" is GB, "www.parkrun.co.za" is ZA."""
    ending = site.rpartition(".")[2].upper()
    return "GB" if ending == "UK" else country_code(ending)


def is_day_table(headers: Sequence[str], rows: Sequence[Row]) -> bool:
    """A table of single days of parkruns: columns for date, event and a cancellation note."""
    named = {phrase(header) for header in headers}
    has_note = any("cancellation note" in name for name in named)
    events = [str(row.get(headers[1], "")) for row in rows[:20]] if len(headers) > 1 else []
    return (
        "date" in named
        and "event" in named
        and has_note
        and any("parkrun" in fold(e) for e in events)
    )


def read_days(headers: Sequence[str], rows: Sequence[Row]) -> Reading:
    """Called-off days. A row listed as removed is refused: the day may only have passed."""
    reading = Reading("parkrun_cancellations")
    paths = {phrase(header): header for header in headers}
    is_removal = "previous cancellation note" in paths
    note_path = next(path for name, path in paths.items() if name.endswith("cancellation note"))
    for number, row in enumerate(rows, 1):
        name = one_line(str(row.get(paths["event"]) or ""))
        on = read_when(row.get(paths["date"])).on
        key = f"{slug(name)}@{on or row.get(paths['date'])}"
        if not name or on is None:
            reading.refused.append(Refused(key, number, "no_date" if name else "no_name"))
        elif is_removal or "removed" in (fold(str(value)) for value in row.values()):
            reading.refused.append(Refused(key, number, "cancellation_removed", name))
        else:
            reading.listings.append(_day_off(row, paths, name, note_path, key))
    return reading


def _day_off(row: Row, paths: dict[str, str], name: str, note_path: str, key: str) -> Listing:
    page = clean_url(str(row.get(paths.get("website", "")) or ""))
    return Listing(
        key=key,
        name=name,
        starts_on=read_when(row.get(paths["date"])).on,
        date_note=one_line(str(row.get(note_path) or ""))[:200],
        status=Status.CANCELLED,
        weekly_rule=parkrun_rule(name),
        country=country_code(str(row.get(paths.get("country", "")) or "")),
        website=page,
        listing_url=page,
        sport=Sport.RUNNING,
        races=parkrun_races(name),
        is_cancellation_of_day=True,
    )


_TITLE_YEARS = re.compile(r"Christmas[^<]{0,60}?(20\d{2})\s?/\s?\d{2}", re.IGNORECASE)


def special_days(page: str, headers: Sequence[str], rows: Sequence[Row]) -> Reading | None:
    """The compendium of Christmas Day and New Year's Day: a crossed-out regular day is called off.

    None if the page is something else. A cross on another weekday only says that no extra run is
    held; a tick is an extra run, which is not listed here.
    """
    found = _TITLE_YEARS.search(page)
    days = [header for header in headers if re.search(r"Christmas|New Year", header)]
    if not found or not days or "Event" not in headers:
        return None
    reading = Reading("parkrun_cancellations")
    year = int(found[1])
    for number, row in enumerate(rows, 1):
        reading.listings += [
            off for day in days if (off := _special(row, day, year, number, reading)) is not None
        ]
    return reading


def _special(row: Row, day: str, year: int, number: int, reading: Reading) -> Listing | None:
    name = one_line(str(row.get("Event") or ""))
    on = read_when(f"{year}-12-25" if "Christmas" in day else f"{year + 1}-01-01").on
    rule = parkrun_rule(name)
    if on is None or not rule:
        reading.refused.append(Refused(name, number, "unreadable"))
        return None
    key = f"{slug(name)}@{on}"
    is_regular = rule.startswith(on.strftime("%A").lower())
    if not is_regular or "❌" not in str(row.get(day)):
        reading.refused.append(Refused(key, number, "no_day_called_off", day))
        return None
    return Listing(
        key=key,
        name=name,
        starts_on=on,
        date_note=day[:200],
        status=Status.CANCELLED,
        weekly_rule=rule,
        country="GB",
        region_text=one_line(str(row.get("Region") or "")),
        sport=Sport.RUNNING,
        races=parkrun_races(name),
        is_cancellation_of_day=True,
    )
