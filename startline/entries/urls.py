"""Addresses of the room."""

from django.urls import path

from startline.entries.views import athlete, checkout, orders

app_name = "entries"
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
]
