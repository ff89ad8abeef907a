"""Every refusal below /api/ is a problem document that says what is wrong (RFC 9457)."""

from __future__ import annotations

import pytest

from compass.foundation.paging import encode_cursor
from tests.guide.catalogue import Item, number_of


def refused(answer, status):
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["type"] == "about:blank"
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    return body


@pytest.mark.parametrize("path", ["", "innovations/", "organisations/", "passports/", "schema/"])
def test_only_reading_is_offered(db, client, path):
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(client, method)(f"/api/v1/{path}", data="{}", content_type="application/json")
        refused(answer, 405)
        assert answer["Allow"] == "GET, HEAD, OPTIONS"
    assert client.head(f"/api/v1/{path}").status_code == 200
    assert client.options(f"/api/v1/{path}").status_code == 200


def test_a_signed_in_person_cannot_write_either(catalogue, client):
    client.force_login(catalogue.person)
    refused(client.post("/api/v1/passports/", data="{}", content_type="application/json"), 405)


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("innovations/?knid=DEVICE", {"knid"}),
        ("organisations/?name=x&limit=1&Open=true", {"name", "Open"}),
        ("passports/?current=true", {"current"}),
        ("?x=1", {"x"}),
        (f"passports/{number_of(1)}/?x=1", {"x"}),
        ("innovations/lamp-1/?fields=all", {"fields"}),
        ("organisations/R0001/?x", {"x"}),
        ("innovations/?q=", {"q"}),
        ("passports/?until_before=&assessed_by=", {"until_before", "assessed_by"}),
        ("innovations/?q=a&q=b", {"q"}),
        ("innovations/?limit=1&limit=2", {"limit"}),
        ("passports/?until_before=2027-01-01&until_before=x", {"until_before"}),
        ("innovations/?kind=ROBOT", {"kind"}),
        ("innovations/?kind=device", {"kind"}),
        ("innovations/?clinical_area=", {"clinical_area"}),
        ("innovations/?status=GOOD&status=VALID", {"status"}),
        ("innovations/?innovator=a b", {"innovator"}),
        ("innovations/?q=" + "a" * 201, {"q"}),
        ("organisations/?open=maybe", {"open"}),
        ("organisations/?open=1", {"open"}),
        ("organisations/?region=Y%2056", {"region"}),
        ("organisations/?kind=SHOP&open=x", {"kind", "open"}),
        ("passports/?until_before=1/2/2027", {"until_before"}),
        ("passports/?until_after=2027-02-30", {"until_after"}),
        ("passports/?assessed_by=" + "R" * 11, {"assessed_by"}),
        ("innovations/?limit=0", {"limit"}),
        ("innovations/?limit=201", {"limit"}),
        ("innovations/?limit=ten", {"limit"}),
        ("innovations/?limit=%D9%A3", {"limit"}),
        ("innovations/?limit=-1", {"limit"}),
        ("compare/", {"i"}),
        ("compare/?i=lamp-1", {"i"}),
        ("compare/?i=lamp-1&i=lamp-1", {"i"}),
        ("compare/?i=lamp-1&i=other&i=other", {"i"}),
        ("compare/?i=a&i=b&i=c&i=d&i=e", {"i"}),
        ("compare/?i=lamp-1&i=", {"i"}),
        ("compare/?i=lamp-1&slug=other", {"slug"}),
    ],
)
def test_a_wrong_parameter_is_named(catalogue, client, path, fields):
    catalogue.add(Item("Lamp", status="VALID"))
    answer = client.get(f"/api/v1/{path}")
    body = refused(answer, 400)
    assert {error["field"] for error in body["errors"]} == fields
    assert all(error["detail"] for error in body["errors"])


@pytest.mark.parametrize(
    "cursor",
    [
        "zzz",
        "!",
        "%F0%9F%98%80",
        encode_cursor(1),
        encode_cursor("a", "b"),
        encode_cursor("\ud800"),
        encode_cursor("\x00"),
        "W1tb" * 900,
    ],
)
@pytest.mark.parametrize("resource", ["innovations", "organisations", "passports"])
def test_a_broken_cursor(db, client, resource, cursor):
    body = refused(client.get(f"/api/v1/{resource}/?after={cursor}"), 422)
    assert body["next_step"] == "Start again from the first page."


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("nothing", "There is nothing at this address."),
        ("nothing/", "There is nothing at this address."),
        ("innovations/nothing/", "No public technology"),
        ("compare/?i=one&i=two", "Not found or not public: one and two."),
        ("innovations/a/b/", "There is nothing at this address."),
        ("organisations/ZZZ/", "No organisation here"),
        ("organisations/😀/", "No organisation here"),
        ("passports/MTC-0000-0000-0010/", "One character is wrong, or two neighbours are swapped"),
        ("passports/hello/", "A passport number begins with MTC"),
        (f"passports/{number_of(9)}/", f"No passport has the number {number_of(9)}."),
    ],
)
def test_what_is_not_there(db, client, path, words):
    assert words in refused(client.get(f"/api/v1/{path}"), 404)["detail"]


@pytest.mark.parametrize("path", ["/api/", "/api/v2/", "/api/v1/nothing", "/api/admin/login/", "/api/v1/a%0Ab/"])
@pytest.mark.parametrize("method", ["get", "post", "delete", "options"])
def test_the_rest_of_the_api_is_a_problem_document_too(db, client, path, method):
    refused(getattr(client, method)(path), 404)


def test_a_forgotten_slash_leads_on_with_its_query(db, client):
    answer = client.get("/api/v1/innovations?q=lamp")
    assert (answer.status_code, answer["Location"]) == (301, "/api/v1/innovations/?q=lamp")


def test_another_format_is_refused(db, client):
    refused(client.get("/api/v1/innovations/", headers={"accept": "text/csv"}), 406)


def test_what_is_not_public_is_not_compared(catalogue, client):
    made = catalogue.add(Item("Lamp"), Item("Chair"), Item("Secret", status="VALID", public=False))
    lamp, chair, secret = (one.slug for one in made)
    assert client.get("/api/v1/compare/", {"i": [lamp, chair]}).status_code == 200
    body = refused(client.get("/api/v1/compare/", {"i": [lamp, secret]}), 404)
    assert body["detail"] == f"Not found or not public: {secret}."


def test_a_wrong_check_character_is_told_from_an_unknown_number(catalogue, client):
    catalogue.add(Item("Lamp", status="VALID"))
    number = number_of(1)
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    assert "One character is wrong" in refused(client.get(f"/api/v1/passports/{wrong}/"), 404)["detail"]
