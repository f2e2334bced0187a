"""The contract under /api/v1/, its explanation at /api/ (the public name `api`)."""

from django.urls import path

from startline.api.contract import v1
from startline.api.views import api

urlpatterns = [
    path("api/", api, name="api"),
    path("api/v1/", v1.urls),
]
