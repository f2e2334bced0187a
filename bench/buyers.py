"""Buyers as browsers: pages, forms, cookies and CSRF over plain sockets, cheap enough for one core.

A buyer reads the forms of the pages it is given and sends back what they hold, filled in; it knows
no address but that of the event. Nobody thinks; everybody who is told no leaves.
"""

import asyncio
import html
import re
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

HOST = "127.0.0.1"
_EDGE = "----edge-of-a-part"
_KINDS = {
    False: "application/x-www-form-urlencoded", True: f"multipart/form-data; boundary={_EDGE}",
}  # fmt: skip
_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.S)
_FIELD = re.compile(r"<(?:(input)\b([^>]*)>|(select|textarea)\b([^>]*)>(.*?)</\3>)", re.S)
_ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')
_ENTER = re.compile(r'<a\b[^>]*href="([^"]+/enter/)"')
_OPTION = re.compile(r"<option\b([^>]*)>")
_KNOWN = {
    "given_name": "Ann", "born_on": "1990-04-03", "gender": "f", "club": "City Club",
    "emergency_name": "Bob Runner", "emergency_phone": "+49 30 1234567",
}  # fmt: skip


class StoppedError(Exception):
    """A page that a browser could not go on from."""


@dataclass
class Tally:
    """What happened, step by step."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    outcomes: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    bought_at: list[float] = field(default_factory=list)
    requests: int = 0
    bytes_over_the_wire: int = 0
    references: list[str] = field(default_factory=list)


@dataclass
class Form:
    """One form of a page: where it goes and what it holds before anybody types."""

    action: str
    is_multipart: bool
    fields: dict[str, str]
    choices: dict[str, list[str]]
    texts: list[str]


def forms_of(page: str) -> list[Form]:
    """The forms of a page, as far as a buyer needs them."""
    return [_form(attributes(head), body) for head, body in _FORM.findall(page)]


def attributes(words: str) -> dict[str, str]:
    """The attributes of a tag."""
    return {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(words)}


def _form(head: dict[str, str], body: str) -> Form:
    found = Form(head.get("action", ""), "multipart" in head.get("enctype", ""), {}, {}, [])
    for single, its_words, tag, words, inside in _FIELD.findall(body):
        one = attributes(its_words if single else words)
        name, kind = one.get("name", ""), one.get("type", "text")
        if not name:
            continue
        if tag == "select":
            values = [attributes(option).get("value", "") for option in _OPTION.findall(inside)]
            found.choices[name] = [value for value in values if value]
            found.fields[name] = ""
        elif kind == "radio":
            found.choices.setdefault(name, []).append(one.get("value", ""))
        elif kind == "checkbox":
            found.choices[name] = [one.get("value", "on")] if "required" in one else []
        else:
            found.fields[name] = one.get("value", "")
            if kind != "hidden":
                found.texts.append(name)
    return found


def multipart(fields: Mapping[str, str]) -> bytes:
    """The fields as a browser sends them where a form may hold files."""
    parts = (
        f'--{_EDGE}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    return f"{''.join(parts)}--{_EDGE}--\r\n".encode()


class Browser:
    """One buyer's cookies over a connection that the next buyer takes on."""

    def __init__(self, port: int, tally: Tally, number: int, line: "Line") -> None:
        self.port, self.tally, self.number, self.line = port, tally, number, line
        self.cookies: dict[str, str] = {}
        self.status, self.at = 0, ""

    async def get(self, step: str, path: str) -> str:
        """A page, redirects followed as steps of their own name."""
        return await self._ask(step, path, None, b"")

    async def post(self, step: str, form: Form, fields: Mapping[str, str]) -> str:
        """The page that a sent form leads to."""
        body = multipart(fields) if form.is_multipart else urlencode(fields).encode()
        return await self._ask(step, form.action or self.at, _KINDS[form.is_multipart], body)

    async def _ask(self, step: str, path: str, kind: str | None, body: bytes) -> str:
        began = time.perf_counter()
        head, page = await self.line.exchange(self._request(path, kind, body))
        self.tally.seconds[step].append(time.perf_counter() - began)
        self.tally.requests += 1
        self.tally.bytes_over_the_wire += len(head) + len(page)
        status, headers = self._read(head)
        if status in {301, 302, 303}:
            target = urlsplit(headers["location"])
            self.at = target.path
            after = f"{step}, then" if kind else step
            return await self._ask(after, target.path, None, b"")
        self.status, self.at = status, path
        if headers.get("content-encoding") == "gzip":
            page = zlib.decompress(page, wbits=31)
        if status >= 500 or status in {400, 403, 404, 429}:
            self.tally.errors[f"{step}: {status}"] += 1
            msg = f"{step}: {status}"
            raise StoppedError(msg)
        return page.decode()

    def _request(self, path: str, kind: str | None, body: bytes) -> bytes:
        """A page is asked for; with a kind of form, its fields are sent."""
        method = "POST" if kind else "GET"
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        lines = [
            f"{method} {path} HTTP/1.1", f"Host: {HOST}:{self.port}", "Accept: text/html",
            "Accept-Language: en", "Accept-Encoding: gzip", "User-Agent: Mozilla/5.0 (bench)",
            f"X-Forwarded-For: 10.1.{self.number >> 8 & 255}.{self.number & 255}",
        ]  # fmt: skip
        if cookies:
            lines.append(f"Cookie: {cookies}")
        if kind:
            lines += [
                f"Origin: http://{HOST}:{self.port}", f"Content-Length: {len(body)}",
                f"Content-Type: {kind}",
            ]  # fmt: skip
        return "\r\n".join([*lines, "", ""]).encode() + body

    def _read(self, head: bytes) -> tuple[int, dict[str, str]]:
        first, *rest = head.decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for line in rest:
            name, _, value = line.partition(": ")
            if name.lower() == "set-cookie":
                pair = value.partition(";")[0]
                self.cookies[pair.partition("=")[0]] = pair.partition("=")[2]
            headers[name.lower()] = value
        return int(first.split()[1]), headers


