"""The smallest valid things of this room."""

import datetime as dt

from django.utils.text import slugify

from startline.entries.models.orders import Entry
from startline.entries.tests.sold import make_entry, make_order
from startline.events.models.catalogue import Edition, Race
from startline.events.tests.make import NOW
from startline.raceday.models.desks import Answer, Desk
from startline.raceday.models.numbers import Bib, NumberPool
from startline.raceday.models.papers import ListLink, Printed
from startline.raceday.rules.numbers import Scope
from startline.raceday.rules.scans import How
from startline.raceday.services.checking_in import Sent, take_scan

LATER = NOW + dt.timedelta(days=4000)


def make_desk(edition: Edition, name: str = "Desk 1", *, is_help: bool = False) -> Desk:
    """A desk that is open."""
    return Desk.objects.create(
        edition=edition, name=name, token=f"{slugify(name)}-{edition.pk}", is_help=is_help,
        made_at=NOW, expires_at=LATER,
    )  # fmt: skip


def make_runner(
    race: Race, name: str = "A", *, number: int | None = None, state: str = "confirmed"
) -> Entry:
    """A paid entry; the family name is the order's reference."""
    order = make_order(race, name, state="open" if state == "pending" else "settled")
    entry = make_entry(order, race, state=state)
    if number is not None:
        make_bib(entry, number)
    return entry


def make_bib(entry: Entry, number: int, *, scope: Scope = Scope.EDITION) -> Bib:
    """A number."""
    return Bib.objects.create(
        entry=entry, edition=entry.race.edition, race=entry.race, number=number, scope=scope,
        given_at=NOW,
    )  # fmt: skip


def sent(
    desk: Desk, text: str, *, how: How = How.TYPED, key: str = "", now: dt.datetime = NOW,
    device_at: dt.datetime | None = None,
) -> Answer:  # fmt: skip
    """One scan, with a key of its own unless one is given."""
    own = key or f"k{desk.scans.count()}"
    return take_scan(desk, Sent(own, text, how, device_at), now=now)


def make_week(edition: Edition) -> dict[str, object]:
    """One of everything, by the words of addresses."""
    pool = NumberPool.objects.create(edition=edition, first=1, last=99)
    link = ListLink.objects.create(
        edition=edition, name="Timing", token=f"link-{edition.pk}", layout="plain", made_at=NOW,
        expires_at=LATER,
    )  # fmt: skip
    printed = Printed.objects.create(edition=edition, printed_at=NOW)
    desk = make_desk(edition)
    return {"pool": pool.pk, "desk": desk.pk, "link": link.pk, "printed": printed.pk}
