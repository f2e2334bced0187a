"""Questions about sources, imports, matches and claims."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from startline.events.models.catalogue import Edition, EditionQuerySet, Event
from startline.feeds.models import Claim, Holding, ImportRun, Match, Rejection, Source
from startline.feeds.rules.claims import Site, host_of, site_of

STALE_DAYS = 180


@dataclass(frozen=True)
class Side:
    """One record of a doubtful pair, as a person needs to see it."""

    record_id: int
    source: str
    name: str
    starts_on: dt.date | None
    place: str
    address: str
    event_id: int


@dataclass(frozen=True)
class Doubt:
    """Two records that may be one race, with the reasons for and against."""

    match_id: int
    points: float
    reasons: dict[str, float]
    left: Side
    right: Side


@dataclass(frozen=True)
class Decision:
    """What a person decided about two records; a side is missing where its listing is gone."""

    match: Match
    left: Side | None
    right: Side | None


def review_queue(limit: int = 50, offset: int = 0) -> list[Doubt]:
    """The doubtful pairs still waiting, the most alike first."""
    rows = list(Match.objects.waiting().order_by("-points", "pk")[offset : offset + limit])
    sides = _sides({pk for row in rows for pk in (row.left_id, row.right_id)})
    return [
        Doubt(row.pk, row.points, row.reasons, sides[row.left_id], sides[row.right_id])
        for row in rows
        if row.left_id in sides and row.right_id in sides
    ]


def waiting_count() -> int:
    """How many pairs wait in the review queue."""
    return Match.objects.waiting().count()


def _sides(record_ids: set[int]) -> dict[int, Side]:
    found: dict[int, Side] = {}
    rows = Holding.objects.filter(record_id__in=record_ids).select_related("record__source")
    for row in rows.order_by("starts_on", "pk"):
        said = row.listing
        found[row.record_id] = Side(
            record_id=row.record_id,
            source=row.record.source.name,
            name=str(said.get("name", "")),
            starts_on=row.starts_on,
            place=str(said.get("place_name", "")),
            address=str(said.get("listing_url") or said.get("website") or ""),
            event_id=row.event_id,
        )
    return found


def decisions(limit: int = 50) -> list[Match]:
    """What people decided, the newest first, undone ones included."""
    return list(
        Match.objects.by_people()
        .select_related("left__source", "right__source", "decided_by", "undone_by")
        .order_by("-decided_at", "-pk")[:limit]
    )


def decided_pairs(limit: int = 50) -> list[Decision]:
    """The newest decisions with both records as a person needs to see them."""
    rows = decisions(limit)
    sides = _sides({pk for row in rows for pk in (row.left_id, row.right_id)})
    return [Decision(row, sides.get(row.left_id), sides.get(row.right_id)) for row in rows]


def recent_runs(limit: int = 50) -> list[ImportRun]:
    """The newest imports."""
    return list(ImportRun.objects.select_related("source").order_by("-pk")[:limit])


def rejections_of(run: ImportRun) -> list[Rejection]:
    """The records of a run that did not become listings."""
    return list(run.rejections.order_by("row", "pk"))


def due_sources() -> list[Source]:
    """Sources read on schedule: enabled, addressed, and open or allowed by the operator's yes."""
    return list(
        Source.objects.filter(is_enabled=True).exclude(Q(address="") | Q(permission="no"))
        .order_by("last_read_at", "pk")
    )  # fmt: skip


def all_sources() -> list[Source]:
    """Every source by name."""
    return list(Source.objects.order_by("name", "pk"))


def sources_last_read() -> list[tuple[str, dt.datetime]]:
    """Names of the sources with the time each was last read, newest first."""
    rows = Source.objects.filter(last_read_at__isnull=False).order_by("-last_read_at")
    return [(row.name, row.last_read_at) for row in rows if row.last_read_at]


def stale_editions(now: dt.datetime) -> EditionQuerySet:
    """Upcoming editions no source has shown for half a year: they sink, and say so."""
    limit = now - dt.timedelta(days=STALE_DAYS)
    return Edition.objects.published().upcoming(now.date()).filter(seen_at__lt=limit)


def site_of_event(event: Event) -> Site | None:
    """The event's own website, or that of its newest edition; a source's host is shared by many."""
    editions = event.editions.exclude(website="").order_by("-starts_on")
    website = event.website or editions.values_list("website", flat=True).first() or ""
    hosts = {
        host_of(a) for a in Source.objects.exclude(address="").values_list("address", flat=True)
    }
    return site_of(website, frozenset(hosts - {""}))


def waiting_claims() -> list[Claim]:
    """What waits for the operator's word, the oldest first."""
    rows = Claim.objects.filter(state="open", method="operator", event__organizer=None)
    return list(rows.select_related("event", "user", "organizer").order_by("at"))