class Line:
    """One kept connection; opened again where the server closed it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def exchange(self, request: bytes) -> tuple[bytes, bytes]:
        """Head and body of the answer."""
        if self._streams is None:
            self._streams = await asyncio.open_connection(HOST, self.port, limit=1 << 20)
        reader, writer = self._streams
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n"))[:-4]
        found = re.search(rb"content-length: (\d+)", head.lower())
        if found is None:
            msg = "an answer without a length"
            raise StoppedError(msg)
        return head, await reader.readexactly(int(found[1]))

    def hang_up(self) -> None:
        """Close it; the next exchange opens another."""
        if self._streams:
            self._streams[1].close()
        self._streams = None


def hold_form(page: str, at: str) -> Form | None:
    """The form that keeps a place, if the page at this address has one."""
    return next((f for f in forms_of(page) if (f.action or at).endswith("/enter/")), None)


async def buy(browser: Browser, event: str) -> str:
    """Event page, hold, form, order, what to do next: a word for how it ended."""
    page = await browser.get("1 event page", event)
    hold = hold_form(page, browser.at)
    link = _ENTER.search(page)
    if hold is None and link is not None:
        page = await browser.get("1b page to enter", html.unescape(link[1]))
        hold = hold_form(page, browser.at)
    if hold is None:
        return "sold out, told on a page"
    page = await browser.post("2 hold", hold, filled(hold, browser.number))
    form = next((f for f in forms_of(page) if any("given_name" in n for n in f.fields)), None)
    if form is None:
        if browser.status == 409:
            return "sold out, told at the hold"
        msg = f"hold: no form ({browser.status})"
        raise StoppedError(msg)
    page = await browser.post("3 place", form, filled(form, browser.number))
    if browser.status != 200 or "/orders/" not in browser.at:
        msg = f"place: {browser.status} at {browser.at.split('/')[1]}"
        raise StoppedError(msg)
    if "DE89" not in page.replace(" ", ""):
        browser.tally.errors["no bank instructions"] += 1
    browser.tally.bought_at.append(time.perf_counter())
    browser.tally.references.append(browser.at)
    return "bought"


def filled(form: Form, number: int) -> dict[str, str]:
    """What a runner types: what is known by its name, the first choice, a text."""
    typed = dict(form.fields)
    for name, values in form.choices.items():
        if values:
            typed[name] = "bank" if "bank" in values else values[0]
    for name in form.fields:
        word = name.partition("-")[2] or name
        if word in _KNOWN:
            typed[name] = _KNOWN[word]
        elif word == "family_name":
            typed[name] = f"Runner {number}"
        elif word == "email":
            typed[name] = f"buyer{number}@example.org"
        elif word.startswith("q_") and name in form.texts:
            typed[name] = "City Club"
        elif "sign" in word:
            typed[name] = f"Ann Runner {number}"
    return {name: value for name, value in typed.items() if value}


async def stampede(port: int, event: str, *, buyers: int, at_once: int) -> Tally:
    """So many buyers, so many at once, until everybody has bought or been told no."""
    tally = Tally()
    numbers = iter(range(buyers))

    async def slot() -> None:
        line = Line(port)
        for number in numbers:
            began = time.perf_counter()
            try:
                outcome = await buy(Browser(port, tally, number, line), event)
            except (StoppedError, OSError, EOFError) as error:
                outcome = f"error: {type(error).__name__} {error}".strip()
                tally.errors[outcome] += 1
                line.hang_up()
            tally.outcomes[outcome] += 1
            whole = "whole purchase" if outcome == "bought" else "told no"
            tally.seconds[whole].append(time.perf_counter() - began)
        line.hang_up()

    await asyncio.gather(*(slot() for _ in range(at_once)))
    return tally
