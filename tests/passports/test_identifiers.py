"""A number that two claim: the national operator takes it from the one whose it is not."""

from __future__ import annotations

import pytest
from django.urls import reverse

from compass.foundation.errors import Invalid, NotAllowed, Refused
from compass.foundation.history import changes_of
from compass.foundation.models import Email
from evidence.models import CompanyIdentifier, Identifier
from evidence.operations.identifiers import add_company_identifier, add_identifier
from passports.models import Operator
from passports.operations.identifiers import release_identifier
from tests.story import Story

GTIN = "9506000134352"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def claim(story):
    return add_identifier(innovation=story.innovation, scheme="GTIN", value=GTIN, by=story.maker, now=story.now)


def release(story, by=None, **given):
    given = {"scheme": "GTIN", "value": GTIN, "reason": "GS1 gave it to another company."} | given
    release_identifier(by=by or story.operator, now=story.now, **given)


def test_the_owner_gets_a_number_that_somebody_else_had_claimed(story):
    claim(story)
    owner = Story()
    with pytest.raises(Refused, match="already recorded for another technology"):
        claim(owner)
    release(story)
    assert claim(owner).innovation == owner.innovation
    told = "released from Wound Sensor by the national operator: GS1 gave it to another company."
    assert told in changes_of(story.innovation).first().sentence
    assert told in Email.objects.get(recipient=story.maker.email).text


def test_a_company_s_number_too(story):
    add_company_identifier(innovator=story.innovator, scheme="ODS", value="RGT", by=story.maker, now=story.now)
    release(story, scheme="ODS", value="rgt")
    assert not CompanyIdentifier.objects.exists()


def test_only_an_operator_who_works_for_no_innovator_decides(story):
    claim(story)
    claimant = Story().maker
    Operator.objects.create(person=claimant)
    for person in (story.maker, story.lead, claimant):
        with pytest.raises(NotAllowed):
            release(story, by=person)
    assert Identifier.objects.exists()


def test_nothing_is_released_without_a_reason_or_by_a_wrong_number(story):
    claim(story)
    for refusal, wrong in (
        (Refused, {"reason": " "}),
        (Refused, {"value": "96385074"}),
        (Invalid, {"value": "9506000134354"}),
        (Invalid, {"scheme": "EMDN", "value": "A01"}),
    ):
        with pytest.raises(refusal):
            release(story, **wrong)
    assert Identifier.objects.exists()


def test_the_operator_s_page(story, client):
    claim(story)
    client.force_login(story.operator, backend=BACKEND)
    address = reverse("release-identifier")
    assert address in client.get(reverse("submissions")).content.decode()
    given = {"scheme": "GTIN", "value": GTIN, "reason": "It is another's."}
    refused = client.post(address, given | {"value": "9506000134354"})
    assert refused.status_code == 422
    assert 'value="9506000134354"' in refused.content.decode()
    assert client.post(address, given).status_code == 302
    assert not Identifier.objects.exists()
    assert client.post(address, given).status_code == 409
