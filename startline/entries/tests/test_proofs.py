"""Documents: opened and judged by staff, sent again and removed by entrants, gone on their day."""

import datetime as dt
import os
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from startline.accounts.models import AuditEntry, Membership, User
from startline.accounts.rules import Role
from startline.entries.models.asking import Requirement
from startline.entries.models.orders import Entry, Proof
from startline.entries.queries.entrants import entrants
from startline.entries.queries.proofs import missing_labels
from startline.entries.rules.asking import ProofGiven
from startline.entries.rules.life import State
from startline.entries.rules.segments import Segment
from startline.entries.services.changing import follow
from startline.entries.services.documents import (
    AFTER_END,
    AFTER_RACE,
    LEFT_BEHIND,
    folder,
    forget_old_documents,
    left_behind,
)
from startline.entries.services.proofs import (
    ProofNotWantedError,
    look_at_proof,
    remove_document,
    send_proof,
)
from startline.entries.tests.make_proof import BODY, make_proof
from startline.entries.tests.sold import Sold, make_sold
from startline.events.tests.make import NOW, make_race
from startline.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def sold() -> Sold:
    """A confirmed entry."""
    return make_sold()


def staff(sold: Sold, role: Role = Role.DIRECTOR) -> User:
    """Somebody of the organizer."""
    organizer = sold.race.edition.event.organizer
    assert organizer is not None
    user = User.objects.create(email=f"{role.value}@example.org")
    Membership.objects.create(user=user, organizer=organizer, role=role.value)
    return user


def door(proof: Proof, name: str) -> str:
    """The address of a proof for staff."""
    edition = proof.entry.race.edition
    return reverse(
        f"entries:{name}", args=[edition.event.slug, edition.slug, proof.entry_id, proof.pk]
    )


def own_door(entry: Entry, name: str = "proofs", *more: int) -> str:
    """The address of an entrant's page about proofs."""
    return reverse(f"entries:{name}", args=[entry.order.reference, entry.pk, *more])


def test_staff_download_a_document_as_a_file_that_runs_nothing(
    client: Client, sold: Sold
) -> None:  # fmt: skip
    proof = make_proof(sold.entry)
    director = staff(sold)
    client.force_login(director)

    answer = client.get(door(proof, "document"))

    assert answer.content == BODY
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer["Cache-Control"]
    assert AuditEntry.objects.get(verb="open_document").by == director


def test_a_document_that_is_gone_is_said_to_be_gone(client: Client, sold: Sold) -> None:
    proof = make_proof(sold.entry)
    remove_document(proof, by=None, now=NOW)
    client.force_login(staff(sold))

    answer = client.get(door(proof, "document"))

    assert answer.status_code == 410
    assert "no document any more" in answer.content.decode()


def test_a_refusal_has_a_reason_and_is_mailed(client: Client, sold: Sold) -> None:
    proof = make_proof(sold.entry)
    client.force_login(staff(sold))

    client.post(door(proof, "look_at_proof"), {"verdict": "refused"})
    silent = Proof.objects.get().state
    client.post(door(proof, "look_at_proof"), {"verdict": "refused", "reason": "It ended in May."})

    assert silent == "given"
    assert Proof.objects.get().state == "refused"
    mail = Notice.objects.get(key__startswith="proof-")
    assert mail.to == sold.order.email
    assert "It ended in May." in mail.text


def test_after_a_refusal_another_is_sent_and_the_first_document_goes(
    client: Client, sold: Sold, django_capture_on_commit_callbacks: object
) -> None:  # fmt: skip
    proof = make_proof(sold.entry)
    look_at_proof(proof, accept=False, reason="Blurred.", by=staff(sold), now=NOW)
    file = SimpleUploadedFile("better.png", b"\x89PNG\r\n\x1a\n better")
    need = proof.requirement_id

    page = client.get(own_door(sold.entry)).content.decode()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # a fixture
        client.post(own_door(sold.entry, "send_proof", need), {f"need_{need}": file})

    assert "The organizer says: Blurred." in page
    assert [p.state for p in Proof.objects.order_by("pk")] == ["replaced", "given"]
    assert [p.name for p in folder().iterdir()] == [Proof.objects.get(state="given").document]


