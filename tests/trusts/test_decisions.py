"""The chair closes an assessment with a quorum, a reason and fitting conditions."""

from __future__ import annotations

from datetime import timedelta

import pytest

from compass.foundation.errors import NotAllowed, Refused
from evidence.models import InnovatorMember
from trusts.models import Decision, Seat
from trusts.operations.assessments import declare_interest, score_section
from trusts.operations.decisions import Condition, decide


def close(story, **changes):
    given = {
        "assessment": story.open, "outcome": "APPROVED", "reason": "The evidence is sound.", "dissent": "",
        "conditions": (), "by": story.chair, "now": story.now,
    }  # fmt: skip
    return decide(**{**given, **changes})


def ready(story):
    story.score(story.assessment())
    return story


def test_only_the_chair_closes(story):
    ready(story)
    for seat in story.seats.keys() - {Seat.CHAIR}:
        with pytest.raises(NotAllowed, match="Only the chair"):
            close(story, by=story.seats[seat])
    for outsider in (story.lead, story.operator, story.maker, type(story)().chair):
        with pytest.raises(NotAllowed, match="Only members of the assessing panel"):
            close(story, by=outsider)
    assert close(story).outcome == "APPROVED"


def test_a_chair_with_an_interest_in_some_sections_does_not_close(story):
    story.assessment()
    declare_interest(
        assessment=story.open, exclusion="PARTIAL", detail="A grant.", excluded_sections=["VALUE"], by=story.chair,
        now=story.now,
    )  # fmt: skip
    with pytest.raises(NotAllowed, match="keeps you out of closing"):
        close(story)


def test_who_works_for_the_innovator_by_now_does_not_count(story):
    ready(story)
    scorer = story.seats[Seat.FINANCE]
    joined = InnovatorMember.objects.create(innovator=story.innovator, person=scorer)
    with pytest.raises(Refused, match="Nobody has scored “Cost and value”"):
        close(story)
    joined.delete()
    assert close(story).present == 5


def test_a_chair_with_a_full_interest_or_who_works_for_the_innovator_does_not_close(story):
    story.assessment()
    declare_interest(
        assessment=story.open, exclusion="FULL", detail="Shares.", excluded_sections=[], by=story.chair, now=story.now
    )
    with pytest.raises(NotAllowed, match="keeps you out"):
        close(story)
    other = ready(type(story)())
    member = InnovatorMember.objects.create(innovator=other.innovator, person=other.chair)
    with pytest.raises(NotAllowed, match="You work for the innovator"):
        close(other)
    member.delete()
    assert close(other).present == 5


def test_without_a_quorum_nothing_is_decided_and_each_obstacle_is_named(story):
    story.assessment()
    with pytest.raises(Refused) as refusal:
        close(story)
    for said in (
        "3 members are needed",
        "chair has not declared",
        "No clinician",
        "Nobody has scored “Cost and value”",
    ):
        assert said in refusal.value.sentence
    story.score(story.open)
    assert (close(story).present, Decision.objects.get().quorum) == (5, 3)


def test_one_unscored_section_is_enough_to_wait(story):
    story.assessment()
    story.seats, everybody = {s: p for s, p in story.seats.items() if s != Seat.FINANCE}, story.seats
    story.score(story.open)
    with pytest.raises(Refused, match=r"cannot decide yet\. Nobody has scored “Cost and value” yet\.$"):
        close(story)
    story.seats = {Seat.FINANCE: everybody[Seat.FINANCE]}
    story.score(story.open)
    story.seats = everybody
    assert close(story).present == 5


def test_conditions_fit_the_outcome_and_lie_ahead(story):
    ready(story)
    tomorrow = Condition("Report outcomes.", story.today + timedelta(days=1))
    for outcome in ("APPROVED", "TRIAL_ONLY", "DEFERRED", "REJECTED"):
        with pytest.raises(Refused, match="Conditions go only with"):
            close(story, outcome=outcome, conditions=(tomorrow,))
    with pytest.raises(Refused, match="needs at least one condition"):
        close(story, outcome="APPROVED_WITH_CONDITIONS")
    with pytest.raises(Refused, match="due after today"):
        close(story, outcome="APPROVED_WITH_CONDITIONS", conditions=(tomorrow, Condition("Late.", story.today)))
    decision = close(story, outcome="APPROVED_WITH_CONDITIONS", conditions=(tomorrow,))
    assert decision.conditions.get().text == "Report outcomes."


def test_a_decision_has_a_known_outcome_and_a_reason(story):
    ready(story)
    for outcome in ("OPEN", "GREAT", ""):
        with pytest.raises(Refused):
            close(story, outcome=outcome)
    with pytest.raises(Refused, match="needs a written reason"):
        close(story, reason=" ")
    assert close(story, dissent="Finance disagrees.").dissent == "Finance disagrees."


@pytest.mark.parametrize("outcome", ["APPROVED", "REJECTED"])
def test_after_the_decision_nothing_is_added(story, outcome):
    ready(story)
    close(story, outcome=outcome)
    finance = story.seats[Seat.FINANCE]
    for late in (
        lambda: close(story, outcome="DEFERRED"),
        lambda: score_section(assessment=story.open, section="VALUE", points=1, reason="x", by=finance, now=story.now),
        lambda: declare_interest(
            assessment=story.open, exclusion="NONE", detail="", excluded_sections=[], by=finance, now=story.now
        ),
    ):
        with pytest.raises(Refused, match="already decided"):
            late()
    story.open.refresh_from_db()
    assert story.open.state == story.open.decision.outcome == outcome
