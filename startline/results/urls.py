"""Addresses of the room."""

from django.urls import path

from startline.results.views import claiming, keeping, reading

app_name = "results"
SHOWN = "races/<str:event>/<str:edition>/results"
DESK = "organize/<str:event>/<str:edition>/results"
urlpatterns = [
    path(f"{SHOWN}/", reading.results, name="results"),
    path(f"{SHOWN}/<int:result>/", reading.result, name="result"),
    path(f"{SHOWN}/<int:result>/certificate.pdf", reading.certificate, name="certificate"),
    path(f"{SHOWN}/all.<str:form>", reading.file, name="all"),
    path(f"{SHOWN}/<int:result>/mine/", claiming.claim, name="claim"),
    path("you/results/", claiming.my, name="my"),
    path("you/results/let-go/", claiming.give_up, name="give_up"),
    path("you/results/claims/<str:token>/", claiming.confirm, name="confirm"),
    path("operate/results/", claiming.waiting, name="waiting"),
    path(f"{DESK}/claims/", claiming.claims, name="claims"),
    path(f"{DESK}/claims/<int:claimed>/", claiming.decide, name="decide"),
    path("entries/<str:reference>/<int:number>/result/", reading.mine, name="mine"),
    path("entries/result-requests/<str:token>/", reading.request, name="request"),
    path(f"{DESK}/", keeping.desk, name="desk"),
    path(f"{DESK}/files/<int:timing>/", keeping.file, name="file"),
    path(f"{DESK}/files/<int:timing>/publish/", keeping.publish, name="publish"),
    path(f"{DESK}/official/<str:race>/", keeping.official, name="official"),
    path(f"{DESK}/export/<str:race>.<str:form>", keeping.export, name="export"),
    path(f"{DESK}/requests/<int:asked>/", keeping.answer, name="answer"),
    path(f"{DESK}/<int:result>/", keeping.correct, name="correct"),
]
