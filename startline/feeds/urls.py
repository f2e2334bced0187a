"""Addresses of the room: sources for everybody; imports and matches for operators."""

from django.urls import path

from startline.feeds.views import sources

SOURCE = "operate/sources/<slug:slug>"

urlpatterns = [
    path("about/sources/", sources.public, name="sources"),
    path("operate/sources/", sources.operate, name="operate_sources"),
    path(f"{SOURCE}/switch/", sources.switch, name="switch_source"),
    path(f"{SOURCE}/read/", sources.read, name="read_source"),
]
