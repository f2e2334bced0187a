"""What visitors say is wrong or missing."""

import datetime as dt

from django.db import transaction

from startline.accounts.models import User
from startline.accounts.queries import confirmed_addresses
from startline.core.refusals import Refusal
from startline.events.models.catalogue import Event
from startline.events.models.provenance import Correction

LONGEST_TEXT = 4_000
WAITING_AT_MOST = 50


class TooManyCorrectionsError(Refusal):
    """Many corrections of this event wait already; one more would not be read sooner."""

    code = "too_many_corrections"


@transaction.atomic
def report_correction(
    event: Event | None,
    *,
    text: str,
    address: str = "",
    email: str = "",
    draft: dict[str, object] | None = None,
    now: dt.datetime,
) -> Correction:
    """Keep what a visitor says, at most 4,000 characters; the same text twice is kept once.

    Raises TooManyCorrectionsError when 50 wait for the event (or, without one, came in a day).
    """
    waiting = Correction.objects.filter(event=event, state="open")
    if event is None:
        waiting = waiting.filter(at__gt=now - dt.timedelta(days=1))
    text = text.strip()[:LONGEST_TEXT]
    same = waiting.filter(text=text, address=address).first()
    if same is not None:
        return same
    if waiting.count() >= WAITING_AT_MOST:
        raise TooManyCorrectionsError(waiting=WAITING_AT_MOST)
    return Correction.objects.create(
        event=event, text=text, address=address, email=email, draft=draft or {}, at=now
    )


@transaction.atomic
def forget(user: User) -> None:
    """What a person said of a race stays with the race, without their address."""
    Correction.objects.filter(email__in=confirmed_addresses(user.pk)).update(email="")


def export(user: User) -> dict[str, object]:
    """What a person said of races."""
    mine = Correction.objects.filter(email__in=confirmed_addresses(user.pk)).order_by("pk")
    return {"corrections": list(mine.values("event__name", "text", "address", "email", "state"))}
