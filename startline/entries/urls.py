"""Addresses of the room."""

from django.urls import path

from startline.entries.views import athlete, bank, checkout, money, orders, paying, webhooks

app_name = "entries"
MONEY = "organize/<str:event>/money"
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
    path("orders/<str:reference>/pay/", paying.pay, name="pay"),
    path("orders/<str:reference>/paid/", paying.paid, name="paid"),
    path("payments/notices/<str:token>/", webhooks.notice, name="notice"),
    path("payments/play/<str:there>/", webhooks.play_money, name="play_money"),
    path(f"{MONEY}/", money.money, name="money"),
    path(f"{MONEY}/new/<str:kind>/", money.add, name="add_account"),
    path(f"{MONEY}/accounts/<int:account>/", money.account, name="account"),
    path(f"{MONEY}/accounts/<int:account>/change/", money.change, name="change_account"),
    path(f"{MONEY}/accounts/<int:account>/act/", money.act_on_account, name="act_on_account"),
    path(f"{MONEY}/accounts/<int:account>/statements/", bank.statements, name="statements"),
    path(f"{MONEY}/lines/<int:line>/", bank.act_on_line, name="act_on_line"),
    path(f"{MONEY}/payments/<int:payment>/", money.note_payment, name="note_payment"),
    path(f"{MONEY}/refunds/<int:refund>/", money.act_on_refund, name="act_on_refund"),
    path(f"{MONEY}/receipts.csv", bank.receipts_csv, name="receipts_csv"),
    path(f"{MONEY}/ledger.csv", bank.ledger_csv, name="ledger_csv"),
]
