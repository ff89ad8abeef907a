"""Who leads an evaluation, what it is for until somebody scores, and giving it up."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import reverse

from compass.accounts.models import User
from compass.foundation.errors import Invalid, NotAllowed, Refused
from compass.foundation.history import changes_of
from compass.guide.models import Evaluation, Evaluator
from compass.guide.operations import value
from compass.guide.operations.evaluators import remove_evaluator
from compass.guide.operations.value_leads import abandon, change_purchase, hand_over, take_over
from compass.guide.queries.choosing import newest_evaluations
from compass.guide.queries.value_record import content_of
from evidence.models import InnovatorMember
from tests.factories import PersonFactory
from tests.guide.value_case import ValueCase
from trusts.models import Member, Role

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def page(case, name):
    return reverse(name, args=[case.evaluation.key])


def test_whoever_was_taken_off_is_not_asked_for_scores():
    case = ValueCase().move("open_scoring")
    colleague = case.second_evaluator()
    assert newest_evaluations(colleague, 5)[0]["scores"]
    case.score(colleague, 1, 1)
    assert not newest_evaluations(colleague, 5)[0]["scores"]  # all are given
    assert newest_evaluations(case.lead, 5)[0]["scores"]
    place = Evaluator.objects.get(person=colleague)
    remove_evaluator(evaluator=place, why="Ill.", by=case.lead, now=case.now)
    assert not newest_evaluations(colleague, 5)[0]["scores"]
    assert list(Evaluator.objects.standing()) == [case.evaluation.evaluators.get(person=case.lead)]


def test_moderation_needs_two_evaluators_or_a_reason_that_is_kept():
    case = ValueCase().move("open_scoring").score_all(4, 2)
    with pytest.raises(Refused, match="Only one person has scored") as refusal:
        value.move_on(evaluation=case.evaluation, move="start_moderation", by=case.lead, now=case.now)
    assert refusal.value.field == "alone_why"
    two = ValueCase().move("open_scoring")
    two.score(two.second_evaluator(), 1, 1).score_all(4, 2)
    moved = value.move_on(evaluation=two.evaluation, move="start_moderation", by=two.lead, now=two.now)
    assert (moved.state, moved.alone_why) == ("MODERATION", "")
    assert content_of(case.move("start_moderation").evaluation)["one_evaluator_because"] == "Nobody else was there."


def test_the_lead_is_handed_over_to_somebody_who_could_lead(client):
    case, other = ValueCase(), ValueCase()
    buyer, nominator = case.member(Role.BUYER), case.member(Role.NOMINATOR)
    supplier = case.member(Role.BUYER)
    InnovatorMember.objects.create(innovator=case.technologies[0].innovator, person=supplier)
    client.force_login(case.lead, backend=BACKEND)
    for person in (nominator, supplier, other.lead):
        refused = client.post(page(case, "hand-evaluation-over"), {"email": person.email})
        assert "Nobody with this email address can lead this evaluation." in refused.text
    with pytest.raises(NotAllowed):
        hand_over(evaluation=case.evaluation, email=buyer.email, by=buyer, now=case.now)
    assert client.post(page(case, "hand-evaluation-over"), {"email": buyer.email}).status_code == 302
    assert Evaluation.objects.get(pk=case.evaluation.pk).lead == buyer
    assert client.get(page(case, "abandon-evaluation")).status_code == 403
    assert [one["name"] for one in content_of(case.evaluation)["leads"]] == [case.lead.name, buyer.name]
    namesake = case.member(Role.BUYER)
    User.objects.filter(pk=namesake.pk).update(name=buyer.name)
    hand_over(evaluation=case.evaluation, email=namesake.email, by=buyer, now=case.now)
    assert [one["name"] for one in content_of(case.evaluation)["leads"]] == [case.lead.name, buyer.name, buyer.name]


def test_somebody_else_goes_on_when_the_lead_has_left(client):
    case, other = ValueCase().move("open_scoring"), ValueCase()
    buyer, nominator = case.member(Role.BUYER), case.member(Role.NOMINATOR)
    address = page(case, "take-evaluation-over")
    client.force_login(buyer, backend=BACKEND)
    assert client.post(address).status_code == 403  # the lead works there still
    assert "Take over the lead" not in client.get(page(case, "evaluation")).text
    Member.objects.filter(person=case.lead).delete()
    for person, status in ((nominator, 403), (other.lead, 404)):
        client.force_login(person, backend=BACKEND)
        assert client.post(address).status_code == status
    with pytest.raises(NotAllowed):
        take_over(evaluation=case.evaluation, by=other.lead, now=case.now)
    client.force_login(buyer, backend=BACKEND)
    assert "Take over the lead" in client.get(page(case, "evaluation")).text
    assert client.post(address).status_code == 302
    assert Evaluation.objects.get(pk=case.evaluation.pk).lead == buyer
    assert changes_of(case.evaluation).filter(kind="evaluation_lead_changed", actor=buyer).exists()


def test_it_is_abandoned_with_a_reason_and_nothing_changes_afterwards(client):
    case = ValueCase().in_moderation()
    client.force_login(case.lead, backend=BACKEND)
    assert client.post(page(case, "abandon-evaluation"), {"why": " "}).status_code == 422
    with pytest.raises(NotAllowed):
        abandon(evaluation=case.evaluation, why="x", by=case.member(Role.BUYER), now=case.now)
    assert client.post(page(case, "abandon-evaluation"), {"why": "The money is gone."}).status_code == 302
    shown = client.get(page(case, "evaluation")).text
    assert "The money is gone." in shown
    assert "Hand over the lead" not in shown
    assert client.get(page(case, "abandon-evaluation")).status_code == 409
    for step in (lambda: case.moderate(1, 1), lambda: case.cost(1, 1), lambda: case.move("close")):
        with pytest.raises(Refused):
            step()
    assert newest_evaluations(case.lead, 5, open_only=True) == []


def test_name_years_and_technologies_change_until_somebody_scores(client):
    case, more = ValueCase().cost(200, 100), ValueCase()
    client.force_login(case.lead, backend=BACKEND)
    here = f"https://compass.example/innovations/{case.technologies[0].slug}/?from=list#claims"
    sent = {"title": "Beds 2028", "years": "5", "innovations": f"{here}\n{more.technologies[0].slug}"}
    assert client.post(page(case, "change-evaluation"), sent).status_code == 302
    found = Evaluation.objects.get(pk=case.evaluation.pk)
    costs = dict(found.candidates.values_list("innovation__slug", "purchase_cost"))
    assert (found.title, costs) == ("Beds 2028", {case.technologies[0].slug: 200, more.technologies[0].slug: None})
    # A cost is for so many years: with others it is asked for again.
    assert client.post(page(case, "change-evaluation"), sent | {"years": "7"}).status_code == 302
    assert set(found.candidates.values_list("purchase_cost", flat=True)) == {None}
    chosen = [case.technologies[0], more.technologies[1]]
    InnovatorMember.objects.create(innovator=more.technologies[1].innovator, person=case.second_evaluator())
    with pytest.raises(Invalid, match="works for the supplier"):
        change_purchase(
            evaluation=found, title="A", years=7, innovations=chosen, by=case.lead, now=case.now
        )  # fmt: skip
    case.move("open_scoring")
    assert client.post(page(case, "change-evaluation"), sent).status_code == 409


def test_a_lead_who_does_not_score_puts_in_no_product_of_their_own_company():
    case, more = ValueCase(), ValueCase()
    case.second_evaluator()
    remove_evaluator(evaluator=Evaluator.objects.get(person=case.lead, evaluation=case.evaluation), why="Leads only.",
                     by=case.lead, now=case.now)  # fmt: skip
    before = set(case.evaluation.candidates.values_list("innovation", flat=True))
    InnovatorMember.objects.create(innovator=more.technologies[0].innovator, person=case.lead)
    chosen = {"title": "A", "years": 5, "by": case.lead, "now": case.now}
    with pytest.raises(NotAllowed, match="You work for"), transaction.atomic():
        change_purchase(evaluation=case.evaluation, innovations=[*case.technologies, more.technologies[0]], **chosen)
    assert set(case.evaluation.candidates.values_list("innovation", flat=True)) == before
    InnovatorMember.objects.filter(person=case.lead).update(person=PersonFactory())
    change_purchase(evaluation=case.evaluation, innovations=[*case.technologies, more.technologies[0]], **chosen)
    assert case.evaluation.candidates.count() == 3
