"""Finding races. The names `search` and `saved` are public; the rest are data for pages."""

from django.urls import path

from startline.discovery.views import alerts, search

urlpatterns = [
    path("races/", search.search, name="search"),
    path("races/map.geojson", search.race_map, name="race_map"),
    path("races/cards/", search.cards, name="race_cards"),
    path("saved/", search.saved, name="saved"),
    path("you/alerts/", alerts.alerts, name="alerts"),
    path("you/alerts/mail/", alerts.alert_wish, name="alert_wish"),
    path("you/searches/new/", alerts.save_search, name="save_search"),
    path("you/searches/<int:pk>/forget/", alerts.forget_search, name="forget_search"),
    path("you/saved/", alerts.keep_races, name="keep_races"),
    path("you/follow/<str:event>/", alerts.follow, name="follow"),
    path("alerts/off/<str:token>/", alerts.alerts_off, name="alerts_off"),
    path("alerts/<str:key>.atom", alerts.alert_feed, name="alert_feed"),
]
