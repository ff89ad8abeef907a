"""The daily job judges what is due, once, and what is stored agrees with the rule."""

from __future__ import annotations

from datetime import timedelta

import pytest

from compass.foundation.errors import Refused
from compass.foundation.models import Change
from passports.models import Adoption, Passport, Proposal
from passports.operations.adoptions import adopt
from passports.operations.proposals import confirm_proposal, propose_to_issue
from passports.operations.recount import recount_all
from passports.operations.verdicts import recompute_due
from passports.validity import Status
from tests.factories import OperatorFactory
from tests.foundation.racing import at_once
from tests.operators import issue_passport
from trusts.operations.decisions import Condition

DAY = timedelta(days=1)


def told():
    return list(Change.objects.filter(kind="verdict_changed").order_by("id").values_list("data__to", flat=True))


def test_day_by_day_every_turn_is_judged_on_its_day_and_told_once(story):
    due = Condition("Report outcomes.", story.today + timedelta(days=200), blocking=False)
    passport = story.passport(outcome="APPROVED_WITH_CONDITIONS", conditions=(due,))
    turns = {
        story.expires_on - timedelta(days=90): "EXPIRING",
        story.expires_on + DAY: "EXPIRED",
    }
    looks, status = [passport.next_change_on], passport.status
    for day in sorted({*turns, due.due_on, due.due_on + DAY, story.expires_on, story.expires_on + timedelta(days=9)}):
        wrong = [(passport.number, Status(status), Status(turns[day]))] if day in turns else []
        assert recount_all(on=day) == wrong
        assert recompute_due(on=day, now=story.now) == (day in turns)
        assert recompute_due(on=day, now=story.now) == 0
        assert recount_all(on=day) == []
        passport.refresh_from_db()
        assert passport.next_change_on is None or passport.next_change_on > day
        looks.append(passport.next_change_on)
        status = passport.status
    assert told() == ["EXPIRING", "EXPIRED"]
    assert looks[0] == due.due_on + DAY


def test_days_that_the_job_missed_are_made_up_for_at_once(story):
    first, second = story.passport(), type(story)().passport()
    assert recompute_due(on=story.today, now=story.now) == 0
    assert recompute_due(on=story.today + timedelta(days=5000), now=story.now) == 2
    assert set(Passport.objects.values_list("status", flat=True)) == {"EXPIRED"}
    assert {first.pk, second.pk} == set(
        Change.objects.filter(kind="verdict_changed").values_list("subject_id", flat=True)
    )
    first.refresh_from_db()
    assert first.next_change_on is None


def test_more_than_one_batch_is_judged(story, monkeypatch):
    monkeypatch.setattr("passports.operations.verdicts.BATCH", 1)
    for _ in range(2):
        type(story)().passport()
    after = story.expires_on + DAY
    assert len(recount_all(on=after)) == 2
    assert recompute_due(on=after, now=story.now) == 2
    assert recount_all(on=after) == []


@pytest.mark.django_db(transaction=True)
def test_two_jobs_at_once_tell_a_change_once(story):
    story.passport()
    after = story.expires_on + DAY
    assert sorted(at_once(*[lambda: recompute_due(on=after, now=story.now)] * 2)) == [0, 1]
    assert told() == ["EXPIRED"]
    assert recount_all(on=after) == []


@pytest.mark.django_db(transaction=True)
def test_two_operators_at_once_issue_one_passport(story):
    submission = story.submission()
    operator = story.operator
    outcomes = at_once(*[lambda: issue_passport(submission=submission, by=operator, now=story.now)] * 2)
    (late,) = (o for o in outcomes if not isinstance(o, Passport))
    assert isinstance(late, Refused)
    assert Passport.objects.get() in outcomes


@pytest.mark.django_db(transaction=True)
def test_two_buyers_at_once_adopt_once(story):
    passport = story.passport()
    buyer, trust = story.buyer, story.other_trust
    outcomes = at_once(*[lambda: adopt(passport=passport, organisation=trust, by=buyer, now=story.now)] * 2)
    (late,) = (o for o in outcomes if not isinstance(o, Adoption))
    assert isinstance(late, Refused)
    assert f"{trust} has already adopted" in late.sentence
    assert Adoption.objects.get().checks.count() == 5


@pytest.mark.parametrize("hours", [0, 1])
@pytest.mark.django_db(transaction=True)
def test_two_submissions_of_one_technology_issued_at_once_leave_one_current_passport(story, hours):
    older = story.submission()
    later = story.next_version("2.0")
    later.now = story.now + timedelta(hours=hours)
    newer = later.submission()
    proposals = [
        propose_to_issue(submission=one, reason="All in order.", by=OperatorFactory().person, now=later.now)
        for one in (older, newer)
    ]
    outcomes = at_once(
        *[lambda one=one: confirm_proposal(proposal=one, by=story.operator, now=later.now) for one in proposals]
    )
    current = Passport.objects.get(is_current=True)
    assert hours == 0 or current.submission == newer
    for outcome in outcomes:
        assert isinstance(outcome, Proposal | Refused), repr(outcome)
