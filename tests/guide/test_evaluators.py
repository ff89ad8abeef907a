"""Who scores an evaluation: taken off with a reason, kept in the record; and several people at once."""

from __future__ import annotations

import threading

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from django.urls import reverse

from compass.foundation.errors import Invalid, NotAllowed, Refused
from compass.guide.models import EvaluatorScore, ModeratedScore
from compass.guide.operations import value
from compass.guide.operations.evaluators import add_evaluator, remove_evaluator
from compass.guide.queries.value_record import content_of
from tests.foundation.racing import Elsewhere
from tests.guide.value_case import ValueCase
from tests.site.test_lost_sessions import HERE, Browser

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def _off(case, person, *, by=None, why="Joined a supplier."):
    place = case.evaluation.evaluators.get(person=person)
    return remove_evaluator(evaluator=place, why=why, by=by or case.lead, now=case.now)


def test_an_evaluator_who_is_taken_off_is_not_waited_for_and_stays_in_the_record():
    case = ValueCase().move("open_scoring")
    colleague = case.second_evaluator()
    case.score(case.lead, 4, 2)
    value.score_candidate(candidate=case.candidates[0], given=case.given(1), by=colleague, now=case.now)
    with pytest.raises(Refused, match="21 scores are missing"):
        case.move("start_moderation")
    with pytest.raises(Invalid):
        _off(case, colleague, why="  ")
    with pytest.raises(NotAllowed):
        _off(case, colleague, by=colleague)
    _off(case, colleague)
    with pytest.raises(NotAllowed):
        value.score_candidate(candidate=case.candidates[1], given=case.given(1), by=colleague, now=case.now)
    score = EvaluatorScore.objects.filter(evaluator__person=colleague).earliest("id")
    with pytest.raises(DatabaseError), transaction.atomic():
        EvaluatorScore.objects.filter(pk=score.pk).update(points=3)
    with pytest.raises(Refused, match="Nobody else scores"):
        _off(case, case.lead)
    record = content_of(case.move("start_moderation").evaluation)
    assert [(one["name"], one["taken_off_because"]) for one in record["evaluators"] if one["taken_off_at"]] == [
        (str(colleague), "Joined a supplier.")
    ]
    kinds = [row["kind"] for row in record["scores"]]
    assert (kinds.count("score"), kinds.count("score of an evaluator taken off")) == (42, 21)
    with pytest.raises(Refused, match="before moderation starts"):
        _off(case, case.lead)


def test_somebody_who_was_taken_off_can_come_back_before_moderation():
    case = ValueCase()
    colleague = case.second_evaluator()
    _off(case, colleague)
    add_evaluator(evaluation=case.evaluation, email=colleague.email, by=case.lead, now=case.now)
    place = case.evaluation.evaluators.get(person=colleague)
    assert (place.removed_at, place.removed_why) == (None, "")
    events = apps.get_model("guide", "EvaluatorEvent").objects.filter(pgh_obj_id=place.pk)
    assert events.filter(removed_why="Joined a supplier.").exists()
    with pytest.raises(Invalid, match="scores this evaluation already") as refused:
        add_evaluator(evaluation=case.evaluation, email=colleague.email, by=case.lead, now=case.now)
    assert refused.value.field == "email"
    told = [one for one in content_of(case.evaluation)["evaluators"] if one["name"] == str(colleague)]
    assert [one["taken_off_because"] for one in told] == ["Joined a supplier.", None]


def test_the_page_takes_off_for_the_lead_alone(client):
    case = ValueCase()
    colleague, other = case.second_evaluator(), ValueCase()
    address = reverse(
        "remove-evaluator", args=[case.evaluation.key, case.evaluation.evaluators.get(person=colleague).key]
    )
    for person, status in ((colleague, 403), (other.lead, 404)):
        client.force_login(person, backend=BACKEND)
        assert (client.get(address).status_code, client.post(address, {"why": "x"}).status_code) == (status, status)
    client.force_login(case.lead, backend=BACKEND)
    assert client.post(address, {"why": ""}).status_code == 422
    assert client.post(address, {"why": "Left the trust."}).status_code == 302
    page = client.get(reverse("evaluation", args=[case.evaluation.key])).text
    assert "Left the trust." in page
    assert client.get(address).status_code == 409
    # Another evaluation's evaluator is not at this evaluation's address.
    foreign = other.evaluation.evaluators.get().key
    assert client.get(reverse("remove-evaluator", args=[case.evaluation.key, foreign])).status_code == 404


def test_scores_typed_before_the_session_ended_are_there_again():
    case = ValueCase().move("open_scoring")
    person, browser = case.lead, Browser()
    browser.force_login(person, backend=BACKEND)
    address = reverse("evaluation-scores", args=[case.evaluation.key, case.candidates[0].innovation.slug])
    sent = browser.type(address, **{"points-purpose-need": "3", "reason-purpose-need": "Canary: shown on the ward."})
    assert sent.status_code == 302
    assert sent["Location"].startswith("/accounts/login/")
    assert browser.sign_in(person, address).status_code == 302
    page = browser.get(address).text
    assert HERE in page
    assert "Canary: shown on the ward." in page
    assert not EvaluatorScore.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_windows_that_moderate_at_once_leave_one_whole_set_of_scores():
    case = ValueCase().in_moderation()
    gate = threading.Barrier(2)
    windows = [
        Elsewhere(
            lambda points=points: value.moderate_candidate(
                candidate=case.candidates[0], given=case.given(points, f"Window {points}."), by=case.lead, now=case.now
            ),
            gate,
        )
        for points in (1, 4)
    ]
    for window in windows:
        window.start()
    assert [window.result() for window in windows] == [21, 21]
    found = set(ModeratedScore.objects.filter(candidate=case.candidates[0]).values_list("points", "reason"))
    assert found in ({(1, "Window 1.")}, {(4, "Window 4.")})
    assert ModeratedScore.objects.count() == 21
