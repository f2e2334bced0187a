"""What the form asks of each person, through HTTP."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from startline.entries.models.asking import Question, Requirement, Waiver
from startline.entries.models.orders import Entry, Order, Proof
from startline.entries.services.documents import read_document
from startline.entries.tests.make import hold
from startline.events.models.catalogue import Race
from startline.events.tests.make import NOW, make_race

PERSON = {
    "given_name": "Alice", "family_name": "Runner", "born_on": "1990-01-01",
    "emergency_name": "Mum", "emergency_phone": "0123 4567",
}  # fmt: skip


@pytest.fixture(autouse=True)
def today(settings: Any) -> None:
    """It is 1 May 2026."""
    settings.TODAY = NOW.date()


def filled(order: Order, **more: Any) -> dict[str, Any]:
    """The form with one person for each place."""
    data: dict[str, Any] = {"email": "Alice@Example.org"}
    for number, pk in enumerate(order.entries.order_by("pk").values_list("pk", flat=True)):
        person = {**PERSON, "given_name": f"Alice{number or ''}"}
        data |= {f"p{pk}-{name}": value for name, value in person.items()}
    return {**data, **more}


def checkout(order: Order) -> str:
    """The form's address."""
    return reverse("entries:checkout", args=[order.reference])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("born", "limits", "words"),
    [
        ("2015-01-01", {"min_age": 18}, "The minimum age is 18"),
        ("1950-01-01", {"max_age": 60}, "The maximum age is 60"),
        ("2010-01-01", {}, "a parent or guardian has to agree"),
        ("2027-01-01", {}, "in the past"),
    ],
)
def test_age_on_race_day_is_said_beside_the_field(
    client: Client, born: str, limits: dict[str, int], words: str
) -> None:
    race = make_race(places=3)
    Race.objects.filter(pk=race.pk).update(**limits)
    order = hold(race)

    answer = client.post(
        checkout(order), filled(order, **{f"p{order.entries.get().pk}-born_on": born})
    )

    assert words in answer.content.decode()


@pytest.mark.django_db
def test_a_minor_enters_with_a_guardians_consent(client: Client) -> None:
    order = hold(make_race(places=3))
    pk = order.entries.get().pk
    data = filled(order, **{
        f"p{pk}-born_on": "2010-01-01", f"p{pk}-guardian_name": "Bea Runner",
        f"p{pk}-guardian_email": "bea@example.org", f"p{pk}-guardian_agrees": "on",
    })  # fmt: skip

    client.post(checkout(order), data)

    entry = Entry.objects.get()
    assert (entry.state, entry.guardian_name) == ("confirmed", "Bea Runner")
    assert entry.guardian_at is not None


@pytest.mark.django_db
def test_questions_of_every_kind_are_answered(client: Client) -> None:
    race = make_race(places=3)
    kinds = {
        "text": "Ridge Club", "long_text": "Two\nlines", "number": "42", "choice": "M",
        "choices": ["a", "b"], "yes_no": "yes", "date": "2026-01-02", "country": "FR",
        "phone": "+33 6 12 34 56",
    }  # fmt: skip
    for kind in kinds:
        options = {"choice": ["S", "M"], "choices": ["a", "b", "c"]}.get(kind, [])
        Question.objects.create(
            edition=race.edition, key=kind, kind=kind, label=kind, options=options,
            is_required=True,
        )  # fmt: skip
    order = hold(race)
    pk = order.entries.get().pk

    missing = client.post(checkout(order), filled(order)).content.decode()
    wrong = client.post(
        checkout(order), filled(order, **{f"p{pk}-q_number": "many", f"p{pk}-q_phone": "x"})
    ).content.decode()
    client.post(checkout(order), filled(order, **{f"p{pk}-q_{k}": v for k, v in kinds.items()}))

    assert "9 things to put right" in missing
    assert "Give a number." in wrong
    assert Entry.objects.get().answers == {**kinds, "long_text": "Two\nlines"}


