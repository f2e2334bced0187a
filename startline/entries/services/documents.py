"""Documents that entrants show: sealed, and outside of what the web server can reach.

The file has a name nobody can guess; a `Proof` names it. A file that no proof names for a day was
left behind by an order that was never placed, and goes.
"""

import datetime as dt
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.tasks import task

from startline.core.clock import now as clock_now
from startline.core.refusals import Refusal
from startline.core.sealing import seal_bytes, unseal_bytes
from startline.entries.models.orders import Proof
from startline.entries.rules.cart import Place
from startline.entries.rules.life import LIVING

MOST_BYTES = 5 * 1024 * 1024
KINDS = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}
NAME = re.compile(r"[A-Za-z0-9_-]{43}\.(pdf|jpg|png)")
AFTER_RACE = dt.timedelta(days=30)
"""How long after race day a document is kept: time for a protest, no longer."""
AFTER_END = dt.timedelta(days=7)
"""How long the document of an entry that ended is kept: late money can still revive an order."""
LEFT_BEHIND = dt.timedelta(hours=24)
BATCH = 200


class DocumentError(Refusal):
    """Not a PDF, JPEG or PNG, or too large."""

    code = "document"


class DocumentGoneError(Refusal):
    """The document was removed, by its owner or on its day."""

    code = "document_gone"


def keep_document(file: UploadedFile[bytes]) -> str:
    """Seal and store a document; its kind is read from its first bytes, not from its name.

    Returns the name it has in the store. Raises DocumentError.
    """
    body = file.read(MOST_BYTES + 1)
    kind = next((word for mark, word in KINDS.items() if body.startswith(mark)), "")
    if not kind or len(body) > MOST_BYTES:
        raise DocumentError
    folder().mkdir(mode=0o700, exist_ok=True)
    name = f"{secrets.token_urlsafe(32)}.{kind}"
    (folder() / name).write_bytes(seal_bytes(body))
    return name


def folder() -> Path:
    """Where documents lie."""
    return Path(settings.STATE) / "documents"


def read_document(proof: Proof) -> bytes:
    """What an entrant sent, as it was sent. Raises DocumentGoneError."""
    if not NAME.fullmatch(proof.document):
        raise DocumentGoneError
    try:
        return unseal_bytes((folder() / proof.document).read_bytes())
    except FileNotFoundError as error:
        raise DocumentGoneError from error


def keep_documents(
    files: Mapping[str, Any], typed: Mapping[str, str], *, places: Iterable[Place]
) -> tuple[dict[str, str], Refusal | None]:
    """Store what was sent with a form and remember what was stored before, by field.

    A browser forgets its files when a page comes back, so the page carries their stored names in
    fields of the same name with "kept_" before it. The second value says why one was refused.
    Only what the race asks of these `places` is stored: whatever else was sent is let go.
    """
    asked = {
        f"p{place.entry}-need_{need.number}"
        for place in places
        for need in place.asked.needs
        if need.way == "document"
    }
    kept = {
        field.removeprefix("kept_"): name
        for field, name in typed.items()
        if field.startswith("kept_") and NAME.fullmatch(name)
    }
    refusal: Refusal | None = None
    for field, file in ((field, file) for field, file in files.items() if field in asked):
        try:
            kept[field] = keep_document(file)
        except DocumentError as said_no:
            refusal = said_no
    return kept, refusal


def drop_document(name: str) -> None:
    """Delete a file once the transaction that forgot its name is sure; a crash leaves it behind.

    What is left behind so is swept within a day.
    """
    if NAME.fullmatch(name):
        path = folder() / name
        transaction.on_commit(lambda: path.unlink(missing_ok=True))


@transaction.atomic
def forget_documents(proofs: Iterable[Proof], *, now: dt.datetime) -> int:
    """Delete the documents of these proofs; what staff said of them stays. How many."""
    gone = [proof for proof in proofs if proof.document]
    Proof.objects.filter(pk__in=[proof.pk for proof in gone]).update(document="", removed_at=now)
    for proof in gone:
        drop_document(proof.document)
    return len(gone)


def forget_old_documents(now: dt.datetime) -> int:
    """Delete documents whose race is over, or whose entry ended; how many, at most a batch."""
    raced = Q(entry__race__edition__starts_on__lt=(now - AFTER_RACE).date())
    ended = ~Q(entry__state__in=LIVING) & Q(entry__state_at__lt=now - AFTER_END)
    rows = Proof.objects.exclude(document="").filter(raced | ended).order_by("pk")[:BATCH]
    return forget_documents(list(rows), now=now)


def left_behind(now: dt.datetime) -> Iterator[Path]:
    """Files of the store older than a day that no proof names."""
    limit = (now - LEFT_BEHIND).timestamp()
    paths = folder().iterdir() if folder().is_dir() else iter(())
    old = {path.name: path for path in paths if path.stat().st_mtime < limit}
    names = sorted(old)
    for start in range(0, len(names), BATCH):
        batch = names[start : start + BATCH]
        named = set(Proof.objects.filter(document__in=batch).values_list("document", flat=True))
        yield from (old[name] for name in batch if name not in named)


@task
def sweep_documents() -> int:
    """The schedule's job: what is over, and what was left behind; how many documents went."""
    gone = 0
    while batch := forget_old_documents(clock_now()):
        gone += batch
    for path in left_behind(clock_now()):
        path.unlink(missing_ok=True)
        gone += 1
    return gone
