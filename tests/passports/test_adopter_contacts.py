"""An adopter offers other NHS organisations a contact: to them alone, in no log, and gone with the adoption."""

from __future__ import annotations

import pytest
from django.urls import reverse

from compass.foundation.clock import civil_date
from compass.foundation.errors import Invalid, NotAllowed, Refused
from compass.foundation.models import Change
from evidence.models import InnovatorMember
from passports.models import Adoption
from passports.operations.adoptions import end_adoption, move_adoption, offer_contact
from tests.factories import InnovatorFactory, OrganisationFactory, PersonFactory
from trusts.models import Organisation, Role

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TEAM, ADDRESS = "Theatre team", "theatres@trust.example"


@pytest.fixture
def adoption(story):
    return story.adoption()


def offer(story, adoption, name=TEAM, email=ADDRESS, by=None):
    return offer_contact(adoption=adoption, name=name, email=email, by=by or story.buyer, now=story.now)


def kept() -> list[tuple[str, str]]:
    return list(Adoption.objects.order_by("id").values_list("contact_name", "contact_email"))


def test_its_own_buyers_offer_a_contact_and_take_it_back(story, adoption):
    for outsider in (story.member(OrganisationFactory(), Role.BUYER), story.lead, story.maker, story.operator):
        with pytest.raises(NotAllowed, match=f"role of buyer at {story.other_trust}"):
            offer(story, adoption, by=outsider)
    for name, email, field in ((TEAM, " ", "email"), ("", ADDRESS, "name")):
        with pytest.raises(Invalid, match="The contact has no") as refusal:
            offer(story, adoption, name, email)
        assert refusal.value.field == field
    assert kept() == [("", "")]
    for _ in range(2):
        offer(story, adoption)
    assert kept() == [(TEAM, ADDRESS)]
    offer(story, adoption, "", "")
    assert kept() == [("", "")]
    told = Change.objects.filter(kind="adoption_contact").order_by("id").values_list("sentence", flat=True)
    assert list(told) == [f"{story.other_trust} offers a contact.", f"{story.other_trust} no longer offers a contact."]


def test_no_history_keeps_it_and_it_goes_with_the_adoption(story, adoption):
    offer(story, adoption)
    end_adoption(adoption=adoption, by=story.buyer, now=story.now)
    assert kept() == [("", "")]
    with pytest.raises(Refused, match="This adoption has ended"):
        offer(story, adoption)
    history = list(Adoption.pgh_event_model.objects.values())
    assert [row["state"] for row in history] == ["LOCAL_CHECKS", "ENDED"]  # nothing of what came between
    for rows in (history, list(Change.objects.values())):
        assert TEAM not in str(rows)
        assert ADDRESS not in str(rows)


def test_it_moves_along_to_the_next_version(story, adoption):
    offer(story, adoption)
    story.next_version("2.0").passport()
    moved = move_adoption(adoption=adoption, by=story.buyer, now=story.now)
    assert (moved.contact_name, moved.contact_email) == (TEAM, ADDRESS)
    assert kept() == [("", ""), (TEAM, ADDRESS)]  # the first, never in use, has ended


def test_people_of_the_nhs_read_it_and_nobody_else(story, adoption, client):
    region = OrganisationFactory(kind="REGION")
    Organisation.objects.filter(pk__in=[story.trust.pk, story.other_trust.pk]).update(region=region)
    offer(story, adoption, email="theatres+new@trust.example")
    sells = story.member(story.trust, Role.BUYER)
    InnovatorMember.objects.create(innovator=InnovatorFactory(), person=sells)
    closed = OrganisationFactory()
    left = story.member(closed, Role.BUYER)
    Organisation.objects.filter(pk=closed.pk).update(current=None)
    address = reverse("innovation", args=[adoption.passport.innovation.slug])
    link = f'{TEAM}, <a href="mailto:theatres%2Bnew@trust.example">theatres+new@trust.example</a>'

    def page(person):
        client.logout()
        if person is not None:
            client.force_login(person, backend=BACKEND)
        return client.get(address).content.decode()

    assert page(story.lead).count(link) == 2  # as the nearest one, and in the list
    for person in (None, PersonFactory(), story.maker, sells, left):
        assert TEAM not in page(person)
        assert "trust.example" not in page(person)
    assert page(story.buyer).count(link) == 1  # in the list: no other adopter is near
    client.logout()
    for public in (f"/api/v1{address}", f"{address}?on={civil_date(story.now).isoformat()}", "/api/v1/changes/"):
        assert "theatres" not in client.get(public).content.decode()
    offer(story, adoption, "", "")
    assert "It offers no contact here." in page(story.lead)


def test_the_page_keeps_what_was_typed_and_can_be_emptied(story, adoption, client):
    client.force_login(story.buyer, backend=BACKEND)
    address = reverse("offer-contact", args=[adoption.pk])
    answer = client.post(address, {"name": TEAM, "email": ""})
    assert answer.status_code == 422
    assert f'value="{TEAM}"' in answer.content.decode()
    assert client.post(address, {"name": TEAM, "email": "theatres"}).status_code == 422
    assert client.post(address, {"name": "Two\nlines", "email": ADDRESS}).status_code == 422
    assert client.post(address, {"name": TEAM, "email": ADDRESS}).status_code == 302
    assert f'value="{ADDRESS}"' in client.get(address).content.decode()
    assert client.post(address, {"name": "", "email": ""}).status_code == 302
    assert kept() == [("", "")]
    end_adoption(adoption=adoption, by=story.buyer, now=story.now)
    assert client.get(address).status_code == 409
