"""Innovators are reminded of conditions before and after their day; adopters hear once that one is overdue."""

from __future__ import annotations

from datetime import timedelta

import pytest

from compass.foundation.models import Email
from compass.notices.models import Notice
from compass.notices.operations.fan_out import tell_followers
from compass.watch.tasks import remind_innovators
from passports.operations.adoptions import adopt
from passports.operations.condition_reminders import remind_of_conditions
from passports.operations.conditions import hand_in_evidence, propose_discharge
from passports.operations.proposals import decline_proposal
from passports.operations.verdicts import recompute_due
from tests.foundation.racing import at_once
from tests.operators import chair_of, discharge_condition, extend_condition, withdraw_passport
from trusts.operations.decisions import Condition

DAY = timedelta(days=1)
TERM = 60 * DAY


def under(story, *, blocking=False):
    """The one condition of a passport, due in sixty days."""
    due = Condition("Report outcomes.", story.today + TERM, blocking=blocking)
    return story.passport(outcome="APPROVED_WITH_CONDITIONS", conditions=(due,)).conditions.get()


def remind(story, left):
    """The job as it runs so many days before the condition's day."""
    return remind_of_conditions(on=story.today + TERM - left * DAY, now=story.now + TERM - left * DAY)


def mails():
    return Email.objects.filter(key__startswith="condition-").order_by("id")


@pytest.mark.parametrize(
    ("blocking", "before", "after"),
    [
        (False, "Everybody who looks", "Everybody who looks"),
        (True, "The passport is suspended when it is overdue.", "The passport is suspended until it is met."),
    ],
)
def test_each_step_is_written_once(story, blocking, before, after):
    condition = under(story, blocking=blocking)
    number = condition.passport.number
    assert [remind(story, left) for left in (31, 30, 30, 29, 7, 1, 0, -1, -1, -9, -30, -31)] == [
        0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0,
    ]  # fmt: skip
    first, last = mails().first(), mails().last()
    assert first.recipient == story.maker.email
    assert (first.subject, last.subject) == (
        f"Condition due by 30 August 2026: {story.name}", f"Condition overdue: {story.name}",
    )  # fmt: skip
    assert before in first.text
    assert after in last.text
    assert f"/passports/{number}/conditions/{condition.pk}/evidence/\n" in first.text


@pytest.mark.django_db(transaction=True)
def test_whoever_adopted_hears_of_it_once_whether_it_suspends_or_not(story):
    condition = under(story)
    adopt(passport=condition.passport, organisation=story.other_trust, by=story.buyer, now=story.now)
    after = story.now + TERM + DAY
    recompute_due(on=after.date(), now=after)
    sum(at_once(*[lambda: remind(story, -1)] * 2))
    tell_followers(now=after)
    assert mails().count() == 1
    told = Notice.objects.get().change
    assert told.kind == "verdict_restated"
    assert "overdue" in told.sentence


def test_more_time_is_reminded_of_anew(story):
    condition = under(story)
    assert remind(story, 3) == 1
    extend_condition(
        condition=condition, due_on=condition.due_on + 20 * DAY, reason="Late.", by=story.operator, now=story.now
    )
    assert [remind(story, left) for left in (3, -1, -13, -21)] == [1, 0, 1, 1]


def test_only_what_waits_for_the_innovator_is_reminded(story):
    condition = under(story)
    hand_in_evidence(condition=condition, text="The report.", link="", document=None, by=story.maker, now=story.now)
    assert remind(story, 30) == 0
    proposal = propose_discharge(condition=condition, reason="Seen.", by=story.operator, now=story.now + DAY)
    decline_proposal(proposal=proposal, reason="Not all.", by=chair_of(condition.passport), now=story.now + DAY)
    assert remind(story, 29) == 1
    discharge_condition(condition=condition, reason="Seen.", by=story.operator, now=story.now + 2 * DAY)
    assert remind(story, 7) == 0


def test_nobody_is_reminded_for_a_passport_that_is_over(story):
    withdraw_passport(passport=under(story).passport, reason="Harm.", by=story.operator, now=story.now)
    assert remind(story, 7) == remind(story, -1) == 0


def test_the_task_runs_for_a_day(story):
    under(story)
    remind_innovators(on=(story.today + TERM - 7 * DAY).isoformat())
    assert mails().count() == 1
