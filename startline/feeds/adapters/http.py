"""Fetching a feed: politely, within limits, and never from inside our own network.

The address is resolved once and that very number is connected to, so that a name can't answer
twice. robots.txt is obeyed. Every redirect is checked like a first request.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from startline.core.later import loaded_when_used
from startline.feeds.adapters.containers import MEGABYTE

if TYPE_CHECKING:
    import httpx
else:
    httpx = loaded_when_used("httpx")

AGENT_NAME = "StartlineBot"
REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ROBOTS_BYTES = 500_000


class FetchFault(StrEnum):
    """Why an address can't be read."""

    BAD_ADDRESS = "bad_address"
    PRIVATE_ADDRESS = "private_address"
    NOT_FOUND = "not_found"
    TIMEOUT = "timeout"
    TOO_LARGE = "too_large"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    ROBOTS = "robots"
    HTTP_STATUS = "http_status"
    UNREACHABLE = "unreachable"


class FetchError(Exception):
    """An address can't be read; `code` is a `FetchFault`."""

    def __init__(self, code: FetchFault, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail
        self.detail = detail


@dataclass(frozen=True)
class FetchLimits:
    """What one fetch may cost. `allow_private` is for tests against a server of their own."""

    max_bytes: int = 100 * MEGABYTE
    seconds: float = 30.0
    redirects: int = 5
    ports: frozenset[int] = frozenset({80, 443})
    allow_private: bool = False


@dataclass(frozen=True)
class Fetched:
    """What came back. `data` is empty and `is_unchanged` true after "304 not modified"."""

    address: str  # where it was found after redirects
    data: bytes = b""
    is_unchanged: bool = False
    etag: str = ""
    last_modified: str = ""
    content_type: str = ""


Resolver = Callable[[str, int], list[str]]


def resolve(host: str, port: int) -> list[str]:
    """The numeric addresses of a host, as the system resolves it."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(FetchFault.UNREACHABLE, host) from error
    return list(dict.fromkeys(str(item[4][0]) for item in found))


@dataclass
class _Visit:
    """One fetch from first request to last redirect: its limits and its clock."""

    limits: FetchLimits
    agent: str
    resolver: Resolver
    robots: dict[str, RobotFileParser | None] = field(default_factory=dict)
    ends: float = field(init=False)

    def __post_init__(self) -> None:
        self.ends = time.monotonic() + self.limits.seconds

    def left(self) -> float:
        """Seconds left; raises FetchError("timeout")."""
        left = self.ends - time.monotonic()
        if left <= 0:
            raise FetchError(FetchFault.TIMEOUT, f"{self.limits.seconds:g} s")
        return left


def fetch(
    url: str,
    *,
    etag: str = "",
    last_modified: str = "",
    agent: str = f"{AGENT_NAME}/1.0",
    limits: FetchLimits | None = None,
    resolver: Resolver = resolve,
) -> Fetched:
    """Fetch an address with a conditional request; raises FetchError with a stable code.

    `etag` and `last_modified` are those of the last visit; unchanged content comes back empty.
    """
    visit = _Visit(limits or FetchLimits(), agent, resolver)
    headers = {"If-None-Match": etag} if etag else {}
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    address = url
    for _ in range(visit.limits.redirects + 1):
        _obey_robots(address, visit)
        answer, body = _request(address, headers, visit, visit.limits.max_bytes)
        if answer.status_code in REDIRECTS and "location" in answer.headers:
            address = urljoin(address, answer.headers["location"])
            continue
        return _fetched(address, answer, body)
    raise FetchError(FetchFault.TOO_MANY_REDIRECTS, url)


def _fetched(address: str, answer: httpx.Response, body: bytes) -> Fetched:
    status = answer.status_code
    if status in (404, 410):
        raise FetchError(FetchFault.NOT_FOUND, str(status))
    if status not in (200, 203, 304):
        raise FetchError(FetchFault.HTTP_STATUS, str(status))
    return Fetched(
        address=address,
        data=body,
        is_unchanged=status == httpx.codes.NOT_MODIFIED,
        etag=answer.headers.get("etag", ""),
        last_modified=answer.headers.get("last-modified", ""),
        content_type=answer.headers.get("content-type", ""),
    )


def checked_address(url: str, limits: FetchLimits) -> tuple[str, str, int, str]:
    """Scheme, host, port and path of a web address on an allowed port, without user name."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except (ValueError, UnicodeError) as error:
        raise FetchError(FetchFault.BAD_ADDRESS, url[:200]) from error
    if parts.scheme not in ("http", "https") or not host or parts.username or parts.password:
        raise FetchError(FetchFault.BAD_ADDRESS, url[:200])
    if port not in limits.ports and not limits.allow_private:
        raise FetchError(FetchFault.BAD_ADDRESS, f"port {port}")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, host, port, path


def is_public(number: str) -> bool:
    """Is this numeric address one of the open internet, also behind IPv6 wrappings of IPv4?"""
    try:
        address = ipaddress.ip_address(number.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is not None:
            return is_public(str(inner))
        if address in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(str(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)))
    return address.is_global and not address.is_multicast


def _number_of(host: str, port: int, visit: _Visit) -> str:
    """The one address to connect to; all answers must be public, not only the first."""
    numbers = visit.resolver(host, port)
    if not numbers:
        raise FetchError(FetchFault.UNREACHABLE, host)
    if not visit.limits.allow_private and not all(map(is_public, numbers)):
        raise FetchError(FetchFault.PRIVATE_ADDRESS, host)
    return numbers[0]


def _request(
    url: str, headers: dict[str, str], visit: _Visit, max_bytes: int
) -> tuple[httpx.Response, bytes]:
    """One request to the resolved number, with the name in Host and in TLS."""
    scheme, host, port, path = checked_address(url, visit.limits)
    number = _number_of(host, port, visit)
    place = f"[{number}]" if ":" in number else number
    named = host if port in (80, 443) else f"{host}:{port}"
    request = httpx.Request(
        "GET",
        f"{scheme}://{place}:{port}{path}",
        headers={
            "Host": named,
            "User-Agent": visit.agent,
            "Accept-Encoding": "gzip, identity",
            **headers,
        },
        extensions={"sni_hostname": host, "timeout": _timeouts(visit)},
    )
    try:
        with _hung_up_in_time(request, visit), _transport() as transport:
            answer = transport.handle_request(request)
            try:
                answer.request = request
                if answer.status_code in REDIRECTS:
                    return answer, b""
                return answer, b"".join(_limited(answer, visit, max_bytes))
            finally:
                answer.close()
    except httpx.TimeoutException as error:
        raise FetchError(FetchFault.TIMEOUT, host) from error
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, OSError) as error:
        visit.left()
        raise FetchError(FetchFault.UNREACHABLE, f"{host}: {type(error).__name__}") from error


