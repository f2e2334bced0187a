"""Everything of a person in one file, or gone: no table is forgotten."""

import datetime as dt
import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client
from django.urls import reverse
from PIL import Image

from startline.accounts.models import Athlete, User
from startline.discovery.models import SavedRace
from startline.discovery.services.wishes import save_races
from startline.entries.models.orders import Entry, Order
from startline.entries.tests.make_in import make_in, make_ruled_race
from startline.events.models.catalogue import Edition
from startline.events.tests.make import NOW
from startline.notices.models import Notice
from startline.pages.services.account import KEPT, After, packed
from startline.results.models import Result
from startline.results.tests.make import make_results
from startline.reviews.services.photos import keep_photo
from startline.reviews.tests.make import (
    LATER,
    make_outcome,
    make_race,
    make_review,
    make_runner,
    own,
    photo,
)

PERSONAL = {"born_on", "guardian_name", "payer", "given_name", "emergency_name", "signed"}
BEYOND = {"feeds.Source", "payments.PayoutAccount"}


def names_a_person(field: models.Field[Any, Any]) -> bool:
    """A way to a person, an address, or one of the words for a name or a birth date."""
    if isinstance(field, models.ForeignKey | models.ManyToManyField):
        return field.related_model in (User, Athlete)
    return isinstance(field, models.EmailField) or field.name in PERSONAL


def personal_tables() -> Iterator[type[models.Model]]:
    for model in apps.get_models():
        if any(names_a_person(field) for field in model._meta.get_fields() if field.concrete):
            yield model


def test_erasing_says_what_becomes_of_every_table_that_names_a_person() -> None:
    assert {model._meta.label for model in personal_tables()} - BEYOND <= set(KEPT)


def test_no_line_is_about_a_table_that_is_gone() -> None:
    assert set(KEPT) <= {model._meta.label for model in apps.get_models()}


@pytest.fixture
def anna(settings: Any, client: Client) -> User:
    """Runs the Ridge of last September; `today` is after it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.TODAY = NOW.date()
    user = User.objects.create_user("anna@example.org", "long enough 7")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client.force_login(user)
    return user


def raced() -> tuple[Entry, Entry]:
    """Entries of anna and ben, paid, run; anna's is in the results."""
    entry = make_in(make_ruled_race(), "anna")
    other = make_in(entry.race, "ben")
    Edition.objects.filter(pk=entry.race.edition_id).update(
        starts_on=NOW.date() - dt.timedelta(days=1)
    )
    make_results(entry.race, User.objects.create_user("timing@example.org"))
    result = Result.objects.get(race=entry.race, bib="1")
    Result.objects.filter(pk=result.pk).update(entry=entry)
    return entry, other


def everywhere(*words: str) -> set[str]:
    """Columns of the whole database in which one of these words stands."""
    found = set()
    for model in apps.get_models():
        for row in model._base_manager.values():
            for column, value in row.items():
                if any(word in str(value).lower() for word in words):
                    found.add(f"{model._meta.label}.{column}")
    return found


@pytest.mark.django_db
def test_the_file_holds_each_part(anna: User, client: Client) -> None:
    entry, _other = raced()
    save_races(user=anna, edition_ids=[entry.race.edition_id], now=NOW)

    answer = client.post(reverse("export_everything"))

    box = zipfile.ZipFile(io.BytesIO(answer.content))
    part = {name: json.loads(box.read(name)) for name in box.namelist()}
    assert part["account.json"]["account"]["email"] == "anna@example.org"
    assert [one["reference"] for one in part["entries.json"]["orders"]] == [entry.order.reference]
    assert part["entries.json"]["entries"][0]["athlete__family_name"]
    assert [one["name"] for one in part["results.json"]["results"]] == ["Ana Lee"]
    assert len(part["saved.json"]["saved_races"]) == 1
    assert {one["to"] for one in part["mail.json"]["mail"]} == {"anna@example.org"}


@pytest.mark.django_db
def test_photos_under_reviews_are_in_the_file(anna: User) -> None:
    race = make_race()
    entry = make_runner(race)
    own(entry, anna)
    make_outcome(race, (entry, "finished"))
    picture = SimpleUploadedFile("top.jpg", photo())
    keep_photo(make_review(entry), picture, words="The top", now=LATER)

    box = zipfile.ZipFile(io.BytesIO(packed(anna)))

    (name,) = (name for name in box.namelist() if name.startswith("photos/"))
    assert Image.open(io.BytesIO(box.read(name))).format == "WEBP"


@pytest.mark.django_db
def test_erasing_leaves_nothing_but_what_the_page_listed(anna: User, client: Client) -> None:
    entry, other = raced()
    save_races(user=anna, edition_ids=[entry.race.edition_id], now=NOW)
    page = client.get(reverse("everything")).content.decode()
    assert entry.order.reference in page
    assert "Your result in" in page

    wrong = client.post(reverse("erase_everything"), {"secret": "guess"})
    assert wrong.status_code == 422
    answer = client.post(
        reverse("erase_everything"), {"secret": "long enough 7", "hides_results": "on"}
    )

    assert answer.status_code == 302
    assert not User.objects.filter(pk=anna.pk).exists()
    assert not everywhere("anna@example.org")
    assert Order.objects.get(pk=entry.order_id).user_id is None
    kept = Entry.objects.get(pk=entry.pk)
    assert kept.athlete
    assert kept.athlete.family_name == ""
    assert kept.athlete.born_on is None
    hidden = Result.objects.get(race=entry.race, bib="1")
    assert (hidden.entry_id, hidden.is_hidden) == (None, True)
    assert not SavedRace.objects.exists()
    assert Entry.objects.get(pk=other.pk).athlete.family_name  # type: ignore[union-attr]
    assert Notice.objects.filter(to="ben@example.org").exists()


@pytest.mark.django_db
def test_a_place_in_a_race_ahead_is_given_up_first(anna: User, client: Client) -> None:
    entry = make_in(make_ruled_race(), "anna")

    answer = client.post(reverse("erase_everything"), {"secret": "long enough 7"})

    assert answer.status_code == 409
    assert entry.order.reference in answer.content.decode()
    assert User.objects.filter(pk=anna.pk).exists()


@pytest.mark.django_db
def test_without_a_password_a_code_by_mail_says_who_asks(anna: User, client: Client) -> None:
    anna.set_unusable_password()
    anna.save()
    client.force_login(anna)
    refused = client.post(reverse("erase_everything"), {"secret": "000000"})
    assert refused.status_code == 422

    client.post(reverse("erase_code"))
    code = Notice.objects.get(to=anna.email).subject.split()[0]
    client.post(reverse("erase_everything"), {"secret": code})

    assert not User.objects.filter(pk=anna.pk).exists()


def test_each_stay_has_a_reason_on_the_page() -> None:
    stays = {label for label, after in KEPT.items() if after is After.STAYS}
    assert stays == {
        "entries.Order", "entries.Signature", "payments.Payment", "payments.BankLine",
        "entries.EntrantList", "results.Result", "results.ResultChange", "results.TimingImport",
    }  # fmt: skip
