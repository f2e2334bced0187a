"""Results for everybody: the list, one result, its certificate, files, requests."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from startline.accounts.models import User
from startline.core.clock import now
from startline.core.refusals import Refusal
from startline.results.access import request_by, result_for, result_of_entry, results_for
from startline.results.forms import AskForm
from startline.results.models import ResultList
from startline.results.queries.certificate import certificate_pdf
from startline.results.queries.dataset import dataset
from startline.results.queries.listed import Asked, distribution, line_of, list_page, splits_of
from startline.results.rules.ranking import Basis
from startline.results.services.changing import ask_correction, hide_result
from startline.results.services.exporting import KINDS, public_file


@require_GET
def results(request: HttpRequest, event: str, edition: str) -> HttpResponse:
    """The list of one race, searched and filtered; the first race unless one is named."""
    shown = results_for(event, edition, request.GET.get("race", ""))
    words = {name: request.GET.get(name, "")[:80] for name in ("gender", "category", "status")}
    asked = Asked(words=request.GET.get("q", "")[:80], **words)
    found = list_page(shown.listing, asked, request.GET.get("page", ""))
    drawing, table = distribution(shown.listing)
    page = {
        "shown": shown, "edition": shown.edition, "event": shown.edition.event,
        "listing": shown.listing, "asked": asked, "found": found, "page": found.page,
        "drawing": drawing, "table": table, "figures": shown.listing.figures, "forms": list(KINDS),
        "structured": structured(shown.listing),
    }  # fmt: skip
    template = "results/list.html#rows" if "HX-Request" in request.headers else "results/list.html"
    return render(request, template, page)


def structured(listing: ResultList) -> SafeString:
    """What search engines are told: a data set with its files."""
    edition = listing.race.edition
    if edition.starts_on is None:
        return SafeString()
    words = _("Results of %(race)s, %(event)s %(year)s: times, places, splits.") % {
        "race": listing.race.name, "event": edition.event.name, "year": edition.starts_on.year,
    }  # fmt: skip
    return dataset(listing, KINDS, words=words, site_url=settings.SITE_URL)


@require_http_methods(["GET", "POST"])
def result(request: HttpRequest, event: str, edition: str, result: int) -> HttpResponse:
    """One result with places and splits; POST asks for a correction."""
    shown, found = result_for(event, edition, result)
    form = AskForm(request.POST or None)
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = ask_correction(found, **form.cleaned_data, now=now())
            return redirect("results:request", made.token)
        except Refusal as said_no:
            refusal = said_no
    listing = shown.listing
    page = {
        "shown": shown, "edition": shown.edition, "event": shown.edition.event, "form": form,
        "listing": listing, "line": line_of(found, Basis(listing.current.basis)),
        "splits": splits_of(found, listing.current.points), "refusal": refusal,
    }  # fmt: skip
    return render(request, "results/result.html", page, status=409 if refusal else 200)


@require_GET
def certificate(request: HttpRequest, event: str, edition: str, result: int) -> HttpResponse:
    """The certificate of who finished."""
    shown, found = result_for(event, edition, result)
    line = line_of(found, Basis(shown.listing.current.basis))
    if line.time_ms is None:
        raise Http404
    body = certificate_pdf(
        shown.edition, shown.listing.race, line, is_official=shown.listing.state == "official"
    )
    name = f"{event}-{edition}-certificate.pdf"
    return HttpResponse(
        body, content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"', "X-Robots-Tag": "noindex"},
    )  # fmt: skip


@require_GET
def file(request: HttpRequest, event: str, edition: str, form: str) -> HttpResponse:
    """All results of a race as a file."""
    if form not in KINDS:
        raise Http404
    shown = results_for(event, edition, request.GET.get("race", ""))
    return as_file(shown.listing, public_file(shown.listing, form), form)


def as_file(listing: ResultList, body: bytes, form: str) -> HttpResponse:
    """A download named after the race and its year."""
    race = listing.race
    name = f"{race.edition.event.slug}-{race.edition.slug}-{race.slug}-results.{form}"
    return HttpResponse(
        body, content_type=KINDS[form],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


@require_GET
def request(request: HttpRequest, token: str) -> HttpResponse:
    """What became of a correction that was asked for."""
    asked = request_by(token)
    race = asked.result.race
    page = {"asked": asked, "edition": race.edition, "event": race.edition.event, "race": race}
    response = render(request, "results/request.html", page)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The result of one's own entry: hide it, or show it again."""
    entry, found = result_of_entry(reference, number)
    if request.method == "POST":
        if found is None:
            raise Http404
        by = request.user if isinstance(request.user, User) else None
        hide_result(found, is_hidden=request.POST.get("hide") == "yes", by=by, now=now())
        messages.success(request, _("Saved."))
        return redirect("results:mine", reference, number)
    edition = entry.race.edition
    page = {"entry": entry, "result": found, "edition": edition, "event": edition.event}
    response = render(request, "results/mine.html", page)
    response["X-Robots-Tag"] = "noindex"
    return response
