"""What the API gives: rows as documented, filters, pages, and nothing that is not public."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.conf import settings

from compass.guide.api import catalogue as guide
from evidence.models import Innovation, PublicFact
from evidence.operations.public_facts import register_known_technology
from passports.api import passports
from tests.factories import NOON, OrganisationFactory
from tests.guide.catalogue import UNTIL, Item, number_of
from tests.story import DESCRIPTION
from trusts.api import organisations
from trusts.models import Organisation
from trusts.operations.decisions import Condition

LISTS = ("innovations", "organisations", "passports")


def slugs(answer):
    return [row["slug"] for row in answer.json()["results"]]


def numbers(answer):
    return [row["number"] for row in answer.json()["results"]]


def codes(answer):
    return [row["ods_code"] for row in answer.json()["results"]]


@pytest.fixture
def whole(story):
    """A technology on which everything is said, and its passport."""
    condition = Condition(text="Send the study.", due_on=story.today + timedelta(days=200), blocking=True)
    passport = story.adoption(outcome="APPROVED_WITH_CONDITIONS", conditions=(condition,)).passport
    Innovation.objects.filter(pk=passport.innovation_id).update(list_price=Decimal(1200), price_unit="device")
    PublicFact.objects.create(
        innovation=passport.innovation, statement="Looked at.", source_title="NICE", source_url="https://n.example/"
    )
    return passport


def test_rows_have_exactly_the_documented_fields(whole, client):
    def fields(serializer):
        return set(serializer().fields)

    get = lambda path: client.get(f"/api/v1/{path}").json()  # noqa: E731
    assert set(get("innovations/")["results"][0]) == fields(guide.InnovationSerializer)
    one = get(f"innovations/{whole.innovation.slug}/")
    assert set(one) == fields(guide.InnovationDetailSerializer)
    assert set(one["passport_conditions"][0]) == fields(guide.OpenConditionSerializer)
    assert set(one["public_facts"][0]) == fields(guide.PublicFactSerializer)
    assert set(one["adopters"][0]) == fields(guide.AdopterSerializer)
    other = register_known_technology(innovator_name="Other", description={**DESCRIPTION, "name": "Lamp"}, now=NOON)
    compared = get(f"compare/?i={other.slug}&i={whole.innovation.slug}")["results"]
    assert all(set(row) == fields(guide.ComparedSerializer) for row in compared)
    shared = {field: one[field] for field in compared[1] if field != "safety_notices"}
    assert compared[1] == {**shared, "safety_notices": []}
    assert set(get("passports/")["results"][0]) == fields(passports.PassportSerializer)
    one = get(f"passports/{whole.number}/")
    assert set(one) == fields(passports.PassportDetailSerializer)
    assert set(one["conditions"][0]) == fields(passports.PassportConditionSerializer)
    assert set(get("organisations/")["results"][0]) == fields(organisations.OrganisationSerializer)
    assert set(get(f"organisations/{whole.assessed_by.ods_code}/")) == fields(organisations.OrganisationSerializer)


def test_dates_are_iso_and_money_is_said_in_full(whole, client):
    one = client.get(f"/api/v1/innovations/{whole.innovation.slug}/").json()
    assert (one["list_price"], one["list_price_currency"], one["list_price_includes_vat"]) == ("1200.00", "GBP", False)
    assert one["passport_until"] == whole.until.isoformat()
    assert one["passport_status"] == "VALID_WITH_CONDITIONS"
    assert one["assessed_at"].startswith("2026-07-01T12:00:00")


def test_what_is_not_stated_is_null(catalogue, client):
    (lamp,) = catalogue.add(Item("Lamp"))
    one = client.get(f"/api/v1/innovations/{lamp.slug}/").json()
    for field in (
        "list_price",
        "list_price_currency",
        "list_price_includes_vat",
        "passport_status",
        "passport_reasons",
        "product_version",
    ):
        assert one[field] is None


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["chair-2", "lamp-1", "test-3"]),
        ("q=lamp", ["lamp-1"]),
        ("q=invented", ["chair-2", "lamp-1", "test-3"]),
        (f"q={number_of(1)}", ["lamp-1"]),
        ("kind=DIGITAL", ["chair-2"]),
        ("kind=DIGITAL&kind=DEVICE", ["chair-2", "lamp-1"]),
        ("clinical_area=EYES", ["test-3"]),
        ("status=VALID", ["lamp-1"]),
        ("status=NONE", ["chair-2"]),
        ("status=NONE&status=EXPIRED", ["chair-2", "test-3"]),
        ("status=VALID&kind=DIGITAL", []),
        ("innovator=nobody", []),
        ("q=secret", []),
    ],
)
def test_filters_of_innovations(catalogue, client, query, found):
    catalogue.add(
        Item("Lamp", status="VALID"),
        Item("Chair", kind="DIGITAL"),
        Item("Test", kind="DIAGNOSTIC", area="EYES", status="EXPIRED"),
        Item("Secret", status="VALID", public=False),
    )
    answer = client.get(f"/api/v1/innovations/?{query}")
    assert slugs(answer) == found
    assert slugs(client.get(f"/api/v1/innovations/?innovator={catalogue.innovator.slug}")) == [
        "chair-2",
        "lamp-1",
        "test-3",
    ]


def test_filters_of_passports(catalogue, client):
    lamp, _, secret = catalogue.add(
        Item("Lamp", status="VALID"), Item("Chair", status="SUPERSEDED"), Item("Secret", status="VALID", public=False)
    )
    get = lambda query: numbers(client.get(f"/api/v1/passports/?{query}"))  # noqa: E731
    both, one, two = [number_of(1), number_of(2)], [number_of(1)], [number_of(2)]
    assert get("") == both
    assert get("status=VALID") == one
    assert get("status=SUPERSEDED&status=EXPIRED") == two
    assert get(f"innovation={lamp.slug}") == one
    assert get(f"innovation={secret.slug}") == []
    assert get(f"assessed_by={catalogue.trust.ods_code.lower()}") == both
    assert get("assessed_by=XYZ") == []
    assert get(f"until_before={UNTIL}") == []
    assert get(f"until_before={UNTIL + timedelta(days=1)}&until_after={UNTIL - timedelta(days=1)}") == both
    assert get(f"until_after={UNTIL}") == []
    assert client.get(f"/api/v1/passports/{number_of(3)}/").status_code == 404


def test_filters_of_organisations(db, client):
    region = OrganisationFactory(ods_code="Y56", kind="REGION", name="London")
    first = OrganisationFactory(name="Alpha Trust", region=region, ods_code="RAA")
    closed = OrganisationFactory(name="Beta Trust", closed_on=date(2026, 3, 31), ods_code="RBB")
    Organisation.objects.filter(pk=closed.pk).update(current=first)
    get = lambda query: codes(client.get(f"/api/v1/organisations/?{query}"))  # noqa: E731
    assert get("") == ["RAA", "RBB", "Y56"]
    assert get("kind=TRUST") == ["RAA", "RBB"]
    assert get("region=y56") == ["RAA"]
    assert get("open=true") == ["RAA", "Y56"]
    assert get("open=false") == ["RBB"]
    assert get("q=alph") == ["RAA"]
    assert get("q=rbb") == ["RBB"]
    assert client.get("/api/v1/organisations/rbb/").json()["current_ods_code"] == "RAA"


@pytest.mark.parametrize("resource", LISTS)
def test_pages_join(catalogue, client, resource):
    catalogue.add(*[Item(f"Lamp {n}", status="VALID") for n in range(7)])
    OrganisationFactory.create_batch(6)
    key = {"innovations": "slug", "organisations": "ods_code", "passports": "number"}[resource]
    address, seen = f"/api/v1/{resource}/?limit=3", []
    while address:
        page = client.get(address).json()
        assert len(page["results"]) <= 3
        seen += [row[key] for row in page["results"]]
        address = page["next"]
    assert len(seen) == 7
    assert seen == sorted(set(seen))


@pytest.mark.parametrize("resource", LISTS)
def test_statements_do_not_grow(catalogue, client, django_assert_num_queries, resource):
    catalogue.add(*[Item(f"Lamp {n}", status="VALID", facts=1) for n in range(5)])
    with django_assert_num_queries(1):
        client.get(f"/api/v1/{resource}/?limit=200")
    catalogue.add(*[Item(f"Lamp {n}", status="VALID", facts=1) for n in range(5, 60)])
    OrganisationFactory.create_batch(55)
    with django_assert_num_queries(1):
        client.get(f"/api/v1/{resource}/?limit=200")


def test_listed_in_an_order_of_the_search_page(catalogue, client, django_assert_num_queries):
    made = catalogue.add(*[Item(f"Lamp {n}", status=status) for n, status in enumerate(("", "VALID", "", "VALID"))])
    for n, one in enumerate(made):
        Innovation.objects.filter(pk=one.pk).update(published_at=NOON + timedelta(days=n % 2))
    expected = {"newest": [1, 3, 0, 2], "expiring": [1, 3, 0, 2], "adopted": [0, 1, 2, 3], "relevance": [0, 1, 2, 3]}
    for sort, order in expected.items():
        address, found = f"/api/v1/innovations/?q=lamp&sort={sort}&limit=1", []
        while address:
            with django_assert_num_queries(1):
                page = client.get(address)
            found += slugs(page)
            address = page.json()["next"]
        assert found == [made[n].slug for n in order], sort
    assert set(page.json()["results"][0]) == set(guide.InnovationSerializer().fields)
    for wrong in ("sort=relevance", "sort=price", "sort=newest&sort=adopted", "sort=newest&after=WyJhIl0"):
        assert client.get(f"/api/v1/innovations/?{wrong}").status_code in {400, 422}, wrong


def test_compared_in_the_order_asked_for(catalogue, client, django_assert_num_queries):
    made = catalogue.add(*[Item(f"Lamp {n}", status="VALID", facts=n) for n in range(4)])
    asked = [made[n].slug for n in (2, 0, 3, 1)]
    with django_assert_num_queries(1):
        assert slugs(client.get("/api/v1/compare/", {"i": asked})) == asked
    assert slugs(client.get("/api/v1/compare/", {"i": asked[:2]})) == asked[:2]


@pytest.mark.parametrize("form", ["{}", "{lower}", "{bare}", "{spaced}", " {} "])
def test_a_passport_number_in_any_form(catalogue, client, form):
    catalogue.add(Item("Lamp", status="VALID"))
    number = number_of(1)
    typed = form.format(number, lower=number.lower(), bare=number.replace("-", ""), spaced=number.replace("-", " "))
    answer = client.get(f"/api/v1/passports/{typed}/")
    assert answer.status_code == 200
    assert answer.json()["number"] == number


def test_the_index_leads_everywhere(db, client):
    links = client.get("/api/v1/").json()
    signed_in = {"packs", "saved_searches", "search_records", "shortlists", "evaluations", "schemes", "local_costs"}
    assert set(links) == {*LISTS, *signed_in, "compare", "needs", "token", "schema", "docs"}
    others = dict.fromkeys(signed_in, 401) | {"compare": 400, "token": 405}  # what programs send is missing
    for name, address in links.items():
        assert client.get(address.replace("{ods_code}", "RR8")).status_code == others.get(name, 200), name
    document = json.loads((settings.BASE_DIR / "docs" / "openapi.json").read_text(encoding="utf-8"))
    led_to = {address.partition("/api/v1/")[2].partition("/")[0] for address in links.values()}
    assert {path.split("/")[3] for path in document["paths"]} <= led_to | {""}


def test_an_answer_is_the_same_for_everybody(catalogue, client):
    catalogue.add(Item("Lamp", status="VALID"), Item("Secret", public=False))
    alone = [client.get(f"/api/v1/{resource}/").content for resource in LISTS]
    client.force_login(catalogue.person)
    assert [client.get(f"/api/v1/{resource}/").content for resource in LISTS] == alone
