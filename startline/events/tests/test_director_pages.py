"""A director's pages through HTTP: list, edit, publish, copy; and who is kept out."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from startline.accounts.models import AuditEntry, Organizer, User
from startline.core.money import Money
from startline.core.refusals import Refusal
from startline.events.models.catalogue import Edition, Event, Race
from startline.events.models.course import Course
from startline.events.models.offer import Policy, PriceStep
from startline.events.models.provenance import Change, DateChange, Fact
from startline.events.rules.details import StepDetails
from startline.events.services.editions import cancel_edition, copy_edition_to_next_year
from startline.events.services.places import claim_place
from startline.events.services.races import PlacesTakenError, set_places, set_price_steps
from startline.events.tests.make import NOW, make_edition, make_event, make_race

GPX = "<gpx version='1.1'><trk><trkseg>{}</trkseg></trk></gpx>".format(
    "".join(
        f"<trkpt lat='{45.92 + n * 0.001}' lon='6.87'><ele>{1000 + n % 40}</ele></trkpt>"
        for n in range(120)
    )
)
FIRST = {
    "organizer_name": "Hill Club", "name": "Hill Race", "place": "Annecy, France",
    "starts_on": "2026-09-13", "race_name": "Hill 10", "distance_km": "10,5", "sport": "running",
    "surface": "trail", "start_time": "09:00", "places": "50", "price": "", "currency": "EUR",
}  # fmt: skip


def sign_in(client: Client, user: User) -> None:
    """Signed in as this person."""
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")


@pytest.fixture
def today(settings: Any) -> None:
    """It is 1 May 2026."""
    settings.TODAY = NOW.date()


@pytest.mark.django_db
def test_a_race_is_listed_published_and_entered(client: Client, alice: User, today: None) -> None:
    sign_in(client, alice)

    client.post(reverse("list_race"), FIRST)
    race = Race.objects.select_related("edition__event", "pool").get()
    client.post(reverse("publish_event", args=["hill-race"]))
    person = {"given_name": "Dan", "family_name": "Roy", "born_on": "1990-01-01",
              "emergency_name": "Ann", "emergency_phone": "0123456"}  # fmt: skip
    where = ["hill-race", "2026", "hill-10"]
    guest = Client()
    form = guest.post(reverse("entries:enter", args=where))["Location"]
    entry = race.entries.get()
    typed = {f"p{entry.pk}-{name}": value for name, value in person.items()}
    entered = guest.post(form, {**typed, "email": "dan@example.org"}, follow=True)

    assert (race.distance_m, race.pool and race.pool.places) == (10_500, 50)
    assert race.starts_at == dt.datetime(2026, 9, 13, 7, tzinfo=dt.UTC)
    assert race.edition.event.country == "FR"
    assert "You are in" in entered.content.decode()
    assert "Dan Roy" in client.get(reverse("entries:start_list", args=where)).content.decode()


@pytest.mark.django_db
def test_a_wrong_form_keeps_what_was_typed_and_makes_nothing(client: Client, alice: User) -> None:
    sign_in(client, alice)

    answer = client.post(reverse("list_race"), {**FIRST, "place": "Nowhereville Xyz"})

    assert "Hill Race" in answer.content.decode()
    assert Event.objects.count() == 0
    assert Organizer.objects.count() == 0


@pytest.mark.django_db
def test_a_race_with_steps_and_stations_is_saved_together(
    client: Client, bruno: User, ridge: Organizer
) -> None:
    race = make_race(make_edition(make_event(organizer=ridge)))
    sign_in(client, bruno)
    form = {
        "name": "Ridge 50K", "sport": "running", "format": "single", "distance_km": "50",
        "starts_at": "2026-09-12T06:00", "cutoff": "12:30", "places": "80",
        "steps-TOTAL_FORMS": "2", "steps-INITIAL_FORMS": "0", "steps-0-price": "40,50",
        "steps-0-until_at": "2026-06-01T00:00", "steps-1-price": "55",
        "stations-TOTAL_FORMS": "1", "stations-INITIAL_FORMS": "0", "stations-0-at_km": "12.3",
        "stations-0-name": "Hut",
    }  # fmt: skip

    answer = client.post(reverse("edit_race", args=["ridge-race", "2026", "ridge-50k"]), form)

    race.refresh_from_db()
    assert answer.status_code == 302
    assert race.cutoff_ms == 45_000_000
    assert race.starts_at == dt.datetime(2026, 9, 12, 4, tzinfo=dt.UTC)
    assert sorted(PriceStep.objects.values_list("minor", flat=True)) == [4050, 5500]
    assert race.aid_stations.get().at_m == 12_300


@pytest.mark.django_db
def test_a_time_that_the_clock_change_skips_is_refused(
    client: Client, bruno: User, ridge: Organizer
) -> None:
    make_edition(make_event(organizer=ridge))
    sign_in(client, bruno)
    form = {"name": "Night run", "sport": "running", "format": "single",
            "starts_at": "2026-03-29T02:30"}  # fmt: skip

    page = client.post(reverse("create_race", args=["ridge-race", "2026"]), form)

    assert page.status_code == 200
    assert Race.objects.count() == 0


@pytest.mark.django_db
def test_a_course_is_uploaded_and_a_broken_one_changes_nothing(
    client: Client, bruno: User, ridge: Organizer
) -> None:
    make_race(make_edition(make_event(organizer=ridge)))
    sign_in(client, bruno)
    to = reverse("upload_course", args=["ridge-race", "2026", "ridge-50k"])

    good = client.post(to, {"gpx": SimpleUploadedFile("a.gpx", GPX.encode())})
    bad = client.post(to, {"gpx": SimpleUploadedFile("b.gpx", b"<gpx><trk>")})

    assert (good.status_code, bad.status_code) == (302, 409)
    assert Course.objects.get().file_name == "a.gpx"


@pytest.mark.django_db
def test_edition_policies_and_details_are_edited_and_keep_the_directors_word(
    client: Client, bruno: User, ridge: Organizer
) -> None:
    edition = make_edition(make_event(organizer=ridge))
    sign_in(client, bruno)
    client.post(reverse("edit_edition", args=["ridge-race", "2026"]), {
        "starts_on": "2026-09-19", "days": "1", "status": "confirmed", "currency": "EUR",
        "opens_at": "2026-05-01T08:00", "closes_at": "2026-09-01T23:59", "features": ["camping"],
    })  # fmt: skip
    client.post(reverse("edit_policies", args=["ridge-race", "2026"]), {
        "refund-is_allowed": "yes", "refund-until_on": "2026-08-01", "refund-fee": "5",
        "refund-refund_percent": "80",
    })  # fmt: skip
    client.post(reverse("event_details", args=["ridge-race"]), {
        "name": "Ridge Race", "sport": "running", "place_name": "Chamonix", "country": "fr",
        "timezone": "Europe/Paris", "description": "Steep.",
    })  # fmt: skip

    policy = Policy.objects.get()
    assert DateChange.objects.get().new_starts_on == dt.date(2026, 9, 19)
    assert policy.until_at == dt.datetime(2026, 8, 1, 22, tzinfo=dt.UTC)
    assert (policy.fee_minor, policy.refund_percent) == (500, 80)
    assert Fact.objects.get(edition=edition).rank == 100
    assert Event.objects.get().description == "Steep."
    assert Change.objects.count() >= 3
    assert AuditEntry.objects.filter(by=bruno).count() >= 3


@pytest.mark.django_db
def test_next_year_is_copied_with_everything_and_its_date_is_expected(bruno: User) -> None:
    race = make_race(places=30)
    set_price_steps(race, [StepDetails(Money(4000, "EUR"), until_at=NOW)], by=bruno, now=NOW)

    copy = copy_edition_to_next_year(race.edition, by=bruno, now=NOW)

    assert (copy.starts_on, copy.certainty) == (dt.date(2027, 9, 11), "expected")
    assert copy.races.get().price_steps.get().minor == 4000
    assert copy.races.get().pool != race.pool


@pytest.mark.django_db
def test_cancelling_keeps_the_date_and_the_history(bruno: User) -> None:
    edition = make_edition()

    cancel_edition(edition, by=bruno, now=NOW)

    assert Edition.objects.get().starts_on == edition.starts_on
    assert DateChange.objects.get().new_status == "cancelled"


@pytest.mark.django_db
def test_there_are_never_fewer_places_than_taken(bruno: User) -> None:
    race = make_race(places=3)
    claim_place(race, heads=2, now=NOW)

    with pytest.raises(PlacesTakenError):
        set_places(race.edition, pool=race.pool, name="All", places=1, by=bruno, now=NOW)


PAGES = [
    ("desk", ["ridge-race"]), ("event_details", ["ridge-race"]),
    ("edit_edition", ["ridge-race", "2026"]), ("edit_policies", ["ridge-race", "2026"]),
    ("create_race", ["ridge-race", "2026"]),
    ("edit_race", ["ridge-race", "2026", "ridge-50k"]),
]  # fmt: skip
DEEDS = [
    ("publish_event", ["ridge-race"]), ("copy_edition", ["ridge-race", "2026"]),
    ("remove_race", ["ridge-race", "2026", "ridge-50k"]),
    ("upload_course", ["ridge-race", "2026", "ridge-50k"]),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "where"), PAGES + DEEDS)
def test_eve_and_visitors_are_kept_out(
    client: Client, eve: User, ridge: Organizer, name: str, where: list[str]
) -> None:
    make_race(make_edition(make_event(organizer=ridge)))
    ask = client.post if (name, where) in DEEDS else client.get

    visitor = ask(reverse(name, args=where))
    sign_in(client, eve)
    stranger = ask(reverse(name, args=where))

    assert visitor.status_code == 302
    assert "/accounts/login/" in visitor["Location"]
    assert stranger.status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "where"), PAGES)
def test_the_desk_volunteer_sees_the_desk_and_edits_nothing(
    client: Client, dora: User, ridge: Organizer, name: str, where: list[str]
) -> None:
    make_race(make_edition(make_event(organizer=ridge)))
    sign_in(client, dora)

    answer = client.get(reverse(name, args=where))

    assert answer.status_code == (200 if name == "desk" else 403)


@pytest.mark.django_db
def test_a_draft_of_another_organizer_is_not_there(client: Client, eve: User) -> None:
    Event.objects.filter(pk=make_event().pk).update(published_at=None)
    sign_in(client, eve)

    assert client.get(reverse("desk", args=["ridge-race"])).status_code == 404


@pytest.mark.django_db
def test_only_operators_see_the_operators_page(client: Client, alice: User) -> None:
    sign_in(client, alice)
    before = client.get(reverse("operate")).status_code
    User.objects.filter(pk=alice.pk).update(is_operator=True)

    assert (before, client.get(reverse("operate")).status_code) == (403, 200)


def test_every_refusal_of_events_and_entries_has_a_sentence() -> None:
    rooms = {"events": "", "entries": ""}
    for room in rooms:
        folder: Path = site_settings.PACKAGE / room / "templates" / room
        paths = (folder / "refusals.html", folder / "why_not.html")
        rooms[room] = "".join(path.read_text() for path in paths if path.exists())
    missing = [
        refusal.code
        for refusal in Refusal.__subclasses__()
        for room in [refusal.__module__.split(".")[1]]
        if room in rooms and refusal.code != "refused" and f'"{refusal.code}"' not in rooms[room]
    ]

    assert missing == []


RELAY = {"name": "Relay", "sport": "running", "format": "relay", "distance_km": "42.2",
         "party_size": "3"}  # fmt: skip


@pytest.mark.django_db
def test_a_relay_is_entered_by_teams_of_the_size_its_director_gave(
    client: Client, bruno: User, ridge: Organizer, today: None
) -> None:
    make_edition(make_event(organizer=ridge))
    sign_in(client, bruno)
    client.post(reverse("create_race", args=["ridge-race", "2026"]), RELAY)
    race = Race.objects.get()

    Client().post(reverse("entries:enter", args=["ridge-race", "2026", race.slug]))

    assert race.party_size == 3
    assert list(race.entries.order_by("leg").values_list("leg", flat=True)) == [1, 2, 3]


@pytest.mark.django_db
def test_the_size_of_a_team_stays_once_somebody_has_entered(
    client: Client, bruno: User, ridge: Organizer, today: None
) -> None:
    make_edition(make_event(organizer=ridge))
    sign_in(client, bruno)
    client.post(reverse("create_race", args=["ridge-race", "2026"]), RELAY)
    race = Race.objects.get()
    Client().post(reverse("entries:enter", args=["ridge-race", "2026", race.slug]))
    rows = {f"{name}-{count}_FORMS": "0" for name in ("steps", "stations")
            for count in ("TOTAL", "INITIAL")}  # fmt: skip

    answer = client.post(
        reverse("edit_race", args=["ridge-race", "2026", race.slug]),
        {**RELAY, **rows, "party_size": "4"},
    )

    race.refresh_from_db()
    assert answer.status_code == 409
    assert "entered in teams of 3" in answer.content.decode()
    assert race.party_size == 3


@pytest.mark.django_db
def test_only_a_relay_has_a_team(client: Client, bruno: User, ridge: Organizer) -> None:
    make_edition(make_event(organizer=ridge))
    sign_in(client, bruno)

    answer = client.post(
        reverse("create_race", args=["ridge-race", "2026"]), {**RELAY, "format": "single"}
    )

    assert "Only a relay is entered as a team." in answer.content.decode()
    assert not Race.objects.exists()