@pytest.mark.django_db
def test_a_certificate_has_to_last_until_race_day(client: Client) -> None:
    race = make_race(places=3)
    need = Requirement.objects.create(race=race, kind="certificate", way="code", label="PPS")
    order = hold(race)
    name = f"p{order.entries.get().pk}"
    given = {f"{name}-need_{need.pk}": "P1234", f"{name}-until_{need.pk}": "2026-09-11"}

    short = client.post(checkout(order), filled(order, **given)).content.decode()
    client.post(
        checkout(order), filled(order, **{**given, f"{name}-until_{need.pk}": "2026-09-12"})
    )

    assert "It has to be valid on race day, 12.09.2026." in short
    assert Proof.objects.get().expires_on == dt.date(2026, 9, 12)


@pytest.mark.django_db
def test_the_form_takes_files_only_where_a_document_is_asked_for(client: Client) -> None:
    race = make_race(places=3)
    order = hold(race)
    assert "enctype" not in client.get(checkout(order)).content.decode()

    Requirement.objects.create(race=race, kind="licence", way="document", label="Licence")
    assert 'enctype="multipart/form-data"' in client.get(checkout(order)).content.decode()


@pytest.mark.django_db
def test_a_document_is_kept_while_the_rest_is_put_right(client: Client, tmp_path: Any) -> None:
    race = make_race(places=3)
    need = Requirement.objects.create(race=race, kind="licence", way="document", label="Licence")
    order = hold(race)
    field = f"p{order.entries.get().pk}-need_{need.pk}"
    file = SimpleUploadedFile("mine.pdf", b"%PDF-1.7 mine")
    page = client.post(checkout(order), filled(order, email="", **{field: file})).content.decode()
    kept = page.split(f'name="kept_{field}" value="')[1].split('"')[0]
    client.post(checkout(order), filled(order, **{f"kept_{field}": kept}))

    proof = Proof.objects.get()
    assert proof.document == kept
    assert read_document(proof) == b"%PDF-1.7 mine"
    assert b"mine" not in (tmp_path / "documents" / kept).read_bytes()


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["checkout", "price", "people"])
def test_a_file_that_nobody_asked_for_is_let_go(client: Client, tmp_path: Any, page: str) -> None:
    race = make_race(places=3)
    Requirement.objects.create(race=race, kind="licence", way="code", label="Licence")
    order = hold(race)
    heap = {f"heap_{n}": SimpleUploadedFile("heap.pdf", b"%PDF-1.7 heap") for n in range(5)}

    client.post(reverse(f"entries:{page}", args=[order.reference]), filled(order, **heap))

    assert not list(tmp_path.glob("documents/*"))


@pytest.mark.django_db
def test_a_name_is_one_line_that_turns_nothing_round(client: Client) -> None:
    order = hold(make_race(places=3))
    pk = order.entries.get().pk
    given = {
        f"p{pk}-given_name": "Eve\r\n\r\nYou won:\thttp://x.example.org",
        f"p{pk}-family_name": "\u202eEvil\u2066 زهراء\u200cسادات",
    }

    client.post(checkout(order), filled(order, **given))

    runner = Entry.objects.get().athlete
    assert runner
    assert runner.given_name == "Eve You won: http://x.example.org"
    assert runner.family_name == "Evil زهراء\u200cسادات"


@pytest.mark.django_db
def test_a_waiver_is_signed_by_name(client: Client) -> None:
    race = make_race(places=3)
    Waiver.objects.create(edition=race.edition, version=3, text="I am **fit**.", made_at=NOW)
    order = hold(race)

    unsigned = client.post(checkout(order), filled(order)).content.decode()
    client.post(
        checkout(order), filled(order, **{f"p{order.entries.get().pk}-signed": "Alice Runner"})
    )

    assert "Sign with your full name to agree." in unsigned
    assert "<strong>fit</strong>" in unsigned
    assert Entry.objects.get().signatures.get().name == "Alice Runner"
