"""What the demonstration leaves open: each kind of step that somebody may answer, and nothing that leaves by itself."""

from __future__ import annotations

from compass.accounts.models import User
from compass.accounts.queries import clients_acting_for
from compass.demo.people import PEOPLE
from compass.foundation import clock
from compass.guide.policies import can_take_over
from compass.guide.queries.value import evaluations_of
from compass.notices.models import WebhookDelivery
from compass.notices.operations.send_webhooks import send_due_webhooks
from compass.notices.queries import endpoints_of
from evidence.machines import key_of
from evidence.models import Innovator
from evidence.queries.colleagues import open_invitations_of
from passports.models.chairs import passports_chaired_by
from passports.queries.adoptions import adoptions_of
from passports.queries.conditions import evidence_waiting
from passports.queries.proposals import waiting_for_operator
from passports.queries.renewals import renewals_waiting
from passports.queries.safety import set_aside
from passports.states import AdoptionState
from passports.validity import Status


def person(key: str) -> User:
    return User.objects.get(email=next(p.email for p in PEOPLE if p.key == key))


def steps_wait_for_an_answer() -> None:
    assert waiting_for_operator(person("operator")).filter(proposed_by=person("colleague")).exists()
    assert evidence_waiting().filter(passport__in=passports_chaired_by(person("chair"))).exists()
    assert renewals_waiting().exists()
    assert set_aside().count() == 1
    buyer = person("buyer")
    (moved,) = adoptions_of(buyer).filter(passport__status=Status.SUPERSEDED)
    assert moved.state == AdoptionState.LIVE
    assert [can_take_over(buyer, one) for one in evaluations_of(buyer)].count(True) == 1
    company = Innovator.objects.get(members__person=person("innovator"))
    assert open_invitations_of(company).exists()
    assert clients_acting_for(key_of(company)).exists()
    assert company.identifiers.exists()


def nothing_leaves_by_itself() -> None:
    """The one webhook is paused, and its address is of a domain that no machine can have."""
    (endpoint,) = endpoints_of(person("buyer"))
    assert endpoint.paused
    assert endpoint.address.partition("//")[2].partition("/")[0].endswith(".example")
    assert send_due_webhooks(now=clock.now()) == 0
    assert not WebhookDelivery.objects.filter(attempts__gt=0).exists()
