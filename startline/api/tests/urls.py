"""The API's addresses and, for the frame of its page, those of the search's tests."""

from django.urls import include, path

urlpatterns = [
    path("", include("startline.api.urls")),
    path("", include("startline.discovery.tests.urls")),
]
