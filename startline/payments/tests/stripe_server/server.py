"""The HTTP door of the small Stripe: forms in, JSON out, and the browser's script."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit

from startline.payments.tests.stripe_server.world import Account, ApiError, Thing, World

HERE = Path(__file__).parent
FILES = {"/v3/": ("element.js", "text/javascript"), "/v3/element": ("element.html", "text/html")}
Route = tuple[str, str, Callable[[World, Account, str, Thing], Thing]]


def nested(pairs: list[tuple[str, str]]) -> Thing:
    """`a[b]=c` as {"a": {"b": "c"}}; lists by number."""
    tree: Thing = {}
    for name, value in pairs:
        steps = re.findall(r"[^\[\]]+", name)
        place = tree
        for step in steps[:-1]:
            place = place.setdefault(step, {})
        place[steps[-1]] = value
    return tree


def expanded(account: Account, thing: Thing, asked: Thing) -> Thing:
    """A copy with the objects instead of the ids that `expand` names."""
    copy = cast("Thing", json.loads(json.dumps(thing)))
    for path in (asked.get("expand") or {}).values():
        place = copy
        for step in path.split("."):
            if isinstance(place.get(step), str):
                place[step] = json.loads(json.dumps(account.things[place[step]]))
            if not place.get(step):
                break
            place = place[step]
    return copy


def listed(things: list[Thing]) -> Thing:
    """A page that holds them all."""
    return {"object": "list", "data": things, "has_more": False, "url": ""}


def account_shown(account: Account) -> Thing:
    """What an account says of itself."""
    return {
        "id": account.id, "object": "account", "country": account.country,
        "charges_enabled": account.charges_enabled, "business_profile": {"name": account.id},
        "default_currency": "eur",
    }  # fmt: skip


def register(world: World, account: Account, _: str, asked: Thing) -> Thing:
    """A webhook endpoint, if the restricted key may."""
    if not account.may_register:
        raise ApiError(403, "invalid_request_error", "", "the key may not")
    secret = world.outbox.listen(account.id, asked["url"])
    return {"id": "we_1", "object": "webhook_endpoint", "url": asked["url"], "secret": secret}


def new_account(world: World, account: Account, _: str, asked: Thing) -> Thing:
    """An account connected to this platform."""
    made = world.open_account(f"connected{len(world.accounts)}", platform=account.id)
    made.charges_enabled = False
    return account_shown(made)


def connected_account(world: World, account: Account, name: str, asked: Thing) -> Thing:
    """One of the platform's own."""
    other = world.accounts.get(name)
    if other is None or other.platform != account.id:
        raise ApiError(403, "invalid_request_error", "account_invalid", "not yours")
    return account_shown(other)


ROUTES: list[Route] = [
    ("GET", r"/v1/account", lambda w, a, i, p: account_shown(a)),
    ("POST", r"/v1/accounts", new_account),
    ("GET", r"/v1/accounts/(\w+)", connected_account),
    ("POST", r"/v1/account_links", lambda w, a, i, p: {
        "object": "account_link", "url": f"{p['return_url']}?opened={p['account']}"}),
    ("POST", r"/v1/webhook_endpoints", register),
    ("POST", r"/v1/payment_intents", lambda w, a, i, p: w.create_intent(a, p)),
    ("GET", r"/v1/payment_intents", lambda w, a, i, p: listed(w.all(a, "payment_intent"))),
    ("GET", r"/v1/payment_intents/(\w+)", lambda w, a, i, p: expanded(a, w.find(a, i), p)),
    ("POST", r"/v1/payment_intents/(\w+)/cancel", lambda w, a, i, p: w.cancel(a, i)),
    ("POST", r"/v1/payment_intents/(\w+)/confirm", lambda w, a, i, p: w.confirm(
        a, i, p.get("payment_method") or p.get("card", ""))),
    ("POST", r"/v1/payment_intents/(\w+)/secure", lambda w, a, i, p: w.answer_secure(
        a, i, passed=p.get("passed") == "true")),
    ("POST", r"/v1/refunds", lambda w, a, i, p: w.refund(a, p)),
    ("GET", r"/v1/refunds", lambda w, a, i, p: listed(
        w.all(a, "refund", payment_intent=p.get("payment_intent")))),
    ("GET", r"/v1/disputes", lambda w, a, i, p: listed(
        w.all(a, "dispute", payment_intent=p.get("payment_intent")))),
]  # fmt: skip


class Door(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    server: "StripeServer"

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path in FILES:
            name, kind = FILES[parts.path]
            self._answer(200, (HERE / name).read_bytes(), kind)
            return
        self._api("GET", parts.path, parts.query)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        self._api("POST", self.path, body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is logged but `world.requests`."""

    def _api(self, method: str, path: str, text: str) -> None:
        world = self.server.world
        asked = nested(parse_qsl(text, keep_blank_values=True))
        with world.lock:
            world.requests.append((method, path, asked))
            try:
                status, answer = 200, self._done(world, method, path, asked)
            except ApiError as error:
                status, answer = error.status, error.body
            except KeyError as error:
                status, answer = 400, {"error": {"type": "api_error", "message": str(error)}}
        if world.loses_answers and method == "POST":
            self.close_connection = True
            return
        self._answer(status, json.dumps(answer).encode(), "application/json")

    def _done(self, world: World, method: str, path: str, asked: Thing) -> Thing:
        if world.is_down:
            raise ApiError(500, "api_error", "", "down")
        key = self.headers.get("Authorization", "").removeprefix("Bearer ")
        account = world.account_of(
            key or asked.pop("key", ""), self.headers.get("Stripe-Account", "")
        )
        for wanted, pattern, do in ROUTES:
            found = re.fullmatch(pattern, path)
            if found and wanted == method:
                self._refuse_public(key, account, path)
                name = found.group(1) if found.groups() else ""
                once = self.headers.get("Idempotency-Key", "") if method == "POST" else ""
                what = f"{path} {json.dumps(asked, sort_keys=True)}"
                return world.once(account, once, what, partial(do, world, account, name, asked))
        raise ApiError(404, "invalid_request_error", "", f"no {method} {path} here")

    def _refuse_public(self, key: str, account: Account, path: str) -> None:
        """A publishable key confirms a payment and does nothing else."""
        if not key and not path.endswith(("/confirm", "/secure")):
            raise ApiError(401, "invalid_request_error", "", "a secret key is needed")

    def _answer(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(body)


class StripeServer(ThreadingHTTPServer):
    """A server that carries its world."""

    daemon_threads = True

    def __init__(self, world: World, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Door)
        self.world = world

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}"


@contextmanager
def stripe_server(port: int = 0) -> Iterator[StripeServer]:
    """A small Stripe on a port of its own, gone afterwards."""
    server = StripeServer(World(), port)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
