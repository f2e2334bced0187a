"""What the page of an event shows, closed before it reaches the template."""

import datetime as dt
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.http import Http404
from django.utils.translation import get_language

from startline.core.money import Money
from startline.events.models.catalogue import Edition, Event, Race
from startline.events.models.course import Course
from startline.events.models.offer import EntryWindow, Policy, PriceStep
from startline.events.models.provenance import DateChange, Fact
from startline.events.rules.pricing import Step, offer_at
from startline.events.rules.words import LIVE, Status
from startline.pages.rules.deadlines import Deadline, Kind, in_line, price_deadlines
from startline.pages.rules.weekly import WeeklyDate, next_dates
from startline.places.queries import country_name, region_name

STALE_AFTER = dt.timedelta(days=240)
POLICY_KINDS = {
    "refund": Kind.REFUND,
    "transfer": Kind.TRANSFER,
    "deferral": Kind.DEFERRAL,
    "distance_change": Kind.DISTANCE_CHANGE,
}


@dataclass(frozen=True)
class RaceLine:
    """A race with what it costs now."""

    race: Race
    price: Money | None
    is_free: bool
    steps: tuple[Step, ...]
    current: Step | None
    course: Course | None
    is_full: bool
    can_enter: bool

    @property
    def share_taken(self) -> int:
        """Places taken in a hundred, for the drawing."""
        pool = self.race.pool
        return round(100 * pool.taken / pool.places) if pool and pool.places else 0


@dataclass(frozen=True)
class EventPage:
    """An event, one of its editions, and everything around them."""

    event: Event
    edition: Edition | None
    status: str
    country: str
    region: str
    races: tuple[RaceLine, ...]
    line: tuple[Deadline, ...]
    policies: tuple[Policy, ...]
    sources: dict[str, Fact]
    changes: tuple[DateChange, ...]
    was_on: dt.date | None
    earlier: tuple[Edition, ...]
    later: tuple[Edition, ...]
    weekly: tuple[WeeklyDate, ...]
    weeks_away: int | None
    days_away: int | None
    ends_on: dt.date | None
    is_stale: bool
    windows: tuple[EntryWindow, ...] = ()
    deadlines: tuple[Deadline, ...] = field(default=(), repr=False)

    @property
    def is_expected(self) -> bool:
        """Whether the date was computed and never read."""
        return self.edition is not None and self.edition.certainty == "expected"


def event_page(event: str, edition: str = "", *, now: dt.datetime) -> EventPage:
    """The page of a published event: the named edition, else the next or the latest one."""
    return page_of(published_event(event), edition, now=now)


def published_event(slug: str) -> Event:
    """An event everyone may see."""
    found = Event.objects.published().select_related("organizer").filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


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
    """The same for an event at hand, published or not. Nine queries at most."""
    today = now.astimezone(zone_of(event.timezone)).date()
    editions = list(event.editions.order_by("starts_on", "pk"))
    chosen = _chosen(editions, edition, today)
    language = get_language() or "en"
    around = {
        "event": event,
        "country": country_name(event.country, language) if event.country else "",
        "region": region_name(event.country, event.region, language) if event.region else "",
        "weekly": tuple(_weekly(event, editions, today)),
        "earlier": tuple(
            e for e in reversed(editions)
            if chosen and e.pk != chosen.pk and e.starts_on and chosen.starts_on
            and e.starts_on < chosen.starts_on
        ),
        "later": tuple(
            e for e in editions
            if chosen and e.pk != chosen.pk
            and (not e.starts_on or not chosen.starts_on or e.starts_on >= chosen.starts_on)
        ),
    }  # fmt: skip
    facts = Fact.objects.filter(event=event, edition__isnull=True)
    if chosen is None:
        return EventPage(
            edition=None, status="", races=(), line=(), policies=(), sources=_sources(list(facts)),
            changes=(), was_on=None, weeks_away=None, days_away=None, ends_on=None, is_stale=False,
            **around,
        )  # type: ignore[arg-type]  # fmt: skip
    chosen.event = event
    chosen.entry_url = web_address(chosen.entry_url)
    facts = facts | Fact.objects.filter(edition=chosen)
    races = _races(chosen, now)
    windows = tuple(chosen.windows.select_related("race").order_by("pk"))
    policies = tuple(chosen.policies.order_by("kind", "until_at", "pk"))
    changes = tuple(chosen.date_changes.order_by("-at", "-pk"))
    deadlines = _deadlines(chosen, races, windows, policies)
    away = (chosen.starts_on - today).days if chosen.starts_on else None
    return EventPage(
        edition=chosen,
        status=shown_status(chosen, today),
        races=races,
        line=tuple(
            in_line(deadlines, zone=zone_of(chosen.timezone).key, now=now, start=_start(chosen, races))
        ),
        policies=policies,
        sources=_sources(list(facts)),
        changes=changes,
        was_on=_was_on(changes, chosen),
        weeks_away=away // 7 if away is not None and away >= 14 else None,
        days_away=away if away is not None and 0 <= away < 14 else None,
        ends_on=chosen.starts_on + dt.timedelta(days=chosen.days - 1)
        if chosen.starts_on and chosen.days > 1
        else None,
        is_stale=_is_stale(chosen, now),
        windows=windows,
        deadlines=tuple(deadlines),
        **around,
    )  # type: ignore[arg-type]


