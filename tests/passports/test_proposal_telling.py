"""A proposal that waits for a second person is written to whoever may settle it, once, and counted in their menu."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from compass.foundation.models import Email
from compass.site.menu import links, parts_of
from passports.operations.conditions import propose_discharge
from passports.operations.lifecycle import suspend_passport
from passports.operations.proposal_telling import ask_for_second
from passports.operations.proposals import confirm_proposal
from tests.factories import OperatorFactory
from tests.operators import chair_of
from trusts.models import Role
from trusts.operations.decisions import Condition


def asked(proposal):
    found = Email.objects.filter(key__startswith=f"proposal-{proposal.pk}-")
    return sorted(found.values_list("recipient", flat=True))


@pytest.fixture
def others(db):
    """Two operators beside the story's own, the second with a closed account."""
    colleague, gone = OperatorFactory().person, OperatorFactory().person
    gone.is_active = False
    gone.save()
    return colleague


def words_of(person):
    return dict(links(parts_of(person)))["/submissions/"]


def test_the_other_operators_are_asked_once_and_whoever_proposed_is_not(story, others):
    passport = story.passport()
    suspend_passport(passport=passport, reason="Notice 7.", by=story.operator, now=story.now)
    proposal = passport.proposals.get(state="OPEN")
    assert others.email in asked(proposal)
    assert story.operator.email not in asked(proposal)
    before = asked(proposal)
    ask_for_second(proposal=proposal, now=story.now)
    assert asked(proposal) == before, "once for each proposal"
    said = Email.objects.get(recipient=others.email, key__startswith=f"proposal-{proposal.pk}-")
    for words in ("Wound Sensor", "Notice 7.", f"/proposals/{proposal.pk}/"):
        assert words in said.subject + said.text


def test_an_operator_with_a_part_in_it_is_not_asked(story, others):
    passport = story.passport()
    story.trust.members.create(person=others, role=Role.BUYER)
    suspend_passport(passport=passport, reason="Notice 7.", by=story.operator, now=story.now)
    assert others.email not in asked(passport.proposals.get(state="OPEN"))


def test_of_a_condition_the_chair_is_asked_where_an_operator_proposed_and_the_other_way_round(story, others):
    due = Condition("Report outcomes.", story.today + timedelta(days=30))
    passport = story.passport(outcome="APPROVED_WITH_CONDITIONS", conditions=(due,))
    condition, chair = passport.conditions.get(), chair_of(passport)
    by_operator = propose_discharge(condition=condition, reason="Seen.", by=story.operator, now=story.now)
    assert asked(by_operator) == [chair.email]
    by_operator.state = "TAKEN_BACK"
    by_operator.closed_by, by_operator.closed_as, by_operator.closed_at = story.operator, "OPERATOR", story.now
    by_operator.save()
    by_chair = propose_discharge(condition=condition, reason="Seen.", by=chair, now=story.now)
    assert others.email in asked(by_chair)
    assert chair.email not in asked(by_chair)


def test_the_menu_counts_what_waits_for_an_operator_in_its_one_statement(story, others):
    passport = story.passport()
    assert words_of(others) == "Submissions"
    suspend_passport(passport=passport, reason="Notice 7.", by=story.operator, now=story.now)
    with CaptureQueriesContext(connection) as caught:
        assert words_of(others) == "Submissions (1 to confirm)"
    assert len(caught) == 1
    assert words_of(story.operator) == "Submissions", "their own waits for somebody else"
    assert parts_of(story.buyer).to_confirm == 0
    confirm_proposal(proposal=passport.proposals.get(state="OPEN"), by=others, now=story.now)
    assert words_of(others) == "Submissions"
