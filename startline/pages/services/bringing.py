"""A director brings a race over: the page of its present listing, or the files of its export.

What comes of it is a draft of the director's organizer. Nothing is published, nobody is entered
and nobody gets a mail: lists of entrants wait until the director looks at them.
"""

import datetime as dt
import zoneinfo
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace

from django.db import transaction

from startline.accounts.models import Organizer, User
from startline.accounts.services.audit import record_deed
from startline.accounts.services.people import create_organizer
from startline.core.refusals import Refusal
from startline.entries.adapters.sheets import Sheet, UnreadableListError, read_sheets, write_csv
from startline.entries.models.asking import Question
from startline.entries.rules.columns import plain, proposed
from startline.entries.services.asking import save_piece
from startline.entries.services.importing import keep_list
from startline.events.models.catalogue import Edition, Event, Race
from startline.events.rules.details import EditionDetails, EventDetails, RaceDetails, StepDetails
from startline.events.rules.words import Format, PlaceCertainty, Sport, Status
from startline.events.services.editions import create_edition
from startline.events.services.events import create_event
from startline.events.services.races import create_race, set_places, set_price_steps
from startline.feeds.rules.listing import Listing
from startline.feeds.services.addresses import ReadAddress
from startline.feeds.services.files import read_listing
from startline.pages.rules.bringing import (
    BadRow,
    Brought,
    BroughtQuestion,
    BroughtRace,
    kind_of,
    read_questions,
    read_races,
)
from startline.pages.rules.listed import races_of
from startline.places.queries import locate
from startline.places.rules.currencies import currency_of
from startline.places.rules.values import NOWHERE, Found

KEPT_BAD = 200
"""Bad rows kept with the deed, for the page that names them."""


class NothingToBringError(Refusal):
    """No race, question or entrant could be read; `bad` are the rows named."""

    code = "nothing_to_bring"


@dataclass(frozen=True)
class Said:
    """What the director typed beside it; empty where the page or file is to say it."""

    organizer_name: str = ""
    name: str = ""
    place: Found | None = None
    starts_on: dt.date | None = None


@dataclass
class Draft:
    """The event to be made, and what hangs on it."""

    event: EventDetails
    starts_on: dt.date | None
    days: int
    source: str  # the address, or the names of the files
    brought: Brought
    lists: list[tuple[str, Sheet]] = field(default_factory=list)


def draft_of_address(read: ReadAddress, said: Said) -> Draft:
    """What a page says of its race. Without data on the page, its title and address."""
    listing = read.listing
    if listing is None:
        listing = Listing(
            key=read.address, name=read.values["name"],
            description=read.values.get("description", ""),
        )  # fmt: skip
    listing = replace(listing, website=listing.website or read.address)
    return _draft_of_listing(listing, said, read.address)


def draft_of_files(files: Sequence[tuple[str, bytes]], said: Said) -> Draft:
    """What the files say; a list of unknown columns and a file that is none are named."""
    sheets, bad, listing = _sheets_of(files)
    source = ", ".join(name for name, _ in files)
    event, on = _event_of(said), said.starts_on
    draft = Draft(event, on, 1, source, Brought(bad=bad))
    if listing is not None:
        draft = _draft_of_listing(listing, said, source)
        draft.brought.bad += bad
    by_kind = [(kind_of(sheet.headers), name, sheet) for name, sheet in sheets]
    usual = currency_of(draft.event.country)
    for name, sheet in _of_kind(by_kind, "races"):
        read_races(name, sheet.rows, draft.brought, currency=usual)
    draft.lists = _of_kind(by_kind, "entrants")
    if not draft.brought.races:
        draft.brought.races += _races_of_entrants(draft.lists)
    for name, sheet in _of_kind(by_kind, "questions"):
        read_questions(name, sheet.rows, draft.brought)
    draft.brought.bad += [BadRow(name, 1, "unknown_columns") for name, _ in _of_kind(by_kind, "")]
    if draft.starts_on is None:
        days = [race.on for race in draft.brought.races if race.on]
        draft.starts_on = min(days, default=None)
    return draft


@transaction.atomic
def bring_race(
    draft: Draft, said: Said, *, organizer: Organizer | None, by: User, now: dt.datetime
) -> Event:
    """A draft event with its edition, races, prices and questions; entrants as lists to look at.

    Raises NothingToBringError.
    """
    brought = draft.brought
    if not (brought.races or brought.questions or draft.lists or draft.event.website):
        raise NothingToBringError(bad=brought.bad)
    organizer = organizer or create_organizer(name=said.organizer_name, by=by, now=now)
    event = create_event(draft.event, organizer=organizer, by=by, now=now)
    edition = create_edition(
        event,
        EditionDetails(
            starts_on=draft.starts_on, days=draft.days, timezone=draft.event.timezone,
            status=Status.CONFIRMED if draft.starts_on else Status.ANNOUNCED,
            currency=brought.currency or currency_of(draft.event.country),
        ),
        by=by, now=now,
    )  # fmt: skip
    races = {plain(one.name): _make_race(edition, one, by=by, now=now) for one in brought.races}
    for position, asked in enumerate(brought.questions):
        _make_question(edition, asked, races, position, by=by, now=now)
    for name, sheet in draft.lists:
        body = write_csv(sheet.headers, [[row[h] for h in sheet.headers] for row in sheet.rows])
        keep_list(edition, name=name, body=body, by=by, now=now)
    record_deed(
        "bring_race", event, by=by, now=now, source=draft.source[:300], races=len(brought.races),
        questions=len(brought.questions), lists=len(draft.lists), bad_rows=len(brought.bad),
        bad=[asdict(row) for row in brought.bad[:KEPT_BAD]],
    )  # fmt: skip
    return event


