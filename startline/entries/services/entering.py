"""Entering one person at once, where no form lies between holding and placing; giving back."""

import datetime as dt

from django.db import transaction

from startline.accounts.models import User
from startline.accounts.services.audit import record_deed
from startline.entries.access import held_order
from startline.entries.models.orders import Entry
from startline.entries.queries.sheet import sheet_of
from startline.entries.rules.asking import Person
from startline.entries.rules.cart import Cart
from startline.entries.rules.life import OrderState, State
from startline.entries.services.holding import hold_places
from startline.entries.services.placing import place_order
from startline.events.models.catalogue import Race
from startline.events.services.places import release_place


@transaction.atomic
def enter_race(
    race: Race, person: Person, *, email: str, key: str, by: User | None, now: dt.datetime,
) -> Entry:  # fmt: skip
    """Hold a place and place the order for one person; the same `key` finds the same entry.

    The race comes with its edition and event. Raises what hold_places and place_order raise.
    """
    order = hold_places(race.edition, [(race, race.party_size)], key=key, now=now)
    sheet = sheet_of(held_order(order.reference))
    if order.state == OrderState.HELD:
        persons = {place.entry: person if n == 0 else None for n, place in enumerate(sheet.places)}
        cart = Cart(email=email.lower(), persons=persons, method="on_site")
        place_order(sheet, cart, by=by, now=now)
    return Entry.objects.select_related("order", "race__edition").get(pk=sheet.places[0].entry)


@transaction.atomic
def withdraw_entry(entry: Entry, *, by: User | None, now: dt.datetime) -> None:
    """Give a place back. Doing it twice changes nothing."""
    changed = (
        Entry.objects.holding().filter(pk=entry.pk).update(state=State.WITHDRAWN, state_at=now)
    )
    if changed:
        release_place(entry.race, now=now)
        record_deed("withdraw_entry", entry, by=by, now=now)
