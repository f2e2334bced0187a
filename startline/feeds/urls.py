"""Addresses of the room: sources for everybody; claims for whoever is
signed in; imports and matches for operators."""

from django.urls import path

from startline.feeds.views import claims, imports, matches, sources

SOURCE = "operate/sources/<slug:slug>"

urlpatterns = [
    path("about/sources/", sources.public, name="sources"),
    path("operate/sources/", sources.operate, name="operate_sources"),
    path(f"{SOURCE}/switch/", sources.switch, name="switch_source"),
    path(f"{SOURCE}/read/", sources.read, name="read_source"),
    path("organize/claims/<str:event>/", claims.ask, name="claim_event"),
    path("organize/claims/<str:event>/code/", claims.code, name="claim_code"),
    path("organize/claims/<str:event>/look/", claims.look, name="claim_look"),
    path("operate/claims/", claims.waiting, name="claims"),
    path("operate/claims/<int:pk>/", claims.decide, name="decide_claim"),
    path("operate/matches/", matches.queue, name="review_queue"),
    path("operate/matches/<int:pk>/", matches.answer, name="answer_doubt"),
    path("operate/matches/<int:pk>/undo/", matches.undo, name="undo_match"),
    path("operate/imports/", imports.recent, name="imports"),
    path("operate/imports/upload/", imports.start, name="start_import"),
    path("operate/imports/<int:pk>/", imports.run, name="import_run"),
    path("operate/imports/uploads/<str:token>/", imports.upload, name="upload"),
    path("operate/imports/uploads/<str:token>/again/", imports.again, name="read_upload_again"),
]
