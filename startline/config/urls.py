"""Every address of the site. Public names without a room are listed here."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
]
