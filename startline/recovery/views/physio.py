"""A physiotherapist's numbers: put together and read in the browser. They travel after the # of an
address, so that no address and no log line of the server ever holds them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from startline.recovery.content.exercises import EXERCISES
from startline.recovery.rules.strength import CATALOGUE


@require_GET
def physio(request: HttpRequest) -> HttpResponse:
    """The form of the physiotherapist."""
    return render(request, "recovery/physio.html", {"exercises": _exercises()})


@require_GET
def physio_plan(request: HttpRequest) -> HttpResponse:
    """The patient's page, which shows what stands after the #."""
    return render(request, "recovery/physio_plan.html", {"exercises": _exercises()})


def _exercises() -> list[dict[str, object]]:
    return [
        {"id": name, "words": EXERCISES[name], "sets": dose.sets, "amount": dose.amount,
         "unit": dose.unit}
        for name, (dose, _phase) in CATALOGUE.items()
    ]  # fmt: skip
