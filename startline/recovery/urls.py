"""Addresses of the recovery pages; none of them stores or asks who is there."""

from django.urls import path

from startline.recovery.views import danger, reading

app_name = "recovery"

urlpatterns = [
    path("recovery/", reading.home, name="home"),
    path("recovery/danger/", danger.danger, name="danger"),
    path("recovery/compare/", reading.compare, name="compare"),
    path("recovery/today/", reading.today, name="today"),
    path("recovery/race/", reading.race, name="race"),
]
