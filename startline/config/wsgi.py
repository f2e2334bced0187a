"""The door for a WSGI server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "startline.config.settings")
application = get_wsgi_application()
gc.freeze()  # what is loaded stays: collections need not walk it at every page
