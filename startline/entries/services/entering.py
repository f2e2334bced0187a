"""Entering one person at once, where no form lies between holding and placing."""

import datetime as dt

from django.db import transaction

from startline.accounts.models import User
from startline.entries.access import held_order
from startline.entries.models.orders import Entry
from startline.entries.queries.sheet import sheet_of
from startline.entries.rules.asking import Person
from startline.entries.rules.cart import Cart
from startline.entries.rules.life import OrderState
from startline.entries.services.holding import hold_places
from startline.entries.services.placing import place_order
from startline.events.models.catalogue import Race


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
