"""A search kept as a record: what was found then, for good."""

from __future__ import annotations

import hashlib
import json

import pytest
import rfc8785

from compass.foundation.errors import Invalid, NotAllowed
from compass.guide.frozen import MOST_RESULTS
from compass.guide.models import FrozenSearch
from compass.guide.operations.frozen_searches import faults_of, freeze_search
from compass.guide.presenters.frozen_searches import facts
from compass.guide.search import Search
from evidence.models import EmdnCode
from tests.evidence.test_exports import pdf_text
from tests.factories import NOON, OrganisationFactory, PersonFactory
from tests.foundation.accessible import faults
from tests.guide.catalogue import UNTIL, Item
from trusts.models import Member, Role

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def member(organisation):
    person = PersonFactory()
    Member.objects.create(organisation=organisation, person=person, role=Role.NOMINATOR)
    return person


@pytest.fixture
def trust(db):
    return OrganisationFactory()


def test_kept_by_form_and_read_after_what_was_found_has_vanished(catalogue, trust, client):
    found, _ = catalogue.add(Item("Wound sensor", status="VALID"), Item("Wound secret", public=False))
    catalogue.add(Item("Wound app", kind="DIGITAL"))
    person = member(trust)
    client.force_login(person, backend=BACKEND)
    address = "/searches/keep/?q=wound&kind=DEVICE"
    assert f'href="{address.replace("&", "&amp;")}"' in client.get("/innovations/?q=wound&kind=DEVICE").content.decode()
    listed = client.get("/innovations/?q=wound").content.decode()
    for way in ('href="/shortlists/"', 'href="/searches/"', 'formaction="/shortlists/add/"'):
        assert way in listed
    assert "“wound”, Kind of technology: " in client.get(address).content.decode()
    assert client.post(address, {}).status_code == 422
    kept = client.post(address, {"organisation": trust.ods_code, "purpose": "Tender 12"})
    frozen = FrozenSearch.objects.get()
    number = frozen.content["results"][0]["passport_number"]
    assert frozen.content["results"] == [
        {
            "place": 1, "slug": found.slug, "name": "Wound sensor", "innovator": "Invented Devices Ltd",
            "passport_number": number, "status": "VALID", "until": UNTIL.isoformat(),
        }
    ]  # fmt: skip
    found.name, found.published_at = "Renamed", None
    found.save()
    page = client.get(kept["Location"]).content.decode()
    for words in (
        "Wound sensor",
        number,
        "30 June 2027",
        "Tender 12",
        frozen.content_hash,
        "Nothing in it has changed since",
    ):
        assert words in page
    assert "secret" not in page
    assert "Wound app" not in page
    assert "Tender 12" in client.get("/searches/").content.decode()
    said = json.loads(client.get(f"{kept['Location']}content.json").content)
    assert hashlib.sha256(rfc8785.dumps(said)).hexdigest() == frozen.content_hash
    file = client.get(f"{kept['Location']}record.pdf").content
    assert file.startswith(b"%PDF")
    assert faults(file) == []


def test_others_have_no_way_to_it(catalogue, trust, client):
    frozen = freeze_search(search=Search(), purpose="", organisation=trust, by=member(trust), now=NOON)
    base = f"/searches/{frozen.key}/"
    addresses = [base, f"{base}record.pdf", f"{base}content.json"]
    for person in (member(OrganisationFactory()), PersonFactory()):
        client.force_login(person, backend=BACKEND)
        assert {client.get(address).status_code for address in addresses} == {404}
        assert frozen.reference not in client.get("/searches/").content.decode()
        with pytest.raises(NotAllowed):
            freeze_search(search=Search(), purpose="", organisation=trust, by=person, now=NOON)
    assert client.get("/searches/keep/").status_code == 403  # works for nobody
    client.force_login(member(trust), backend=BACKEND)
    assert {client.get(address).status_code for address in addresses} == {200}


def test_a_long_result_is_said_to_be_cut(catalogue, trust, monkeypatch):
    monkeypatch.setattr("compass.guide.operations.frozen_searches.MOST_RESULTS", 2)
    catalogue.add(*(Item(name) for name in ("Gamma", "Alpha", "Beta")))
    person = member(trust)
    cut = freeze_search(search=Search(), purpose="", organisation=trust, by=person, now=NOON).content
    assert [row["name"] for row in cut["results"]] == ["Alpha", "Beta"]
    assert not cut["complete"]
    whole = freeze_search(search=Search(text="gamma"), purpose="", organisation=trust, by=person, now=NOON).content
    assert [row["name"] for row in whole["results"]] == ["Gamma"]
    assert whole["complete"]
    assert MOST_RESULTS == 500


