"""A sender that dies the moment its first e-mail has left: `python -m tests.notices.killed_sender <database> <folder>`."""

from __future__ import annotations

import os
import signal
import sys

import django
from django.conf import settings

from compass.foundation.mail import FolderBackend


class DyingBackend(FolderBackend):
    """Sends, and is killed before the sending can be marked."""

    def send_messages(self, email_messages):
        super().send_messages(email_messages)
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    settings.DATABASES["default"]["NAME"], settings.MAIL_DIR = sys.argv[1:]
    settings.EMAIL_BACKEND = "tests.notices.killed_sender.DyingBackend"
    django.setup()

    from compass.foundation import clock
    from compass.foundation.mail import send_due_emails

    send_due_emails(now=clock.now())
