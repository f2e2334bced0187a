"""Which column of a list is which field of a listing: proposed from headers and values, editable.

A mapping is plain data: it can be shown, changed by a person and kept with its source.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from enum import StrEnum

from startline.feeds.rules.country_names import country_code
from startline.feeds.rules.dates import guess_order, looks_like_date, read_time
from startline.feeds.rules.distances import read_climb, read_distances
from startline.feeds.rules.header_words import EXACT, SYNONYMS
from startline.feeds.rules.positions import read_number, read_position
from startline.feeds.rules.prices import read_prices
from startline.feeds.rules.rows import Row, phrase
from startline.feeds.rules.state_codes import country_of_states
from startline.feeds.rules.texts import or_nothing
from startline.feeds.rules.urls import clean_url, host_of

FIELDS = tuple(SYNONYMS)
SAMPLE = 200  # rows looked at
ENOUGH = 0.5  # share of filled values that must have the field's shape


@dataclass(frozen=True)
class Mapping:
    """Field to column path ("location.coordinates.lat"), values for missing columns, date order.

    `defaults` may hold country (alpha-2), sport, surface, timezone, currency, distance_unit.
    """

    columns: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    date_order: str = "dmy"

    def to_data(self) -> dict[str, object]:
        """Plain data for JSON."""
        return {
            "columns": dict(self.columns),
            "defaults": dict(self.defaults),
            "date_order": self.date_order,
        }

    @property
    def makes_listings(self) -> bool:
        """A name, and something that says when or where."""
        has_name = "name" in self.columns
        return has_name and bool({"date", "distance", "latitude", "city"} & self.columns.keys())


class MappingFault(StrEnum):
    """What is wrong with a stored or edited mapping."""

    NOT_A_MAPPING = "not_a_mapping"
    UNKNOWN_FIELD = "unknown_field"
    UNKNOWN_DATE_ORDER = "unknown_date_order"


class MappingError(ValueError):
    """A stored or edited mapping is not one; `code` is a `MappingFault`, `detail` the part."""

    def __init__(self, code: MappingFault, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


def from_data(data: object) -> Mapping:
    """The mapping that `to_data` gave, checked: raises MappingError("unknown_field", …)."""
    if not isinstance(data, Dict):
        raise MappingError(MappingFault.NOT_A_MAPPING, type(data).__name__)
    columns, defaults = data.get("columns", {}), data.get("defaults", {})
    order = data.get("date_order", "dmy")
    if not isinstance(columns, Dict) or not isinstance(defaults, Dict):
        raise MappingError(MappingFault.NOT_A_MAPPING, "columns")
    if unknown := [str(name) for name in columns if name not in FIELDS]:
        raise MappingError(MappingFault.UNKNOWN_FIELD, ", ".join(unknown))
    if order not in ("dmy", "mdy"):
        raise MappingError(MappingFault.UNKNOWN_DATE_ORDER, str(order))
    return Mapping(
        {str(k): str(v) for k, v in columns.items() if v},
        {str(k): str(v) for k, v in defaults.items() if v},
        str(order),
    )


def propose_mapping(headers: Sequence[str], rows: Sequence[Row]) -> Mapping:
    """The best guess from header words, backed or refuted by the values of up to 200 rows."""
    sample = _spread(rows)
    values = {path: _values(path, sample) for path in headers}
    columns: dict[str, str] = {}
    for name in _ORDER:
        scored = [
            (_score(name, path, values[path], len(sample)), -i, path)
            for i, path in enumerate(headers)
            if path not in columns.values()
        ]
        best = max(scored, default=(0.0, 0, ""))
        if best[0] > 0:
            columns[name] = best[2]
    _fill_gaps(columns, headers, values)
    dates = values.get(columns.get("date", ""), [])
    return Mapping(columns, _defaults(columns, values), guess_order(dates))


def _spread(rows: Sequence[Row]) -> list[Row]:
    step = max(1, len(rows) // SAMPLE)
    return list(rows[::step][:SAMPLE])


def _values(path: str, rows: Iterable[Row]) -> list[object]:
    found = (row.get(path) for row in rows)
    return [v for v in found if v not in (None, "", [], {}) and or_nothing(str(v)[:40])]


def _score(name: str, path: str, values: list[object], rows: int) -> float:
    """Ten for the header's own word, less for words inside it; zero on a wrong shape of values."""
    base = _header_score(name, path)
    if base <= 0:
        return 0.0
    if not values:
        return 0.1 if base >= 8 and name in ("date", "distance", "website") else 0.0
    shape = _SHAPES.get(name)
    if shape and sum(map(shape, values)) < ENOUGH * len(values):
        return 0.1 if name == "date" and base >= 10 else 0.0
    distinct = len({str(v) for v in values})
    filled = len(values) / max(rows, 1)
    return base + distinct / len(values) + filled


