"""Ten thousand paid runners with numbers, and a desk."""

import datetime as dt

from startline.entries.models.orders import Entry
from startline.events.tests.make import make_race
from startline.raceday.models.desks import Desk
from startline.raceday.models.numbers import Bib
from startline.raceday.tests.make import make_field


def fill(many: int, token: str, now: dt.datetime) -> None:
    """Write them; numbers as they entered, from 1."""
    race = make_race()
    make_field(race, many)
    entries = Entry.objects.order_by("pk").values_list("pk", flat=True)
    Bib.objects.bulk_create(
        Bib(entry_id=pk, edition=race.edition, race=race, number=n, given_at=now)
        for n, pk in enumerate(entries, 1)
    )
    Desk.objects.create(
        edition=race.edition, name="Desk 1", token=token, made_at=now,
        expires_at=now + dt.timedelta(days=4_000),
    )  # fmt: skip
