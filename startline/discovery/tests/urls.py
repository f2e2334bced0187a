"""Addresses for the tests of this room: its own, and stand-ins for those of higher rooms."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from startline.core.views import preferences

NAMES = (
    "home", "knowledge", "recovery", "directors", "you", "sources", "privacy", "api", "status",
    "about", "imprint", "terms", "figures", "account_login", "organize", "add_race",
)  # fmt: skip


def elsewhere(request: HttpRequest, **parts: str) -> HttpResponse:
    """A page of another room."""
    return HttpResponse("elsewhere")


urlpatterns = [
    path("", include("startline.discovery.urls")),
    path("races/<str:event>/", elsewhere, name="event"),
    path("races/<str:event>/<str:edition>/", elsewhere, name="edition"),
    path("preferences/", preferences, name="preferences"),
    path("knowledge/<slug:term>/", elsewhere, name="term"),
    *(path(f"elsewhere/{name}/", elsewhere, name=name) for name in NAMES),
]
