"""The Celery application: `celery -A compass.celery worker|beat`."""

import os

from celery import Celery
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "compass.settings.development")

app = Celery("compass")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["compass.watch"])
app.steps["worker"].add(DjangoStructLogInitStep)
