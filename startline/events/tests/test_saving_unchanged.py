"""A director opens a page and saves it as it is: nothing that was stored may change."""

import datetime as dt
from html.parser import HTMLParser

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from startline.accounts.models import Organizer, User
from startline.events.models.catalogue import Edition, Event, Race
from startline.events.models.course import AidStation
from startline.events.models.offer import EntryWindow, Policy, PriceStep
from startline.events.queries import completeness
from startline.events.tests.make import NOW, make_edition, make_event, make_race

WHERE = ["ridge-race", "2026"]
HOUR = dt.timedelta(hours=1)


class Sheet(HTMLParser):
    """What a browser would send of the page's longest form: names and values."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[list[tuple[str, str]]] = [[]]
        self.name = ""
        self.chosen: str | None = None
        self.is_text = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        name, value = found.get("name") or "", found.get("value") or ""
        if tag == "form":
            self.forms.append([])
        elif tag == "input" and name and self.is_sent(found):
            self.forms[-1].append((name, value or ("on" if "checked" in found else "")))
        elif tag in {"select", "textarea"}:
            self.name, self.chosen, self.is_text = name, None, tag == "textarea"
        elif tag == "option" and (self.chosen is None or "selected" in found):
            self.chosen = value

    def handle_data(self, data: str) -> None:
        if self.is_text:
            self.chosen = (self.chosen or "") + data

    def handle_endtag(self, tag: str) -> None:
        if tag in {"select", "textarea"}:
            self.forms[-1].append((self.name, (self.chosen or "").removeprefix("\n")))
            self.is_text = False

    @staticmethod
    def is_sent(found: dict[str, str | None]) -> bool:
        """Boxes are sent when ticked, files never."""
        kind = found.get("type")
        return kind != "file" and (kind not in {"checkbox", "radio"} or "checked" in found)


def save_unchanged(client: Client, address: str) -> int:
    """Open a page, send its form back as it stands; the answer's status."""
    sent: dict[str, list[str]] = {}
    for name, value in shown_on(client, address):
        sent.setdefault(name, []).append(value)
    return client.post(address, sent).status_code


def shown_on(client: Client, address: str) -> list[tuple[str, str]]:
    """Names and values of the page's longest form."""
    sheet = Sheet()
    sheet.feed(client.get(address).content.decode())
    return max(sheet.forms, key=len)


def rows(model: type[Model], *but: str) -> list[dict[str, object]]:
    """All rows of a table without their keys."""
    fields = [f.name for f in model._meta.fields if f.name not in {"id", *but}]
    return sorted(model._default_manager.values(*fields), key=str)


@pytest.fixture
def full(client: Client, bruno: User, ridge: Organizer) -> Race:
    """The Ridge 50K in New York with everything a form might lose; Bruno is signed in."""
    race = make_race(make_edition(make_event(organizer=ridge)), places=80)
    Event.objects.update(timezone="America/New_York", description="Steep\n\n*and* long.")
    Edition.objects.update(
        timezone="America/New_York", status="announced", currency="MXN",
        trail_facts={"mandatory_kit": "A whistle", "pacers": "from km 30"},
        features=["camping", "childcare"], qualifiers=["World League"],
    )  # fmt: skip
    start = dt.datetime(2026, 9, 12, 10, 30, tzinfo=dt.UTC)
    Race.objects.update(
        distance_m=1_234_567,
        duration_ms=5_400_000,
        cutoff_ms=9_045_000,
        starts_at=start,
        min_age=18,
    )
    PriceStep.objects.create(
        race=race, minor=4050, currency="USD", label="Early bird", from_at=NOW,
        until_at=dt.datetime(2026, 6, 2, 3, 59, 59, tzinfo=dt.UTC),
    )  # fmt: skip
    PriceStep.objects.create(
        race=race, minor=2000, currency="USD", lowest_age=18, highest_age=22,
        answer_key="member", answer_value="yes", until_sold=20,
    )  # fmt: skip
    AidStation.objects.create(race=race, name="Start", at_m=0, has_crew_access=True)
    AidStation.objects.create(
        race=race, name="Hut", at_m=12_345, cutoff_ms=7_200_000, has_drop_bags=True
    )
    for days in (0, 30):
        EntryWindow.objects.create(
            edition=race.edition, opens_at=NOW + days * 24 * HOUR,
            closes_at=NOW + (days + 20) * 24 * HOUR,
        )  # fmt: skip
    EntryWindow.objects.create(edition=race.edition, kind="ballot", drawn_at=start - 800 * HOUR)
    client.force_login(bruno, "allauth.account.auth_backends.AuthenticationBackend")
    return race


