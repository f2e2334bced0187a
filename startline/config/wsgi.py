"""The door for a WSGI server."""

import gc
import os
import sys

from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "startline.config.settings")
# ninja asks django.test for a signal of django.core: no web process needs the tools of tests
sys.modules.setdefault("django.test.signals", signals)
application = get_wsgi_application()
_ = get_resolver().reverse_dict  # every room is read now, and not for somebody’s first page
gc.collect()
gc.freeze()  # what is loaded stays: collections need not walk it at every page
gc.set_threshold(20_000, 20, 50)  # a page makes thousands of objects, and few of them in rings
sys.setswitchinterval(0.001)  # s: whoever has its rows holds locks, and waits for no whole page
