"""Web addresses as evidence: which page two records share. Pure."""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

_TRACKING = re.compile(r"^(?:utm_\w+|fbclid|gclid|mc_\w+|lang|ref|source)$", re.I)
_EMPTY_PAGE = re.compile(r"^(?:index|main|default|home)(?:\.\w+)?$", re.I)
_LANGUAGE = re.compile(r"^(?:pt|en|es|fr|de|it|ko|kr|en-gb|pt-pt)$", re.I)
# Sites that are no race's own.
_NEVER = ("googletagmanager.com", "facebook.com", "instagram.com", "youtube.com", "google.com")
# Companies on whose pages many races live: their front page is nobody's own site.
_PLATFORMS = """
mara1080.com koreatrail.net runten.co.kr roadrun.co.kr marathongo.co.kr imweb.me
creatorlink.net forms.gle docs.google.com linktr.ee notion.site cafe.naver.com
portugalrunning.com acorrer.pt lap2go.com stopandgo.net werun.pt xistarca.pt prozis.com
runmanager.net recordepessoal.pt queroir.pt trilhoperdido.com sinctime.com waitastart.com
eventsport.pt bol.pt meutempo.pt cyclonessports.com runporto.com runsignup.com active.com
eventbrite.com njuko.com njuko.net klikego.com raceresult.com my.raceresult.com
carreraspopulares.com runedia.com rockthesport.com sportmaniacs.com deporticket.com
inscripciones.com championchipnorte.com wordpress.com blogspot.com wixsite.com weebly.com
sientries.co.uk entrycentral.com racespace.com ultrasignup.com parkrun.org.uk itra.run
runczech.com nyrr.org ironman.com spartan.com carlossanatureevents.com
"""
PLATFORMS = frozenset(_PLATFORMS.split())


@dataclass(frozen=True)
class Page:
    """A normalised address."""

    host: str
    path: str  # empty: the site's front page

    @property
    def key(self) -> str:
        """The page as one text."""
        return f"{self.host}/{self.path}" if self.path else self.host


def _host(host: str) -> str:
    """The host in lower case without "www.", Unicode names in their ASCII form."""
    host = host.lower().removeprefix("www.").removeprefix("m.")
    try:
        return host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError:
        return host


@lru_cache(maxsize=50_000)
def page(address: str) -> Page | None:
    """An address made comparable: no scheme, www, tracking or index page; None if unusable."""
    try:
        parts = urlsplit(address.strip() if "//" in address else f"//{address.strip()}")
        host = _host(parts.hostname or "")
    except ValueError:
        return None
    if "." not in host or any(host == n or host.endswith(f".{n}") for n in _NEVER):
        return None
    steps = [s for s in parts.path.split("/") if s and not _EMPTY_PAGE.match(s)]
    while steps and _LANGUAGE.match(steps[0]) and len(steps) == 1:
        steps = []
    query = sorted((k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True)
                   if not _TRACKING.match(k))  # fmt: skip
    path = "/".join(steps).casefold()
    if query:
        path += "?" + "&".join(f"{k}={v}" if v else k for k, v in query).casefold()
    return Page(host, path)


def is_platform(host: str) -> bool:
    """Whether many races share this host, as far as is known beforehand."""
    parts = host.split(".")
    return any(".".join(parts[n:]) in PLATFORMS for n in range(len(parts) - 1))


def is_platform_front(found: Page) -> bool:
    """A front page that says nothing about which race it is."""
    return not found.path and found.host in PLATFORMS
