"""Load an object and prove the right to it, in one call."""

from django.http import Http404

from startline.accounts.models import User
from startline.accounts.rules import Action
from startline.entries.models.afterwards import Choice, EntryChange, WaitlistPlace
from startline.entries.models.desk import EntrantList
from startline.entries.models.orders import Entry, Order, Party, Proof
from startline.entries.models.sale import Sale, order_with_sale, sale_at
from startline.entries.rules.life import State
from startline.events.access import event_for
from startline.events.models.catalogue import Edition, Event, Race
from startline.payments.models import BankLine, Payment, PayoutAccount, Refund


def race_for_entering(event: str, edition: str, race: str) -> Race:
    """A race of a published event that takes entries here; anything else is not found."""
    sale = sale_at(event, edition)
    races = sale.races.values() if sale else ()
    found = next((one for one in races if one.slug == race), None)
    if found is None:
        raise Http404
    return found


def entry_for(reference: str) -> Entry:
    """The entry behind a reference from a mail: whoever holds the reference may see it."""
    found = (
        Entry.objects.select_related("order", "athlete", "race__edition__event")
        .filter(order__reference=reference)
        .first()
    )
    if found is None:
        raise Http404
    return found


def paying_event(user: User, slug: str) -> Event:
    """An event whose money this person may see; one without an organizer has none."""
    event = event_for(user, slug, to=Action.MONEY)
    if event.organizer is None:
        raise Http404
    return event


def account_for(user: User, slug: str, account: int) -> tuple[Event, PayoutAccount]:
    """A payout account of the event's organizer."""
    event = paying_event(user, slug)
    found = PayoutAccount.objects.filter(pk=account, organizer=event.organizer).first()
    if found is None:
        raise Http404
    return event, found


def payment_for(user: User, slug: str, payment: int) -> tuple[Event, Payment]:
    """A payment into one of the organizer's accounts."""
    event = paying_event(user, slug)
    mine = Payment.objects.select_related("account").filter(account__organizer=event.organizer)
    found = mine.filter(pk=payment).first()
    if found is None:
        raise Http404
    return event, found


def refund_for(user: User, slug: str, refund: int) -> tuple[Event, Refund]:
    """A refund of such a payment."""
    event = paying_event(user, slug)
    mine = Refund.objects.filter(payment__account__organizer=event.organizer)
    found = mine.select_related("payment__account").filter(pk=refund).first()
    if found is None:
        raise Http404
    return event, found


def bank_line_for(user: User, slug: str, line: int) -> tuple[Event, BankLine]:
    """A line of a statement of one of the organizer's accounts."""
    event = paying_event(user, slug)
    mine = BankLine.objects.filter(account__organizer=event.organizer)
    found = mine.select_related("account").filter(pk=line).first()
    if found is None:
        raise Http404
    return event, found


def held_order(reference: str) -> Order:
    """An order by its reference, with what the checkout needs: whoever holds it may fill it in."""
    return held_sale(reference)[0]


def held_sale(reference: str) -> tuple[Order, Sale]:
    """The same with the sale it belongs to."""
    found = order_with_sale(reference)
    if found is None:
        raise Http404
    return found


def party_for(token: str) -> Party:
    """A party whose order was placed, for whoever holds the captain's link."""
    found = (
        Party.objects.select_related("order__edition__event__organizer", "order__edition__terms")
        .filter(token=token, order__state__in=["open", "settled"])
        .first()
    )
    if found is None:
        raise Http404
    return found


def member_entry(token: str, number: int) -> Entry:
    """The numbered member's place of a party, not yet filled in."""
    party = party_for(token)
    members = list(party.entries.select_related("race").order_by("leg", "pk"))
    if not 1 <= number <= len(members):
        raise Http404
    entry = members[number - 1]
    if entry.athlete_id is not None:
        raise Http404
    entry.order = party.order
    return entry


def entries_of(reference: str) -> list[Entry]:
    """The entries of a placed order, for whoever holds its reference; none is not found."""
    rows = Entry.objects.select_related(
        "order", "athlete", "race__edition__event__organizer", "race__edition__terms", "race__pool"
    ).filter(order__reference=reference, order__state__in=["open", "settled"])
    found = list(rows.order_by("pk"))
    if not found:
        raise Http404
    return found


def one_entry_of(reference: str, number: int) -> Entry:
    """One entry of such an order by its number; that of another order is not found."""
    found = next((e for e in entries_of(reference) if e.pk == number), None)
    if found is None:
        raise Http404
    return found


def change_of(entry: Entry, number: int) -> EntryChange:
    """An open change of an entry."""
    found = EntryChange.objects.filter(entry=entry, pk=number, state="open").first()
    if found is None:
        raise Http404
    found.entry = entry
    return found


def offered_transfer(token: str) -> EntryChange:
    """A transfer by the token in the taker's mail, whatever became of it."""
    return _change_by(token, "transfer")


def credit_of(token: str) -> EntryChange:
    """The credit of a deferral by its token; a used one is not found under it any more."""
    return _change_by(token, "deferral")


def _change_by(token: str, kind: str) -> EntryChange:
    found = (
        EntryChange.objects.select_related(
            "entry__order", "entry__athlete", "entry__race__edition__event",
            "entry__race__edition__terms", "to_edition",
        )
        .filter(token=token, kind=kind)
        .first()
    )  # fmt: skip
    if found is None:
        raise Http404
    return found


def waiting_place(token: str) -> WaitlistPlace:
    """A place in a line by the token in the mail."""
    found = (
        WaitlistPlace.objects.select_related("race__edition__event", "pool", "order")
        .filter(token=token)
        .first()
    )
    if found is None:
        raise Http404
    return found


def choice_of(entry: Entry) -> Choice:
    """What an entrant is asked after the latest calling of their edition."""
    rows = Choice.objects.select_related("calling__edition__event").filter(entry=entry)
    found = rows.order_by("-calling__made_at", "-pk").first()
    if found is None:
        raise Http404
    return found


def entrant_for(user: User, edition: Edition, pk: int, *, to: Action) -> Entry:
    """An entry of an edition that this person may do something with."""
    event_for(user, edition.event.slug, to=to)
    found = (
        Entry.objects.select_related("race", "order", "athlete", "party")
        .filter(race__edition=edition, pk=pk)
        .exclude(state=State.HELD)
        .first()
    )
    if found is None:
        raise Http404
    return found


def proof_for(user: User, edition: Edition, entry: int, pk: int) -> Proof:
    """A proof of such an entry, for whoever may open and judge documents."""
    one = entrant_for(user, edition, entry, to=Action.PROOFS)
    return _proof_of(one, pk)


def own_proof(reference: str, number: int, pk: int) -> Proof:
    """A proof of an entry, for whoever holds the order's reference."""
    return _proof_of(one_entry_of(reference, number), pk)


def _proof_of(entry: Entry, pk: int) -> Proof:
    found = entry.proofs.select_related("requirement").filter(pk=pk).first()
    if found is None:
        raise Http404
    found.entry = entry
    return found


def list_for(edition: Edition, pk: int) -> EntrantList:
    """A list brought over for this edition."""
    found = EntrantList.objects.select_related("only_race", "edition").filter(
        edition=edition, pk=pk
    )
    row = found.first()
    if row is None:
        raise Http404
    return row
