"""Scheduled jobs: thin, repeatable, one domain call each. Killed in the middle, they are simply run again."""

from __future__ import annotations

from datetime import date

from celery import shared_task
from django.conf import settings
from django.core.management import call_command

from compass.foundation import clock
from compass.foundation.mail import send_due_emails
from compass.foundation.transparency.operations import seal_days
from compass.guide.operations.entries import write_due_entries
from compass.guide.operations.watching import recheck_searches, watch_searches
from compass.notices.operations.digests import post_digests
from compass.notices.operations.fan_out import tell_followers
from compass.notices.operations.paused_webhooks import tell_of_paused_webhooks
from compass.notices.operations.send_webhooks import send_due_webhooks
from compass.watch.older_recalls import read_older_recalls
from compass.watch.regulators import take_in_published
from evidence.operations.scanning import rescan_due, scan_waiting
from evidence.operations.stored_files import sweep_files
from passports.operations.condition_documents import sweep_condition_files
from passports.operations.condition_reminders import remind_of_conditions
from passports.operations.cutoffs import load_cutoffs
from passports.operations.recount import record_disagreements
from passports.operations.reminders import remind_of_certificates
from passports.operations.safety_matching import match_all, match_numbers
from passports.operations.verdicts import judge_after_closures, judge_day


@shared_task
def recompute_verdicts(on: str = "") -> None:
    """Let organisations close and merge, judge the passports that are due, then have it told.

    As of a civil date (ISO format; today when empty).
    """
    day = date.fromisoformat(on) if on else clock.today()
    judge_day(on=day, now=clock.now())
    publish_notices.delay()


@shared_task
def publish_notices() -> None:
    """Hold saved searches against the changes since the last run and tell all, then have e-mails and webhooks sent."""
    watch_searches(now=clock.now())
    tell_followers(now=clock.now())
    send_emails.delay()
    send_webhooks.delay()


@shared_task
def send_emails() -> None:
    """Send what waits in the outbox."""
    send_due_emails(now=clock.now())


@shared_task
def send_webhooks() -> None:
    """Send the webhooks that are due, and have it told which of them are paused."""
    tell_of_paused_webhooks(now=clock.now())
    send_due_webhooks(now=clock.now())


@shared_task
def send_digests() -> None:
    """Post the daily e-mails, then have them sent."""
    post_digests(now=clock.now())
    send_emails.delay()


@shared_task
def recount_verdicts(on: str = "") -> None:
    """Judge what organisations that closed and cut-offs that moved leave behind; hold stored verdicts against the rule.

    As of a civil date (ISO format; today when empty).
    """
    day, now = date.fromisoformat(on) if on else clock.today(), clock.now()
    judge_day(on=day, now=now)
    judge_after_closures(now=now)
    load_cutoffs(now=now)
    record_disagreements(on=day, now=now)
    publish_notices.delay()


@shared_task
def recheck_saved_searches() -> None:
    """Hold saved searches against the whole catalogue, then have it told."""
    recheck_searches(now=clock.now())
    publish_notices.delay()


@shared_task
def remind_innovators(on: str = "") -> None:
    """Remind innovators of certificates that end and of conditions, as of a civil date (ISO; today when empty)."""
    day = date.fromisoformat(on) if on else clock.today()
    remind_of_certificates(on=day, now=clock.now())
    remind_of_conditions(on=day, now=clock.now())
    send_emails.delay()


@shared_task
def fetch_safety_notices() -> None:
    """Take in what regulators published, where this is switched on, then have it told."""
    if settings.SAFETY_NOTICES_FETCHED:
        take_in_published(now=clock.now())
        read_older_recalls(now=clock.now())
        publish_notices.delay()


@shared_task
def match_numbers_of_notices() -> None:
    """Look for technologies that are newer than a notice which names their number, then have it told."""
    if match_numbers(now=clock.now()):
        publish_notices.delay()


@shared_task
def match_notices_by_name() -> None:
    """Look for technologies that are newer than a notice about them; people judge what is found."""
    match_all(now=clock.now())


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
    sweep_condition_files(now=clock.now())


@shared_task
def seal_log() -> None:
    """Seal the changes of every London day that is over and not sealed."""
    seal_days(now=clock.now())


@shared_task
def write_search_entries() -> None:
    """Write down what buying routes and funding that begin or end change in the search."""
    write_due_entries(on=clock.today())
