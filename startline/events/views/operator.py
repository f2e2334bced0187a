"""An operator's pages: every event, and corrections that wait."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from startline.core.clock import now
from startline.events.models.catalogue import Event
from startline.events.models.provenance import Correction
from startline.events.services.moderation import decide_correction
from startline.events.views.person import signed_in


@require_GET
@login_required
def operate(request: HttpRequest) -> HttpResponse:
    """Events by name, and what visitors report."""
    if not signed_in(request).is_operator:
        raise PermissionDenied
    words = request.GET.get("q", "")[:100]
    events = Event.objects.filter(merged_into__isnull=True, name__icontains=words).order_by("name")
    page = {
        "q": words,
        "events": Paginator(events, 50).get_page(request.GET.get("page")),
        "corrections": Correction.objects.filter(state="open")
        .select_related("event")
        .order_by("at")[:50],
    }
    return render(request, "events/organize/operate.html", page)


@require_POST
@login_required
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept or decline a correction."""
    user = signed_in(request)
    if not user.is_operator:
        raise PermissionDenied
    state = "accepted" if "accept" in request.POST else "declined"
    decide_correction(pk, state=state, by=user, now=now())
    return redirect("operate")