@pytest.mark.django_db
def test_a_race_is_saved_as_it_is(client: Client, full: Race) -> None:
    tables = (Race, PriceStep, AidStation)
    before = [rows(table) for table in tables]

    status = save_unchanged(client, reverse("edit_race", args=[*WHERE, "ridge-50k"]))

    assert status == 302
    assert [rows(table) for table in tables] == before


@pytest.mark.django_db
def test_an_edition_is_saved_as_it_is(client: Client, full: Race) -> None:
    when_said = ("seen_at", "confirmed_at")
    before = rows(Edition, *when_said), rows(EntryWindow)

    status = save_unchanged(client, reverse("edit_edition", args=WHERE))

    assert status == 302
    assert (rows(Edition, *when_said), rows(EntryWindow)) == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    "until",
    [dt.datetime(2026, 8, 2, 4, tzinfo=dt.UTC), dt.datetime(2026, 8, 1, 16, 30, tzinfo=dt.UTC)],
)
@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Auckland"])
def test_policies_are_saved_as_they_are(
    client: Client, full: Race, zone: str, until: dt.datetime
) -> None:
    Edition.objects.update(timezone=zone)
    for later, percent in ((0, 80), (1, 50)):
        Policy.objects.create(
            edition=full.edition, kind="refund", is_allowed=True, refund_percent=percent,
            until_at=until + later * 24 * HOUR, fee_minor=550,
        )  # fmt: skip
    Policy.objects.create(
        edition=full.edition, kind="deferral", is_allowed=True, until_at=until,
        reasons=["injury", "pregnancy"], free_reasons=["pregnancy"], note="Once only",
    )  # fmt: skip
    before = rows(Policy)

    for _ in range(2):
        assert save_unchanged(client, reverse("edit_policies", args=WHERE)) == 302

    assert rows(Policy) == before


@pytest.mark.django_db
def test_an_event_is_saved_as_it_is(client: Client, full: Race) -> None:
    before = rows(Event)

    status = save_unchanged(client, reverse("event_details", args=WHERE[:1]))

    assert status == 302
    assert rows(Event) == before


@pytest.mark.django_db
def test_a_price_and_a_station_are_taken_off_by_their_box(client: Client, full: Race) -> None:
    address = reverse("edit_race", args=[*WHERE, "ridge-50k"])
    sent = dict(shown_on(client, address)) | {"steps-0-DELETE": "on", "stations-1-DELETE": "on"}

    client.post(address, sent)

    assert PriceStep.objects.get().minor == 2000
    assert AidStation.objects.get().name == "Start"


@pytest.mark.django_db
def test_two_stations_at_one_kilometre_are_refused(client: Client, full: Race) -> None:
    address = reverse("edit_race", args=[*WHERE, "ridge-50k"])
    sent = dict(shown_on(client, address)) | {"stations-2-at_km": "12,345"}

    answer = client.post(address, sent)

    assert answer.status_code == 200
    assert "a station at this kilometre already" in answer.content.decode()
    assert AidStation.objects.count() == 2


@pytest.mark.django_db
def test_a_free_race_lacks_no_price(client: Client, full: Race) -> None:
    PriceStep.objects.all().delete()
    edition = Edition.objects.get()

    free = {gap.code for gap in completeness(edition)[1]}
    edition.is_enterable_here = False
    elsewhere = {gap.code for gap in completeness(edition)[1]}

    assert "all_prices" not in free
    assert "all_prices" in elsewhere
