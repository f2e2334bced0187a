"""Addresses of the room."""

from django.urls import path

from startline.entries.views import athlete, bank, money, paying, webhooks

app_name = "entries"
MONEY = "organize/<str:event>/money"
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
