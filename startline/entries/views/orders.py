"""A placed order: confirmation, receipt, ticket, calendar, and the party's members."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from startline.accounts.models import User
from startline.core.clock import now, today
from startline.core.refusals import Refusal
from startline.entries.access import held_order, member_entry, party_for
from startline.entries.forms.person import PersonForm
from startline.entries.queries.calendar import order_calendar
from startline.entries.queries.sheet import sheet_of
from startline.entries.queries.shown_order import order_page
from startline.entries.queries.tickets import qr_svg, ticket_pdf
from startline.entries.services.documents import keep_documents
from startline.entries.services.filling import fill_part


@require_GET
def order(request: HttpRequest, reference: str) -> HttpResponse:
    """Where the order stands, for whoever holds the reference; never indexed."""
    found = held_order(reference)
    if not found.email:
        return redirect("entries:checkout", reference)
    page = order_page(found)
    codes = [qr_svg(entry.ticket) if page.is_in else "" for entry in page.entries]
    context = {
        "page": page,
        "event": page.edition.event,
        "tickets": list(zip(page.entries, codes, strict=True)),
    }
    response = render(request, "entries/order.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_GET
def ticket(request: HttpRequest, reference: str) -> HttpResponse:
    """The tickets of an order as PDF, one page an entry."""
    body = ticket_pdf(order_page(held_order(reference)))
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="ticket-{reference}.pdf"'
    response["X-Robots-Tag"] = "noindex"
    return response


@require_GET
def calendar(request: HttpRequest, reference: str) -> HttpResponse:
    """The starts of an order as a calendar file."""
    body = order_calendar(order_page(held_order(reference)), now=now())
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="race-{reference}.ics"'
    return response


@require_GET
def party(request: HttpRequest, token: str) -> HttpResponse:
    """The members of a party: who has filled in their part, and who has not."""
    found = party_for(token)
    members = found.entries.select_related("race", "athlete").order_by("leg", "pk")
    page = {"party": found, "members": list(members), "edition": found.order.edition}
    response = render(request, "entries/party.html", page)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_http_methods(["GET", "POST"])
def member(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """One member's part."""
    entry = member_entry(token, number)
    sheet = sheet_of(entry.order)
    place = next(place for place in sheet.places if place.entry == entry.pk)
    kept, refusal = keep_documents(request.FILES, request.POST, places=[place])
    data = request.POST if request.method == "POST" else None
    form = PersonForm(data, place=place, today=today(), is_first=True, kept=kept)
    if request.method == "POST" and form.is_valid() and (somebody := form.person()):
        by = request.user if isinstance(request.user, User) else None
        try:
            fill_part(entry, somebody, by=by, now=now())
        except Refusal as said_no:
            refusal = said_no
        else:
            return redirect("entries:party", token)
    page = {"entry": entry, "form": form, "sheet": sheet, "refusal": refusal, "token": token}
    return render(request, "entries/member.html", page, status=409 if refusal else 200)
