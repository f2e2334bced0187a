"""The first listing of a race: organizer, event, edition, race, places and price in one go."""

import datetime as dt

from django.db import transaction

from startline.accounts.models import Organizer, User
from startline.accounts.services.people import create_organizer
from startline.events.models.catalogue import Event
from startline.events.rules.details import EditionDetails, FirstListing, StepDetails
from startline.events.rules.words import Status
from startline.events.services.editions import create_edition
from startline.events.services.events import create_event
from startline.events.services.races import create_race, set_places, set_price_steps


@transaction.atomic
def list_first_race(
    listing: FirstListing, *, organizer: Organizer | None, by: User, now: dt.datetime
) -> Event:
    """A draft event with one edition and one race. A free race can be entered here at once."""
    organizer = organizer or create_organizer(name=listing.organizer_name, by=by, now=now)
    event = create_event(listing.event, organizer=organizer, by=by, now=now)
    edition = create_edition(
        event,
        EditionDetails(
            starts_on=listing.starts_on, status=Status.CONFIRMED, timezone=listing.event.timezone,
            currency=listing.currency, is_enterable_here=listing.price is None,
        ),
        by=by, now=now,
    )  # fmt: skip
    pool = None
    if listing.places is not None:
        pool = set_places(
            edition, pool=None, name=listing.race.name, places=listing.places, by=by, now=now
        )
    race = create_race(edition, listing.race, pool=pool, by=by, now=now)
    if listing.price is not None:
        set_price_steps(race, [StepDetails(price=listing.price)], by=by, now=now)
    return event
