"""Measures finding a race by its mistyped name, on the real listings.

`figures(data)` wants an empty catalogue; it answers (name, measured, target, is met) for each.
Sixty names are drawn from the different names of published events, each is mistyped by one edit,
and what was typed goes the way of the search box: read, looked up, put on the page. A name is
found if one of the first three races on that page is called so, accents and case aside. Several
events of one name (a race that was listed twice) are drawn once, and any of them counts.
The same is done once more with names in scripts without spaces alone.
"""

import datetime as dt
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from startline.core.text import words
from startline.discovery.queries.finding import found
from startline.discovery.rules.addresses import asked_from
from startline.events.models.catalogue import Event
from startline.feeds.services.reading import import_path

type Figure = tuple[str, str, str, bool]

SEED = 20261122
NAMES = 60
FIRST = 3
LEAST = 0.95
NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
FOLDERS = ("listings", "feeds_ical", "feeds_jsonld", "courses_gpx")

_LETTERS = "a-zA-Z\u00c0-\u024f"
_SIGNS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
_WORD = re.compile(f"[{_LETTERS}]{{5,}}|[{_SIGNS}]{{3,}}")
_SIGN = re.compile(f"[{_SIGNS}]")


def figures(data: Path) -> Iterator[Figure]:
    """Import everything, then mistype."""
    for folder in FOLDERS:
        for _ in import_path(data / folder, now=NOW):
            pass
    listed = Event.objects.published().values_list("name", flat=True)
    names = sorted({" ".join(words(name)): name for name in listed}.values())
    signs = [name for name in names if _SIGN.search(name)]
    for label, drawn_from in (("all", names), ("Hangul, Han, kana", signs)):
        typed = mistyped(drawn_from)
        missed = [f"{wrong} ({name})" for name, wrong in typed if place_of(name, wrong) is None]
        right = len(typed) - len(missed)
        share = right / len(typed)
        yield (
            f"mistyped names in the first {FIRST}: {label}",
            f"{right} of {len(typed)} ({share:.1%})",
            f"≥ {LEAST:.0%}",
            share >= LEAST,
        )
        for miss in missed:
            yield f"missed: {miss}", "", "", True


def mistyped(names: Sequence[str]) -> list[tuple[str, str]]:
    """Pairs of a name and what was typed; the same every time for the same names."""
    chance = random.Random(SEED)  # noqa: S311 - a draw to repeat, not a secret
    long_enough = [name for name in names if _WORD.search(name)]
    signs = sorted({sign for name in names for sign in _SIGN.findall(name)})
    drawn = chance.sample(long_enough, NAMES)
    return [(name, _slip(chance, name, signs)) for name in drawn]


def _slip(chance: random.Random, name: str, signs: Sequence[str]) -> str:
    """One letter or sign of one long word added, left out, another, or swapped with the next."""
    word = chance.choice(list(_WORD.finditer(name)))
    old = word.group()
    while True:
        at = chance.randrange(len(old) - 1)
        new = _letter(chance, old[at], signs)
        wrong = chance.choice(
            (
                old[:at] + new + old[at:],
                old[:at] + old[at + 1 :],
                old[:at] + new + old[at + 1 :],
                old[:at] + old[at + 1] + old[at] + old[at + 2 :],
            )
        )
        if words(wrong) != words(old):
            return name[: word.start()] + wrong + name[word.end() :]


def _letter(chance: random.Random, like: str, signs: Sequence[str]) -> str:
    if not _SIGN.match(like):
        return chance.choice("abcdefghijklmnopqrstuvwxyz")
    block = ord(like) >> 12  # Hangul for Hangul, Han for Han, as far as that
    return chance.choice([sign for sign in signs if ord(sign) >> 12 == block])


def place_of(name: str, typed: str) -> int | None:
    """Where on the page the name stands, 0 for the top; None if it is not among the first."""
    asked, _ = asked_from({"q": [typed]})
    outcome = found(asked, now=NOW, languages=["en"])
    shown = [words(card.title) for card in (*outcome.named, *outcome.cards)][:FIRST]
    return shown.index(words(name)) if words(name) in shown else None
