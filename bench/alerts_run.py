# ruff: noqa: E402  -- Django is set up before its models are imported
"""The parts of `bench.alerts`: fill, match, count."""

import datetime as dt
import json
import os
import random
import sys
from itertools import batched

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "startline.config.settings")
django.setup()

from bench.catalogue import NOW, fill
from bench.races import races
from startline.accounts.models import User
from startline.discovery.models import Alert, SavedSearch
from startline.discovery.services.rounds import begin_round, carry_on
from startline.discovery.services.wishes import digest_of
from startline.events.models.catalogue import Edition, Event
from startline.events.services.changes import record_changes

SEARCHES, PEOPLE, CHANGED, OTHERS = 100_000, 10_000, 2_000, 4_000
LATER = NOW + dt.timedelta(hours=1)
TOWNS = ("Lyon", "Berlin", "Zurich", "Boston", "Porto", "Munich", "London", "Vienna", "Oslo",
         "Madrid", "Milan", "Denver", "Sydney", "Leeds", "Girona", "Innsbruck")  # fmt: skip
WORDS = ("half", "marathon", "10k", "hilly half", "trail", "ultra", "50k", "flat marathon", "5k")
TIMES = ("in May", "in June", "in September", "next spring", "in autumn", "")
COUNTRIES = ("FR", "DE", "CH", "US", "PT", "GB", "AT", "NO", "ES", "IT", "AU")


def _fill() -> None:
    """The catalogue as the first round learns it, then what changes, then the searches."""
    rows = races(4 * (CHANGED + OTHERS))
    numbers = list(dict.fromkeys(row.event_id for row in rows))[: CHANGED + OTHERS]
    moved, late = numbers[: CHANGED // 2], numbers[CHANGED // 2 : CHANGED]
    wanted = set(numbers)
    fill([row for row in rows if row.event_id in wanted])
    Event.objects.filter(pk__in=late).update(published_at=None)
    record_changes(numbers, now=NOW)
    while begin_round(NOW):
        carry_on(NOW)
    Event.objects.filter(pk__in=late).update(published_at=LATER)
    Edition.objects.filter(event_id__in=moved).update(status="moved")
    record_changes([*moved, *late], now=LATER)
    _people()


def _people() -> None:
    people = [User(email=f"runner{n}@example.org") for n in range(PEOPLE)]
    User.objects.bulk_create(people, batch_size=2_000)
    numbers = list(User.objects.order_by("pk").values_list("pk", flat=True))
    for batch in batched(enumerate(addresses()), 5_000):
        SavedSearch.objects.bulk_create(
            SavedSearch(
                user_id=numbers[n % PEOPLE], name=f"search {n}", address=address, language="en",
                digest=digest_of(address, "en"), feed_key=f"{n:043d}", created_at=NOW,
            )
            for n, address in batch
        )  # fmt: skip


def addresses() -> list[str]:
    """100,000 different searches as people keep them, the same every time."""
    chance = random.Random(7)
    found: dict[str, None] = {}
    while len(found) < SEARCHES:
        found[_address(chance)] = None
    return list(found)


def _address(chance: random.Random) -> str:
    kind = chance.randrange(4)
    low = chance.randrange(3, 90)
    if kind == 0:
        words = f"{chance.choice(WORDS)} near {chance.choice(TOWNS)} {chance.choice(TIMES)}"
        return f"max_price={chance.randrange(10, 300)}&q={words.strip().replace(' ', '+')}"
    if kind == 1:
        return (f"country={chance.choice(COUNTRIES)}&max_km={low + chance.randrange(2, 40)}"
                f"&min_km={low}&sport=running")  # fmt: skip
    if kind == 2:
        return (f"max_km={low + 20}&min_km={low}&near={chance.choice(TOWNS)}"
                f"&within={chance.randrange(10, 400)}")  # fmt: skip
    west, south = chance.randrange(-10, 20), chance.randrange(36, 60)
    return f"bbox={west},{south},{west + 4},{south + 3}&min_km={low}"


def _match() -> None:
    carry_on(LATER)
    if begin_round(LATER):
        carry_on(LATER)


def _count() -> None:
    found = Alert.objects.values_list("search_id", "found")
    matches = sum(len(one) for _, one in found)
    searches = len({search for search, _ in found})
    print(json.dumps({"alerts": matches, "searches": searches}))


if __name__ == "__main__":
    {"fill": _fill, "match": _match, "count": _count}[sys.argv[1]]()
