"""Feeds are fetched politely, within limits, and never from inside our own network."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from startline.feeds.adapters.http import FetchError, FetchLimits, fetch, is_public, resolve

LOCAL = FetchLimits(allow_private=True, seconds=5.0)

REDIRECTS = {
    "/inside": "http://169.254.169.254/latest/meta-data",
    "/hop1": "/feed",
    **{f"/hop{n}": f"/hop{n - 1}" for n in range(2, 20)},
}
DRIPS = {
    "/drip": b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n",
    "/drip-without-length": b"HTTP/1.1 200 OK\r\n\r\n",
    "/drip-in-the-head": b"HTTP/1.1 200 OK\r\nX-Slow: ",
}


class Site(BaseHTTPRequestHandler):
    """A small site: a feed with an ETag, a robots.txt, redirects, and some misbehaviour."""

    robots: ClassVar[tuple[int, str]] = (404, "")
    seen: ClassVar[list[tuple[str, str]]] = []

    def do_GET(self) -> None:
        self.seen.append((self.path, self.headers.get("User-Agent", "")))
        if self.path == "/robots.txt":
            self.answer(self.robots[0], self.robots[1].encode())
        elif self.path in REDIRECTS:
            self.answer(302, b"", Location=REDIRECTS[self.path])
        elif self.path == "/big":
            self.answer(200, b"x" * 300_000)
        elif self.path == "/endless":
            self.endless()
        elif self.path in DRIPS:
            self.drip(DRIPS[self.path])
        elif self.path == "/feed" and self.headers.get("If-None-Match") == '"v1"':
            self.answer(304, b"")
        elif self.path == "/feed":
            self.answer(200, b"BEGIN:VCALENDAR", ETag='"v1"', Last_Modified="yesterday")
        else:
            self.answer(int(self.path[1:]) if self.path[1:].isdigit() else 404, b"")

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"x" * 65536)
        except OSError:
            self.close_connection = True

    def drip(self, at_once: bytes) -> None:
        """A byte every hundredth of a second: each is in time, all together never are."""
        self.wfile.write(at_once)
        never = threading.Event()
        try:
            for _ in range(1000):
                self.wfile.write(b"x")
                never.wait(0.01)
        except OSError:
            self.close_connection = True

    def log_message(self, *args: Any) -> None:
        """Silence."""


@pytest.fixture
def site() -> Iterator[str]:
    """The address of the site while a test runs."""
    Site.robots, Site.seen = (404, ""), []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def code_of(url: str, limits: FetchLimits = LOCAL, **more: Any) -> str:
    with pytest.raises(FetchError) as refusal:
        fetch(url, limits=limits, **more)
    return str(refusal.value.code)


def test_a_feed_is_fetched_with_its_tags(site: str) -> None:
    found = fetch(f"{site}/feed", limits=LOCAL)
    assert found.data == b"BEGIN:VCALENDAR"
    assert (found.etag, found.last_modified) == ('"v1"', "yesterday")
    assert all(agent.startswith("StartlineBot") for _, agent in Site.seen)


def test_an_unchanged_feed_comes_back_empty(site: str) -> None:
    found = fetch(f"{site}/feed", etag='"v1"', limits=LOCAL)
    assert found.is_unchanged
    assert found.data == b""


def test_redirects_are_followed_up_to_the_limit(site: str) -> None:
    assert fetch(f"{site}/hop5", limits=LOCAL).address == f"{site}/feed"
    assert code_of(f"{site}/hop6") == "too_many_redirects"


def test_robots_txt_is_obeyed(site: str) -> None:
    Site.robots = (200, "User-agent: *\nDisallow: /feed\n")
    assert code_of(f"{site}/feed") == "robots"
    assert [path for path, _ in Site.seen] == ["/robots.txt"]
    Site.robots = (200, "User-agent: StartlineBot\nAllow: /\n\nUser-agent: *\nDisallow: /\n")
    assert fetch(f"{site}/feed", limits=LOCAL).data


def test_a_redirect_into_a_forbidden_part_is_refused(site: str) -> None:
    Site.robots = (200, "User-agent: *\nDisallow: /feed\n")
    assert code_of(f"{site}/hop1") == "robots"


def test_a_site_in_trouble_is_left_alone(site: str) -> None:
    Site.robots = (503, "")
    assert code_of(f"{site}/feed") == "robots"


@pytest.mark.parametrize(
    ("path", "code"), [("/404", "not_found"), ("/410", "not_found"), ("/500", "http_status")]
)
def test_errors_of_the_site_have_codes(site: str, path: str, code: str) -> None:
    assert code_of(f"{site}{path}") == code


def test_size_and_time_are_limited(site: str) -> None:
    assert code_of(f"{site}/big", replace(LOCAL, max_bytes=100_000)) == "too_large"
    assert code_of(f"{site}/endless", replace(LOCAL, max_bytes=1_000_000)) == "too_large"
    assert code_of(f"{site}/endless", replace(LOCAL, max_bytes=1 << 40, seconds=0.5)) == "timeout"


@pytest.mark.parametrize("path", DRIPS)
def test_a_site_that_drips_is_hung_up_on_when_the_time_is_over(site: str, path: str) -> None:
    began = time.monotonic()

    assert code_of(f"{site}{path}", replace(LOCAL, seconds=0.3)) == "timeout"
    assert time.monotonic() - began < 5  # the site needs ten seconds to say it all


def test_private_addresses_are_refused_after_resolution() -> None:
    for number in ("127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "::1", "0.0.0.0"):  # noqa: S104  an address to refuse
        assert code_of(
            "http://feeds.example.org/", FetchLimits(), resolver=lambda *_, n=number: [n]
        ) == ("private_address")
    mixed = ["93.184.215.14", "10.0.0.1"]
    assert code_of("http://x.example.org/", FetchLimits(), resolver=lambda *_: mixed) == (
        "private_address"
    )


def test_a_redirect_to_a_private_address_is_refused(site: str) -> None:
    port = int(site.rpartition(":")[2])
    limits = FetchLimits(ports=frozenset({80, port}))
    asked: list[str] = []

    def once_local(host: str, port: int) -> list[str]:
        asked.append(host)
        return [host]

    # With private addresses shut, even the first request to this machine is refused.
    assert code_of(f"{site}/inside", limits, resolver=once_local) == "private_address"
    assert asked == ["127.0.0.1"]


def test_a_name_is_resolved_once_per_request_and_that_number_is_used(site: str) -> None:
    port = int(site.rpartition(":")[2])
    answers = iter([["127.0.0.1"], ["127.0.0.1"]])
    found = fetch(
        f"http://feeds.example.org:{port}/feed", limits=LOCAL, resolver=lambda *_: next(answers)
    )
    assert found.data
    assert next(answers, None) is None


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/feed",
        "file:///etc/passwd",
        "http://example.org:22/",
        "http://user:secret@example.org/",
        "http://",
        "http://[::1",
        "gopher://x",
        "",
    ],
)
def test_other_schemes_ports_and_user_names_are_bad_addresses(url: str) -> None:
    assert code_of(url, FetchLimits()) == "bad_address"


@pytest.mark.parametrize(
    ("number", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("::ffff:127.0.0.1", False),
        ("2002:7f00:1::", False),
        ("64:ff9b::a00:1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("nonsense", False),
    ],
)
def test_public_numbers(number: str, public: bool) -> None:
    assert is_public(number) is public


def test_an_unknown_host_is_unreachable() -> None:
    with pytest.raises(FetchError) as refusal:
        resolve("no-such-host.invalid", 80)
    assert refusal.value.code == "unreachable"
