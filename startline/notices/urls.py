"""Addresses of the room."""

from django.urls import path

from startline.notices import views

urlpatterns = [path("news/<str:token>/", views.news, name="news")]
