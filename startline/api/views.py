"""The page that explains the API."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from startline.api.contract import description


@require_GET
def api(request: HttpRequest) -> HttpResponse:
    """Addresses, parameters and answers, written from the contract itself."""
    document = description()
    operations = [
        {"address": address, "method": method.upper(), **operation}
        for address, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    shapes = document["components"]["schemas"]
    return render(request, "api/api.html", {"operations": operations, "shapes": shapes})
