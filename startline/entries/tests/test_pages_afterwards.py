"""The pages after entering: what is read before the click, and who may read it."""

import itertools
import re

import pytest
from django.test import Client

from startline.accounts.models import Organizer, User
from startline.entries.models.afterwards import Calling, EntryChange, WaitlistPlace
from startline.entries.models.orders import Entry
from startline.entries.queries.afterwards import rules_of
from startline.entries.rules.afterwards import Act
from startline.entries.services.calling import carry_on
from startline.entries.services.transferring import offer_transfer
from startline.entries.services.waitlist import join_waitlist
from startline.entries.tests.make import LATER, hold
from startline.entries.tests.make_in import DAY, make_in, make_other_race, make_ruled_race, states
from startline.events.models.catalogue import CapacityPool, Race
from startline.events.models.offer import Policy, SaleTerms

pytestmark = pytest.mark.django_db

KINDS = ("refund", "transfer", "deferral", "distance_change")
TABLE = list(itertools.product(KINDS, ("before", "after"), ("free", "full"), ("alone", "line")))
SAYS = {
    ("refund", "line"): "your place goes to the waitlist. The money goes to where it came from",
    ("refund", "alone"): "your place goes back on sale. The money goes to where it came from",
    ("transfer", "line"): "The place moves to the other person, also when the race is full",
    ("transfer", "alone"): "The place moves to the other person, also when the race is full",
    ("deferral", "line"): "Your place goes to the waitlist",
    ("deferral", "alone"): "Your place goes back on sale",
    ("distance_change", "line"): "Your old place goes to the waitlist",
    ("distance_change", "alone"): "Your old place goes back on sale",
}
PINNED = LATER.date()


@pytest.fixture(autouse=True)
def pinned(settings: object) -> None:
    """The pages think it is the day of the tests."""
    settings.TODAY = PINNED  # type: ignore[attr-defined]  # pytest-django's settings


def page(client: Client, path: str, status: int = 200) -> str:
    """A page as text in one line, without tags."""
    answer = client.get(path)
    assert answer.status_code == status
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def mine(entry: Entry, *more: str) -> str:
    """An address of an entry."""
    return "/".join(["/entries", entry.order.reference, str(entry.pk), *more]) + "/"


def post(client: Client, path: str, **values: object) -> int:
    """Send a form with a key."""
    return client.post(path, {"key": "k", **values}).status_code


@pytest.mark.parametrize(("kind", "when", "room", "waits"), TABLE)
def test_each_row_of_the_policy_table_has_its_sentence(
    client: Client, kind: str, when: str, room: str, waits: str
) -> None:
    race = make_ruled_race(places=2)
    make_other_race(race, minor=5000)
    entry = make_in(race)
    if room == "full":
        CapacityPool.objects.filter(races=race).update(places=1)
    if waits == "line" and race.pool:
        WaitlistPlace.objects.create(
            pool=race.pool, race=race, email="z@example.org", token="z" * 20, joined_at=LATER,
            heads=5,
        )  # fmt: skip
    if when == "after":
        Policy.objects.filter(kind=kind).update(until_at=LATER - DAY)
    other = Race.objects.exclude(pk=race.pk).get().pk
    query = f"?race={other}" if kind == "distance_change" else ""

    words = page(client, mine(entry, "do", kind) + query)

    if when == "before":
        assert SAYS[kind, waits] in words
        assert "Until when" in words
    else:
        assert "Not possible now. The deadline was Thu 30 Apr" in words


def test_my_entry_shows_what_i_hold_and_each_act_with_its_price(client: Client) -> None:
    race = make_ruled_race(refund_percent=80)
    entry = make_in(race)

    words = page(client, f"/entries/{entry.order.reference}/")

    assert "You are in" in words
    assert "Ticket" in words
    assert "40.00 EUR back" in words
    assert "50.00 EUR back at today's price" in words.replace("&#x27;", "'")
    assert "Hand the place to another person" in words


def test_several_entries_of_an_order_are_a_list(client: Client) -> None:
    race = make_ruled_race()
    entry = make_in(race, heads=1)
    Entry.objects.create(
        order=entry.order, race=race, state="confirmed", ticket="x", created_at=LATER,
        state_at=LATER,
    )  # fmt: skip

    assert "Your entries" in page(client, f"/entries/{entry.order.reference}/")


@pytest.mark.parametrize(
    ("word", "values", "state"),
    [
        ("refund", {}, "withdrawn"),
        ("resale", {}, "offered"),
        ("deferral", {}, "deferred"),
        ("transfer", {"to_email": "bob@example.org"}, "confirmed"),
        ("name_change", {"given_name": "Alicia", "family_name": "Runner1"}, "confirmed"),
    ],
)
def test_a_form_does_its_act_once_however_often_it_is_sent(
    client: Client, word: str, values: dict[str, str], state: str
) -> None:
    entry = make_in(make_ruled_race())

    first = post(client, mine(entry, "do", word), **values)
    second = post(client, mine(entry, "do", word), **values)

    assert (first, second) == (302, 302)
    assert states(entry) == [state]
    assert EntryChange.objects.count() == 1


def test_what_was_refused_says_why_and_changes_nothing(client: Client) -> None:
    entry = make_in(make_ruled_race())

    answer = client.post(mine(entry, "do", "transfer"),
                         {"key": "k", "to_email": "alice@example.org"})  # fmt: skip

    assert answer.status_code == 409
    assert "That is the person who has the place already" in answer.content.decode()


def test_a_dearer_race_leads_to_the_payment(client: Client) -> None:
    race = make_ruled_race()
    other = make_other_race(race, minor=8000)
    entry = make_in(race)

    answer = client.post(mine(entry, "do", "distance_change"), {"key": "k", "race": other.pk})

    assert answer.status_code == 302
    words = page(client, answer["Location"])
    assert "Pay 30.00 EUR" in words
    assert "FR76 3000 6000 0112 3456 7890 189" in words or "FR7630006000011234567890189" in words


