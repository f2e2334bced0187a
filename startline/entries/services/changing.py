"""Changes to an entry that may cost something: begun, paid for, carried out or undone.

An open change waits for its money under the entry's order. When it came, the change is carried out
and written on the bill in one transaction; when its time is over, it is undone and any money that
came for it goes back.
"""

import datetime as dt
import secrets
from dataclasses import asdict

from django.db import IntegrityError, transaction
from django.db.models import F

from startline.accounts.models import User
from startline.accounts.services.audit import record_deed
from startline.core.money import Money
from startline.core.refusals import Refusal
from startline.entries.models.afterwards import EntryChange
from startline.entries.models.orders import Entry, Order, OrderLine, Signature
from startline.entries.queries.afterwards import Standing, standing_of
from startline.entries.queries.proofs import missing_labels
from startline.entries.queries.selling import terms_of
from startline.entries.rules.afterwards import Act, Option
from startline.entries.rules.life import State, age_is_allowed, age_on, race_day
from startline.entries.services.filling import AgeError, AlreadyEnteredError
from startline.entries.services.giving import return_surplus, send_back, surplus_of
from startline.entries.services.holding import NOBODY_WAITS
from startline.entries.services.offering import offer_places
from startline.events.models.catalogue import Race
from startline.events.services.places import claim_place, release_place
from startline.notices.services import record_notice


class NotPossibleError(Refusal):
    """The act is not open; the code is the reason that the page shows as well."""

    def __init__(self, *, code: str, **numbers: object) -> None:
        super().__init__(**numbers)
        self.code = code


def locked(pk: int) -> Entry:
    """The entry as it is, its row ours until the transaction ends."""
    Entry.objects.filter(pk=pk).update(state_at=F("state_at"))
    return (
        Entry.objects.select_related("order", "athlete", "race__edition__event", "race__pool")
        .get(pk=pk)
    )  # fmt: skip


def allowed(
    entry: Entry, act: Act, *, now: dt.datetime, race: int | None = None
) -> tuple[Standing, Option]:
    """How the entry stands and the answer for an act. Raises NotPossibleError."""
    standing = standing_of(entry, now=now)
    option = standing.option(act, race)
    if option is None:
        raise NotPossibleError(code="no_other_race" if race else "not_allowed")
    if option.why_not:
        raise NotPossibleError(code=option.why_not)
    return standing, option


def done_before(entry: Entry, key: str) -> EntryChange | None:
    """The change that this form made when it was sent the first time."""
    return EntryChange.objects.filter(key=key_of(entry, key)).first()


def key_of(entry: Entry, key: str) -> str:
    """A form's key with the entry it is about: nobody's key can stand in another's way."""
    return f"{entry.pk}-{key}"[:64]


def begin(
    standing: Standing, option: Option, *, key: str, by: User | None, now: dt.datetime,
    **columns: object,
) -> EntryChange:  # fmt: skip
    """Write down a change: open, with its cost, the rule as it stands, and until when to pay."""
    entry = standing.entry
    rule = next((asdict(r) for r in standing.rules if r.kind is option.kind), {})
    change = EntryChange.objects.create(
        key=key_of(entry, key), entry=entry, kind=option.kind, state="open", order=entry.order,
        cost_minor=option.cost.minor - option.gives_back.minor, by=by, made_at=now,
        until_at=pay_until(entry, now=now),
        terms={
            "rule": {k: str(v) for k, v in rule.items()}, "terms": asdict(standing.terms),
            "paid_minor": standing.paid.place.minor, "currency": standing.paid.place.currency,
        },
    )  # fmt: skip
    if columns:
        EntryChange.objects.filter(pk=change.pk).update(**columns)
        change.refresh_from_db()
    record_deed(f"begin_{option.kind}", entry, by=by, now=now, change=change.pk)
    return change


def pay_until(entry: Entry, *, now: dt.datetime) -> dt.datetime:
    """As long as an order by bank transfer has, but not beyond the start."""
    days = dt.timedelta(days=terms_of(entry.race.edition).pay_days)
    start = entry.race.starts_at
    return min(now + days, start) if start and start > now else now + days


