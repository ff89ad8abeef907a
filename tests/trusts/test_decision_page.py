"""The form of the panel's decision: when it opens, as many conditions as there are, errors beside their fields."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from trusts.models import DecisionCondition
from trusts.operations.decisions import Condition
from trusts.web.forms import MOST_CONDITIONS

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def group_of(page: str, field: str) -> str:
    """The form group around a field, from its opening to the next one's."""
    groups = re.split(r'(?=<div class="nhsuk-form-group)', page)
    return next(group for group in groups if f'id="{field}' in group)


@pytest.fixture
def deciding(story, client):
    """The decision page of an assessment that is scored, and its chair signed in."""
    assessment = story.assessment()
    story.score(assessment)
    client.force_login(story.chair, backend=BACKEND)
    return reverse("decide", args=[assessment.pk])


def written(story, **more):
    due = {"day": "1", "month": "3", "year": str(story.today.year + 1)}
    first = {"condition": "Publish the audit.", **{f"condition_due_on_{part}": value for part, value in due.items()}}
    return {
        "outcome": "APPROVED_WITH_CONDITIONS", "reason": "The evidence is sound enough.", "dissent": "",
        "condition_blocking": "on", **first, **more,
    }  # fmt: skip


def test_the_form_opens_only_when_the_panel_can_decide(story, client):
    assessment = story.assessment()
    client.force_login(story.chair, backend=BACKEND)
    address = reverse("decide", args=[assessment.pk])
    early = client.get(address)
    assert early.status_code == 409
    assert "The panel cannot decide yet." in early.content.decode()
    assert "<textarea" not in early.content.decode()
    assert f'href="{reverse("assessment", args=[assessment.pk])}"' in early.content.decode()
    story.score(assessment)
    ready = client.get(address)
    assert ready.status_code == 200
    assert "<textarea" in ready.content.decode()


def test_another_condition_can_be_added_and_nothing_typed_is_lost(story, client, deciding):
    once = client.post(deciding, written(story, more="1", conditions_shown="1"))
    page = once.content.decode()
    assert once.status_code == 200
    assert "There is a problem" not in page
    assert "Publish the audit." in page
    assert 'value="APPROVED_WITH_CONDITIONS" checked' in re.sub(r"\s+", " ", page)
    assert f'value="{story.today.year + 1}"' in page
    assert 'name="conditions_shown" value="2"' in page
    given = written(
        story,
        conditions_shown="2",
        condition_2="Train the staff.",
        condition_2_due_on_day="2",
        condition_2_due_on_month="4",
        condition_2_due_on_year=str(story.today.year + 1),
    )
    assert client.post(deciding, given).status_code == 302
    found = DecisionCondition.objects.order_by("id").values_list("text", "blocking")
    assert list(found) == [("Publish the audit.", True), ("Train the staff.", False)]


def test_conditions_end_at_their_limit_and_junk_counts_as_one(story, client, deciding):
    full = client.post(deciding, written(story, more="1", conditions_shown=str(MOST_CONDITIONS))).content.decode()
    assert f'name="condition_{MOST_CONDITIONS}"' in full
    assert f'name="condition_{MOST_CONDITIONS + 1}"' not in full
    assert "Add another condition" not in full
    for junk in ("0", "-1", "21", "9" * 500, "x", ""):
        page = client.post(deciding, written(story, more="1", conditions_shown=junk)).content.decode()
        assert 'name="condition_2"' in page
        assert 'name="condition_3"' not in page


def test_a_condition_that_is_due_too_soon_is_said_beside_its_date(story, client, deciding):
    early = {"condition_2": "Too soon.", "condition_2_due_on_day": "1", "condition_2_due_on_month": "1"}
    given = written(story, conditions_shown="2", condition_2_due_on_year="2020", **early)
    answer = client.post(deciding, given)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "A condition must be due after today." in group_of(page, "id_condition_2_due_on-error")
    assert "nhsuk-form-group--error" in group_of(page, "id_condition_2_due_on-error")
    assert 'href="#id_condition_2_due_on_day"' in page
    assert not DecisionCondition.objects.exists()


def test_what_other_answers_make_required_is_not_called_optional(story, client, deciding):
    page = client.get(deciding).content.decode()
    labels = [" ".join(words.split()) for words in re.findall(r"<(?:label|legend)[^>]*>([^<]+)<", page)]
    assert "Dissent (optional)" in labels
    assert "Condition" in labels
    assert not [words for words in labels if words.startswith("Condition") and "optional" in words]


def test_declared_twice_scored_too_early_and_decided_are_said_before_the_form(story, client):
    assessment = story.assessment()
    client.force_login(story.chair, backend=BACKEND)
    declare = reverse("declare-interest", args=[assessment.pk])
    score = reverse("score-section", args=[assessment.pk, "clinical"])
    assert client.get(declare).status_code == 200
    early = client.get(score)
    assert (early.status_code, "Declare your interests first." in early.content.decode()) == (409, True)
    story.score(assessment)
    again = client.get(declare)
    assert (again.status_code, "You have already declared" in again.content.decode()) == (409, True)
    # What the operation says stays beside what was typed when the page was opened in time.
    late = client.post(declare, {"exclusion": "FULL", "detail": "My sister works there."})
    assert late.status_code == 409
    assert "My sister works there." in late.content.decode()


def test_everybody_reads_whether_a_condition_suspends_the_passport(story, client):
    due = story.today + timedelta(days=30)
    conditions = (Condition("Publish the audit.", due), Condition("Tell us of falls.", due, blocking=False))
    decision = story.decision(outcome="APPROVED_WITH_CONDITIONS", conditions=conditions)
    for person, address in (
        (story.lead, reverse("assessment", args=[decision.assessment_id])),
        (story.maker, reverse("pack-assessments", args=[story.draft.pk])),
    ):
        client.force_login(person, backend=BACKEND)
        page = client.get(address).text
        assert "Publish the audit. The passport is suspended if it is not met by then." in page
        assert "Tell us of falls.</p>" in page
