"""The addresses of the first page, and for its links those of the search's tests."""

from django.urls import include, path

from startline.pages.views import home

urlpatterns = [
    path("", include("startline.discovery.tests.urls")),
    path("", home.home, name="home"),
    path("about/figures/", home.figures, name="figures"),
    path("for-race-directors/", home.directors, name="directors"),
]
