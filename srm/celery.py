"""The task application. Without CELERY_BROKER_URL its broker is the same PostgreSQL (`pgmq`, see docs/adr)."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "srm.settings")
TRANSPORT_ALIASES["pgmq"] = "srm.transport:Transport"

app = Celery("srm")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.set_default()  # else threads other than this one would publish to Celery's built-in default application
app.autodiscover_tasks()
