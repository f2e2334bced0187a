"""Proofs after entering: looked at by staff, sent again or removed by the entrant."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from startline.accounts.models import User
from startline.accounts.services.audit import record_deed
from startline.core.refusals import Refusal
from startline.entries.models.orders import Entry, Proof
from startline.entries.rules.asking import SHOWN, ProofGiven
from startline.entries.rules.life import LIVING
from startline.entries.services.documents import drop_document, forget_documents, read_document
from startline.notices.services import record_notice


class ProofNotWantedError(Refusal):
    """The race does not ask for it, it was accepted already, or the entry has ended."""

    code = "proof_not_wanted"


@transaction.atomic
def look_at_proof(proof: Proof, *, accept: bool, reason: str, by: User, now: dt.datetime) -> bool:
    """Accept a proof or refuse it with a reason, and tell the entrant; whether this changed it.

    A verdict may be changed later; a proof that was replaced or removed has none.
    """
    state = "accepted" if accept else "refused"
    mine = Proof.objects.filter(pk=proof.pk, state__in=SHOWN).exclude(state=state)
    said = "" if accept else reason
    if not mine.update(state=state, reason=said, checked_by=by, checked_at=now):
        return False
    record_deed(f"proof_{state}", proof.entry, by=by, now=now, proof=proof.pk)
    tell_verdict(proof.pk, now=now)
    return True


@transaction.atomic
def accept_proofs(entries: Sequence[Entry], *, by: User, now: dt.datetime) -> int:
    """Accept the proofs that wait for a look; how many. One that was looked at stays as it is."""
    waiting = Proof.objects.filter(entry__in=entries, state="given").select_related("entry")
    return sum(
        look_at_proof(proof, accept=True, reason="", by=by, now=now) for proof in list(waiting)
    )


def tell_verdict(pk: int, *, now: dt.datetime) -> None:
    """Mail the entrant what staff said, once for each verdict."""
    proof = Proof.objects.select_related(
        "requirement", "entry__order__user", "entry__race__edition__event"
    ).get(pk=pk)
    entry = proof.entry
    record_notice(
        key=f"proof-{proof.pk}-{proof.state}-{now:%Y%m%d%H%M%S}", to=entry.order.email,
        template="entries/mail/proof_checked", now=now, user=entry.order.user,
        context={
            "proof": proof, "entry": entry, "race": entry.race, "edition": entry.race.edition,
        },
    )  # fmt: skip


@transaction.atomic
def open_document(proof: Proof, *, by: User, now: dt.datetime) -> bytes:
    """The document for the eyes of staff; that it was opened is recorded. DocumentGoneError."""
    record_deed("open_document", proof.entry, by=by, now=now, proof=proof.pk)
    return read_document(proof)


@transaction.atomic
def send_proof(entry: Entry, given: ProofGiven, *, by: User | None, now: dt.datetime) -> Proof:
    """Show what the race asks for, for the first time or anew; an earlier document is deleted.

    Raises ProofNotWantedError.
    """
    mine = Entry.objects.filter(pk=entry.pk, state__in=LIVING)
    if not mine.update(state_at=F("state_at")):  # ours until the end: two tabs send one by one
        raise ProofNotWantedError
    if not entry.race.requirements.filter(pk=given.requirement).exists():
        raise ProofNotWantedError
    before = list(entry.proofs.filter(requirement=given.requirement, state__in=SHOWN))
    if any(proof.state == "accepted" for proof in before):
        raise ProofNotWantedError
    for proof in before:
        Proof.objects.filter(pk=proof.pk).update(state="replaced", document="", removed_at=now)
        drop_document(proof.document)
    record_deed("send_proof", entry, by=by, now=now)
    return Proof.objects.create(
        entry=entry, requirement_id=given.requirement, words=given.words,
        document=given.document, expires_on=given.expires_on, given_at=now,
    )  # fmt: skip


@transaction.atomic
def remove_document(proof: Proof, *, by: User | None, now: dt.datetime) -> None:
    """Delete a document because its owner wants it; twice changes nothing.

    What was accepted stays accepted; what nobody looked at has to be shown anew.
    """
    if forget_documents([proof], now=now):
        Proof.objects.filter(pk=proof.pk, state="given").update(state="removed")
        record_deed("remove_document", proof.entry, by=by, now=now, proof=proof.pk)
