"""Addresses of the room."""

from django.urls import path

from startline.entries.views import athlete

app_name = "entries"
RACE = "races/<str:event>/<str:edition>/<str:race>"
urlpatterns = [
    path("races/<str:event>/<str:edition>/<str:race>/enter/", athlete.enter, name="enter"),
    path(
        "races/<str:event>/<str:edition>/<str:race>/starters/",
        athlete.start_list,
        name="start_list",
    ),
    path("entries/<str:reference>/", athlete.entry, name="entry"),
    path("entries/<str:reference>/withdraw/", athlete.withdraw, name="withdraw"),
]
