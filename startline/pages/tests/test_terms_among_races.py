"""Every term of the glossary in the one box, on the page itself, among 10,000 races."""

import datetime as dt
import random
import re
import string
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from startline.discovery.queries.knowing import split
from startline.discovery.services.indexing import rebuild_index
from startline.events.models.catalogue import Edition, Event, Race
from startline.events.rules.words import Certainty, Status
from startline.glossary.queries import library

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
RACES = 10_000
FIRST = ("Oak", "Stone", "River", "Hill", "Harbour", "Castle", "Lake", "Forest", "Bridge", "Mill")
LAST = ("Half", "Marathon", "Trail", "10K", "Triathlon", "Sprint", "Ride", "Swim", "Mile", "Relay")
STRIP = re.compile(r'<section class="known".*?</section>', re.DOTALL)
TERM = re.compile(r'href="/knowledge/([a-z0-9-]+)/"')


@pytest.fixture
def ten_thousand(now: dt.datetime, settings: Any) -> dt.datetime:
    """Generated races with names of the trade, in the index."""
    settings.TODAY = now.date()
    chance = random.Random(10)  # noqa: S311  -- the same races at each run
    events = [
        Event(
            slug=f"e{n}", name=f"{chance.choice(FIRST)} {chance.choice(LAST)} {n}", country="FR",
            latitude=chance.uniform(43, 49), longitude=chance.uniform(-1, 7),
            published_at=now, created_at=now,
        )
        for n in range(RACES // 2)
    ]  # fmt: skip
    Event.objects.bulk_create(events, batch_size=1000)
    editions = [
        Edition(
            event=event, slug="2026", starts_on=dt.date(2026, 6, 1 + n % 28), seen_at=now,
            status=Status.CONFIRMED, certainty=Certainty.CONFIRMED, created_at=now,
        )
        for n, event in enumerate(Event.objects.order_by("pk"))
    ]  # fmt: skip
    Edition.objects.bulk_create(editions, batch_size=1000)
    lengths = (5_000, 10_000, 21_097, 42_195, 50_000)
    races = [
        Race(
            edition=edition, slug=f"r{n}", name=f"Race {n}", distance_m=chance.choice(lengths),
            surface="road", position=n,
        )
        for edition in Edition.objects.order_by("pk")
        for n in range(2)
    ]  # fmt: skip
    Race.objects.bulk_create(races, batch_size=1000)
    rebuild_index(now)
    return now


def first_three(client: Client, q: str) -> list[str]:
    """The terms that the page of races shows, in order."""
    page = client.get(reverse("search"), {"q": q}).content.decode()
    strip = STRIP.search(page)
    return TERM.findall(strip[0])[:3] if strip else []


def slip(word: str, chance: random.Random) -> str:
    """The word with a letter changed, lost, doubled, or two swapped."""
    place = chance.randrange(1, len(word) - 1)
    letter = chance.choice(string.ascii_lowercase.replace(word[place], ""))
    return chance.choice([
        word[:place] + letter + word[place + 1 :],
        word[:place] + word[place + 1 :],
        word[:place] + word[place] + word[place:],
        word[:place] + word[place + 1] + word[place] + word[place + 2 :],
    ])  # fmt: skip


def misspelt(name: str, chance: random.Random) -> Iterator[str]:
    """The name once for each of its words of five letters or more, with one slip in it."""
    words = split(name)
    for place, word in enumerate(words):
        if len(word) >= 5 and word.isalpha():
            yield " ".join((*words[:place], slip(word, chance), *words[place + 1 :]))


def test_every_name_alias_and_slip_is_answered_by_its_term(
    client: Client, ten_thousand: dt.datetime
) -> None:
    chance = random.Random(208)  # noqa: S311  -- the same slips at each run
    assert Race.objects.count() == RACES
    missed = []
    for term in library().terms:
        typed = [term.name, *term.aliases, *misspelt(term.name, chance)]
        missed += [(q, term.slug) for q in typed if term.slug not in first_three(client, q)]

    assert missed == []
