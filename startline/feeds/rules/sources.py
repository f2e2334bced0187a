"""The list of known feeds, checked: what may be read daily, and whose yes is needed first. Pure."""

import re
from dataclasses import dataclass
from enum import StrEnum

from startline.feeds.rules.shipped import ADDRESS, Entry

SHIPPED = "startline"
"""The slug of our own catalogue, which comes with the program and has no address."""

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NEEDED = ("slug", "name", "kind", "covers", "licence", "permission", "why", "attribution", "every")
_OPTIONAL = ("address", "home", "country")


class Kind(StrEnum):
    """The form of a feed, which decides the reader."""

    ICAL = "ical"
    JSONLD = "jsonld"
    JSON = "json"
    CSV = "csv"
    YAML = "yaml"
    HTML = "html"
    PARKRUN = "parkrun"
    RUNSIGNUP = "runsignup"
    OPENACTIVE = "openactive"


class Permission(StrEnum):
    """What the publisher allows. Only OPEN runs without the operator's yes."""

    OPEN = "open"
    ASK_FIRST = "ask first"
    NO = "no"


class Every(StrEnum):
    """How often a permitted source is read."""

    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True)
class KnownSource:
    """One feed. `address` is what is fetched; empty where no address is known or none is needed."""

    slug: str
    name: str
    kind: Kind
    covers: str
    address: str
    home: str  # the page a reader is sent to
    country: str
    licence: str
    permission: Permission
    why: str  # how we know what is permitted
    attribution: str  # shown beside every fact from this source
    every: Every


def read_sources(content: object) -> list[KnownSource]:
    """All known sources; raises `ShippedError` naming the first entry that is wrong."""
    file = Entry("sources", content)
    file.check_keys(("sources",), ("sources",))
    sources = [read_source(row) for row in file.rows("sources")]
    if len({source.slug for source in sources}) != len(sources):
        file.refuse("two sources have the same slug")
    return sources


def read_source(fields: object) -> KnownSource:
    """One source, checked: an open one has an address, a licence and an attribution."""
    slug = fields.get("slug") if isinstance(fields, dict) else None
    entry = Entry(str(slug or "source without a slug"), fields)
    entry.check_keys((*_NEEDED, *_OPTIONAL), _NEEDED)
    source = KnownSource(
        slug=entry.matching("slug", _SLUG),
        name=entry.text("name"),
        kind=entry.word("kind", Kind, Kind.JSON),
        covers=entry.text("covers"),
        address=entry.matching("address", ADDRESS) if "address" in entry.fields else "",
        home=entry.matching("home", ADDRESS) if "home" in entry.fields else "",
        country=entry.optional_text("country"),
        licence=entry.text("licence"),
        permission=entry.word("permission", Permission, Permission.ASK_FIRST),
        why=entry.text("why"),
        attribution=entry.text("attribution"),
        every=entry.word("every", Every, Every.DAILY),
    )
    if source.permission is Permission.OPEN and not source.address and source.slug != SHIPPED:
        entry.refuse("an open source needs an address")
    if source.permission is Permission.OPEN and source.licence == "none stated":
        entry.refuse("a source without a licence is not open")
    return source


def without_asking(sources: list[KnownSource]) -> list[KnownSource]:
    """The sources that may be read without asking: all others wait for the operator's yes."""
    return [source for source in sources if source.permission is Permission.OPEN]
