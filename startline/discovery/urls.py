"""Finding races. The names `search` and `saved` are public; the rest are data for pages."""

from django.urls import path

from startline.discovery.views import search

urlpatterns = [
    path("races/", search.search, name="search"),
    path("races/map.geojson", search.race_map, name="race_map"),
    path("races/cards/", search.cards, name="race_cards"),
    path("saved/", search.saved, name="saved"),
]
