"""What is public of the evidence behind a passport: page, comparison and API agree, and it ends with the passport."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from compass.guide.presenters.side_by_side import column
from compass.guide.queries.side_by_side import LISTED, compared_in_full
from evidence.models import PackStandard, PublicFact
from evidence.states import DocumentState
from passports.models import NoticeMatch, Passport, SafetyNotice
from tests.evidence.test_document_roads import Open
from tests.factories import OrganisationFactory, PersonFactory
from tests.guide.catalogue import Item
from tests.guide.test_side_by_side import market_of
from trusts.models import Role

pytestmark = pytest.mark.heavy

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# Of the evidence of `Open`, as the page says it.
EVIDENCE = (
    "−3.1 percentage points (95% interval −4.4 to −1.8) compared with usual care",
    "How sure",
    "Strong. A randomised trial or a systematic review",
    "https://doi.org/10.5555/wound.1",
    "Medical device, class IIa",
    "UKCA certificate",
    "Leaflet</a>",
    "Prices without figures</a> (parts are blacked out)",
)


@pytest.fixture
def issued(db):
    story = Open(now=datetime(2026, 11, 15, 12, tzinfo=UTC))  # the triage and claims are asked from 1 November
    story.issued = story.passport()
    return story


def page_of(client, story, person=None) -> str:
    client.logout()
    if person is not None:
        client.force_login(person, backend=BACKEND)
    page = client.get(reverse("innovation", args=[story.issued.innovation.slug]))
    assert page.status_code == 200
    return re.sub(r"\s+", " ", page.content.decode())


def told_by_api(client, story) -> dict:
    client.logout()
    return client.get(reverse("api-innovation", args=[story.issued.innovation.slug])).json()


def test_while_the_passport_stands_its_evidence_is_public(issued, client):
    page = page_of(client, issued)
    for said in EVIDENCE:
        assert said in page, said
    for standard in PackStandard.objects.filter(pack=issued.issued.pack).select_related("requirement_set"):
        assert str(standard.requirement_set) in page
        assert (standard.met, standard.applied) != (None, None)
    told = told_by_api(client, issued)
    assert [claim["size"] for claim in told["claims"]] == ["-3.100000"]
    assert told["classes"]["device-class"] == "IIA"
    assert {one["kind"] for one in told["certificates"]} >= {"UKCA"}
    assert {one["title"] for one in told["documents"]} == {"Leaflet", "Prices without figures"}
    (row,) = compared_in_full((issued.issued.innovation.slug,))
    cells = column(row, issued.today)
    assert "UKCA certificate" in cells["certificates"].words
    assert len(cells["standards"].said) == len(told["standards"])
    assert not cells["claims"].missing


def test_machines_compare_by_all_that_the_page_does(issued, catalogue, client):
    public, (chair,) = issued.issued.innovation, catalogue.add(Item("Chair", facts=LISTED + 3))
    market_of(public)
    notice = SafetyNotice.objects.create(
        source="GOVUK", source_id="1", title="Batteries", url="https://g.example/1", digest="0" * 64,
        published_on=issued.today, imported_at=issued.now, changed_at=issued.now,
    )  # fmt: skip
    NoticeMatch.objects.create(
        notice=notice, innovation=public, score=100, is_certain=True, reasons=["Its number."], state="CERTAIN",
        found_at=issued.now,
    )  # fmt: skip
    told = client.get("/api/v1/compare/", {"i": [public.slug, chair.slug]}).json()["results"]
    for one in told:
        detail = client.get(reverse("api-innovation", args=[one["slug"]])).json()
        shared = set(one) & set(detail)
        assert set(one) - set(detail) == {"safety_notices"}
        assert set(detail) - set(one) == {"adopters"}
        assert {name: one[name] for name in shared} == {name: detail[name] for name in shared}
    for name in ("claims", "classes", "certificates", "standards", "guidance", "routes", "funding", "safety_notices"):
        assert told[0][name], name
    assert [one["title"] for one in told[0]["safety_notices"]] == ["Batteries"]
    assert len(told[1]["public_facts"]) == LISTED + 3  # the page shows the first ones alone


@pytest.mark.parametrize("status", ["SUSPENDED", "EXPIRED", "WITHDRAWN"])
def test_once_it_does_not_nothing_of_it_is(issued, client, status):
    Passport.objects.filter(pk=issued.issued.pk).update(status=status)
    page = page_of(client, issued)
    for said in EVIDENCE:
        assert said not in page, said
    assert f"Its passport is {status.lower()}, so it cannot be relied on now." in page
    told = told_by_api(client, issued)
    hidden = ("claims", "classes", "certificates", "standards", "documents")
    assert not any(told[name] for name in hidden)
    (row,) = compared_in_full((issued.issued.innovation.slug,))
    cells = column(row, issued.today)
    for key in ("claims", "device_class", "esf_tier", "certificates", "standards"):
        assert cells[key].words == "Not shown: its passport cannot be relied on now"


def test_a_page_names_to_each_reader_the_documents_that_they_get(issued, client):
    titles = {"Leaflet", "Prices without figures", "Evaluation report", "Net prices"}
    public = {"Leaflet", "Prices without figures"}
    stranger = issued.member(OrganisationFactory(), Role.NOMINATOR)
    for person, named in (
        (None, public),
        (PersonFactory(), public),
        (issued.maker, public),
        (stranger, public | {"Evaluation report"}),
    ):
        page = page_of(client, issued, person)
        found = {title for title in titles if f"{title}</a>" in page}
        assert found == named, person
        assert "Net prices" not in page
    assert "Net prices" not in str(told_by_api(client, issued))


def test_what_is_not_clean_is_not_named(issued, client):
    page = page_of(client, issued)
    issued.public.state, issued.public.finding = DocumentState.INFECTED, "Virus"
    issued.public.scanned_by, issued.public.scanned_at = "ClamAV", issued.now
    issued.public.save()
    assert "Leaflet</a>" in page
    assert "Leaflet" not in page_of(client, issued)


def test_without_a_passport_the_page_says_why_there_is_nothing(catalogue, client):
    (lamp,) = catalogue.add(Item("Lamp"))
    page = client.get(reverse("innovation", args=[lamp.slug])).content.decode()
    assert "because nobody here has assessed them." in page
    assert 'id="documents"' not in page


def test_a_long_list_says_how_much_more_there_is(catalogue, client):
    lamp, chair = catalogue.add(Item("Lamp", facts=LISTED + 3), Item("Chair", facts=LISTED))
    page = client.get(f"/compare/?i={lamp.slug}&i={chair.slug}").content.decode()
    assert page.count("And 3 more.") == 1
    assert f'href="/innovations/{lamp.slug}/#facts"' in page
    assert PublicFact.objects.filter(innovation=lamp).count() == LISTED + 3
