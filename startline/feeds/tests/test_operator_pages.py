"""The operator's pages: who may open them, and what their buttons do."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from startline.accounts.models import User
from startline.events.models.catalogue import Edition, Event
from startline.feeds.models import ImportRun, Match, Record, Source
from startline.feeds.services import uploads
from startline.feeds.tests.make import NOW, import_listings, make_listing

pytestmark = pytest.mark.django_db
PAGES = ["operate_sources", "review_queue", "imports"]


@pytest.fixture
def operator(db: None) -> User:
    """The person who runs the site."""
    return User.objects.create_user(
        "op@example.org", "a-long-enough-word", name="Op", is_operator=True
    )


def make_source(slug: str = "calendar", **values: object) -> Source:
    return Source.objects.create(slug=slug, name=slug.title(), **values)


@pytest.mark.parametrize("name", PAGES)
def test_a_visitor_is_asked_to_sign_in(name: str, client: Client) -> None:
    answer = client.get(reverse(name))

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("who", ["alice", "bruno", "dora", "eve"])
@pytest.mark.parametrize("name", PAGES)
def test_nobody_but_operators_opens_them(
    who: str, name: str, client: Client, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))

    assert client.get(reverse(name)).status_code == 403


@pytest.mark.parametrize("name", PAGES)
def test_an_operator_opens_them(name: str, client: Client, operator: User) -> None:
    client.force_login(operator)

    assert client.get(reverse(name)).status_code == 200


def test_everybody_reads_the_sources_with_licence_and_credit(client: Client) -> None:
    make_source("british-triathlon", licence="CC BY 4.0", last_read_at=NOW)

    words = client.get(reverse("sources")).content.decode()

    assert "CC BY 4.0" in words
    assert "British Triathlon" in words
    assert "1 May 2026" in words
    assert "GeoNames" in words
    assert "Natural Earth" in words


def test_a_source_is_switched_on_and_off(client: Client, operator: User) -> None:
    source = make_source(permission="ask", address="https://feed.example/x.ics")
    client.force_login(operator)

    client.post(reverse("switch_source", args=["calendar"]), {"on": "1"})
    source.refresh_from_db()
    was_on = source.is_enabled
    client.post(reverse("switch_source", args=["calendar"]))
    source.refresh_from_db()

    assert (was_on, source.is_enabled) == (True, False)


def test_a_source_whose_publisher_said_no_stays_off(client: Client, operator: User) -> None:
    source = make_source(permission="no", address="https://feed.example/x.ics")
    client.force_login(operator)

    client.post(reverse("switch_source", args=["calendar"]), {"on": "1"})
    answer = client.post(reverse("read_source", args=["calendar"]))
    source.refresh_from_db()

    assert not source.is_enabled
    assert answer.status_code == 409
    assert "said no" in answer.content.decode()


CSV = (
    "Name,Date,City,Country,Distance\n"
    "Ridge Trail,2026-09-13,Serpa,PT,50 km\n"
    ",2026-09-20,Beja,PT,10 km\n"
    "Lake Run,2026-10-04,Mora,PT,10 km\n"
)


def hand_over(client: Client, words: str = CSV, **said: str) -> Any:
    file = SimpleUploadedFile("races.csv", words.encode(), "text/csv")
    given = {"file": file, "new_name": "Club list", "kind": "auto", **said}
    return client.post(reverse("start_import"), given)


def test_a_list_with_a_bad_row_is_imported_and_the_row_named(
    client: Client, operator: User
) -> None:
    client.force_login(operator)

    answer = hand_over(client)
    words = client.get(answer.headers["Location"]).content.decode()
    run = ImportRun.objects.get()

    assert (run.read, run.created, run.rejected + run.held) == (3, 2, 1)
    assert run.source.slug == "club-list"
    assert "It has no name." in words
    assert "It has no name." in client.get(reverse("import_run", args=[run.pk])).content.decode()
    assert "Club list" in client.get(reverse("imports")).content.decode()


def test_a_source_is_chosen_by_its_name(client: Client, operator: User) -> None:
    make_source("club-list")
    client.force_login(operator)

    page = client.get(reverse("imports")).content.decode()

    assert re.search(r'<option value="club-list"[^>]*>Club-List</option>', page)


def test_a_trial_counts_and_writes_nothing_and_can_then_be_imported(
    client: Client, operator: User
) -> None:
    client.force_login(operator)

    page = hand_over(client, is_dry="on").headers["Location"]
    words = client.get(page).content.decode()
    tried = Event.objects.count()
    client.post(f"{page}again/", {"for_good": "1"})

    assert "Nothing was written" in words
    assert tried == 0
    assert Event.objects.count() == 2


def test_columns_are_shown_changed_and_remembered_for_the_source(
    client: Client, operator: User
) -> None:
    client.force_login(operator)
    page = hand_over(client, is_dry="on").headers["Location"]
    shown = client.get(page).context["form"]
    values = {**shown.initial, "column_2": "venue", "columns": "1", "for_good": "1"}

    client.post(f"{page}again/", values)
    remembered = Source.objects.get(slug="club-list").mapping
    hand_over(client, CSV.replace("Lake Run", "Lake Walk"))

    assert shown.initial["column_2"] == "city"
    assert remembered["columns"]["venue"] == "City"
    assert "city" not in remembered["columns"]
    assert ImportRun.objects.count() == 2


def test_one_field_does_not_come_from_two_columns(client: Client, operator: User) -> None:
    client.force_login(operator)
    page = hand_over(client, is_dry="on").headers["Location"]
    values = {**client.get(page).context["form"].initial, "column_2": "name", "columns": "1"}

    answer = client.post(f"{page}again/", values)

    assert answer.status_code == 422
    assert "Another column is read as this already." in answer.content.decode()
    assert Source.objects.get(slug="club-list").mapping == {}


def test_a_large_file_waits_for_the_worker_and_the_page_says_so(
    client: Client, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "AT_ONCE", 10)
    client.force_login(operator)

    page = hand_over(client).headers["Location"]
    waiting = client.get(page).content.decode()
    uploads.read_upload.func(page.rstrip("/").rsplit("/", 1)[-1])

    assert "Waits for the worker" in waiting
    assert "every 2s" in waiting
    assert "every 2s" not in client.get(page, headers={"HX-Request": "true"}).content.decode()
    assert Event.objects.count() == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("<html><body>Not found</body></html>", "holds no event data"),
        ("", "empty"),
        ("\x00\x01\x02", "Not a listing"),
    ],
)
def test_a_file_that_is_no_listing_is_named_as_such(
    words: str, said: str, client: Client, operator: User
) -> None:
    client.force_login(operator)

    answer = hand_over(client, words)
    page = answer if answer.status_code != 302 else client.get(answer.headers["Location"])

    assert said in page.content.decode()
    assert not Event.objects.exists()


@pytest.mark.parametrize("address", ["http://127.0.0.1/feed.ics", "http://localhost/x"])
def test_an_address_inside_our_own_network_is_refused(
    address: str, client: Client, operator: User
) -> None:
    client.force_login(operator)
    answer = client.post(
        reverse("start_import"), {"address": address, "new_name": "Inside", "kind": "auto"}
    )
    page = answer.headers["Location"]

    uploads.read_upload.func(page.rstrip("/").rsplit("/", 1)[-1])

    assert "could not be read" in client.get(page).content.decode()


def test_neither_file_nor_source_is_said_at_the_fields(client: Client, operator: User) -> None:
    client.force_login(operator)

    answer = client.post(reverse("start_import"), {"kind": "auto"})

    assert answer.status_code == 422
    assert "Give a file or an address." in answer.content.decode()
    assert "Choose a source or name a new one." in answer.content.decode()


def test_a_source_that_said_no_takes_no_upload(client: Client, operator: User) -> None:
    make_source("club-list", permission="no")
    client.force_login(operator)

    assert hand_over(client).status_code == 422
    assert not ImportRun.objects.exists()


def test_an_upload_nobody_made_is_not_found(client: Client, operator: User) -> None:
    client.force_login(operator)

    assert client.get(reverse("upload", args=["x" * 22])).status_code == 404
    assert client.get(reverse("upload", args=["..x"])).status_code == 404


def make_doubt(operator: User) -> Match:
    """Two listings of two events, waiting in the queue."""
    import_listings(make_listing("a", "Ridge Trail"))
    import_listings(make_listing("b", "Lake Run", latitude=10.0, longitude=10.0), source="other")
    left, right = Record.objects.order_by("pk")
    return Match.objects.create(
        kind=Match.DOUBTFUL, left=left, right=right, points=5.2, reasons={"name": 2.0},
        decided_at=NOW
    )  # fmt: skip


def test_a_pair_is_merged_and_the_merge_undone(client: Client, operator: User) -> None:
    doubt = make_doubt(operator)
    client.force_login(operator)
    before = Event.objects.filter(merged_into=None).count()

    client.post(reverse("answer_doubt", args=[doubt.pk]), {"same": "1"})
    merged = Edition.objects.count()
    decided = Match.objects.by_people().get()
    empty = client.get(reverse("review_queue")).content.decode()
    client.post(reverse("undo_match", args=[decided.pk]))
    queue = client.get(reverse("review_queue")).content.decode()

    assert (before, merged, Edition.objects.count()) == (2, 1, 2)
    assert "No pair waits" in empty
    assert "Lake Run" in queue
    assert "No pair waits" not in queue


def test_a_pair_called_not_the_same_stays_apart(client: Client, operator: User) -> None:
    doubt = make_doubt(operator)
    client.force_login(operator)

    client.post(reverse("answer_doubt", args=[doubt.pk]), {"apart": "1"})
    again = client.post(reverse("answer_doubt", args=[doubt.pk]), {"same": "1"})

    assert Match.objects.by_people().get().kind == Match.NOT_SAME
    assert again.status_code == 409
    assert Edition.objects.count() == 2


@pytest.mark.parametrize("who", ["alice", "bruno", "eve", None])
@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("switch_source", ["calendar"]),
        ("read_source", ["calendar"]),
        ("answer_doubt", [1]),
        ("undo_match", [1]),
        ("start_import", []),
        ("read_upload_again", ["x" * 22]),
    ],
)
def test_nobody_else_presses_the_buttons(
    who: str | None, name: str, args: list[object], client: Client, request: pytest.FixtureRequest
) -> None:
    if who:
        client.force_login(request.getfixturevalue(who))

    assert client.post(reverse(name, args=args)).status_code == (403 if who else 302)


@pytest.mark.parametrize("who", ["alice", "bruno", "eve", None])
@pytest.mark.parametrize(("name", "args"), [("import_run", [1]), ("upload", ["x" * 22])])
def test_nobody_else_reads_what_became_of_an_import(
    who: str | None, name: str, args: list[object], client: Client, request: pytest.FixtureRequest
) -> None:
    if who:
        client.force_login(request.getfixturevalue(who))

    assert client.get(reverse(name, args=args)).status_code == (403 if who else 302)
