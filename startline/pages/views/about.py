"""About this site: who runs it, its terms, its privacy, its state; and a person's own page."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from startline import __version__
from startline.core.clock import now
from startline.pages.queries.about import health, mine


@require_GET
def about(request: HttpRequest) -> HttpResponse:
    """What this site is."""
    return render(request, "pages/about.html", {"version": __version__})


@require_GET
def imprint(request: HttpRequest) -> HttpResponse:
    """Who runs the site, from the settings."""
    return render(request, "pages/imprint.html")


@require_GET
def terms(request: HttpRequest) -> HttpResponse:
    """The rules of use."""
    return render(request, "pages/terms.html")


@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    """What is stored, where, and for how long."""
    return render(request, "pages/privacy.html")


@require_GET
def status(request: HttpRequest) -> HttpResponse:
    """Whether the parts of the site work, asked at this moment."""
    page = {
        "health": health(now=now()),
        "database": connection.vendor,
        "version": __version__,
        "is_pinned": settings.TODAY is not None,
    }
    return render(request, "pages/status.html", page)


@require_GET
@login_required
def you(request: HttpRequest) -> HttpResponse:
    """A person's entries, organizers and account."""
    return render(request, "pages/you.html", {"mine": mine(int(request.user.pk or 0))})
