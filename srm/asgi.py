"""The web application, for any ASGI server."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "srm.settings")
application = get_asgi_application()

# All code is loaded before the first request, and set apart from what the collector walks through again and again:
# else every few hundred requests one waits a fifth of a second for it.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
