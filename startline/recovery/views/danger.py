"""The danger signs as plain forms: each answer is computed, shown and forgotten."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from startline.glossary.queries import countries
from startline.recovery.forms import BACK, DangerForm
from startline.recovery.queries import answer_to, is_decided, screen_of


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def danger(request: HttpRequest) -> HttpResponse:
    """The next screen, or the outcome as soon as no later screen can make it graver."""
    if request.method != "POST":
        return _shown(request, "danger", {"screen": screen_of(1, [], [])})
    form = DangerForm(request.POST)
    marks = form.marks
    if not form.is_valid():
        number = form.cleaned_data.get("screen", 1)
        again = {"screen": screen_of(number, *marks), "form": form}
        return _shown(request, "danger", again, status=422)
    number = form.cleaned_data["screen"]
    if form.cleaned_data["go"] == BACK:
        return _shown(request, "danger", {"screen": screen_of(max(number - 1, 1), *marks)})
    if not is_decided(number, *marks):
        return _shown(request, "danger", {"screen": screen_of(number + 1, *marks)})
    chosen = countries().get(form.cleaned_data["country"].upper())
    told = {"answer": answer_to(*marks), "screen": screen_of(number, *marks), "chosen": chosen,
            "countries": countries(), "marks": marks}  # fmt: skip
    return _shown(request, "danger_told", told)


def _shown(
    request: HttpRequest, page: str, words: Mapping[str, object], status: int = 200
) -> HttpResponse:
    """A page that no cache on the way or in the browser keeps."""
    response = render(request, f"recovery/{page}.html", words, status=status)
    response["Cache-Control"] = "private, no-store"
    return response
