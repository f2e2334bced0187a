"""The pages of the glossary: its home, a term, its lists, and what visitors suggest."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from startline.core.caller import address_of
from startline.core.clock import now
from startline.core.frequency import may_ask
from startline.core.refusals import Refusal
from startline.discovery.queries.knowing import terms_found
from startline.events.services.corrections import report_correction
from startline.glossary.queries import countries
from startline.glossary.rules.terms import Term
from startline.pages.forms.visitors import TermCorrectionForm
from startline.pages.queries.knowledge import (
    category_shelf,
    letters,
    shelves,
    tag_shelf,
    term_named,
    term_page,
)
from startline.pages.queries.knowledge_data import term_data

MOST_FOUND = 12
LONGEST_Q = 200


@require_GET
def knowledge(request: HttpRequest) -> HttpResponse:
    """The search box, the categories, and what the words typed name."""
    q = request.GET.get("q", "").strip()[:LONGEST_Q]
    found = terms_found(q, MOST_FOUND) if q else []
    return render(request, "pages/knowledge.html", {"q": q, "found": found, "shelves": shelves()})


@require_GET
def term(request: HttpRequest, term: str) -> HttpResponse:
    """One term."""
    page = term_page(term, now=now(), languages=[get_language() or "en"])
    site = settings.SITE_URL
    structured = term_data(
        page,
        address=site + reverse("term", args=[term]),
        glossary=site + reverse("knowledge"),
        site=settings.SITE_NAME,
    )
    chosen = countries().get(request.GET.get("country", "").upper())
    known = {"page": page, "term": page.term, "structured": structured}
    return render(request, "pages/term.html", known | {"countries": countries(), "chosen": chosen})


@require_GET
def category(request: HttpRequest, category: str) -> HttpResponse:
    """All terms of a category."""
    return render(request, "pages/terms_of.html", {"shelf": category_shelf(category), "kind": "in"})


@require_GET
def tag(request: HttpRequest, tag: str) -> HttpResponse:
    """All terms with a tag."""
    return render(request, "pages/terms_of.html", {"shelf": tag_shelf(tag), "kind": "tagged"})


@require_GET
def a_to_z(request: HttpRequest) -> HttpResponse:
    """All terms by letter."""
    return render(request, "pages/a_to_z.html", {"letters": letters()})


@require_GET
def help_near_you(request: HttpRequest) -> HttpResponse:
    """Emergency numbers and physiotherapy registers by country, each with its source."""
    chosen = countries().get(request.GET.get("country", "").upper())
    return render(request, "pages/help_near_you.html", {"countries": countries(), "chosen": chosen})


@require_http_methods(["GET", "POST"])
def correct_term(request: HttpRequest, term: str) -> HttpResponse:
    """Suggest a correction of a term's page."""
    found = term_named(term)
    form = TermCorrectionForm(request.POST or None)
    problem = ""
    if request.method == "POST" and form.is_valid():
        problem = _keep(request, form, found)
        if not problem:
            return redirect("correction_kept")
    page = {"term": found, "form": form, "problem": problem}
    return render(request, "pages/correct_term.html", page, status=429 if problem else 200)


def _keep(request: HttpRequest, form: TermCorrectionForm, term: Term) -> str:
    """Hand the suggestion to the operators' queue; the code of a refusal, or nothing."""
    if form.is_from_a_program:
        return ""
    if not may_ask("report", address_of(request), most=20):
        return "too_often"
    try:
        report_correction(
            None,
            text=form.report(),
            address=settings.SITE_URL + reverse("term", args=[term.slug]),
            email=form.cleaned_data["email"],
            draft={"term": term.name, "version": term.version},
            now=now(),
        )
    except Refusal as refusal:
        return refusal.code
    return ""