def shown_status(edition: Edition, today: dt.date) -> str:
    """The status as it is today: what was due and has gone by is past."""
    over = edition.starts_on and edition.starts_on + dt.timedelta(days=edition.days) <= today
    return Status.PAST if over and edition.status in LIVE else edition.status


def web_address(address: str) -> str:
    """The address if a browser may follow it, else nothing."""
    return address if address.startswith(("https://", "http://")) else ""


def zone_of(name: str) -> zoneinfo.ZoneInfo:
    """The zone of that name, UTC for one that does not exist."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("UTC")


def race_line(page: EventPage, slug: str) -> RaceLine:
    """One race of the page."""
    for line in page.races:
        if line.race.slug == slug:
            return line
    raise Http404


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


def _races(edition: Edition, now: dt.datetime) -> tuple[RaceLine, ...]:
    """The races with course, aid stations and prices: three queries."""
    rows = (
        edition.races.select_related("pool", "course")
        .defer("course__gpx", "course__line")
        .prefetch_related("price_steps", "aid_stations")
        .order_by("position", "-distance_m", "pk")
    )
    return tuple(_race_line(race, edition, now) for race in rows)


def _race_line(race: Race, edition: Edition, now: dt.datetime) -> RaceLine:
    steps = tuple(as_step(step) for step in race.price_steps.all())
    pool = race.pool
    sold = pool.taken if pool else 0
    current = offer_at(list(steps), at=now, sold=sold).now
    is_full = pool is not None and pool.taken >= pool.places
    race.edition = edition
    takes = edition.is_enterable_here and edition.status in {Status.ENTRIES_OPEN, Status.CONFIRMED}
    return RaceLine(
        race=race,
        price=current.price if current and current.price.minor else None,
        is_free=bool(current and not current.price.minor)
        or (edition.is_enterable_here and not steps),
        steps=steps if len(steps) > 1 else (),
        current=current,
        course=getattr(race, "course", None),
        is_full=is_full,
        can_enter=takes and not is_full and not race.is_cancelled,
    )


def as_step(row: PriceStep) -> Step:
    """A row of the table as the price rule reads it."""
    return Step(
        price=Money(row.minor, row.currency),
        from_at=row.from_at,
        until_at=row.until_at,
        until_sold=row.until_sold,
        label=row.label,
    )


def _start(edition: Edition, races: Sequence[RaceLine]) -> Deadline | None:
    """The first start; without a time, the day."""
    times = [line.race.starts_at for line in races if line.race.starts_at]
    if times:
        return Deadline(Kind.START, min(times), "start")
    if edition.starts_on is None:
        return None
    morning = dt.datetime.combine(
        edition.starts_on, dt.time(), tzinfo=zone_of(edition.timezone)
    )
    return Deadline(Kind.START, morning, "start", has_time=False)


def _deadlines(
    edition: Edition,
    races: Sequence[RaceLine],
    windows: Sequence[EntryWindow],
    policies: Sequence[Policy],
) -> list[Deadline]:
    """Windows, prices and policies that have a date."""
    several = len(races) > 1
    found = []
    for line in races:
        name = line.race.name if several else ""
        found += price_deadlines(name, str(line.race.pk), list(line.steps))
    for window in windows:
        name = window.race.name if window.race else ""
        ballot = window.kind == "ballot"
        opens = Kind.BALLOT_OPENS if ballot else Kind.ENTRY_OPENS
        closes = Kind.BALLOT_CLOSES if ballot else Kind.ENTRY_CLOSES
        moments = ((opens, window.opens_at), (closes, window.closes_at), (Kind.DRAWN, window.drawn_at))
        found += [
            Deadline(kind, at, f"{kind}-{window.pk}", race=name) for kind, at in moments if at
        ]
    currency = edition.currency or next((s.price.currency for l in races for s in l.steps), "")
    for policy in policies:
        if policy.is_allowed and policy.until_at:
            fee = Money(policy.fee_minor, currency) if policy.fee_minor and currency else None
            found.append(
                Deadline(
                    POLICY_KINDS[policy.kind], policy.until_at, f"policy-{policy.pk}",
                    fee=fee, percent=policy.refund_percent,
                )
            )  # fmt: skip
    return found


def _sources(facts: list[Fact]) -> dict[str, Fact]:
    """The fact that gave each field: the highest rank, then the newest word."""
    found: dict[str, Fact] = {}
    for fact in sorted(facts, key=lambda f: (f.rank, f.seen_at)):
        fact.address = web_address(fact.address)
        found.update(dict.fromkeys(fact.fields, fact))
    return found


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
