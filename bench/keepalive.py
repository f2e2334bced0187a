"""A small HTTP client: one connection kept open, or many at once in one thread."""

import selectors
import socket
import time
from collections.abc import Sequence

HOST = "127.0.0.1"


class NotAnsweredError(Exception):
    """The server closed the connection, or its answer was not 200."""


class Connection:
    """One connection to the site. Callers' addresses differ, so that nobody asks too often."""

    _asked = 0

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection((HOST, port), timeout=600)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._head: bytes = b""
        self._rest = b""

    def send(self, path: str) -> None:
        """Ask; `read` takes the answer."""
        Connection._asked += 1
        number = Connection._asked
        caller = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        self._rest = b""
        self.socket.sendall(
            f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nAccept-Language: en\r\n"
            f"X-Forwarded-For: {caller}\r\n\r\n".encode()
        )

    def read(self) -> bytes | None:
        """The body once it is complete; None while more is to come."""
        piece = self.socket.recv(1 << 18)
        if not piece:
            msg = "the server hung up"
            raise NotAnsweredError(msg)
        self._rest += piece
        head, found, body = self._rest.partition(b"\r\n\r\n")
        if not found:
            return None
        if not head.startswith(b"HTTP/1.1 200"):
            raise NotAnsweredError(head.partition(b"\r\n")[0].decode())
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        return body if len(body) >= length else None

    def get(self, path: str) -> bytes:
        """The body of an answer."""
        self.send(path)
        while (body := self.read()) is None:
            pass
        return body

    def timed(self, path: str) -> float:
        """Milliseconds from asking to the last byte."""
        began = time.perf_counter()
        self.get(path)
        return (time.perf_counter() - began) * 1e3

    def close(self) -> None:
        """Hang up."""
        self.socket.close()


def per_second(port: int, paths: Sequence[str], *, connections: int, seconds: float) -> float:
    """Answers a second over so many connections, each asking again as soon as it is answered."""
    with selectors.DefaultSelector() as waiting:
        for number in range(connections):
            one = Connection(port)
            waiting.register(one.socket, selectors.EVENT_READ, one)
            one.send(paths[number % len(paths)])
        answered, began = 0, time.perf_counter()
        while time.perf_counter() < began + seconds:
            for key, _ in waiting.select(timeout=seconds):
                if key.data.read() is not None:
                    answered += 1
                    key.data.send(paths[answered % len(paths)])
        took = time.perf_counter() - began
        for key in list(waiting.get_map().values()):
            key.data.close()
    return answered / took