def needs_money_first(change: EntryChange) -> bool:
    """Whether the change waits for a payment; who pays on site pays this there too."""
    return change.cost_minor > 0 and change.entry.order.method != "on_site"


@transaction.atomic
def change_race(
    entry: Entry, race: Race, *, key: str, by: User | None, now: dt.datetime
) -> EntryChange:
    """Move an entry to another race of its edition; at once, or when the difference is paid.

    Another pool's place is held meanwhile; within one pool the place itself moves. Raises
    NotPossibleError, AgeError, AlreadyEnteredError, SoldOutError.
    """
    before = done_before(entry, key)
    if before is not None:
        return before
    mine = locked(entry.pk)
    standing, option = allowed(mine, Act.DISTANCE_CHANGE, race=race.pk, now=now)
    race = Race.objects.select_related("edition__event", "pool").get(pk=race.pk)
    refuse_age(mine, race)
    change = begin(standing, option, key=key, by=by, now=now, to_race=race.pk)
    if race.pool_id != mine.race.pool_id:
        claim_place(race, now=now, only_if=NOBODY_WAITS)
        successor = follow(mine, race, State.PENDING, now=now)
        EntryChange.objects.filter(pk=change.pk).update(to_entry=successor)
        change.refresh_from_db()
    if not needs_money_first(change):
        finish_change_of_race(change, now=now)
        change.refresh_from_db()
    return change


def refuse_age(entry: Entry, race: Race) -> None:
    """Raise AgeError unless the person has the other race's age."""
    edition = race.edition
    if entry.athlete is None or entry.athlete.born_on is None or edition.starts_on is None:
        return
    day = race_day(race.starts_at, starts_on=edition.starts_on, zone=edition.timezone)
    age = age_on(entry.athlete.born_on, day)
    if not age_is_allowed(age, lowest=race.min_age, highest=race.max_age):
        raise AgeError(age=age, lowest=race.min_age, highest=race.max_age)


def follow(
    entry: Entry, race: Race, state: State, *, now: dt.datetime, order: Order | None = None
) -> Entry:
    """The same person's entry in another race, with answers, signatures and a ticket of its own.

    Raises AlreadyEnteredError where they hold a place there.
    """
    try:
        with transaction.atomic():
            successor = Entry.objects.create(
                order=order or entry.order, race=race, athlete=entry.athlete, party=entry.party,
                state=state, price_minor=entry.price_minor, answers=entry.answers,
                emergency_name=entry.emergency_name, emergency_phone=entry.emergency_phone,
                guardian_name=entry.guardian_name, guardian_email=entry.guardian_email,
                guardian_at=entry.guardian_at, ticket=secrets.token_urlsafe(32), previous=entry,
                created_at=now, state_at=now,
            )  # fmt: skip
    except IntegrityError as error:
        raise AlreadyEnteredError from error
    for row in entry.signatures.filter(waiver__edition=race.edition_id):
        Signature.objects.create(
            entry=successor, waiver_id=row.waiver_id, name=row.name, is_guardian=row.is_guardian,
            signed_at=row.signed_at,
        )  # fmt: skip
    return successor


def other_race(change: EntryChange) -> Race:
    """The race that a change leads to."""
    return Race.objects.select_related("edition__event", "pool").get(entrychange=change)


def claim_change(change: EntryChange, *, now: dt.datetime) -> bool:
    """Make an open change done; False when somebody else did, or undid it."""
    mine = EntryChange.objects.filter(pk=change.pk, state="open")
    return bool(mine.update(state="done", done_at=now))


def leave_state(entry: Entry, state: State, *, now: dt.datetime) -> None:
    """Move a confirmed entry on, or raise NotPossibleError when it is not confirmed any more."""
    mine = Entry.objects.filter(pk=entry.pk, state=State.CONFIRMED)
    if not mine.update(state=state, state_at=now):
        raise NotPossibleError(code="not_confirmed")


