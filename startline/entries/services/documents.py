"""Documents that entrants show: kept outside of what the web server can reach."""

import re
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from startline.core.refusals import Refusal
from startline.entries.rules.cart import Place

MOST_BYTES = 5 * 1024 * 1024
KINDS = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}


NAME = re.compile(r"[A-Za-z0-9_-]{43}\.(pdf|jpg|png)")


class DocumentError(Refusal):
    """Not a PDF, JPEG or PNG, or too large."""

    code = "document"


def keep_document(file: UploadedFile[bytes]) -> str:
    """Store a document under a name nobody can guess; its kind is read from its first bytes.

    Returns the name. Raises DocumentError.
    """
    body = file.read(MOST_BYTES + 1)
    kind = next((word for mark, word in KINDS.items() if body.startswith(mark)), "")
    if not kind or len(body) > MOST_BYTES:
        raise DocumentError
    folder = Path(settings.STATE) / "documents"
    folder.mkdir(mode=0o700, exist_ok=True)
    name = f"{secrets.token_urlsafe(32)}.{kind}"
    (folder / name).write_bytes(body)
    return name


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