def _header_score(name: str, path: str) -> float:
    segments = [phrase(s) for s in path.split(".")]
    best = 0.0
    for start in range(len(segments)):
        joined = " ".join(segments[start:])
        context = " ".join(segments[:start])
        best = max(best, _phrase_score(name, joined, context) - 0.3 * (len(segments) - 1))
    return best


def _phrase_score(name: str, text: str, context: str) -> float:
    synonyms = SYNONYMS[name]
    if context and _is_elsewhere(name, context):
        return 0.0
    bare = re.sub(r" (?:km|m|mi|miles|utc|local|text)$", "", text)
    for candidate, weight in ((text, 10.0), (bare, 9.0)):
        if candidate in synonyms:
            return weight - 0.05 * synonyms.index(candidate)
    if name in EXACT or len(text) > 40:
        return 0.0
    padded = f" {text} "
    return 5.0 if any(len(s) > 3 and f" {s} " in padded for s in synonyms) else 0.0


def _is_elsewhere(name: str, context: str) -> bool:
    """A name inside `organizer`, an address inside `registration` belong to that, not the race."""
    about_place = re.search(
        r"\b(?:location|place|venue|address|where|ort|lugar|local|lieu)\b", context
    )
    if about_place:
        return name in ("name", "race", "key", "date", "website", "kind", "description", "status")
    if re.search(r"\b(?:registration|entry|entries|inscri\w+|anmeldung)\b", context):
        return name not in ("entry_url", "entry_opens", "entry_closes", "price", "status", "places")
    about_else = (
        r"\b(?:organi[sz]er|club|contact|author|image|reports?|social|cafe|circuits?|series)\b"
    )
    return bool(re.search(about_else, context))


def _is_url(value: object) -> bool:
    text = str(value)
    return " " not in text.strip() and "." in text and bool(clean_url(text))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and any(c.isalpha() for c in value) and not _is_url(value)


def _is_races(value: object) -> bool:
    if not isinstance(value, list) or not value or not isinstance(value[0], Dict):
        return False
    keys = {phrase(str(key)) for key in value[0]}
    return bool(keys & set(SYNONYMS["distance"])) and len(keys) > 1


def _is_window(value: object) -> bool:
    return isinstance(value, str) and len(re.findall(r"\d{4}|\d{1,2}[./월]\s?\d{1,2}", value)) >= 2


def _is_time(value: object) -> bool:
    return read_time(value) is not None and not looks_like_date(value)


def _has_distance(value: object) -> bool:
    if isinstance(value, Dict) or (
        isinstance(value, list) and value and isinstance(value[0], Dict)
    ):
        return False
    text = str(value)
    if "://" in text or len(text) > 300 or looks_like_date(value):
        return False
    return any(race.distance_m or race.distance_note for race in read_distances(value))


_SHAPES: dict[str, Callable[[object], bool]] = {
    "name": _is_text,
    "race": _is_text,
    "key": lambda v: not isinstance(v, list | Dict) and len(str(v)) < 200,
    "date": looks_like_date,
    "end_date": looks_like_date,
    "modified": looks_like_date,
    "entry_opens": looks_like_date,
    "entry_closes": looks_like_date,
    "entry_window": _is_window,
    "time": _is_time,
    "latitude": lambda v: read_number(v, 90) is not None,
    "longitude": lambda v: read_number(v, 180) is not None,
    "position": lambda v: isinstance(v, str) and bool(read_position(v) or re.search(r"\d{4}", v)),
    "website": _is_url,
    "entry_url": _is_url,
    "listing_url": _is_url,
    "picture": _is_url,
    "distance": _has_distance,
    "climb": lambda v: read_climb(v) is not None,
    "descent": lambda v: read_climb(v) is not None,
    "place": lambda v: isinstance(v, str),
    "city": _is_text,
    "venue": _is_text,
    "region": _is_text,
    "province": _is_text,
    "country": lambda v: isinstance(v, str) and len(v) < 40,
    "organizer": _is_text,
    "description": _is_text,
    "status": lambda v: isinstance(v, str | bool),
    "kind": lambda v: (
        isinstance(v, str) or (isinstance(v, list) and all(isinstance(i, str) for i in v))
    ),
    "price": lambda v: bool(read_prices(v, "EUR")) and not looks_like_date(v),
    "places": lambda v: str(v).strip().isdecimal(),
    "races": _is_races,
}