def test_the_offered_person_takes_the_place_by_the_link(client: Client) -> None:
    entry = make_in(make_ruled_race())
    change = offer_transfer(entry, to_email="bob@example.org", key="t", by=None, now=LATER)
    path = f"/entries/transfer/{change.token}/"

    before = page(client, path)
    told = {
        "given_name": "Bob", "family_name": "Walker", "born_on": "1991-02-03",
        "emergency_name": "Ann", "emergency_phone": "0123456", "signed": "Bob Walker",
    }  # fmt: skip
    form = {f"p{entry.pk}-{name}": value for name, value in told.items()}
    answer = client.post(path, {"key": "k", **form})

    assert "A place for you in Ridge 50K" in before
    assert answer.status_code == 302
    assert states(entry) == ["transferred"]
    assert "This offer is over" in page(client, path)
    assert "belongs to another person now" in page(client, mine(entry))


def test_a_released_place_can_be_taken_back_by_its_button(client: Client) -> None:
    entry = make_in(make_ruled_race())
    post(client, mine(entry, "do", "resale"))

    words = page(client, mine(entry))
    client.post(mine(entry, "keep"))

    assert "Take my place back" in words
    assert states(entry) == ["confirmed"]


def test_eve_reaches_no_entry_by_its_number_or_with_another_reference(
    client: Client, eve: User
) -> None:
    race = make_ruled_race()
    one, other = make_in(race, "a"), make_in(race, "b")
    client.force_login(eve)
    wrong = f"/entries/{one.order.reference}/{other.pk}/"

    for path in (wrong, wrong + "do/refund/", wrong + "choice/", "/entries/AAAAAAAAAA/"):
        assert client.get(path).status_code == 404
    assert client.post(wrong + "keep/").status_code == 404
    assert client.get("/entries/transfer/unknown/").status_code == 404
    assert client.get("/entries/credit/unknown/").status_code == 404


def test_a_director_sees_the_example_and_changes_who_bears_what(
    client: Client, bruno: User, ridge: Organizer
) -> None:
    race = make_ruled_race(organizer=ridge)
    client.force_login(bruno)
    path = f"/organize/{race.edition.event.slug}/{race.edition.slug}/changes/"

    words = page(client, path)
    client.post(path, {
        "refund_on_resale": "on", "kept_fee_bearer": "organizer", "difference_to": "entrant",
        "reasons": ["injury"], "free_reasons": ["injury"],
    })  # fmt: skip

    terms = SaleTerms.objects.get()
    deferral = next(r for r in rules_of(race.edition) if r.kind is Act.DEFERRAL)
    assert "An entrant paid 50.00 EUR" in words
    assert (terms.kept_fee_bearer, terms.difference_to) == ("organizer", "entrant")
    assert deferral.reasons == deferral.free_reasons == ("injury",)


def test_calling_off_asks_everyone_and_shows_how_far_it_is(
    client: Client, bruno: User, ridge: Organizer
) -> None:
    race = make_ruled_race(organizer=ridge)
    entry = make_in(race)
    client.force_login(bruno)
    path = f"/organize/{race.edition.event.slug}/{race.edition.slug}/call-off/"

    made = client.post(path, {"kind": "cancelled", "refund_percent": 100, "days": 7, "sure": "on"})
    carry_on(Calling.objects.get(), LATER)
    words = page(client, made["Location"])
    client.logout()
    asked = page(client, mine(entry, "choice"))
    chosen = client.post(mine(entry, "choice"), {"wish": "refund"})
    carry_on(Calling.objects.get(), LATER)

    assert "1 of 1" in words
    assert "is cancelled" in asked
    assert chosen.status_code == 302
    assert states(entry) == ["cancelled"]


@pytest.mark.parametrize("last", ["changes/", "call-off/", "call-off/1/"])
def test_eve_and_dora_reach_no_page_of_a_director(
    client: Client, eve: User, dora: User, ridge: Organizer, last: str
) -> None:
    race = make_ruled_race(organizer=ridge)
    path = f"/organize/{race.edition.event.slug}/{race.edition.slug}/{last}"
    found = []

    for user in (None, eve, dora):
        client.logout()
        if user:
            client.force_login(user)
        found.append(client.get(path).status_code)

    assert found == [302, 403, 403]


def test_a_line_is_joined_only_where_places_have_an_end(client: Client) -> None:
    race = make_ruled_race(places=1)
    make_in(race)
    place = join_waitlist(
        Race.objects.select_related("pool").get(pk=race.pk), email="z@example.org", name="Zoe",
        heads=1, now=LATER,
    )  # fmt: skip

    assert "Number 1 in the line" in page(client, f"/entries/waitlist/{place.token}/")


@pytest.mark.parametrize("said", ["9" * 5_000, "9" * 30, "x", "\0", "-1", "²"])
def test_a_number_that_no_row_can_have_is_no_crash(client: Client, said: str) -> None:
    race = make_ruled_race(places=9)
    make_other_race(race, minor=4000)
    entry, held = make_in(race), hold(race, key="held")
    reference = entry.order.reference

    answers = [
        client.get(f"/orders/{reference}/paid/", {"entry": said}),
        client.post(f"/enter/{held.reference}/people/", {"add": said}),
        client.post(f"/enter/{held.reference}/people/", {"drop": said}),
        client.post(mine(entry, "do", "distance_change"), {"race": said, "key": "k"}),
    ]

    assert [answer.status_code // 100 for answer in answers[:3]] == [3, 2, 2]
    assert answers[3].status_code in {200, 404}
