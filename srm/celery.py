"""The task application. Without CELERY_BROKER_URL its broker is the same PostgreSQL (`pgmq`, see docs/adr)."""

import gc
import os
from typing import Any

from celery import Celery
from celery.signals import worker_process_init
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "srm.settings")
TRANSPORT_ALIASES["pgmq"] = "srm.transport:Transport"

app = Celery("srm")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.set_default()  # else threads other than this one would publish to Celery's built-in default application
app.autodiscover_tasks()


@worker_process_init.connect  # type: ignore[untyped-decorator]
def set_code_apart(**_given: Any) -> None:
    """Keep the collector from walking through all code again and again, as the web's processes do (srm/asgi.py)."""
    gc.collect()
    gc.freeze()
