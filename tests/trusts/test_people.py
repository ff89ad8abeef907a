"""Roles and seats, and what becomes of them in a merger."""

from __future__ import annotations

import pytest

from compass.foundation.errors import Refused
from compass.foundation.models import Change
from tests.factories import OrganisationFactory, PersonFactory, merge
from trusts.models import Organisation, PanelMember, Role, Seat
from trusts.operations.people import add_member, create_panel, seat_member
from trusts.policies import has_role
from trusts.queries import organisations_of, stranded_memberships


def test_a_role_is_given_once(story):
    person = PersonFactory()
    given = {"organisation": story.trust, "person": person, "role": Role.BUYER, "by": None, "now": story.now}
    assert add_member(**given) == add_member(**given)
    assert Change.objects.filter(kind="member_added").count() == 1
    assert has_role(person, story.trust, Role.BUYER)
    assert not has_role(person, story.trust, Role.NOMINATOR, Role.INNOVATION_LEAD)
    assert not has_role(person, story.other_trust, *Role)


def test_members_act_for_the_successor_through_every_merger(story):
    first, second, third = OrganisationFactory.create_batch(3)
    person = story.member(first, Role.BUYER)
    assert list(organisations_of(person)) == [first]
    merge(first, second)
    merge(second, third)
    assert list(organisations_of(person, Role.BUYER)) == [third]
    assert [has_role(person, one, Role.BUYER) for one in (first, second, third)] == [False, False, True]
    assert not organisations_of(person, Role.NOMINATOR).exists()


def test_members_of_an_organisation_without_one_successor_wait_for_people_to_decide(story):
    trust = OrganisationFactory()
    person = story.member(trust, Role.BUYER)
    assert not stranded_memberships(person).exists()
    Organisation.objects.filter(pk=trust.pk).update(current=None, closed_on=story.today)
    assert not organisations_of(person).exists()
    assert not has_role(person, trust, Role.BUYER)
    assert stranded_memberships(person).get().organisation == trust


def test_every_section_has_a_seat_and_the_chair_scores_nothing(story):
    panel = create_panel(organisation=story.trust, name="Panel", quorum=3, by=None, now=story.now)
    for seat in Seat:
        seat_member(panel=panel, person=PersonFactory(), seat=seat, by=None, now=story.now)
    sections = dict(PanelMember.objects.filter(panel=panel).values_list("seat", "sections"))
    assert sections.pop("CHAIR") == []
    assert {s for seat in sections.values() for s in seat} == {"CLINICAL", "VALUE", "OPERATIONS", "ASSURANCE"}
    own = seat_member(
        panel=story.panel, person=PersonFactory(), seat=Seat.CIO, by=None, now=story.now, sections=["VALUE"]
    )
    assert own.sections == ["VALUE"]


def test_a_second_panel_of_a_name_and_a_second_seat_or_chair_are_refused(story):
    panel, chair = story.panel, story.chair
    with pytest.raises(Refused, match="already has a panel called Innovation panel"):
        create_panel(organisation=story.trust, name=panel.name, quorum=3, by=None, now=story.now)
    with pytest.raises(Refused, match="A quorum is at least 2"):
        create_panel(organisation=story.trust, name="Other", quorum=1, by=None, now=story.now)
    with pytest.raises(Refused, match=f"{chair} already has a seat"):
        seat_member(panel=panel, person=chair, seat=Seat.FINANCE, by=None, now=story.now)
    newcomer = PersonFactory()
    with pytest.raises(Refused, match="already has a chair"):
        seat_member(panel=panel, person=newcomer, seat=Seat.CHAIR, by=None, now=story.now)
    assert seat_member(panel=panel, person=newcomer, seat=Seat.CIO, by=None, now=story.now).seat == Seat.CIO
    assert create_panel(organisation=story.trust, name="Other", quorum=2, by=None, now=story.now).quorum == 2