_ORDER = (
    "races",
    "date",
    "end_date",
    "time",
    "modified",
    "name",
    "race",
    "key",
    "latitude",
    "longitude",
    "position",
    "city",
    "place",
    "venue",
    "province",
    "region",
    "country",
    "distance",
    "climb",
    "descent",
    "website",
    "entry_url",
    "listing_url",
    "entry_window",
    "entry_opens",
    "entry_closes",
    "status",
    "price",
    "places",
    "organizer",
    "kind",
    "timezone",
    "picture",
    "description",
)


def _fill_gaps(
    columns: dict[str, str], headers: Sequence[str], values: dict[str, list[object]]
) -> None:
    """A name or date without a known header is found by its values; place under "location.name"."""
    if "name" not in columns and "race" in columns:
        columns["name"] = columns.pop("race")
    for path in headers:
        parts = [phrase(part) for part in path.split(".")]
        if len(parts) > 1 and parts[-1] in ("name", "text") and parts[-2] in SYNONYMS["place"]:
            columns["place"] = path
        elif len(parts) > 1 and parts[-1] == "name" and parts[-2] in SYNONYMS["organizer"]:
            columns["organizer"] = path
    free = [p for p in headers if p not in columns.values()]
    if "date" not in columns and "name" in columns:
        _take(columns, "date", free, values, _is_column_of_dates)


def _is_column_of_dates(path: str, values: list[object]) -> bool:
    known = re.search(r"first|last|updat|creat|modif|old|birth|since|seit|founded", phrase(path))
    return not known and len(values) >= 3 and sum(map(looks_like_date, values)) >= 0.8 * len(values)


def _take(
    columns: dict[str, str],
    name: str,
    free: list[str],
    values: dict[str, list[object]],
    fits: Callable[[str, list[object]], bool],
) -> None:
    for path in free:
        if fits(path, values[path]):
            columns[name] = path
            return


_COUNTRY_DOMAINS = {
    "es": "ES",
    "kr": "KR",
    "jp": "JP",
    "pt": "PT",
    "de": "DE",
    "fr": "FR",
    "it": "IT",
    "uk": "GB",
    "nl": "NL",
    "be": "BE",
    "ch": "CH",
    "at": "AT",
    "pl": "PL",
    "cn": "CN",
    "tw": "TW",
    "br": "BR",
    "mx": "MX",
    "se": "SE",
    "no": "NO",
    "dk": "DK",
    "fi": "FI",
}


def _defaults(columns: dict[str, str], values: dict[str, list[object]]) -> dict[str, str]:
    """The country where no column says it: by the script of names, by states, by sites' domains."""
    if any(country_code(str(v)) for v in values.get(columns.get("country", ""), [])):
        return {}
    names = " ".join(str(v) for v in values.get(columns.get("name", ""), []))
    letters = sum(c.isalpha() for c in names) or 1
    if sum("가" <= c <= "힣" for c in names) > 0.4 * letters:
        return {"country": "KR"}
    if sum("\u3040" <= c <= "\u30ff" for c in names) > 0.2 * letters:
        return {"country": "JP"}
    places = [str(v) for n in ("place", "city") for v in values.get(columns.get(n, ""), [])]
    states = country_of_states(places)
    if states:
        return {"country": states}
    hosts = [host_of(clean_url(str(v))) for v in values.get(columns.get("website", ""), [])]
    ends = [_COUNTRY_DOMAINS.get(host.rpartition(".")[2], "") for host in hosts if host]
    known = [end for end in ends if end]
    if known and len(known) >= 0.15 * len(ends) and len(known) >= 5:
        best = max(set(known), key=known.count)
        if known.count(best) >= 0.8 * len(known):
            return {"country": best}
    return {}
