"""Scheduled jobs: thin, repeatable, one domain call each. Killed in the middle, they are simply run again."""

from __future__ import annotations

from datetime import date

from celery import shared_task
from django.core.management import call_command

from compass.foundation import clock
from compass.foundation.mail import send_due_emails
from compass.notices.operations.fan_out import tell_followers
from evidence.operations.scanning import rescan_due, scan_waiting
from evidence.operations.stored_files import sweep_files
from passports.operations.reminders import remind_of_certificates
from passports.operations.verdicts import recompute_due


@shared_task
def recompute_verdicts(on: str = "") -> None:
    """Judge the passports that are due on a civil date (ISO format; today when empty), then have it told."""
    day = date.fromisoformat(on) if on else clock.today()
    recompute_due(on=day, now=clock.now())
    publish_notices.delay()


@shared_task
def publish_notices() -> None:
    """Tell the changes since the last run, then have the e-mails sent."""
    tell_followers(now=clock.now())
    send_emails.delay()


@shared_task
def send_emails() -> None:
    """Send what waits in the outbox."""
    send_due_emails(now=clock.now())


@shared_task
def remind_innovators(on: str = "") -> None:
    """Remind innovators of certificates that end, as of a civil date (ISO format; today when empty)."""
    day = date.fromisoformat(on) if on else clock.today()
    remind_of_certificates(on=day, now=clock.now())
    send_emails.delay()


@shared_task
def scan_documents() -> None:
    """Have the virus scanner judge what waits in quarantine."""
    scan_waiting(now=clock.now())


@shared_task
def rescan_documents() -> None:
    """Have the virus scanner look again at documents that it cleared long ago."""
    rescan_due(now=clock.now())


@shared_task
def clear_sessions() -> None:
    """Delete the sessions that have ended."""
    call_command("clearsessions")


@shared_task
def sweep_stored_files() -> None:
    """Delete stored files that no document names."""
    sweep_files(now=clock.now())
