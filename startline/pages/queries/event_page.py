"""What the page of an event shows, closed before it reaches the template."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.db import connection
from django.db.models import Q
from django.http import Http404
from django.utils.translation import get_language

from startline.events.models.catalogue import Edition, Event
from startline.events.models.course import Course
from startline.events.models.offer import EntryWindow, Policy
from startline.events.models.provenance import DateChange, Fact
from startline.events.rules.words import LIVE, Status
from startline.pages.queries.event_races import (
    RaceLine,
    deadlines_of,
    line_of_dates,
    races_of,
)
from startline.pages.rules.deadlines import Deadline, zone_of
from startline.pages.rules.weekly import WeeklyDate, next_dates
from startline.places.queries import country_name, region_name, without_country
from startline.results.queries.listed import result_years

STALE_AFTER = dt.timedelta(days=240)
_BESIDE = """
SELECT EXISTS (SELECT 1 FROM events_entrywindow WHERE edition_id = %s),
       EXISTS (SELECT 1 FROM events_policy WHERE edition_id = %s),
       EXISTS (SELECT 1 FROM events_datechange WHERE edition_id = %s),
       EXISTS (SELECT 1 FROM results_resultlist
               JOIN events_race ON events_race.id = results_resultlist.race_id
               JOIN events_edition ON events_edition.id = events_race.edition_id
               WHERE events_edition.event_id = %s)
"""


@dataclass(frozen=True)
class EventPage:
    """An event, one of its editions, and everything around them."""

    event: Event
    country: str
    region: str
    sources: dict[str, Fact]
    place: str = ""
    weekly: tuple[WeeklyDate, ...] = ()
    edition: Edition | None = None
    status: str = ""
    races: tuple[RaceLine, ...] = ()
    unlisted: tuple[RaceLine, ...] = ()
    line: tuple[Deadline, ...] = ()
    deadlines: tuple[Deadline, ...] = field(default=(), repr=False)
    windows: tuple[EntryWindow, ...] = ()
    policies: tuple[Policy, ...] = ()
    changes: tuple[DateChange, ...] = ()
    was_on: dt.date | None = None
    ends_on: dt.date | None = None
    days_away: int | None = None
    is_stale: bool = False
    earlier: tuple[Edition, ...] = ()
    later: tuple[Edition, ...] = ()
    results: tuple[tuple[str, int], ...] = ()
    """Editions with results and their years, the latest first."""

    @property
    def weeks_away(self) -> int | None:
        """Whole weeks until the start, from two weeks on."""
        return self.days_away // 7 if self.days_away and self.days_away >= 14 else None

    @property
    def is_dateless(self) -> bool:
        """Whether no source names the day of the edition."""
        return self.edition is not None and self.edition.starts_on is None

    @property
    def is_sold_here(self) -> bool:
        """Whether entries of this edition are taken on this site."""
        return self.edition is not None and self.edition.is_enterable_here

    @property
    def is_expected(self) -> bool:
        """Whether the date was computed and never read."""
        return self.edition is not None and self.edition.certainty == "expected"


def event_page(event: str, edition: str = "", *, now: dt.datetime) -> EventPage:
    """The page of a published event: the named edition, else the next or the latest one."""
    return page_of(published_event(event), edition, now=now)


def published_event(slug: str) -> Event:
    """An event everyone may see."""
    rows = Event.objects.published().select_related("organizer", "review_score")
    found = rows.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def kept_slug(slug: str) -> str:
    """The slug of the event that one was merged into; nothing if it was not."""
    kept = Event.objects.filter(slug=slug, merged_into__published_at__isnull=False)
    return kept.values_list("merged_into__slug", flat=True).first() or ""


def course_of(event: str, edition: str, race: str) -> Course:
    """The course of a race that everyone may see."""
    found = (
        Course.objects.select_related("race")
        .defer("gpx", "profile")
        .filter(
            race__slug=race,
            race__edition__slug=edition,
            race__edition__event__slug=event,
            race__edition__event__published_at__isnull=False,
            race__edition__event__merged_into__isnull=True,
        )
        .first()
    )
    if found is None:
        raise Http404
    return found


def page_of(event: Event, edition: str = "", *, now: dt.datetime) -> EventPage:
    """The same for an event at hand, published or not. Eleven queries at most."""
    today = now.astimezone(zone_of(event.timezone)).date()
    editions = list(event.editions.order_by("starts_on", "pk"))
    chosen = _chosen(editions, edition, today)
    language = get_language() or "en"
    facts = Q(edition=chosen) | Q(edition__isnull=True) if chosen else Q(edition__isnull=True)
    page = EventPage(
        event=event,
        country=country_name(event.country, language) if event.country else "",
        region=_region(event, language),
        place=without_country(event.place_name, event.country),
        sources=_sources(list(event.facts.filter(facts))),
        weekly=tuple(_weekly(event, editions, today)),
    )
    return _with_edition(page, chosen, editions, now) if chosen else page


def _with_edition(
    page: EventPage, edition: Edition, editions: Sequence[Edition], now: dt.datetime
) -> EventPage:
    """The page with one edition in its middle."""
    today = now.astimezone(zone_of(edition.timezone)).date()
    edition.event = page.event
    edition.entry_url = web_address(edition.entry_url)
    windows, policies, changes, results = _beside(edition)
    lines = races_of(edition, windows, now)
    races = tuple(line for line in lines if not line.race.is_hidden)
    deadlines = deadlines_of(edition, races, windows, policies)
    away = (edition.starts_on - today).days if edition.starts_on else -1
    earlier, later = _others(edition, editions)
    return replace(
        page,
        edition=edition,
        status=shown_status(edition, today),
        races=races,
        unlisted=tuple(line for line in lines if line.race.is_hidden),
        line=line_of_dates(edition, deadlines, races, now),
        deadlines=tuple(deadlines),
        windows=windows,
        policies=policies,
        changes=changes,
        was_on=_was_on(changes, edition),
        ends_on=_end(edition) if edition.days > 1 and edition.starts_on else None,
        days_away=away if away >= 0 else None,
        is_stale=_is_stale(edition, now),
        earlier=earlier,
        later=later,
        results=results,
    )


def _beside(
    edition: Edition,
) -> tuple[
    tuple[EntryWindow, ...],
    tuple[Policy, ...],
    tuple[DateChange, ...],
    tuple[tuple[str, int], ...],
]:
    """Windows, policies, moves, years with results. Most have none: one query asks for which."""
    with connection.cursor() as cursor:
        cursor.execute(_BESIDE, [edition.pk] * 3 + [edition.event_id])
        has_windows, has_policies, has_changes, has_results = cursor.fetchone() or (True,) * 4
    windows = edition.windows.select_related("race").order_by("pk")
    policies = edition.policies.order_by("kind", "until_at", "pk")
    changes = edition.date_changes.order_by("-at", "-pk")
    return (
        tuple(windows) if has_windows else (),
        tuple(policies) if has_policies else (),
        tuple(changes) if has_changes else (),
        tuple(result_years(edition.event)) if has_results else (),
    )


def _others(
    edition: Edition, editions: Sequence[Edition]
) -> tuple[tuple[Edition, ...], tuple[Edition, ...]]:
    """Earlier editions, the newest first, and later ones or those without a date."""
    at = edition.starts_on or dt.date.max
    others = [e for e in editions if e.pk != edition.pk]
    earlier = tuple(e for e in reversed(others) if e.starts_on and e.starts_on < at)
    return earlier, tuple(e for e in others if e not in earlier)


def shown_status(edition: Edition, today: dt.date) -> str:
    """The status as it is today: what was due and has gone by is past."""
    over = edition.starts_on and edition.starts_on + dt.timedelta(days=edition.days) <= today
    return Status.PAST if over and edition.status in LIVE else edition.status


def web_address(address: str) -> str:
    """The address if a browser may follow it, else nothing."""
    return address if address.startswith(("https://", "http://")) else ""


def race_line(page: EventPage, slug: str) -> RaceLine:
    """One race of the page, or one that is in no list but has its own address."""
    for line in (*page.races, *page.unlisted):
        if line.race.slug == slug:
            return line
    raise Http404


def _region(event: Event, language: str) -> str:
    """The region's name; it is stored with its country, as "PT.14"."""
    country, _, code = event.region.partition(".")
    return region_name(country, code, language) if code else ""


