"""Addresses of the room."""

from django.urls import path

from startline.results.views import keeping, reading

app_name = "results"
SHOWN = "races/<str:event>/<str:edition>/results"
DESK = "organize/<str:event>/<str:edition>/results"
urlpatterns = [
    path(f"{SHOWN}/", reading.results, name="results"),
    path(f"{SHOWN}/<int:number>/", reading.result, name="result"),
    path(f"{SHOWN}/<int:number>/certificate.pdf", reading.certificate, name="certificate"),
    path(f"{SHOWN}/all.<str:form>", reading.file, name="all"),
    path("entries/<str:reference>/<int:number>/result/", reading.mine, name="mine"),
    path("entries/result-requests/<str:token>/", reading.request, name="request"),
    path(f"{DESK}/", keeping.desk, name="desk"),
    path(f"{DESK}/files/<int:number>/", keeping.file, name="file"),
    path(f"{DESK}/files/<int:number>/publish/", keeping.publish, name="publish"),
    path(f"{DESK}/official/<str:race>/", keeping.official, name="official"),
    path(f"{DESK}/export/<str:race>.<str:form>", keeping.export, name="export"),
    path(f"{DESK}/requests/<int:number>/", keeping.answer, name="answer"),
    path(f"{DESK}/<int:number>/", keeping.correct, name="correct"),
]
