"""A real Celery worker over a broker, database and mail folder of the test's own. Run in a process of its own."""

from __future__ import annotations

import sys

from django.conf import settings
from django.db import connection

from compass.celery import app


def run() -> None:
    """Arguments: the database's name, the mail folder; `REDIS_URL` names the broker."""
    name, settings.MAIL_DIR = sys.argv[1:]
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    settings.EMAIL_BACKEND, settings.WEBHOOKS_TO_THIS_MACHINE = "tests.notices.killed_workers.LoggingBackend", True
    # Two processes, as in a deployment; nothing of the worker's own talk is needed.
    app.worker_main(["worker", "--concurrency=2", "--without-gossip", "--without-mingle", "--loglevel=CRITICAL"])
