"""The first page, how its figures are counted, and the door for race directors."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from startline.core.clock import now
from startline.pages.forms import FeeForm
from startline.pages.queries.counted import counts
from startline.pages.queries.directing import sold_here
from startline.pages.queries.home import home_page
from startline.pages.rules.fees import compared


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The box, what starts soon, what is new, and the doors."""
    return render(request, "pages/home.html", {"home": home_page(now())})


@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """Each figure, counted at this moment, and how."""
    return render(request, "pages/figures.html", {"counts": counts(now())})


@require_GET
def directors(request: HttpRequest) -> HttpResponse:
    """What the site does for those who put races on, and what others take."""
    at = now()
    form = FeeForm(request.GET if "price" in request.GET else None)
    asked = form.is_bound and form.is_valid()
    sum_ = compared(form.cents(), form.cleaned_data["entries"]) if asked else compared(5_000, 400)
    page = {"form": form, "sum": sum_, "counts": counts(at), "sold": sold_here()}
    return render(request, "pages/directors.html", page)
