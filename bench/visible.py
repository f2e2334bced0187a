"""Edits made beside a running site, and how long until every web process shows them.

Run as `python -m bench.visible PORT EDITS`, with the site's environment; prints milliseconds.
"""

import sys
import time
from typing import Any

import django
from django.apps import apps
from django.db import transaction

from bench.catalogue import NOW
from bench.keepalive import Connection

CONNECTIONS = 12  # two processes share them; that one of them gets none is 1 in 2,000


def main() -> None:
    """Rename events one after the other; ask all connections until each has seen the new name."""
    django.setup()
    port, edits = int(sys.argv[1]), int(sys.argv[2])
    connections = [Connection(port) for _ in range(CONNECTIONS)]
    events: Any = apps.get_model("events", "Event")
    step = max(1, events.objects.count() // edits)
    for number, pk in enumerate(events.objects.order_by("pk").values_list("pk")[::step][:edits]):
        word = f"zq{number:04d}xk"
        edit(events, pk[0], word)
        print(round(seen(connections, word), 3), flush=True)


def edit(events: Any, pk: int, word: str) -> None:
    """What a service does: the change and its row in the log, in one transaction."""
    with transaction.atomic():
        events.objects.filter(pk=pk).update(name=f"{word} Run")
        apps.get_model("events", "Change").objects.create(event_id=pk, at=NOW)


def seen(connections: list[Connection], word: str) -> float:
    """Milliseconds until the word is found over every connection; at most ten seconds."""
    began = time.perf_counter()
    for one in connections:
        while b'"count": 0' in one.get(f"/api/v1/races?q={word}")[:20]:
            if time.perf_counter() > began + 10:
                msg = f"{word} was never found"
                raise TimeoutError(msg)
    return (time.perf_counter() - began) * 1e3


if __name__ == "__main__":
    main()
