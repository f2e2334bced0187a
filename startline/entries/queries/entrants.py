"""Entrants of an edition as a director asks for them, and the history of one."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet

from startline.accounts.models import AuditEntry
from startline.core.money import Money
from startline.entries.models.afterwards import EntryChange
from startline.entries.models.asking import Requirement
from startline.entries.models.orders import Entry, Order, OrderLine, Proof
from startline.entries.rules.afterwards import Act
from startline.entries.rules.asking import SHOWN
from startline.entries.rules.life import LIVING, OrderState, State, age_on
from startline.entries.rules.segments import ALIVE, Segment
from startline.events.models.catalogue import Edition, Race
from startline.events.models.offer import PriceStep
from startline.notices.models import Preference

NEWS = "organizer_news"
TOLD_BY_CHANGES = (
    *(f"begin_{act}" for act in Act), "defer_entry", "refund_entry", "withdrawal_entry",
    "correct_name", "undo_change",
)  # fmt: skip
"""Deeds that leave a change behind: the history tells the change, with how it ended."""


@dataclass(frozen=True)
class Choices:
    """What the filters of an edition offer: (value, words) each, with how many where counted."""

    races: list[tuple[str, str]]
    prices: list[tuple[str, str]]
    countries: list[tuple[str, int]]


@dataclass(frozen=True)
class Happening:
    """One line of an entry's history. `kind` is a stable word, `words` free text or a code."""

    at: dt.datetime
    kind: str
    words: str = ""
    by: str = ""
    money: Money | None = None
    details: dict[str, object] = field(default_factory=dict)


def entrants(edition: Edition, segment: Segment) -> QuerySet[Entry]:
    """The entries that fit, the newest first; held ones have no person yet and are left out."""
    if segment.whom == "earlier":
        return earlier_entrants(edition)
    rows: QuerySet[Entry] = Entry.objects.filter(race__edition=edition).exclude(state=State.HELD)
    if segment.picked:
        return rows.filter(pk__in=segment.picked)
    if segment.state == ALIVE:
        rows = rows.filter(state__in=LIVING)
    elif segment.state != "all":
        rows = rows.filter(state=segment.state)
    rows = rows.filter(**exact(segment))
    rows = of_age(found_by_words(rows, segment.words), edition, segment)
    if segment.price:
        paid_so = OrderLine.objects.filter(entry=OuterRef("pk"), kind="entry", minor=segment.price)
        rows = rows.filter(Exists(paid_so))
    return with_proof(rows, segment.proof)


def with_proof(rows: QuerySet[Entry], word: str) -> QuerySet[Entry]:
    """Entries with a proof in a state; "missing": something the race asks for is not shown."""
    if word == "missing":
        shown = Proof.objects.filter(
            entry=OuterRef(OuterRef("pk")), requirement=OuterRef("pk"), state__in=SHOWN
        )
        asked = Requirement.objects.filter(~Exists(shown), race=OuterRef("race"))
        return rows.filter(Exists(asked))
    if word:
        return rows.filter(Exists(Proof.objects.filter(entry=OuterRef("pk"), state=word)))
    return rows


def earlier_entrants(edition: Edition) -> QuerySet[Entry]:
    """The last entry of each address of earlier editions that is not entered in this one.

    Who switched such mail off is left out.
    """
    here = Order.objects.filter(edition=edition, entries__state__in=LIVING).values("email")
    before = Entry.objects.confirmed().filter(
        race__edition__event=edition.event_id, athlete__isnull=False
    )
    if edition.starts_on:
        before = before.filter(race__edition__starts_on__lt=edition.starts_on)
    off = Preference.objects.filter(kind=NEWS, is_off=True).values("user__email")
    fits = before.exclude(race__edition=edition).exclude(order__email="")
    fits = fits.exclude(order__email__in=here).exclude(order__email__in=off)
    newest = fits.values("order__email").annotate(last=Max("pk")).values("last")
    return Entry.objects.filter(pk__in=newest)


def exact(segment: Segment) -> dict[str, object]:
    """The filters that compare one column with one value."""
    asked: dict[str, object] = {
        "race__slug": segment.race,
        "athlete__gender": segment.gender,
        "athlete__country": segment.country,
        "order__state": {"yes": OrderState.SETTLED, "no": OrderState.OPEN}.get(segment.paid, ""),
    }
    return {name: value for name, value in asked.items() if value}


def found_by_words(rows: QuerySet[Entry], words: str) -> QuerySet[Entry]:
    """Entries whose name, address, club or reference holds each of the words."""
    for word in words.split()[:6]:
        rows = rows.filter(
            Q(athlete__given_name__icontains=word)
            | Q(athlete__family_name__icontains=word)
            | Q(athlete__club__icontains=word)
            | Q(order__email__icontains=word)
            | Q(order__reference__iexact=word)
        )
    return rows


