"""What the race asks to be shown: sent, sent again and removed by the entrant."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from startline.accounts.models import User
from startline.core.clock import now
from startline.core.refusals import Refusal
from startline.entries.access import one_entry_of, own_proof
from startline.entries.forms.proofs import ProofForm
from startline.entries.models.orders import Entry
from startline.entries.queries.proofs import race_day_of, shown_for
from startline.entries.services.documents import keep_document
from startline.entries.services.proofs import remove_document, send_proof


def page_of(
    request: HttpRequest, entry: Entry, *, sent: ProofForm | None = None, no: Refusal | None = None
) -> HttpResponse:  # fmt: skip
    """Everything the race asks for, with a form where something is open."""
    day = race_day_of(entry)
    lines = [
        (one, sent if sent and sent.need == one.need else ProofForm(need=one.need, day=day))
        for one in shown_for(entry)
    ]
    page = {"entry": entry, "edition": entry.race.edition, "lines": lines, "refusal": no}
    answer = render(request, "entries/proofs.html", page, status=409 if no else 200)
    answer["X-Robots-Tag"] = "noindex"
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_GET
def proofs(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """What was shown, what staff said of it, and what is missing."""
    return page_of(request, one_entry_of(reference, number))


@require_POST
def send(request: HttpRequest, reference: str, number: int, need: int) -> HttpResponse:
    """Show one thing."""
    entry = one_entry_of(reference, number)
    wanted = next((one.need for one in shown_for(entry) if one.need.number == need), None)
    if wanted is None:
        raise Http404
    form = ProofForm(request.POST, request.FILES, need=wanted, day=race_day_of(entry))
    if not form.is_valid():
        return page_of(request, entry, sent=form)
    file = form.cleaned_data[f"need_{need}"] if wanted.way == "document" else None
    by = request.user if isinstance(request.user, User) else None
    try:
        given = form.given(keep_document(file) if file else "")
        send_proof(entry, given, by=by, now=now())
    except Refusal as said_no:
        return page_of(request, entry, no=said_no)
    return redirect("entries:proofs", reference, number)


@require_POST
def remove(request: HttpRequest, reference: str, number: int, proof: int) -> HttpResponse:
    """Delete a document that was sent."""
    by = request.user if isinstance(request.user, User) else None
    remove_document(own_proof(reference, number, proof), by=by, now=now())
    return redirect("entries:proofs", reference, number)
