"""An edition called off or moved: each entrant chooses, and each choice is carried out once.

Every choice is carried out in a transaction of its own, which marks it done: killed anywhere, the
next run goes on with what is left. What cannot be done says so in its row and is tried again.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.tasks import task

from startline.accounts.models import User
from startline.accounts.services.audit import record_deed
from startline.core.clock import now as clock_now
from startline.core.money import Money
from startline.core.refusals import Refusal
from startline.entries.models.afterwards import Calling, Choice, EntryChange, Resale, WaitlistPlace
from startline.entries.models.orders import Entry
from startline.entries.queries.afterwards import paid_for
from startline.entries.rules.life import LIVING, State
from startline.entries.services.changing import locked, undo_change
from startline.entries.services.deferring import move_on
from startline.entries.services.giving import give_back
from startline.entries.services.resale import end_resale
from startline.entries.services.waitlist import end_waiting
from startline.events.models.catalogue import Edition, Race
from startline.events.rules.words import Status
from startline.events.services.changes import record_changes
from startline.events.services.places import release_place
from startline.notices.services import record_notice

BATCH = 50
CHOOSING = (State.CONFIRMED, State.OFFERED)


class CalledAlreadyError(Refusal):
    """The edition is called off already."""

    code = "called_already"


class WishError(Refusal):
    """The wish is not among those offered."""

    code = "not_a_wish"


class TooLateToChooseError(Refusal):
    """The time to choose is over, or the choice has been carried out."""

    code = "choice_over"


@dataclass(frozen=True)
class CallingTerms:
    """What the organizer says: what happened, what comes back, until when to choose.

    With a race, it alone is cancelled, and the others take place.
    """

    kind: str
    choose_until_at: dt.datetime
    race: Race | None = None
    refund_percent: int = 100
    offers_deferral: bool = False
    note: str = ""


@transaction.atomic
def call_off(
    edition: Edition, terms: CallingTerms, *, by: User | None, now: dt.datetime
) -> Calling:
    """Cancel or postpone an edition, or cancel one of its races: entries close at once, everyone
    is asked what they want, and who waits for a place hears that there will be none.

    Raises CalledAlreadyError. The entrants are written to in batches, by `carry_on`.
    """
    standing = Edition.objects.filter(pk=edition.pk).exclude(status=Status.CANCELLED)
    if terms.race:
        races = edition.races.filter(pk=terms.race.pk, is_cancelled=False)
        is_new = standing.exists() and races.update(is_cancelled=True)
    else:
        status = Status.CANCELLED if terms.kind == "cancelled" else Status.POSTPONED
        is_new = standing.update(status=status)
    if not is_new:
        raise CalledAlreadyError
    calling = Calling.objects.create(
        edition=edition, race=terms.race, kind=terms.kind, refund_percent=terms.refund_percent,
        offers_deferral=terms.offers_deferral, choose_until_at=terms.choose_until_at,
        note=terms.note, by=by, made_at=now,
    )  # fmt: skip
    if terms.kind == "cancelled":
        end_waiting(WaitlistPlace.objects.filter(race__in=races_of(calling)), now=now)
    record_changes([edition.event_id], now=now)
    record_deed("call_off", edition, by=by, now=now, calling=calling.pk, kind=terms.kind)
    carry_on_callings.enqueue()
    return calling


def races_of(calling: Calling) -> QuerySet[Race]:
    """The one race, or all of the edition."""
    races = Race.objects.filter(edition=calling.edition_id)
    return races.filter(pk=calling.race_id) if calling.race_id else races


def wishes(calling: Calling) -> tuple[str, ...]:
    """What an entrant can choose; the first is what happens to those who say nothing."""
    deferral = ("defer",) if calling.offers_deferral else ()
    if calling.kind == "cancelled":
        return ("refund", *deferral, "donate")
    return ("keep", "refund", *deferral)


@transaction.atomic
def choose(choice: Choice, wish: str, *, now: dt.datetime) -> None:
    """Say what one wants, again and again until the time is over or it has been done.

    Raises WishError, TooLateToChooseError.
    """
    calling = choice.calling
    if wish not in wishes(calling):
        raise WishError
    mine = Choice.objects.filter(pk=choice.pk, done_at__isnull=True)
    if now >= calling.choose_until_at or not mine.update(wish=wish, chosen_at=now, problem=""):
        raise TooLateToChooseError


def carry_on(calling: Calling, now: dt.datetime, *, most: int = BATCH) -> int:
    """Ask up to `most` entrants and carry out up to `most` choices; how many were moved on."""
    moved = ask_entrants(calling, now=now, most=most)
    due = Choice.objects.filter(calling=calling, done_at__isnull=True).exclude(wish="")
    if now >= calling.choose_until_at:
        due = Choice.objects.filter(calling=calling, done_at__isnull=True)
    for choice in due.select_related("calling").order_by("problem", "pk")[:most]:
        moved += carry_out_choice(choice, now=now)
    return moved


def ask_entrants(calling: Calling, *, now: dt.datetime, most: int) -> int:
    """Write down a choice for entrants who have none, and mail them; each in a transaction."""
    asked = Exists(Choice.objects.filter(calling=calling, entry=OuterRef("pk")))
    living = Entry.objects.filter(~Q(asked), race__in=races_of(calling), state__in=CHOOSING)
    rows = list(living.select_related("order", "athlete", "race").order_by("pk")[:most])
    for entry in rows:
        ask_entrant(calling, entry, now=now)
    return len(rows)


@transaction.atomic
def ask_entrant(calling: Calling, entry: Entry, *, now: dt.datetime) -> None:
    """One choice and its mail, together or not at all; deeds under way are undone first."""
    end_deeds(entry, now=now)
    choice, _ = Choice.objects.get_or_create(calling=calling, entry=entry)
    record_notice(
        key=f"calling-{choice.pk}", to=entry.order.email, template="entries/mail/called",
        context={
            "calling": calling, "entry": entry, "race": entry.race, "edition": calling.edition,
            "wishes": wishes(calling),
        },
        now=now, user=entry.order.user,
    )  # fmt: skip


def end_deeds(entry: Entry, *, now: dt.datetime) -> None:
    """Undo what was under way for this entry: a calling comes before a transfer or a resale."""
    for change in EntryChange.objects.filter(entry=entry, state="open"):
        undo_change(change, now=now)
    if entry.state == State.OFFERED and not end_resale(locked(entry.pk), "lapsed", now=now):
        keep_unsold(entry, now=now)


def keep_unsold(entry: Entry, *, now: dt.datetime) -> None:
    """The race is off, so nobody can buy a released place: its owner is refunded like all."""
    Resale.objects.filter(entry=entry, state="offered").update(state="lapsed")
    EntryChange.objects.filter(entry=entry, kind="resale", state="open").update(
        state="undone", done_at=now
    )


def carry_out_choice(choice: Choice, *, now: dt.datetime) -> int:
    """One choice, whole or not at all; a problem is written beside it and tried again later."""
    try:
        with transaction.atomic():
            return do_choice(choice, now=now)
    except Refusal as no:
        Choice.objects.filter(pk=choice.pk, done_at__isnull=True).update(problem=no.code)
        return 0


def do_choice(choice: Choice, *, now: dt.datetime) -> int:
    """Claim the choice, then do what it says."""
    mine = Choice.objects.filter(pk=choice.pk, done_at__isnull=True)
    if not mine.update(done_at=now, problem=""):
        return 0
    choice.refresh_from_db()
    wish = choice.wish or wishes(choice.calling)[0]
    entry = locked(choice.entry_id)
    if wish != "keep" and entry.state in LIVING:
        end_deeds(entry, now=now)  # begun after the question was asked
        entry = locked(choice.entry_id)
        end_entry(choice, entry, wish, now=now)
    Choice.objects.filter(pk=choice.pk).update(wish=wish)
    record_deed("carry_out_choice", entry, by=None, now=now, wish=wish, choice=choice.pk)
    return 1


def end_entry(choice: Choice, entry: Entry, wish: str, *, now: dt.datetime) -> None:
    """Take the entry out of the race: with its money, moved to the next edition, or as a gift."""
    had_place = entry.state == State.CONFIRMED
    state = State.DEFERRED if wish == "defer" else State.CANCELLED
    Entry.objects.filter(pk=entry.pk).update(state=state, state_at=now)
    if had_place:
        release_place(entry.race, now=now)
    kind = "deferral" if wish == "defer" else "cancellation"
    change = EntryChange.objects.create(
        key=f"choice-{choice.pk}", entry=entry, kind=kind, state="done", order=entry.order,
        terms={"wish": wish, "percent": choice.calling.refund_percent}, made_at=now, done_at=now,
    )  # fmt: skip
    if wish == "defer":
        move_on(change, entry, now=now)
    if wish == "refund":
        refund_called(choice, change, entry, now=now)


def refund_called(choice: Choice, change: EntryChange, entry: Entry, *, now: dt.datetime) -> None:
    """The organizer's share of everything that was paid for this entry, to who paid it.

    The organizer bears what the processor keeps: the entrant did not call the race off.
    """
    paid = paid_for([entry])
    whole = paid.place.minor + paid.extras.minor
    back = Money((whole * choice.calling.refund_percent + 50) // 100, paid.place.currency)
    sent = give_back(
        paid.order, entry, back, key=f"choice-{choice.pk}", reason="cancellation", now=now
    )
    EntryChange.objects.filter(pk=change.pk).update(
        cost_minor=-back.minor, terms={**change.terms, "by_hand_minor": back.minor - sent.minor}
    )


@dataclass(frozen=True)
class Progress:
    """How far a calling has come, in entries."""

    entrants: int
    asked: int
    chosen: int
    done: int
    problems: int

    @property
    def is_over(self) -> bool:
        """Whether everything has been carried out."""
        return self.done == self.asked == self.entrants


def progress_of(calling: Calling) -> Progress:
    """Counts for the director's page."""
    rows = Choice.objects.filter(calling=calling)
    waiting = Entry.objects.filter(race__in=races_of(calling), state__in=CHOOSING).exclude(
        choice__calling=calling
    )
    asked = rows.count()
    return Progress(
        entrants=asked + waiting.count(), asked=asked, chosen=rows.exclude(wish="").count(),
        done=rows.filter(done_at__isnull=False).count(), problems=rows.exclude(problem="").count(),
    )  # fmt: skip


def carry_on_all(now: dt.datetime) -> int:
    """Every calling that is not over, batch by batch, until nothing moves."""
    total = 0
    for calling in Calling.objects.order_by("pk"):
        while moved := carry_on(calling, now):
            total += moved
    return total


@task
def carry_on_callings() -> int:
    """The schedule's job, and the one that a calling begins."""
    return carry_on_all(clock_now())