@pytest.mark.parametrize(
    ("text", "matched", "words"),
    [
        ("alpha", "ALL", "All of the words"),
        ("alpha zebra", "SOME", "Some of the words. Nothing had all of them"),
        ("alpa", "ALIKE", "Names like the text. Nothing had the words"),
        ("zebra", "NONE", "Nothing was found for these words"),
    ],
)
def test_a_record_says_how_its_text_matched(catalogue, trust, client, *, text, matched, words):
    catalogue.add(Item("Alpha"))
    person = member(trust)
    asked = Search(text=text, basket=("alpha-1",), carried=(("row", "price"),))
    frozen = freeze_search(search=asked, purpose="", organisation=trust, by=person, now=NOON)
    assert frozen.content["matched"] == matched
    assert frozen.content["query"] == Search(text=text).query()  # what was chosen meanwhile is no part of it
    client.force_login(person, backend=BACKEND)
    assert words in client.get(f"/searches/{frozen.key}/").content.decode()
    assert words.split(":")[0] in pdf_text(client.get(f"/searches/{frozen.key}/record.pdf").content)


def test_a_record_says_that_the_filters_left_nothing_of_what_the_words_matched(catalogue, trust, client):
    catalogue.add(Item("Alpha pump"), Item("Beta pump"), Item("Secret pump", public=False))
    person = member(trust)
    client.force_login(person, backend=BACKEND)

    def said(search: Search) -> tuple[int | None, str]:
        frozen = freeze_search(search=search, purpose="", organisation=trust, by=person, now=NOON)
        return frozen.content["matched_without_filters"], client.get(f"/searches/{frozen.key}/").content.decode()

    withdrawn = {"status": ("WITHDRAWN",)}
    whole, page = said(Search(text="pump", chosen=withdrawn))
    assert whole == 2
    assert "All of the words. Without the filters: 2 technologies. The filters left none" in page
    whole, page = said(Search(text="alpha pump", chosen={"kind": ("DEVICE",)}))
    assert whole == 1
    assert "All of the words. Without the filters: 1 technology" in page
    assert "left none" not in page
    assert said(Search(text="pump"))[0] is None
    assert said(Search(chosen=withdrawn))[0] is None
    # A record from before the number was kept.
    early = FrozenSearch.objects.order_by("pk").first().content
    early.pop("matched_without_filters")
    assert ("What matched", "All of the words. The filters left none") in facts(early, "")


def test_what_was_tampered_with_is_named(catalogue, trust):
    catalogue.add(Item("Alpha", status="EXPIRED"))
    frozen = freeze_search(search=Search(), purpose="", organisation=trust, by=member(trust), now=NOON)
    assert faults_of(FrozenSearch.objects.get()) == []
    frozen.content["results"][0]["status"] = "VALID"
    assert len(faults_of(frozen)) == 1
    frozen.content_hash = hashlib.sha256(rfc8785.dumps(frozen.content)).hexdigest()
    assert faults_of(frozen) == ["The change log does not have this hash for it."]


def test_what_no_search_may_have(catalogue, trust, client):
    person = member(trust)
    for text in ("x" * 201, "a\x00b"):
        with pytest.raises(Invalid):
            freeze_search(search=Search(text=text), purpose="", organisation=trust, by=person, now=NOON)
    client.force_login(person, backend=BACKEND)
    assert client.get("/searches/keep/", {"q": "x" * 5000}).status_code == 422
    assert client.post("/searches/keep/?q=a%00b", {"organisation": trust.ods_code}).status_code == 400


def test_codes_that_others_made_are_named_on_every_page_and_in_the_record(catalogue, trust, client):
    """Also when the code has another name, or none, later; a record from before names were kept shows the code."""
    title, board = (
        EmdnCode.objects.create(code="Z12", title="SCANNERS"),
        OrganisationFactory(kind="ICB", ods_code="QWO"),
    )
    person = member(trust)
    client.force_login(person, backend=BACKEND)
    said = f"Device category (EMDN): Z12 Scanners, Used in integrated care board: {board.name}"
    query = "?category=Z12&icb=QWO"
    for address in (f"/searches/keep/{query}", f"/saved-searches/save/{query}"):
        assert said in client.get(address).text, address
    sent = {"organisation": trust.ods_code, "name": "Scanners", "telling": "NO_EMAILS"}
    saved = client.post(f"/saved-searches/save/{query}", sent)["Location"]
    kept = client.post(f"/searches/keep/{query}", sent)["Location"]
    for address in (saved, kept, "/searches/", "/saved-searches/"):
        assert said in client.get(address).text, address
    title.delete()
    assert said in client.get(kept).text
    content = FrozenSearch.objects.get().content
    for one in content["filters"]:
        del one["called"]
    assert ("What was searched for", "Device category (EMDN): Z12, Used in integrated care board: QWO") in facts(
        content, ""
    )
