"""A sender that dies the moment its first e-mail has left. Run in a process of its own."""

from __future__ import annotations

import os
import signal
import sys

from django.conf import settings

from compass.foundation import clock
from compass.foundation.mail import FolderBackend, send_due_emails


class DyingBackend(FolderBackend):
    """Sends, and is killed before the sending can be marked."""

    def send_messages(self, email_messages):
        super().send_messages(email_messages)
        os.kill(os.getpid(), signal.SIGKILL)


def run() -> None:
    """Send what is due; the database's name and the mail folder are the command's arguments."""
    settings.DATABASES["default"]["NAME"], settings.MAIL_DIR = sys.argv[1:]
    settings.EMAIL_BACKEND = f"{__name__}.DyingBackend"
    send_due_emails(now=clock.now())
