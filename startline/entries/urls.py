"""Addresses of the room."""

from django.urls import path

from startline.entries.views import (
    athlete,
    checkout,
    entrants,
    figures,
    lists,
    messages,
    offer,
    orders,
)

app_name = "entries"
DESK = "organize/<str:event>/<str:edition>"
urlpatterns = [
    path("races/<str:event>/<str:edition>/<str:race>/enter/", checkout.enter, name="enter"),
    path(
        "races/<str:event>/<str:edition>/<str:race>/starters/",
        athlete.start_list,
        name="start_list",
    ),
    path("enter/<str:reference>/", checkout.checkout, name="checkout"),
    path("enter/<str:reference>/price/", checkout.price, name="price"),
    path("enter/<str:reference>/people/", checkout.people, name="people"),
    path("enter/<str:reference>/give-up/", checkout.give_up, name="give_up"),
    path("orders/<str:reference>/", orders.order, name="order"),
    path("orders/<str:reference>/ticket.pdf", orders.ticket, name="ticket"),
    path("orders/<str:reference>/race.ics", orders.calendar, name="calendar"),
    path("entries/party/<str:token>/", orders.party, name="party"),
    path("entries/party/<str:token>/<int:number>/", orders.member, name="member"),
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
