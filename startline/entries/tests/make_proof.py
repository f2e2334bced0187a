"""A document that an entrant sent."""

from django.core.files.uploadedfile import SimpleUploadedFile

from startline.entries.models.asking import Requirement
from startline.entries.models.orders import Entry, Proof
from startline.entries.services.documents import keep_document
from startline.events.tests.make import NOW

BODY = b"%PDF-1.7 a doctor's word"


def make_proof(entry: Entry) -> Proof:
    """A certificate as a PDF, not yet looked at."""
    need = Requirement.objects.create(
        race=entry.race, kind="other", way="document", label="Doctor’s word"
    )
    name = keep_document(SimpleUploadedFile("mine.pdf", BODY))
    return Proof.objects.create(entry=entry, requirement=need, document=name, given_at=NOW)