def test_a_file_that_only_calls_itself_a_pdf_is_not_taken(client: Client, sold: Sold) -> None:
    need = Requirement.objects.create(race=sold.race, kind="other", way="document", label="Paper")
    file = SimpleUploadedFile("mine.pdf", b"<html>", content_type="application/pdf")

    answer = client.post(own_door(sold.entry, "send_proof", need.pk), {f"need_{need.pk}": file})

    assert answer.status_code == 409
    assert "send a PDF, JPEG or PNG" in answer.content.decode()
    assert not Proof.objects.exists()


def test_what_was_accepted_can_not_be_sent_again(sold: Sold) -> None:
    proof = make_proof(sold.entry)
    look_at_proof(proof, accept=True, reason="", by=staff(sold), now=NOW)

    with pytest.raises(ProofNotWantedError):
        send_proof(sold.entry, ProofGiven(proof.requirement_id, "x"), by=None, now=NOW)


def test_another_race_asks_anew(sold: Sold) -> None:
    look_at_proof(make_proof(sold.entry), accept=True, reason="", by=staff(sold), now=NOW)
    other = make_race(sold.race.edition, name="Ridge Long")
    Requirement.objects.create(race=other, kind="licence", way="document", label="Licence")

    successor = follow(sold.entry, other, State.CONFIRMED, now=NOW)

    assert missing_labels(sold.entry) == []
    assert missing_labels(successor) == ["Licence"]


def test_entrants_are_found_by_what_is_missing_to_check_or_refused(sold: Sold) -> None:
    edition = sold.race.edition
    found = {
        word: entrants(edition, Segment(proof=word)) for word in ("missing", "given", "refused")
    }
    need = Requirement.objects.create(race=sold.race, kind="other", way="code", label="Number")

    missing = {word for word, rows in found.items() if rows.all()}
    proof = send_proof(sold.entry, ProofGiven(need.pk, "12"), by=None, now=NOW)
    given = {word for word, rows in found.items() if rows.all()}
    look_at_proof(proof, accept=False, reason="No.", by=staff(sold), now=NOW)
    refused = {word for word, rows in found.items() if rows.all()}

    assert (missing, given, refused) == ({"missing"}, {"given"}, {"refused"})


@pytest.mark.parametrize(("accept", "after"), [(True, "accepted"), (False, "removed")])
def test_an_entrant_has_the_document_deleted(
    client: Client, sold: Sold, django_capture_on_commit_callbacks: object, *, accept: bool,
    after: str,
) -> None:  # fmt: skip
    proof = make_proof(sold.entry)
    if accept:
        look_at_proof(proof, accept=True, reason="", by=staff(sold), now=NOW)

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # a fixture
        client.post(own_door(sold.entry, "remove_proof", proof.pk))

    assert not list(folder().iterdir())
    assert Proof.objects.get().state == after


def test_nobody_removes_the_document_of_another_order(client: Client, sold: Sold) -> None:
    proof = make_proof(sold.entry)

    answer = client.post(reverse("entries:remove_proof", args=["OTHER00000", 1, proof.pk]))

    assert answer.status_code == 404
    assert Proof.objects.get().document


def test_documents_go_a_month_after_the_race_or_a_week_after_the_entry_ended(sold: Sold) -> None:
    make_proof(sold.entry)
    day = sold.race.edition.starts_on
    assert day is not None
    over = dt.datetime.combine(day, dt.time(), dt.UTC) + AFTER_RACE

    kept = forget_old_documents(over)
    raced = forget_old_documents(over + dt.timedelta(days=1))
    make_proof(sold.entry)
    Entry.objects.update(state="withdrawn", state_at=NOW)
    ended = forget_old_documents(NOW + AFTER_END + dt.timedelta(minutes=1))

    assert (kept, raced, ended) == (0, 1, 1)


def test_what_no_proof_names_for_a_day_is_left_behind(sold: Sold) -> None:
    kept = folder() / make_proof(sold.entry).document
    stray, fresh = (folder() / f"{letter * 43}.pdf" for letter in "ab")
    for path in (stray, fresh):
        path.write_bytes(b"")
    for path in (kept, stray):
        os.utime(path, ((NOW - LEFT_BEHIND).timestamp() - 1,) * 2)
    os.utime(fresh, (NOW.timestamp(),) * 2)

    found: list[Path] = list(left_behind(NOW))

    assert found == [stray]
