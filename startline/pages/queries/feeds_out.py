"""What the site tells readers and crawlers about what is new and what there is."""

import datetime as dt
import math
from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse

from startline.accounts.models import Profile
from startline.events.models.catalogue import Edition, Event, Race
from startline.glossary.queries import library

PER_PAGE = 10_000
NEWEST = 50
STANDING = (
    "home", "search", "directors", "figures", "add_race", "about", "status", "imprint", "terms",
    "privacy", "knowledge", "a_to_z", "help_near_you",
)  # fmt: skip
KINDS = ("pages", "knowledge", "events", "editions", "races", "athletes")


def newest_events() -> list[Event]:
    """The fifty published last; demonstrations left out."""
    return list(Event.objects.counted().order_by("-published_at", "-pk")[:NEWEST])


def sitemap_pages() -> list[tuple[str, int]]:
    """Kind and number of each page of the sitemap."""
    counts = {
        "pages": len(STANDING),
        "knowledge": len(_knowledge()),
        "events": Event.objects.counted().count(),
        "editions": _editions().count(),
        "races": _races().count(),
        "athletes": Profile.objects.filter(is_listed=True).count(),
    }
    return [
        (kind, number)
        for kind in KINDS
        for number in range(1, math.ceil(counts[kind] / PER_PAGE) + 1)
    ]


def sitemap_rows(kind: str, number: int) -> Iterator[tuple[str, dt.datetime | None]]:
    """Path and day of the last change of one page of the sitemap, at most 10,000."""
    part = slice((number - 1) * PER_PAGE, number * PER_PAGE)
    if kind == "pages":
        yield from ((reverse(name), None) for name in STANDING[part])
    elif kind == "knowledge":
        yield from _knowledge()[part]
    elif kind == "events":
        events = Event.objects.counted().order_by("pk").values_list("slug", "published_at")[part]
        yield from ((reverse("event", args=[slug]), at) for slug, at in events)
    elif kind == "editions":
        rows = _editions().order_by("pk").values_list("event__slug", "slug", "changed_at")[part]
        yield from ((reverse("edition", args=row[:2]), row[2]) for row in rows)
    elif kind == "races":
        names = ("edition__event__slug", "edition__slug", "slug", "changed_at")
        races = _races().order_by("pk").values_list(*names)[part]
        yield from ((reverse("race", args=row[:3]), row[3]) for row in races)
    elif kind == "athletes":
        listed = (
            Profile.objects.filter(is_listed=True).order_by("pk").values_list("slug", flat=True)
        )
        yield from ((reverse("athlete", args=[slug]), None) for slug in listed[part])


def _knowledge() -> list[tuple[str, dt.datetime | None]]:
    """Every page of the glossary with the day it was last checked; categories and tags."""
    found = library()
    pages: list[tuple[str, dt.datetime | None]] = [
        (reverse("term", args=[term.slug]), dt.datetime.combine(term.reviewed, dt.time(), dt.UTC))
        for term in found.terms
    ]
    pages += [
        (reverse("category", args=[c]), None) for c, terms in found.by_category.items() if terms
    ]
    return [*pages, *((reverse("tag", args=[tag]), None) for tag in found.by_tag)]


def _editions() -> "QuerySet[Any]":
    changed = Greatest("created_at", Coalesce("seen_at", "created_at"))
    return Edition.objects.published().filter(event__is_demo=False).annotate(changed_at=changed)


def _races() -> "QuerySet[Any]":
    changed = Greatest("edition__created_at", Coalesce("edition__seen_at", "edition__created_at"))
    shown = Q(
        edition__event__published_at__isnull=False,
        edition__event__merged_into__isnull=True,
        edition__event__is_demo=False,
        is_hidden=False,
    )
    return Race.objects.filter(shown).annotate(changed_at=changed)