@transaction.atomic
def finish_change_of_race(change: EntryChange, *, now: dt.datetime) -> None:
    """The old entry ends, the new one counts, the bill is written, the old place is free."""
    if not claim_change(change, now=now):
        return
    old = locked(change.entry_id)
    leave_state(old, State.TRANSFERRED, now=now)
    race = other_race(change)
    if change.to_entry is None:
        successor = follow(old, race, State.CONFIRMED, now=now)
        EntryChange.objects.filter(pk=change.pk).update(to_entry=successor)
    else:
        successor = change.to_entry
        Entry.objects.filter(pk=successor.pk).update(state=State.CONFIRMED, state_at=now)
    write_difference(change, old, successor, now=now)
    if race.pool_id != old.race.pool_id:
        release_place(old.race, now=now)
        offer_places(old.race.pool, now=now)
    record_deed("change_race", successor, by=change.by, now=now, change=change.pk)
    tell_entrant(change, "changed", now=now)


def write_difference(
    change: EntryChange, old: Entry, successor: Entry, *, now: dt.datetime
) -> None:
    """The difference and the fee as lines of the bill; what is over goes back."""
    order = old.order
    fee = int(change.terms["rule"].get("fee_minor", 0))
    if change.cost_minor >= 0:
        fee = min(fee, change.cost_minor)
    difference = change.cost_minor - fee
    if difference:
        add_line(order, successor, "difference", difference, now=now)
    if fee:
        add_line(order, successor, "change_fee", fee, now=now)
    Entry.objects.filter(pk=successor.pk).update(price_minor=max(0, old.price_minor + difference))
    if change.cost_minor < 0:
        back = Money(-change.cost_minor, order.currency)
        send_back(order, back, key=f"change-{change.pk}", reason="distance_change", now=now)


def add_line(order: Order, entry: Entry, kind: str, minor: int, *, now: dt.datetime) -> None:
    """One more line of a bill."""
    OrderLine.objects.create(
        order=order, entry=entry, kind=kind, label=entry.race.name, minor=minor, made_at=now
    )


@transaction.atomic
def undo_change(change: EntryChange, *, now: dt.datetime) -> bool:
    """Take back a change that is still open; what was held or paid for it goes back."""
    mine = EntryChange.objects.filter(pk=change.pk, state="open").exclude(kind="resale")
    if not mine.update(state="undone", done_at=now):
        return False
    held = Entry.objects.filter(came_from=change, state=State.PENDING)
    if held.update(state=State.EXPIRED, state_at=now):
        race = other_race(change)
        release_place(race, now=now)
        offer_places(race.pool, now=now)
    if change.order is not None:
        return_surplus(change.order, now=now)
    record_deed("undo_change", change.entry, by=None, now=now, change=change.pk)
    tell_entrant(change, "undone", now=now)
    return True


def tell_entrant(change: EntryChange, word: str, *, now: dt.datetime, to: str = "") -> None:
    """Mail what happened with a change; once for each word."""
    entry = (
        Entry.objects.select_related("order", "athlete", "race__edition__event")
        .get(pk=change.entry_id)
    )  # fmt: skip
    change.refresh_from_db()
    record_notice(
        key=f"change-{word}-{change.pk}", to=to or entry.order.email,
        template=f"entries/mail/{word}", now=now, user=None if to else entry.order.user,
        context={
            "change": change, "entry": entry, "race": entry.race, "edition": entry.race.edition,
            "asks": missing_labels(change.to_entry),
            "cost": Money(abs(change.cost_minor), change.terms.get("currency", "EUR")),
        },
    )  # fmt: skip


def is_paid(change: EntryChange) -> bool:
    """Whether the money that a change costs lies under its order."""
    return not needs_money_first(change) or surplus_of(change.entry.order) >= change.cost_minor


def overdue_changes(now: dt.datetime) -> list[EntryChange]:
    """Open changes whose time is over, the oldest first."""
    rows = EntryChange.objects.filter(state="open", until_at__lte=now).exclude(kind="resale")
    return list(rows.select_related("entry", "order", "by").order_by("until_at", "pk")[:200])


def close_overdue_changes(now: dt.datetime) -> int:
    """Undo what was not paid or not taken in time; each in a transaction of its own."""
    return sum(undo_change(change, now=now) for change in overdue_changes(now))
