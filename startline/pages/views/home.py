"""The first page, how its figures are counted, and the door for race directors."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from startline.accounts.models import User
from startline.core.clock import now
from startline.discovery.rules.rates import RATES_ON
from startline.pages.forms.visitors import FeeForm
from startline.pages.queries.counted import community, counts
from startline.pages.queries.directing import home_currency, sold_here
from startline.pages.queries.home import home_page
from startline.pages.rules.fees import Sum, compared, usual_price


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The box, what starts soon, what is new, and the doors."""
    return render(request, "pages/home.html", {"home": home_page(now())})


@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """Each figure, counted at this moment, and how."""
    at = now()
    return render(request, "pages/figures.html", {"counts": counts(at), "community": community(at)})


@require_GET
def directors(request: HttpRequest) -> HttpResponse:
    """What the site does for those who put races on, and what others take."""
    form, sum_ = calculator(request)
    page = {"form": form, "sum": sum_, "counts": counts(now()), "sold": sold_here(),
            "rates_on": RATES_ON}  # fmt: skip
    return render(request, "pages/directors.html", page)


def calculator(request: HttpRequest) -> tuple[FeeForm, Sum]:
    """The form as asked or as usual in the person's currency, and what it says."""
    currency = home_currency(request.user if isinstance(request.user, User) else None)
    price = usual_price(currency)
    usual = {"price": f"{price.amount.normalize():f}", "entries": "400", "currency": currency}
    asked = {name: request.GET.get(name, value) for name, value in usual.items()}
    form = FeeForm(asked if "price" in request.GET else None, initial=usual)
    if form.is_bound and form.is_valid():
        return form, compared(form.cleaned_data["money"], form.cleaned_data["entries"])
    return form, compared(price, 400)
