"""A small site whose data is Greek, so that a Latin word on a page is the site's own."""

from startline.accounts.models import Organizer, User
from startline.discovery.services.indexing import rebuild_index
from startline.events.models.catalogue import CapacityPool, Edition, Event, Race
from startline.events.models.offer import EntryWindow, Policy, PriceStep
from startline.events.models.provenance import Fact
from startline.events.rules.words import Certainty, Status
from startline.events.tests.make import NOW, make_edition, make_event, make_race
from startline.results.services.importing import keep_file, publish_file

PLACE = "Λιτόχωρο"


def greek_race(name: str, slug: str, organizer: Organizer | None = None, **more: object) -> Race:
    """A race of 50 km in a place whose name is Greek too."""
    event = make_event(name, organizer)
    Event.objects.filter(pk=event.pk).update(slug=slug, place_name=PLACE)
    event.refresh_from_db()
    race = make_race(make_edition(event), name="Πενήντα")
    Race.objects.filter(pk=race.pk).update(slug="fifty", **more)
    race.refresh_from_db()
    return race


def greek_site(owner: User, organizer: Organizer) -> Race:
    """A race to enter here, one with prices elsewhere, one whose date is only expected."""
    User.objects.filter(pk=owner.pk).update(name="Μπρούνο", email="βρ@παράδειγμα.gr")
    Organizer.objects.filter(pk=organizer.pk).update(name="Δρόμοι")
    free = greek_race("Ορεινός", "oreinos", organizer)
    Race.objects.filter(pk=free.pk).update(
        pool=CapacityPool.objects.create(edition=free.edition, name="Όλοι", places=100)
    )
    Fact.objects.create(
        event=free.edition.event, edition=free.edition, source="organizer", record_key="1",
        label="Δρόμοι", fields={"starts_on": "2026-09-12"}, rank=100, seen_at=NOW,
        confirmed_at=NOW,
    )  # fmt: skip
    paid = greek_race("Λίμνη", "limni", distance_m=21_098, cutoff_ms=10_800_000, surface="road")
    PriceStep.objects.create(race=paid, minor=4200, currency="EUR")
    EntryWindow.objects.create(edition=paid.edition, closes_at=NOW.replace(month=8))
    Policy.objects.create(edition=paid.edition, kind="transfer", is_allowed=True)
    guess = greek_race("Κοιλάδα", "koilada")
    Edition.objects.filter(pk=guess.edition_id).update(
        status=Status.EXPECTED, certainty=Certainty.EXPECTED, is_enterable_here=False
    )
    greek_results(free, owner)
    rebuild_index(NOW)
    return free


def greek_results(race: Race, owner: User) -> None:
    """Two finishers and one who stopped."""
    body = "Bib,Name,Gender,Time\n1,Άννα Λι,F,5:00:00\n2,Νίκος Ρω,M,5:10:00\n3,Εύα Μι,F,DNF\n"
    kept = keep_file(race, name="χρόνοι", body=body.encode(), by=owner, now=NOW)
    publish_file(kept, by=owner, now=NOW)
