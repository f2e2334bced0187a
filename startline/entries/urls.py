"""Addresses of the room."""

from django.urls import path

from startline.entries.views import athlete, entrants, figures, lists, messages, offer

app_name = "entries"
DESK = "organize/<str:event>/<str:edition>"
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
    path(f"{DESK}/offer/", offer.overview, name="offer"),
    path(f"{DESK}/offer/terms/", offer.terms, name="sale_terms"),
    path(f"{DESK}/offer/waiver/", offer.waiver, name="waiver"),
    path(f"{DESK}/offer/<slug:kind>/new/", offer.one_piece, name="new_piece"),
    path(f"{DESK}/offer/<slug:kind>/<int:piece>/", offer.one_piece, name="piece"),
    path(f"{DESK}/offer/<slug:kind>/<int:piece>/remove/", offer.remove, name="remove_piece"),
    path(f"{DESK}/entrants/", entrants.entrants_list, name="entrants"),
    path(f"{DESK}/entrants/act/", entrants.act, name="act"),
    path(f"{DESK}/entrants/figures/", figures.figures, name="figures"),
    path(f"{DESK}/entrants/lists/", lists.bring_over, name="bring_over"),
    path(f"{DESK}/entrants/lists/<int:brought>/", lists.entrant_list, name="entrant_list"),
    path(f"{DESK}/entrants/lists/<int:brought>/take/", lists.take_list, name="take_list"),
    path(f"{DESK}/entrants/<int:entry>/", entrants.entrant, name="entrant"),
    path(f"{DESK}/entrants/<int:entry>/note/", entrants.note, name="note"),
    path(f"{DESK}/messages/", messages.messages_list, name="messages"),
    path(f"{DESK}/messages/write/", messages.write, name="write"),
]
