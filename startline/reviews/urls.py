"""Addresses of the room."""

from django.urls import path

from startline.reviews.views import directing, operating, reading, writing

app_name = "reviews"
SHOWN = "races/<str:event>/reviews"
MINE = "entries/reviews/<str:token>"
DESK = "organize/<str:event>/reviews"
urlpatterns = [
    path("races/review-photos/<str:name>/<str:size>.webp", reading.photo, name="photo"),
    path("races/<str:event>/<str:edition>/reviews/write/", writing.write, name="write"),
    path(f"{SHOWN}/", reading.reviews, name="reviews"),
    path(f"{SHOWN}/<int:review>/helpful/", reading.helpful, name="helpful"),
    path(f"{SHOWN}/<int:review>/report/", reading.report, name="report"),
    path(f"{MINE}/", writing.mine, name="mine"),
    path(f"{MINE}/erase/", writing.erase, name="erase"),
    path(f"{MINE}/appeal/", writing.appeal, name="appeal"),
    path(f"{MINE}/photos/", writing.add_photos, name="add_photos"),
    path(f"{MINE}/photos/<int:photo>/remove/", writing.remove_photo, name="remove_photo"),
    path("entries/<str:reference>/<int:number>/review/", writing.write_entry, name="write_entry"),
    path(f"{DESK}/", directing.desk, name="desk"),
    path(f"{DESK}/<int:review>/", directing.reply, name="reply"),
    path("operate/reviews/", operating.queue, name="queue"),
    path("operate/reviews/<int:case>/", operating.case, name="case"),
]
