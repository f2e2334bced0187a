"""Everything of a person: in one file, or gone. A room joins with one line in ROOMS.

Of each table that names a person, KEPT says what erasing does to it; a table without a line here
fails the tests.
"""

import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from startline.accounts.models import User
from startline.accounts.services import going
from startline.core.refusals import Refusal
from startline.discovery.services import wishes
from startline.entries.services import people as entries
from startline.events.services import corrections as events
from startline.feeds.services import claims as feeds
from startline.notices import services as notices
from startline.pages.queries.account import in_the_way
from startline.raceday.services import people as raceday
from startline.recovery.services import kept as recovery
from startline.results.services import people as results
from startline.reviews.services import people as reviews


class InTheWayError(Refusal):
    """A place in a race ahead, or events that nobody else answers for."""

    code = "in_the_way"


class After(Enum):
    """What becomes of the rows of a table when their person has everything erased."""

    GOES = auto()
    UNNAMED = auto()
    """The row is of use to others and stays; every word about the person in it is emptied."""
    STAYS = auto()
    """The law or another person's record needs it as it is; the page says so."""
    NOBODYS = auto()
    """Its address or name is that of an organizer or a source, not of a person."""


@dataclass(frozen=True)
class Room:
    """Erases what a room keeps about a person; gives all of it in plain values."""

    name: str
    forget: Callable[[User], None]
    export: Callable[[User], object]


ROOMS = (  # in this order: entries come after the rooms that find a person by them
    Room("reviews", reviews.forget, reviews.export),
    Room("saved", wishes.forget, wishes.export),
    Room("results", results.forget, results.export),
    Room("race_weeks", raceday.forget, raceday.export),
    Room("entries", entries.forget, entries.export),
    Room("listings", feeds.forget, feeds.export),
    Room("corrections", events.forget, events.export),
    Room("recovery", recovery.forget, recovery.export),
    Room("mail", notices.forget, notices.export),
)

KEPT: dict[str, After] = {
    "accounts.ApiToken": After.GOES,
    "accounts.Athlete": After.UNNAMED,
    "accounts.AuditEntry": After.UNNAMED,
    "accounts.Invitation": After.GOES,
    "accounts.Membership": After.GOES,
    "accounts.Organizer": After.NOBODYS,
    "accounts.Profile": After.GOES,
    "accounts.User": After.GOES,
    "account.EmailAddress": After.GOES,
    "usersessions.UserSession": After.GOES,
    "discovery.Alert": After.GOES,
    "discovery.Follow": After.GOES,
    "discovery.SavedRace": After.GOES,
    "discovery.SavedSearch": After.GOES,
    "discovery.Wish": After.GOES,
    "entries.Calling": After.UNNAMED,
    "entries.Coupon": After.UNNAMED,
    "entries.Entry": After.UNNAMED,
    "entries.EntryChange": After.UNNAMED,
    "entries.EntryNote": After.GOES,
    "entries.EntrantList": After.STAYS,
    "entries.Message": After.UNNAMED,
    "entries.Order": After.STAYS,
    "entries.Proof": After.UNNAMED,
    "entries.Signature": After.STAYS,
    "entries.WaitlistPlace": After.GOES,
    "events.Correction": After.UNNAMED,
    "feeds.Claim": After.GOES,
    "feeds.Match": After.UNNAMED,
    "notices.NewsOff": After.GOES,
    "notices.Notice": After.GOES,
    "notices.Preference": After.GOES,
    "payments.BankLine": After.STAYS,
    "payments.Payment": After.STAYS,
    "raceday.Bib": After.UNNAMED,
    "raceday.Desk": After.UNNAMED,
    "raceday.ListLink": After.UNNAMED,
    "raceday.Printed": After.UNNAMED,
    "recovery.KeptLog": After.GOES,
    "results.CorrectionRequest": After.GOES,
    "results.Result": After.STAYS,
    "results.ResultClaim": After.GOES,
    "results.ResultChange": After.STAYS,
    "results.TimingImport": After.STAYS,
    "reviews.HelpfulVote": After.GOES,
    "reviews.ModerationCase": After.UNNAMED,
    "reviews.Reply": After.UNNAMED,
    "reviews.Report": After.GOES,
    "reviews.Review": After.GOES,
}


def parts(user: User) -> dict[str, object]:
    """Each part of the export, by its name."""
    return {"account": going.export(user)} | {room.name: room.export(user) for room in ROOMS}


def packed(user: User) -> bytes:
    """The export: a zip with one JSON file per part, UTF-8, the documents that were
    shown, and the photos under reviews (WebP).

    Times are UTC (RFC 3339); amounts are in minor units of their currency; times run are in
    milliseconds.
    """
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as box:
        for name, values in parts(user).items():
            text = json.dumps(values, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
            box.writestr(f"{name}.json", text)
        for name, body in entries.documents(user):
            box.writestr(f"documents/{name}", body)
        for name, body in reviews.photos(user):
            box.writestr(f"photos/{name}", body)
    return file.getvalue()


@transaction.atomic
def erase(user: User, *, hides_results: bool, now: dt.datetime) -> None:
    """Everything of a person goes but what `staying` told them. Raises InTheWayError."""
    if in_the_way(user, today=now.date()):
        raise InTheWayError
    if hides_results:
        results.hide_names(user)
    for room in ROOMS:
        room.forget(user)
    going.forget(user, now=now)
