"""Addresses of listings: one normal form, no tracking, no platform's front page as a site."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

_TRACKING = re.compile(
    r"^(utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid?|_ga|yclid|ref_src)$", re.IGNORECASE
)
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_FIND = re.compile(r"(?:https?://|www\.)[^\s<>\"'()\[\]]+", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
_FRONT = re.compile(r"^/?((index|main|home|default)(\.\w+)?/?)?$", re.IGNORECASE)

# Scripts and counters that end up in a link field; never a site of a race.
_MACHINERY_TEXT = """
googletagmanager.com google-analytics.com doubleclick.net googleapis.com gstatic.com
googlesyndication.com cloudflare.com jsdelivr.net w3.org schema.org gravatar.com
"""
_MACHINERY = _MACHINERY_TEXT.split()
# Sites that carry many races: their front page says nothing about one of them.
_PLATFORMS_TEXT = """
mara1080.com run1080.com koreatrail.net runten.co.kr rocknrun.kr runable.me irunman.kr
forms.gle naver.com daum.net notion.site imweb.me facebook.com instagram.com youtube.com
twitter.com x.com linktr.ee google.com goo.gl bit.ly runsignup.com eventbrite.com
raceroster.com active.com ultrasignup.com sientries.co.uk entrycentral.com racebest.com
acorrer.pt xistarca.pt lap2go.com queroir.pt stopandgo.net recordepessoal.pt portimer.pt
trilhoperdido.com prozis.com atrp.pt sportmaniacs.com carreraspopulares.com ticketsport.es
my.raceresult.com raceresult.com davengo.com njuko.net klikego.com endu.net itra.run
livetrail.net utmb.world worldsmarathons.com finishers.com ahotu.com parkrun.com betrail.run
letsdothis.com marathongo.co.kr roadrun.co.kr weixin.qq.com wikipedia.org
"""
_PLATFORMS = _PLATFORMS_TEXT.split()


def is_refused(text: str) -> bool:
    """Whether something is an address, but not one of the web: "ftp://…", "javascript:…"."""
    text = "".join(text.split())
    scheme = _SCHEME.match(text)
    if not scheme or re.match(r"^[\w.-]+:\d", text):
        return False
    return scheme[0].lower() not in ("http:", "https:")


@lru_cache(maxsize=4096)
def clean_url(text: str) -> str:
    """One normal form of a web address, or empty: lower-case `xn--` host, no tracking, no port 80.

    "www.race.org" gets a scheme; anything but http and https is refused.
    """
    text = "".join(text.split())
    if not text or len(text) > 2000:
        return ""
    if not _SCHEME.match(text) or re.match(r"^[\w.-]+:\d", text):
        text = "http://" + text.lstrip("/")
    try:
        parts = urlsplit(text)
        host, port = _host(parts.hostname or ""), parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or "." not in host:
        return ""
    address = _rebuilt(parts, host, port)
    return address if len(address) <= 500 else ""


def _rebuilt(parts: SplitResult, host: str, port: int | None) -> str:
    place = host if port in (None, 80, 443) else f"{host}:{port}"
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    query = parts.query
    if any(_TRACKING.match(name) for name, _ in pairs):
        query = urlencode([(n, v) for n, v in pairs if not _TRACKING.match(n)])
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~-._")
    query = quote(query, safe="/%:@!$&'()*+,;=~-._?")
    fragment = quote(parts.fragment, safe="/%:@!$&'()*+,;=~-._?")
    return urlunsplit((parts.scheme.lower(), place, path, query, fragment))


def _host(host: str) -> str:
    host = unquote(host).rstrip(".").lower()
    if host.isascii():
        return host if _HOST.fullmatch(host) else ""
    try:
        coded = host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    return coded if _HOST.fullmatch(coded) else ""


def first_url(text: str) -> str:
    """The first web address in a text, cleaned, or empty."""
    found = _FIND.search(text)
    return clean_url(found.group().rstrip(".,;:!?")) if found else ""


def host_of(address: str) -> str:
    """The host of a cleaned address without "www."."""
    return (urlsplit(address).hostname or "").removeprefix("www.") if address else ""


def official_site(text: str) -> str:
    """The cleaned address if it can be a race's own page; empty for machinery and front pages."""
    address = clean_url(text)
    host = host_of(address)
    if not address or _belongs(host, _MACHINERY):
        return ""
    return "" if is_front_page(address) and _belongs(host, _PLATFORMS) else address


def is_front_page(address: str) -> bool:
    """Is this the bare host, or its index page?"""
    parts = urlsplit(address)
    return bool(_FRONT.match(parts.path)) and not parts.query and len(parts.fragment) < 3


def shared_front_pages(pairs: Iterable[tuple[str, str]], at_least: int = 4) -> frozenset[str]:
    """Front pages given as the site of `at_least` differently named events: a platform's.

    Pairs are (cleaned address, event's name without year and ordinal).
    """
    names: dict[str, set[str]] = defaultdict(set)
    for address, name in pairs:
        if address and is_front_page(address):
            names[host_of(address)].add(name)
    return frozenset(host for host, found in names.items() if len(found) >= at_least)


def _belongs(host: str, domains: list[str]) -> bool:
    return any(host == domain or host.endswith("." + domain) for domain in domains)
