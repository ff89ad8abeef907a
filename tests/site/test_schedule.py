"""What is done by the clock: every entry of the schedule is a task that exists, and ended sessions go."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.contrib.sessions.models import Session
from django.utils import timezone

from compass.celery import app
from compass.watch import tasks


def test_every_entry_of_the_schedule_is_a_task():
    app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in configured.CELERY_BEAT_SCHEDULE.values()}
    assert scheduled <= set(app.tasks)
    assert "compass.watch.tasks.clear_sessions" in scheduled


@pytest.mark.django_db
def test_sessions_that_have_ended_are_deleted():
    for key, age in (("ended", timedelta(hours=-1)), ("open", timedelta(hours=1))):
        Session.objects.create(session_key=key, session_data="", expire_date=timezone.now() + age)
    tasks.clear_sessions()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["open"]
