"""Addresses of the room."""

from django.urls import path

from startline.entries.views import afterwards, athlete, checkout, directing, orders, waiting

app_name = "entries"
ENTRY = "entries/<str:reference>/<int:number>"
EDITION = "organize/<str:event>/<str:edition>"
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
    path("races/<str:event>/<str:edition>/<str:race>/waitlist/", waiting.join, name="join"),
    path("entries/waitlist/<str:token>/", waiting.wait, name="wait"),
    path("entries/waitlist/<str:token>/leave/", waiting.leave, name="leave_line"),
    path("entries/transfer/<str:token>/", waiting.transfer, name="transfer"),
    path("entries/credit/<str:token>/", waiting.credit, name="credit"),
    path("entries/<str:reference>/", afterwards.mine, name="entry"),
    path(f"{ENTRY}/", afterwards.one, name="one"),
    path(f"{ENTRY}/choice/", afterwards.choice, name="choice"),
    path(f"{ENTRY}/keep/", afterwards.keep, name="keep"),
    path(f"{ENTRY}/undo/<int:change>/", afterwards.undo, name="undo_change"),
    path(f"{ENTRY}/pay/<int:change>/", afterwards.pay_change, name="pay_change"),
    path(f"{ENTRY}/do/<str:word>/", afterwards.act, name="act"),
    path(f"{EDITION}/changes/", directing.changes, name="changes"),
    path(f"{EDITION}/call-off/", directing.call_off_page, name="call_off"),
    path(f"{EDITION}/call-off/<int:number>/", directing.calling, name="calling"),
]
