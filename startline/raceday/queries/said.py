"""An answer with all that the desk shows of it, and how many are in."""

import datetime as dt
import zoneinfo
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Sum

from startline.entries.models.asking import Question
from startline.entries.models.orders import Entry, OrderLine
from startline.events.models.catalogue import Edition
from startline.raceday.models.desks import Answer, CheckIn, Desk
from startline.raceday.queries.standing import name_of, number_of
from startline.raceday.rules.answers import Why, Word, may_be_let_in

KIT_WORDS = ("shirt", "tee", "size", "kit", "bag")
"""A question whose key holds one of these asks what is handed over."""


@dataclass(frozen=True)
class Said:
    """One answer for the desk. `here_at` and `here_desk`: where the person was let in before."""

    word: Word
    why: tuple[str, ...]
    entry: Entry | None = None
    name: str = ""
    number: int | None = None
    give: tuple[str, ...] = ()
    given_to: str = ""  # who of the same order has the extras already
    here_at: dt.datetime | None = None
    here_desk: str = ""
    other_event: str = ""
    takes_back: str = ""  # what an undo has to say
    may_let_in: bool = False


@dataclass(frozen=True)
class Crowd:
    """How many of a race are in."""

    race: str
    inside: int
    expected: int


@dataclass(frozen=True)
class Hour:
    """How many came in one hour of the edition's zone; `share` in percent of the busiest."""

    starts_at: dt.datetime
    inside: int
    share: int


def said(answer: Answer, desk: Desk) -> Said:
    """The answer as it is shown; the same each time it is asked for."""
    entry = answer.entry
    word, why = Word(answer.word), tuple(answer.why)
    if entry is None:
        return Said(word, why)
    if Why.OTHER_EVENT in why:
        return Said(word, why, other_event=entry.race.edition.event.name)
    before = CheckIn.objects.filter(entry=entry, is_standing=True).select_related("scan__desk")
    last = before.first()
    extras, given_to = extras_of(entry)
    mine = bool(last and last.scan_id == answer.scan_id)
    may_undo = last is not None and (mine or (desk.is_help and word is Word.WAIT))
    return Said(
        word=word, why=why, entry=entry, name=name_of(entry), number=number_of(entry),
        give=(*kit_of(entry), *extras) if word is Word.GO else (),
        given_to=given_to if word is Word.GO else "",
        here_at=last.at if last and not mine else None,
        here_desk=last.scan.desk.name if last and not mine else "",
        takes_back=f"{last.scan.desk_id}:{last.scan.key}" if last and may_undo else "",
        may_let_in=desk.is_help and word is Word.WAIT and may_be_let_in(why),
    )  # fmt: skip


def kit_of(entry: Entry) -> tuple[str, ...]:
    """What the entrant chose to get, such as the size of a shirt."""
    keys = [key for key in entry.answers if any(word in key.lower() for word in KIT_WORDS)]
    if not keys:
        return ()
    labels = dict(
        Question.objects.filter(edition=entry.race.edition_id, key__in=keys).values_list(
            "key", "label"
        )
    )
    return tuple(f"{labels.get(key, key)}: {spoken(entry.answers[key])}" for key in sorted(keys))


def spoken(answer: object) -> str:
    """An answer as words."""
    return ", ".join(str(one) for one in answer) if isinstance(answer, list) else str(answer)


def extras_of(entry: Entry) -> tuple[tuple[str, ...], str]:
    """The order's extras for the first of the order at the desk; for others, who has them."""
    lines = (
        OrderLine.objects.filter(order=entry.order_id, kind="extra")
        .values("label")
        .annotate(n=Sum("quantity"))
        .order_by("label")
    )
    extras = tuple(f"{line['n']} × {line['label']}" for line in lines)
    if not extras:
        return (), ""
    first = (
        CheckIn.objects.filter(entry__order=entry.order_id, is_standing=True)
        .select_related("entry__athlete")
        .order_by("at", "pk")
        .first()
    )
    if first is None or first.entry_id == entry.pk:
        return extras, ""
    return (), name_of(first.entry)


def crowds(edition: Edition) -> list[Crowd]:
    """Who is in, by race."""
    expected = dict(
        Entry.objects.confirmed()
        .filter(race__edition=edition)
        .values_list("race")
        .annotate(n=Count("pk"))
    )
    inside = dict(
        CheckIn.objects.filter(entry__race__edition=edition, is_standing=True)
        .values_list("entry__race")
        .annotate(n=Count("pk"))
    )
    races = edition.races.order_by("position", "pk")
    return [
        Crowd(race.name, inside.get(race.pk, 0), expected.get(race.pk, 0))
        for race in races
        if race.pk in expected or race.pk in inside
    ]


def hours(edition: Edition) -> Sequence[Hour]:
    """Who came in which hour of the edition's zone, the earliest first."""
    zone = zoneinfo.ZoneInfo(edition.timezone)
    moments = CheckIn.objects.filter(entry__race__edition=edition, is_standing=True).values_list(
        "at", flat=True
    )
    found = Counter(
        at.astimezone(zone).replace(minute=0, second=0, microsecond=0) for at in moments
    )
    most = max(found.values(), default=1)
    return [Hour(at, n, round(100 * n / most)) for at, n in sorted(found.items())]
