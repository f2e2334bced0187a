"""Every address of the site. Public names without a room are listed here.

Names that any room may use: home, search, event, edition, race, directors, organize, review_queue,
sources, privacy, about, imprint, terms, status, api, you, preferences, knowledge, term, category,
tag, a_to_z, timeline, timeline_race, timeline_entry, staff.
"""

from django.urls import include, path

urlpatterns = [
    path("", include("startline.discovery.urls")),  # what is asked most stands first
    path("", include("startline.entries.urls")),
    path("", include("startline.api.urls")),
    path("", include("startline.core.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("startline.notices.urls")),
    path("", include("startline.feeds.urls")),
    path("", include("startline.events.urls")),
    path("", include("startline.recovery.urls")),
    path("", include("startline.reviews.urls")),
    path("", include("startline.results.urls")),
    path("", include("startline.raceday.urls")),
    path("", include("startline.pages.urls")),
]
