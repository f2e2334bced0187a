"""Addresses of the room: a director's and an operator's pages."""

from django.urls import path

from startline.events.views import counting, editions, events, operator, races

EVENT = "organize/<str:event>"
EDITION = f"{EVENT}/<str:edition>"

urlpatterns = [
    path("organize/", events.organize, name="organize"),
    path("organize/new/", events.list_race, name="list_race"),
    path(f"{EVENT}/", events.desk, name="desk"),
    path(f"{EVENT}/details/", events.details, name="event_details"),
    path(f"{EVENT}/publish/", events.publish, name="publish_event"),
    path(f"{EDITION}/edition/", editions.edit, name="edit_edition"),
    path(f"{EDITION}/policies/", editions.policies, name="edit_policies"),
    path(f"{EDITION}/next-year/", editions.next_year, name="copy_edition"),
    path(f"{EDITION}/races/new/", races.create, name="create_race"),
    path(f"{EDITION}/races/<str:race>/", races.edit, name="edit_race"),
    path(f"{EDITION}/races/<str:race>/course/", races.upload_course, name="upload_course"),
    path(f"{EDITION}/races/<str:race>/remove/", races.remove, name="remove_race"),
    path("races/<str:event>/count/<slug:kind>/", counting.count_visit, name="count_visit"),
    path("operate/", operator.operate, name="operate"),
    path("operate/corrections/<int:pk>/", operator.decide, name="decide_correction"),
]
