"""Documents and other proofs as staff see them: opened, accepted, refused."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from startline.accounts.rules import Action
from startline.core.clock import now
from startline.entries.access import proof_for
from startline.entries.forms.entrants import LookForm
from startline.entries.services.documents import DocumentGoneError
from startline.entries.services.proofs import look_at_proof, open_document
from startline.entries.views.person import signed_in
from startline.events.access import edition_for

CONTENT = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex",
}
"""A stranger's file: it is downloaded, never run, never kept on the way."""


@require_GET
@login_required
def document(
    request: HttpRequest, event: str, edition: str, entry: int, proof: int
) -> HttpResponse:  # fmt: skip
    """The document as a download; who opened it is recorded."""
    user = signed_in(request)
    found = edition_for(user, event, edition, to=Action.PROOFS)
    shown = proof_for(user, found, entry, proof)
    try:
        body = open_document(shown, by=user, now=now())
    except DocumentGoneError as said_no:
        page = {"event": found.event, "edition": found, "refusal": said_no}
        return render(request, "entries/desk/refused.html", page, status=410)
    ending = shown.document.rsplit(".", 1)[-1]
    name = f"{found.event.slug}-{shown.entry_id}-{shown.pk}.{ending}"
    return HttpResponse(
        body, content_type=CONTENT[ending],
        headers={**SAFE, "Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


@require_POST
@login_required
def look(request: HttpRequest, event: str, edition: str, entry: int, proof: int) -> HttpResponse:
    """Accept a proof, or refuse it with a reason."""
    user = signed_in(request)
    found = edition_for(user, event, edition, to=Action.PROOFS)
    shown = proof_for(user, found, entry, proof)
    form = LookForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why: the entrant has to know what to send instead."))
        return redirect("entries:entrant", event, edition, entry)
    accept = form.cleaned_data["verdict"] == "accepted"
    look_at_proof(shown, accept=accept, reason=form.cleaned_data["reason"], by=user, now=now())
    said = _("The proof is accepted.") if accept else _("The proof is refused.")
    messages.success(request, f"{said} {_('The entrant is told by mail.')}")
    return redirect("entries:entrant", event, edition, entry)
