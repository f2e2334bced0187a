"""One more view, save or click of a published event. Answers nothing, keeps nothing of anybody."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from startline.core.clock import today
from startline.events.models.catalogue import Event
from startline.events.services.counting import count


@csrf_exempt  # a browser's beacon can't carry a token; it adds one to a number and no more
@require_POST
def count_visit(request: HttpRequest, event: str, kind: str) -> HttpResponse:
    """Count it, if it comes from one of our own pages and from a browser."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin":
        pk = Event.objects.published().filter(slug=event).values_list("pk", flat=True).first()
        if pk is not None:
            count(pk, kind, agent=request.headers.get("User-Agent", ""), on=today())
    return HttpResponse(status=204)
