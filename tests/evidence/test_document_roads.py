"""Who gets a document: its confidentiality decides, on each road, and the address of one opens no other."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from evidence.models import Confidentiality
from evidence.operations.documents import upload_document
from evidence.operations.innovators import register_innovator
from passports.models import Passport
from passports.operations.adoptions import adopt, end_adoption
from tests.evidence.files import CSV
from tests.factories import OrganisationFactory, PersonFactory
from tests.story import Story, png
from trusts.models import Organisation, Role, Seat

pytestmark = pytest.mark.heavy


class Open(Story):
    """A passport whose pack has a document for each kind of readers, and a redacted rendition of the closed one."""

    def fill(self):
        pack = super().fill()  # with a report for the NHS
        self.closed = self.attach("Net prices", CSV, Confidentiality.COMMERCIAL)
        self.redacted = self.attach("Prices without figures", png(1), Confidentiality.PUBLIC, redacts=self.closed)
        self.public = self.attach("Leaflet", png(2), Confidentiality.PUBLIC)
        return pack

    def attach(self, title, content, confidentiality, **more):
        return upload_document(
            pack=self.draft, title=title, upload=SimpleUploadedFile("x", content), by=self.maker, now=self.now,
            confidentiality=confidentiality, **more,
        )  # fmt: skip


@pytest.fixture
def story(db):
    story = Open()
    story.issued = story.passport()
    story.adopted = adopt(passport=story.issued, organisation=story.other_trust, by=story.buyer, now=story.now)
    return story


def got(client, person, name, *args) -> set[str]:
    """The titles of the documents that a person gets by a road, asking for every document of the pack."""
    client.logout()
    if person is not None:
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    found = set()
    for document in got.documents:
        response = client.get(reverse(name, args=[*args, document.pk]))
        if response.status_code == 200:
            found.add(document.title)
            assert response["Content-Disposition"].startswith('attachment; filename="')
            assert response["X-Content-Type-Options"] == "nosniff"
            assert response["Cache-Control"] == "private, no-store"
            assert "sandbox" in response["Content-Security-Policy"]
        for close in response._resource_closers:
            close()
    return found


PUBLIC = {"Leaflet", "Prices without figures"}
NHS = PUBLIC | {"Evaluation report"}
ALL = NHS | {"Net prices"}


def test_by_the_passport_road_the_public_gets_what_is_public_and_the_nhs_its_own(story, client):
    got.documents = list(story.draft.documents.all())
    number = story.issued.number
    stranger = story.member(OrganisationFactory(), Role.BUYER)
    # Who works for the NHS and has a product of another company to measure against this one.
    competitor = story.member(OrganisationFactory(), Role.BUYER)
    register_innovator(name="Rival Ltd", by=competitor, now=story.now)
    left_behind = story.member(OrganisationFactory(), Role.BUYER)
    Organisation.objects.filter(members__person=left_behind).update(closed_on=story.today, current=None)
    everybody = {
        "nobody": (None, PUBLIC),
        "another trust": (stranger, NHS),
        "a competitor at another trust": (competitor, PUBLIC),
        "a trust that closed with no successor": (left_behind, PUBLIC),
        "another company": (PersonFactory(), PUBLIC),
        "the assessing trust": (story.lead, NHS),
        "the adopting trust": (story.buyer, NHS),
        "the operator": (story.operator, PUBLIC),
    }
    found = {who: got(client, person, "passport-document", number) for who, (person, _) in everybody.items()}
    assert found == {who: titles for who, (_, titles) in everybody.items()}


def test_the_passport_page_lists_what_its_reader_gets_and_names_nothing_else(story, client):
    address = reverse("passport", args=[story.issued.number])
    page = client.get(address).content.decode()
    assert {title for title in ALL if title in page} == PUBLIC
    assert "Prices without figures</a> (parts are blacked out)" in page
    client.force_login(story.buyer, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(address).content.decode()
    assert {title for title in ALL if title in page} == NHS


def test_once_a_passport_cannot_be_relied_on_only_those_who_did_get_what_is_for_the_nhs(story, client):
    got.documents = list(story.draft.documents.all())
    stranger = story.member(OrganisationFactory(), Role.BUYER)
    Passport.objects.filter(pk=story.issued.pk).update(status="SUSPENDED")
    road = "passport-document", story.issued.number
    assert got(client, story.buyer, *road) == NHS
    assert got(client, stranger, *road) == PUBLIC
    end_adoption(adoption=story.adopted, by=story.buyer, now=story.now)
    assert got(client, story.buyer, *road) == PUBLIC


def test_by_the_panels_road_the_panel_gets_all_and_its_leads_all_but_the_confidential(story, client):
    got.documents = list(story.draft.documents.all())
    assessment = story.open.pk
    assert got(client, story.seats[Seat.FINANCE], "assessment-document", assessment) == ALL
    assert got(client, story.lead, "assessment-document", assessment) == NHS
    assert got(client, story.buyer, "assessment-document", assessment) == set()
    client.force_login(story.lead, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(reverse("assessment", args=[assessment])).content.decode()
    assert "Evaluation report" in page
    assert "Net prices" not in page


def test_by_the_makers_road_its_people_get_all_and_nobody_else_any(story, client):
    got.documents = list(story.draft.documents.all())
    assert got(client, story.maker, "pack-document", story.draft.pk) == ALL
    for other in (None, story.lead, PersonFactory()):
        assert got(client, other, "pack-document", story.draft.pk) == set()


def test_a_passport_opens_no_document_of_another_pack(story, client):
    other = Open(name="Another sensor")
    other.fill()
    got.documents = list(other.draft.documents.all())
    assert got(client, None, "passport-document", story.issued.number) == set()
