"""Facts that stand as "Label: value" lines in a description, as calendars of federations do."""

import re
from dataclasses import dataclass, field

from startline.feeds.rules.country_names import country_code
from startline.feeds.rules.header_words import SYNONYMS
from startline.feeds.rules.prices import Price, read_price
from startline.feeds.rules.rows import phrase
from startline.feeds.rules.texts import plain
from startline.feeds.rules.urls import first_url, host_of

_LINE = re.compile(r"^\s*([^\W\d][\w &/().-]{1,40}?)\s*:\s*(\S.*)$")
_FEE = re.compile(
    r"\b(?:fee|price|cost|startgeld|gebuhr|preis|tarif|prix|cuota|precio|preco|prezzo|quota)\b"
)
_FIELDS = ("distance", "climb", "website", "organizer", "position", "venue", "status")


@dataclass(frozen=True)
class Described:
    """What the lines of a description say, in the source's words."""

    fields: dict[str, str] = field(default_factory=dict)  # field of a listing to text
    prices: tuple[Price, ...] = ()
    region: str = ""
    country: str = ""
    links: tuple[tuple[str, str], ...] = ()  # (label, address) of other labelled links

    @property
    def is_race_sheet(self) -> bool:
        """Does it give a climb or a distance of its own?"""
        return bool({"distance", "climb"} & self.fields.keys())


def described(text: str) -> Described:
    """Read labelled lines: "Distance:37 km / 23 miles", "Pre-entry fee:£12.00", "Wales" lines."""
    found: dict[str, str] = {}
    prices: list[Price] = []
    links: list[tuple[str, str]] = []
    region = country = ""
    for line in plain(text, 20_000).split("\n"):
        match = _LINE.match(line)
        if match and not match[2].startswith("//"):
            _take_line(match[1], match[2].strip(), found, prices, links)
        elif not region:
            region, country = _region_of(line)
    return Described(found, tuple(prices), region, country, tuple(links))


def _take_line(
    label: str,
    value: str,
    found: dict[str, str],
    prices: list[Price],
    links: list[tuple[str, str]],
) -> None:
    words = phrase(label)
    if _FEE.search(words):
        if price := read_price(value, label):
            prices.append(price)
        return
    name = next((name for name in _FIELDS if words in SYNONYMS[name]), "")
    if name:
        found.setdefault(name, value)
    elif address := first_url(value):
        links.append((words, address))


def _region_of(line: str) -> tuple[str, str]:
    """ "Peak District, England" and "Isle of Man, England": a short line that ends in a country."""
    first, comma, last = line.strip().rpartition(",")
    code = country_code(last) if comma and len(line) < 70 and not re.search(r"\d|:", line) else ""
    if not code or len(last.strip()) <= 2:
        return "", ""
    return first.strip(), country_code(first) or code


def own_page(links: tuple[tuple[str, str], ...]) -> str:
    """The link a source calls "full information", "details" or "more": its page of the record."""
    labels = re.compile(r"\b(?:full info\w*|info\w*|details?|more|mehr|plus|mas|mais)\b")
    return next((address for words, address in links if labels.search(words)), "")


def entry_link(text: str, known: str) -> str:
    """The first other address in the text whose host differs from the record's own page."""
    for found in re.finditer(r"https?://[^\s<>\"']+", text):
        address = first_url(found.group())
        if address and host_of(address) != host_of(known):
            return address
    return ""
