"""Composed pages. Their names are public: any room may link to them."""

from django.urls import path

from startline.pages.views import about, home

urlpatterns = [
    path("", home.home, name="home"),
    path("for-race-directors/", home.directors, name="directors"),
    path("about/figures/", home.figures, name="figures"),
    path("about/", about.about, name="about"),
    path("about/imprint/", about.imprint, name="imprint"),
    path("about/terms/", about.terms, name="terms"),
    path("about/privacy/", about.privacy, name="privacy"),
    path("about/status/", about.status, name="status"),
    path("you/", about.you, name="you"),
]
