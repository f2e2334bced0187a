"""Files of timing companies, made up, and the smallest published results."""

import datetime as dt

from startline.accounts.models import Organizer, User
from startline.events.models.catalogue import Race
from startline.events.tests.make import NOW, make_edition, make_event, make_race
from startline.results.models import TimingImport
from startline.results.services.importing import keep_file, publish_file

AFTER = NOW + dt.timedelta(days=150)
CSV = (
    "Ridge 50K\n"
    "all times official,\n"
    "Bib,Name,Gender,Age,Country,Gun time,Net time,Status,10 km,30 km\n"
    '1,"Lee, Ana",F,41,FR,5:00:00,4:59:30,,55:00,2:50:00\n'
    "2,Ben Oh,M,33,KEN,5:10:00,4:58:00,,54:00,2:45:00\n"
    "3,Cal Fox,M,17,,5:10:00,5:01:00,,56:00,2:55:00\n"
    "4,Dot Ray,F,29,,310.50,-,,57:00,-\n"
    "5,Eli Kin,M,50,,-,-,DNF,58:00,-\n"
    "5,Eva Two,F,50,,6:00:00,-,,-,-\n"
    "6,Fay Bad,F,50,,six hours,-,,-,-\n"
    "7,Gus Who,M,50,,-,-,,-,-\n"
)


def make_ridge(organizer: Organizer | None = None) -> Race:
    """The Ridge 50K on 12 September 2026."""
    race = make_race(make_edition(make_event(organizer=organizer)))
    race.distance_m = 50_000
    race.save(update_fields=["distance_m"])
    return race


def make_file(race: Race, by: User, body: str = CSV, name: str = "ridge.csv") -> TimingImport:
    """A file handed over."""
    return keep_file(race, name=name, body=body.encode(), by=by, now=AFTER)


def make_results(race: Race, by: User, body: str = CSV) -> TimingImport:
    """A file handed over and shown."""
    return publish_file(make_file(race, by, body), by=by, now=AFTER)
