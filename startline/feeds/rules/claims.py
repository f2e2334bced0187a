"""What proves that a listing is somebody's: whose site it is, and what stands on it. Pure."""

from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlsplit

META_NAME = "startline-claim"
CODE_HOURS = 2
TRIES = 5
CODES_A_DAY = 5
"""Codes mailed in a day for one person, and for one event."""

LOOKS_AN_HOUR = 12
"""How often one person may have a site looked at."""

SHARED_HOSTS = frozenset({
    "active.com", "blogspot.com", "betrail.run", "chronotrack.com", "eventbrite.com",
    "facebook.com", "finishers.com", "github.io", "google.com", "instagram.com", "itra.run",
    "jotform.com", "linktr.ee", "parkrun.org.uk", "raceroster.com", "raceroster.ca", "racedb.com",
    "runreg.com", "runsignup.com", "sites.google.com", "strava.com", "ultrasignup.com",
    "utmb.world", "webscorer.com", "weebly.com", "wixsite.com", "wordpress.com", "x.com",
    "youtube.com",
})  # fmt: skip
"""Hosts where many people have pages: a mail address there says nothing about one event."""

HEAD_LENGTH = 250_000
"""Characters of a page that are looked at."""


@dataclass(frozen=True)
class Site:
    """An event's website. `host` is without "www."; `is_own` when it is nobody else's too."""

    address: str
    host: str
    is_own: bool


def site_of(website: str, others: frozenset[str] = frozenset()) -> Site | None:
    """The site behind a website's address; `others` are further hosts that many share."""
    host = host_of(website)
    return Site(website, host, not is_shared(host, SHARED_HOSTS | others)) if host else None


def host_of(address: str) -> str:
    """The host of an address in lower case without "www."; empty where there is none."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").rstrip(".").lower()
        ascii_host = host.encode("idna").decode()
    except (UnicodeError, ValueError):
        return ""
    if parts.scheme not in {"http", "https"} or "." not in ascii_host:
        return ""
    return ascii_host.removeprefix("www.")


def is_shared(host: str, shared: frozenset[str]) -> bool:
    """Whether the host, or one that it lies under, is shared by many."""
    labels = host.split(".")
    return any(".".join(labels[n:]) in shared for n in range(len(labels)))


def is_mail_of(email: str, site: Site) -> bool:
    """Whether the address is at the very host of the site; a domain above it may be another's."""
    _, at, domain = email.strip().lower().rpartition("@")
    return bool(at) and site.is_own and host_of(f"https://{domain}") == site.host


class _Head(HTMLParser):
    """Gathers what a page's own meta elements of our name say, until its body begins."""

    def __init__(self) -> None:
        super().__init__()
        self.said: set[str] = set()
        self.is_over = False
        self.is_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_over = self.is_over or tag == "body"
        self.is_title = self.is_title or tag == "title"
        given = {name: value or "" for name, value in attrs}
        is_ours = given.get("name", "").lower() == META_NAME
        if tag == "meta" and is_ours and not self.is_over and not self.is_title:
            self.said.add(given.get("content", "").strip())

    def handle_endtag(self, tag: str) -> None:
        self.is_title = self.is_title and tag != "title"


def has_code(page: str, code: str) -> bool:
    """Whether a page names the code in a meta element of its head, where no visitor can write.

    >>> has_code('<head><meta name="startline-claim" content="k7"></head>', "k7")
    True
    """
    head = _Head()
    head.feed(page[:HEAD_LENGTH])
    return bool(code) and code in head.said
