"""A condition met, more time for one, a renewed certificate: told, and not twice where they changed the verdict."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from compass.foundation.history import record_change
from compass.foundation.models import Change, Email
from compass.notices.models import Cursor, Notice
from compass.notices.operations.fan_out import tell_followers
from compass.notices.operations.subscriptions import subscribe
from compass.notices.queries import told_changes
from compass.notices.told import RESTATED, STEPS, TOLD
from evidence.models import InnovatorMember
from passports.models import Passport
from passports.operations.verdicts import refresh_verdict
from tests.factories import PersonFactory
from tests.operators import discharge_condition, extend_condition, reinstate_passport, suspend_passport
from trusts.operations.decisions import Condition

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)


@pytest.fixture
def passport(story):
    """One that waits for a condition to be met, and that another trust follows."""
    due = Condition("Report outcomes.", story.today + timedelta(days=30))
    passport = story.passport(outcome="APPROVED_WITH_CONDITIONS", conditions=(due,))
    subscribe(organisation=story.other_trust, passport=passport, by=story.buyer, now=story.now)
    return passport


def told_kinds(story):
    tell_followers(now=story.now + HOUR)
    assert Email.objects.filter(key__startswith="notice-").count() == Notice.objects.count()
    return list(Notice.objects.order_by("id").values_list("change__kind", flat=True))


@pytest.mark.parametrize("kind", STEPS)
def test_a_step_is_told_for_itself_unless_the_verdict_changed_with_it(story, passport, kind):
    with transaction.atomic():
        record_change(kind, passport, "A step.", by=None, now=story.now)
        record_change("verdict_changed", passport, "Now valid.", by=None, now=story.now, data={"to": "VALID"})
    assert told_kinds(story) == ["verdict_changed"]
    record_change(kind, passport, "Another step.", by=None, now=story.now)
    assert told_kinds(story) == ["verdict_changed", kind]
    in_feeds = [change.kind for change in told_changes(passport)]
    assert in_feeds == [kind, "verdict_changed", "passport_issued"]


def test_the_last_condition_met_is_told_once_as_the_verdict_that_it_changes(story, passport):
    condition = passport.conditions.get()
    discharge_condition(condition=condition, reason="Seen.", by=story.operator, now=story.now)
    assert Change.objects.filter(kind="condition_discharged").exists()
    assert told_kinds(story) == ["verdict_changed"]


@pytest.mark.parametrize("kind", [*STEPS, "verdict_changed"])
def test_whoever_is_told_reads_of_it_at_home(story, passport, client, kind):
    to = {"to": "EXPIRING"} if kind == "verdict_changed" else {}
    record_change(kind, passport, "A step was made.", by=None, now=story.now, data=to)
    assert told_kinds(story) == [kind]
    client.force_login(story.buyer, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(reverse("home")).content.decode()
    assert f"{passport.innovation}: {'expiring' if to else 'A step was made.'}" in page


def test_more_time_for_a_condition_is_told(story, passport):
    condition, later = passport.conditions.get(), story.today + timedelta(days=60)
    extend_condition(condition=condition, due_on=later, reason="Recruiting.", by=story.operator, now=story.now)
    assert told_kinds(story) == ["condition_extended"]
    assert "Recruiting." in Email.objects.get(key__startswith="notice-").text


@pytest.mark.parametrize("kind", [*STEPS, "verdict_changed"])
def test_a_verdict_that_stays_for_other_reasons_is_told_once_and_not_beside_what_says_why(story, passport, kind):
    data = {"to": "VALID_WITH_CONDITIONS"}
    record_change("verdict_restated", passport, "Still valid.", by=None, now=story.now, data=data)
    assert told_kinds(story) == ["verdict_restated"]
    with transaction.atomic():
        record_change(kind, passport, "Why.", by=None, now=story.now)
        record_change("verdict_restated", passport, "Still valid, therefore.", by=None, now=story.now, data=data)
    assert told_kinds(story) == ["verdict_restated", kind]
    in_feeds = [change.kind for change in told_changes(passport)]
    assert in_feeds == [kind, "verdict_restated", "passport_issued"]


def test_another_reason_for_the_same_status_is_told(story, passport):
    suspend_passport(passport=passport, reason="Notice 7.", by=story.operator, now=story.now)
    assert told_kinds(story) == ["verdict_changed"]
    Passport.objects.filter(pk=passport.pk).update(reasons=["Suspended: another notice."])  # as it was judged before
    refresh_verdict(passport=passport, by=None, now=story.now)
    assert told_kinds(story) == ["verdict_changed", "verdict_restated"]
    assert "is still suspended: Notice 7." in Email.objects.filter(key__startswith="notice-").latest("id").text


def test_a_company_is_written_to_once_when_its_own_passport_is_suspended_and_when_that_ends(story):
    passport, gone = story.passport(), PersonFactory(is_active=False)
    InnovatorMember.objects.create(innovator=story.innovator, person=gone)
    stranger = type(story)(name="Another")
    assert stranger.maker.email
    suspend_passport(passport=passport, reason="Notice 7.", by=story.operator, now=story.now)
    passport.refresh_from_db()
    for _ in range(2):
        tell_followers(now=story.now + HOUR)
        Cursor.objects.update(transaction_id=0)  # lost
    reinstate_passport(passport=passport, reason="Fixed.", by=story.operator, now=story.now + HOUR)
    tell_followers(now=story.now + HOUR)
    issued, first, second = Email.objects.filter(key__startswith="passport-").order_by("id")
    assert {issued.recipient, first.recipient, second.recipient} == {story.maker.email}
    assert "was issued" in issued.text
    assert [bool(email.opt_out) for email in (issued, first, second)] == [True, False, False]
    for email, said in ((first, "is now suspended: Notice 7."), (second, "is now valid")):
        assert said in email.text
        assert str(story.innovator) in email.text


@pytest.mark.parametrize("kind", TOLD + STEPS + RESTATED)
@pytest.mark.parametrize("data", [{}, {"to": "VALID"}], ids=["without a status", "with one"])
def test_the_home_page_has_a_line_for_whatever_is_told(story, client, kind, data):
    passport = story.passport()
    change = record_change(kind, passport, "The second step was taken.", by=None, now=story.now, data=data)
    Notice.objects.create(
        change=change, organisation=story.other_trust, passport=passport, recipient=story.buyer, created_at=story.now
    )
    client.force_login(story.buyer)
    page = client.get("/home/")
    assert page.status_code == 200
    assert ("Wound Sensor: valid" if data else "The second step was taken.") in page.text