def _transport() -> httpx.HTTPTransport:
    return httpx.HTTPTransport(verify=ssl.create_default_context(), retries=0)


@contextmanager
def _hung_up_in_time(request: httpx.Request, visit: _Visit) -> Iterator[None]:
    """Ends the connection when the visit's time is over, whatever is still being said.

    A time-out counts from one byte to the next: a site that drips would hold us for days.
    """
    streams: list[Any] = []

    def note(event: str, info: dict[str, Any]) -> None:
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            streams.append(info["return_value"])

    def hang_up() -> None:
        for stream in streams:
            with suppress(OSError, ValueError):
                stream.get_extra_info("socket").shutdown(socket.SHUT_RDWR)

    request.extensions["trace"] = note
    clock = threading.Timer(visit.left(), hang_up)
    clock.daemon = True
    clock.start()
    try:
        yield
    finally:
        clock.cancel()


def _timeouts(visit: _Visit) -> dict[str, float]:
    left = visit.left()
    return {"connect": min(10.0, left), "read": left, "write": left, "pool": left}


def _limited(answer: httpx.Response, visit: _Visit, max_bytes: int) -> Iterator[bytes]:
    """The body's parts after unpacking, while size and time last."""
    declared = answer.headers.get("content-length", "")
    if declared.isdecimal() and (len(declared) > 18 or int(declared) > max_bytes):
        raise FetchError(FetchFault.TOO_LARGE, f"{declared} bytes")
    size = 0
    for part in answer.iter_bytes(1 << 16):
        size += len(part)
        if size > max_bytes:
            raise FetchError(FetchFault.TOO_LARGE, f"more than {max_bytes} bytes")
        visit.left()
        yield part
    visit.left()  # a body without a declared length also ends where we hung up


def _obey_robots(url: str, visit: _Visit) -> None:
    """Raises FetchError("robots") where robots.txt of the host forbids the address.

    Source: RFC 9309: no such file allows all, a server in trouble allows nothing.
    """
    scheme, host, port, path = checked_address(url, visit.limits)
    site = f"{scheme}://{host}:{port}"
    if site not in visit.robots:
        visit.robots[site] = _robots_of(site, visit)
    rules = visit.robots[site]
    if rules is not None and not rules.can_fetch(AGENT_NAME, path):
        raise FetchError(FetchFault.ROBOTS, host)


def _robots_of(site: str, visit: _Visit) -> RobotFileParser | None:
    address = f"{site}/robots.txt"
    for _ in range(visit.limits.redirects + 1):
        try:
            answer, body = _request(address, {}, visit, _ROBOTS_BYTES)
        except FetchError as error:
            if error.code == FetchFault.TOO_LARGE:
                return None
            raise
        if answer.status_code not in REDIRECTS or "location" not in answer.headers:
            break
        address = urljoin(address, answer.headers["location"])
    if answer.status_code >= 500:
        raise FetchError(
            FetchFault.ROBOTS, f"{urlsplit(site).hostname}: status {answer.status_code}"
        )
    if answer.status_code != httpx.codes.OK:
        return None
    rules = RobotFileParser()
    rules.parse(body.decode("utf-8", "replace").splitlines())
    return rules
