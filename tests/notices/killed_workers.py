"""Workers that tell, mail and post, two at once, and are killed at random instants. Run in a process of its own.

Django is loaded once; each worker is a fork with connections of its own.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from compass.foundation.mail import FolderBackend, send_due_emails
from compass.guide.operations.watching import watch_searches
from compass.notices.operations.digests import post_digests
from compass.notices.operations.fan_out import tell_followers
from compass.notices.operations.send_webhooks import send_due_webhooks

LOG = "sent.log"


class LoggingBackend(FolderBackend):
    """Keeps a line for each message that left, so that one that left twice shows."""

    def send_messages(self, email_messages):
        sent = super().send_messages(email_messages)
        with (Path(settings.MAIL_DIR) / LOG).open("a") as log:
            log.writelines(f"{message.extra_headers['Message-ID']}\n" for message in email_messages)
        return sent


def work(now: datetime) -> None:
    """Everything that the watch does for notices, in small steps, until nothing is left to do."""
    while sum(
        (
            watch_searches(now=now, batch=3),
            tell_followers(now=now, batch=3),
            post_digests(now=now),
            send_due_emails(now=now, batch=20),
            send_due_webhooks(now=now),
        )
    ):
        pass


def _fork(now: datetime) -> int:
    pid = os.fork()
    if pid == 0:
        try:
            work(now)
            connection.close()
        finally:
            os._exit(0)
    return pid


def run() -> None:
    """Arguments: the database's name, the mail folder, how many to kill, the instant, the seed of the chances."""
    name, folder, kills, now, seed = sys.argv[1:]
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    settings.MAIL_DIR, settings.WEBHOOKS_TO_THIS_MACHINE = folder, True
    settings.EMAIL_BACKEND = f"{__name__}.LoggingBackend"
    Path(folder).mkdir(parents=True, exist_ok=True)
    chance, instant = random.Random(int(seed)), datetime.fromisoformat(now)
    died = 0
    while died < int(kills):
        # Two at once, as when beat runs twice; the clock is now and then set back.
        workers = [_fork(instant - timedelta(minutes=chance.choice((0, 0, 30)))) for _ in range(2)]
        for pid in workers:
            time.sleep(chance.uniform(0, 0.3))
            os.kill(pid, signal.SIGKILL)
            died += os.waitpid(pid, 0)[1] == signal.SIGKILL
    os.waitpid(_fork(instant + timedelta(minutes=5)), 0)
    os.waitpid(_fork(instant + timedelta(days=1)), 0)  # what was gathered after the daily e-mail
    sys.stdout.write(str(died))
