"""Addresses of the recovery pages; none of them stores or asks who is there."""

from django.urls import path

from startline.recovery.views import activities, danger, kept, log, physio, portable, reading

app_name = "recovery"

urlpatterns = [
    path("recovery/", reading.home, name="home"),
    path("recovery/danger/", danger.danger, name="danger"),
    path("recovery/compare/", reading.compare, name="compare"),
    path("recovery/today/", reading.today, name="today"),
    path("recovery/race/", reading.race, name="race"),
    path("recovery/programme/", reading.programme, name="programme"),
    path("recovery/leaflets/<slug:condition>/", reading.leaflet, name="leaflet"),
    path("recovery/sheet/", reading.sheet, name="sheet"),
    path("recovery/log/", log.log, name="log"),
    path("recovery/log/answer/", log.log_answer, name="log_answer"),
    path("recovery/log/calendar/", portable.log_calendar, name="log_calendar"),
    path("recovery/log/paper/", portable.log_paper, name="log_paper"),
    path("recovery/log/activities/", activities.log_activities, name="log_activities"),
    path("recovery/log/code/", portable.log_code, name="log_code"),
    path("recovery/physio/", physio.physio, name="physio"),
    path("recovery/from-my-physio/", physio.physio_plan, name="physio_plan"),
    path("recovery/kept/", kept.kept, name="kept"),
    path("recovery/kept/keep/", kept.keep, name="keep"),
    path("recovery/kept/file/", kept.kept_file, name="kept_file"),
    path("recovery/kept/erase/", kept.erase_kept, name="erase_kept"),
    path("recovery/log/worker.js", log.worker, name="worker"),
    path("recovery/log/app.webmanifest", log.manifest, name="manifest"),
]