def of_age(rows: QuerySet[Entry], edition: Edition, segment: Segment) -> QuerySet[Entry]:
    """Entries of people of an age on race day."""
    day = edition.starts_on
    if day is None:
        return rows
    if segment.age_from:
        rows = rows.filter(athlete__born_on__lte=years_before(day, int(segment.age_from)))
    if segment.age_to:
        rows = rows.filter(athlete__born_on__gt=years_before(day, int(segment.age_to) + 1))
    return rows


def years_before(day: dt.date, years: int) -> dt.date:
    """The latest birthday of somebody of that age; 29 February counts from 1 March."""
    year = max(1, day.year - min(years, 9999))
    try:
        return day.replace(year=year)
    except ValueError:
        return dt.date(year, 2, 28)


def with_people(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    """Closed for a list: race, person, order, and the lines."""
    lines = OrderLine.objects.filter(kind="entry").order_by("pk")
    return (
        rows.select_related("race", "athlete", "order")
        .prefetch_related(Prefetch("orderline_set", lines, to_attr="place_lines"))
        .order_by("-created_at", "-pk")
    )


def choices_of(edition: Edition) -> Choices:
    """What the filters offer, from what is there."""
    races = edition.races.order_by("position", "pk").values_list("slug", "name")
    lines = OrderLine.objects.filter(order__edition=edition, kind="entry")
    minors = lines.order_by("minor").values_list("minor", flat=True).distinct()
    steps = PriceStep.objects.filter(race__edition=edition).values_list("minor", "label")
    labels = {minor: label for minor, label in steps if label}
    countries = (
        Entry.objects.filter(race__edition=edition, state__in=LIVING)
        .exclude(athlete__country="")
        .values_list("athlete__country")
        .annotate(n=Count("pk"))
        .order_by("-n", "athlete__country")
    )
    return Choices(
        races=list(races),
        prices=[
            (str(minor), " ".join(p for p in (labels.get(minor, ""), price(minor, edition)) if p))
            for minor in minors
        ],
        countries=[(str(code), int(n)) for code, n in countries if code],
    )


def price(minor: int, edition: Edition) -> str:
    """An amount of the edition's currency."""
    return str(Money(minor, edition.currency or "EUR"))


def race_day_age(entry: Entry, edition: Edition) -> int | None:
    """Age on race day; None where birthday or day is unknown."""
    born = entry.athlete.born_on if entry.athlete else None
    return age_on(born, edition.starts_on) if born and edition.starts_on else None


def history(entry: Entry) -> list[Happening]:
    """All that is recorded about an entry, the newest first."""
    deeds = (
        AuditEntry.objects.filter(
            Q(subject_kind="entries.entry", subject_id=str(entry.pk))
            | Q(subject_kind="entries.order", subject_id=str(entry.order_id))
        )
        .exclude(verb__in=TOLD_BY_CHANGES)
        .select_related("by")
    )
    happened = [
        Happening(deed.at, "deed", deed.verb, str(deed.by or ""), details=deed.details)
        for deed in deeds
    ]
    currency = entry.order.currency or "EUR"
    happened += [
        Happening(
            line.made_at, "line", line.label or line.kind, money=Money(line.minor, currency),
            details={"kind": line.kind},
        )
        for line in OrderLine.objects.filter(order=entry.order_id)
    ]  # fmt: skip
    happened += [change_as_happening(change, currency) for change in changes_of(entry)]
    happened += [
        Happening(note.made_at, "note", note.text, str(note.by or ""))
        for note in entry.notes.select_related("by")
    ]
    happened += [
        Happening(mail.message.made_at, "message", mail.message.subject)
        for mail in entry.messages.select_related("message")
    ]
    return sorted(happened, key=lambda h: h.at, reverse=True)


def changes_of(entry: Entry) -> Sequence[EntryChange]:
    """What became of it, and what it came from."""
    mine = Q(entry=entry.pk) | Q(to_entry=entry.pk)
    return list(EntryChange.objects.filter(mine).select_related("by").order_by("pk"))


def change_as_happening(change: EntryChange, currency: str) -> Happening:
    """One deed after the purchase."""
    return Happening(
        change.done_at or change.made_at, "change", change.kind, str(change.by or ""),
        money=Money(change.cost_minor, currency) if change.cost_minor else None,
        details={"state": change.state, "reason": change.reason},
    )  # fmt: skip


def races_by_name(edition: Edition) -> list[Race]:
    """The edition's races in their order."""
    return list(edition.races.order_by("position", "pk"))