def _draft_of_listing(listing: Listing, said: Said, source: str) -> Draft:
    found = said.place
    if found is None and listing.place_text:
        found = locate(", ".join(p for p in (listing.place_text, listing.country) if p))
    event = _event_of(said, listing, found)
    on = said.starts_on or listing.starts_on
    return Draft(event, on, listing.days, source, races_of(listing))


def _event_of(
    said: Said, listing: Listing | None = None, found: Found | None = None
) -> EventDetails:
    """The lasting thing: what was typed goes before what was read."""
    place = (found or said.place or NOWHERE).place
    read = listing or Listing(key="", name="")
    has_point = read.latitude is not None and read.longitude is not None and said.place is None
    return EventDetails(
        name=(said.name or read.name)[:250],
        sport=read.sport or Sport.RUNNING,
        country=place.country if place else read.country,
        region=f"{place.country}.{place.region}" if place and place.region else "",
        place_name=place.name if place else read.place_text[:200],
        latitude=read.latitude if has_point else place.latitude if place else None,
        longitude=read.longitude if has_point else place.longitude if place else None,
        place_certainty=_certainty(has_point=has_point, has_place=place is not None),
        timezone=_zone(read.timezone) or (place.timezone if place else "UTC"),
        website=read.website or read.listing_url,
        description=read.description[:20_000],
    )


def _certainty(*, has_point: bool, has_place: bool) -> str:
    if has_point:
        return PlaceCertainty.EXACT
    return PlaceCertainty.TOWN if has_place else PlaceCertainty.UNKNOWN


def _zone(name: str) -> str:
    return name if name in zoneinfo.available_timezones() else ""


def _sheets_of(
    files: Sequence[tuple[str, bytes]],
) -> tuple[list[tuple[str, Sheet]], list[BadRow], Listing | None]:
    """The lists of all files, the files that are none, and a listing where one holds a race."""
    sheets: list[tuple[str, Sheet]] = []
    bad: list[BadRow] = []
    listing: Listing | None = None
    for name, body in files:
        try:
            found = read_sheets(name, body)
        except UnreadableListError:
            found = []
        known = [(title, sheet) for title, sheet in found if kind_of(sheet.headers)]
        one = None if known else read_listing(name, body)
        if one is not None and listing is None:
            listing = one
        elif not found:
            bad.append(BadRow(name, 1, "no_list"))
        else:
            sheets += found
    return sheets, bad, listing


def _of_kind(by_kind: Sequence[tuple[str, str, Sheet]], wanted: str) -> list[tuple[str, Sheet]]:
    return [(name, sheet) for kind, name, sheet in by_kind if kind == wanted]


def _races_of_entrants(lists: Sequence[tuple[str, Sheet]]) -> list[BroughtRace]:
    """The races that lists of entrants name, where nothing else says which there are."""
    brought = Brought()
    for name, sheet in lists:
        columns = proposed(sheet.headers, {})
        header = next((h for h, fits in columns.items() if fits == "race"), "")
        words = dict.fromkeys(row.get(header, "").strip() for row in sheet.rows)
        read_races(name, [{"race": word} for word in words if word], brought, currency="")
    return brought.races


def _make_race(edition: Edition, one: BroughtRace, *, by: User, now: dt.datetime) -> Race:
    pool = None
    if one.places is not None:
        pool = set_places(
            edition, pool=None, name=one.name[:100], places=one.places, by=by, now=now
        )
    details = RaceDetails(
        name=one.name, sport=one.sport or edition.event.sport, surface=one.surface,
        format=one.format or Format.SINGLE, distance_m=one.distance_m, climb_m=one.climb_m,
        duration_ms=one.duration_ms, cutoff_ms=one.cutoff_ms,
        starts_at=_instant(one.starts or _at_clock(one, edition), edition.timezone),
    )  # fmt: skip
    race = create_race(edition, details, pool=pool, by=by, now=now)
    if one.steps:
        steps = [
            StepDetails(
                price=step.price, from_at=_instant(step.since, edition.timezone),
                until_at=_instant(step.until, edition.timezone), label=step.label,
            )
            for step in one.steps
        ]  # fmt: skip
        set_price_steps(race, steps, by=by, now=now)
    return race


def _make_question(
    edition: Edition, asked: BroughtQuestion, races: dict[str, Race], position: int, *, by: User,
    now: dt.datetime,
) -> None:  # fmt: skip
    values = {
        "kind": asked.kind, "label": asked.label, "options": list(asked.options),
        "is_required": asked.is_required, "hint": asked.hint, "position": position,
        "race": races.get(plain(asked.race)),
    }  # fmt: skip
    save_piece(Question(edition=edition), values, edition=edition, by=by, now=now)


def _at_clock(one: BroughtRace, edition: Edition) -> dt.datetime | None:
    """The start where the list says only the hour."""
    if one.clock is None or edition.starts_on is None:
        return None
    return dt.datetime.combine(edition.starts_on, one.clock)


def _instant(at: dt.datetime | None, zone: str) -> dt.datetime | None:
    """A time by the clock there as an instant; one that knows its zone stays."""
    if at is None:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=zoneinfo.ZoneInfo(zone))).astimezone(dt.UTC)
