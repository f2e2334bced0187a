"""The two addresses of core."""

from django.conf import settings
from django.urls import path

from startline.core.views import components, preferences

urlpatterns = [path("preferences/", preferences, name="preferences")]
if not settings.PRODUCTION:
    urlpatterns += [path("components/", components, name="components")]