def _chosen(editions: Sequence[Edition], slug: str, today: dt.date) -> Edition | None:
    """The edition named; else the next that takes place, the next at all, or the latest."""
    if slug:
        for edition in editions:
            if edition.slug == slug:
                return edition
        raise Http404
    coming = [e for e in editions if e.starts_on is None or _end(e) >= today]
    alive = [e for e in coming if e.status in LIVE and e.starts_on]
    for several in (alive, coming):
        if several:
            return several[0]
    return editions[-1] if editions else None


def _end(edition: Edition) -> dt.date:
    """The last day of an edition that has a date."""
    start = edition.starts_on or dt.date.max
    return start + dt.timedelta(days=edition.days - 1) if edition.starts_on else start


_DEADLINES = ("policies", "windows", "entry_closes_on", "entry_opens_on", "races")
"""Where the dates of entering and of changing one's plans stand, the closest first."""


def _sources(facts: list[Fact]) -> dict[str, Fact]:
    """The fact that gave each field, and any: the highest rank, then the newest word."""
    found: dict[str, Fact] = {}
    for fact in sorted(facts, key=lambda f: (f.rank, f.seen_at)):
        fact.address = web_address(fact.address)
        found.update(dict.fromkeys((*fact.fields, "any"), fact))
    deadlines = next((found[name] for name in _DEADLINES if name in found), None)
    return {**found, "deadlines": deadlines} if deadlines else found


def _was_on(changes: Sequence[DateChange], edition: Edition) -> dt.date | None:
    """The day before the last move, while the edition stands elsewhere or nowhere."""
    for change in changes:
        if change.old_starts_on and change.old_starts_on != edition.starts_on:
            return change.old_starts_on
    return None


def _weekly(event: Event, editions: Sequence[Edition], today: dt.date) -> list[WeeklyDate]:
    """The next four days of a weekly series."""
    off = {e.starts_on for e in editions if e.status == Status.CANCELLED and e.starts_on}
    return next_dates(event.weekly_rule, today=today, called_off=off) if event.weekly_rule else []


def _is_stale(edition: Edition, now: dt.datetime) -> bool:
    """Whether nobody has confirmed the edition for eight months."""
    seen = edition.confirmed_at or edition.seen_at
    return seen is not None and now - seen > STALE_AFTER and edition.status in LIVE
