"""One technology, and two to four side by side."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from compass.guide.presenters.cards import price as price_words
from compass.guide.presenters.product import adopters_by_region, nearest
from compass.guide.presenters.side_by_side import column
from compass.guide.queries.product import innovation_page
from compass.guide.queries.side_by_side import compared_in_full
from evidence.models import EmdnCode, Innovation, PublicFact
from evidence.operations.identifiers import add_identifier
from tests.factories import OrganisationFactory
from tests.guide.catalogue import Item
from trusts.models import Organisation
from trusts.operations.decisions import Condition


def test_everything_public_of_one_technology(story, client):
    condition = Condition(text="Send the follow-up study.", due_on=story.today + timedelta(days=200), blocking=True)
    adoption = story.adoption(outcome="APPROVED_WITH_CONDITIONS", conditions=(condition,))
    passport = adoption.passport
    Innovation.objects.filter(pk=passport.innovation_id).update(list_price=Decimal("1200.50"), price_unit="device")
    PublicFact.objects.create(
        innovation=passport.innovation,
        statement="NICE looked at it.",
        source_title="NICE",
        source_url="https://n.example/1",
    )
    page = client.get(f"/innovations/{passport.innovation.slug}/").content.decode()
    for words in (
        "Wound Sensor",
        "Valid with conditions",
        "that day included",
        passport.number,
        story.trust.name,
        "1 July 2026",
        passport.pack.content_hash,
        "Send the follow-up study.",
        "£1,200.50 per device, excluding VAT",
        "NICE looked at it.",
        'href="https://n.example/1"',
        story.other_trust.name,
        "local checks under way",
        f"/accounts/login/?next=/passports/{passport.number}/",
        f"/compare/?i={passport.innovation.slug}",
        "Surgical site infection is found late.",
        "A passport is not a legal assurance. You still do your own local checks: clinical risk management (DCB0160)",
    ):
        assert words in page, words
    assert "About Clinical validation" not in page  # the answers of the frozen pack are not public


def test_a_technology_without_a_passport_says_what_is_not_stated(catalogue, client):
    (lamp,) = catalogue.add(Item("Lamp"))
    page = client.get(f"/innovations/{lamp.slug}/").content.decode()
    assert "No passport" in page
    assert "Not stated" in page
    assert "Adopt" not in page.replace("No adoption", "")
    assert "It may be in use without one." in page


def test_a_passport_that_cannot_be_relied_on_cannot_be_adopted(catalogue, client):
    (lamp,) = catalogue.add(Item("Lamp", status="SUSPENDED"))
    page = client.get(f"/innovations/{lamp.slug}/").content.decode()
    assert "Suspended" in page
    assert "/adopt/" not in page
    assert "adopt or follow" in page


def test_the_numbers_of_a_technology_are_public_with_it(story, client):
    public = story.passport().innovation
    category = EmdnCode.objects.create(code="X0101", title="SENSORS, UNDER A DRESSING")
    for scheme, value in (("EMDN", category.code), ("GTIN", "9506000134352")):
        add_identifier(innovation=public, scheme=scheme, value=value, by=story.maker, now=story.now)
    said = [
        {"scheme": "EMDN", "value": "X0101", "title": "SENSORS, UNDER A DRESSING"},
        {"scheme": "GTIN", "value": "09506000134352", "title": None},
    ]
    assert client.get(f"/api/v1/innovations/{public.slug}/").json()["device_identifiers"] == said
    page = client.get(f"/innovations/{public.slug}/").content.decode()
    assert "X0101 Sensors, under a dressing" in page
    assert "09506000134352" in page


@pytest.mark.parametrize("slug", ["nothing", "x" * 400, "😀", "..", "a%00b"])
def test_what_is_not_there_is_a_404(db, client, slug):
    assert client.get(f"/innovations/{slug}/").status_code in {400, 404}


def test_an_organisation_that_adopted_two_versions_counts_once(story):
    adoption = story.adoption()
    row = innovation_page(adoption.passport.innovation.slug)
    assert row["adopter_count"] == 1
    assert [adopter["ods_code"] for adopter in row["adopters"]] == [story.other_trust.ods_code]


def test_adopters_stand_by_region():
    rows = [
        {"ods_code": "R1", "name": "B", "region_name": None, "state": "LIVE"},
        {"ods_code": "R2", "name": "C", "region_name": "South", "state": "LIVE"},
        {"ods_code": "R3", "name": "A", "region_name": "South", "state": "LOCAL_CHECKS"},
    ]
    found = adopters_by_region(rows, {})
    assert [(region, [a["name"] for a in said]) for region, said in found] == [
        ("South", ["A", "C"]),
        ("Region not stated", ["B"]),
    ]


def _place(code, *, kind="TRUST", icb=1, region=1, state="LIVE"):
    where = {"icb_id": icb, "region_id": region, "region_name": f"Region {region}"}
    return {"ods_code": code, "name": code, "kind": kind, "state": state, **where}


SAME_KIND = "the same kind of organisation"


@pytest.mark.parametrize(
    ("adopters", "said"),
    [
        ([], []),
        ([_place("OWN")], []),
        ([_place("A", icb=2), _place("B")], [("B", f"{SAME_KIND} and in the same integrated care board")]),
        ([_place("A", icb=2, kind="ICB"), _place("B", icb=2)], [("B", f"{SAME_KIND} and in the same region")]),
        (
            [_place("A", state="LOCAL_CHECKS"), _place("B")],
            [("B", f"{SAME_KIND} and in the same integrated care board")],
        ),
        # None in the same region: the same kind elsewhere, and said so.
        ([_place("A", icb=9, region=9), _place("B", icb=2, kind="ICB")], [("B", "in the same region")]),
        (
            [_place("A", icb=9, region=9, kind="ICB"), _place("B", icb=9, region=9)],
            [("B", f"{SAME_KIND} and in another region (Region 9)")],
        ),
        ([_place("A", icb=9, region=9, kind="ICB")], [("A", "in another region (Region 9)")]),
        (
            [_place("NOWHERE", icb=None, region=None)],
            [("NOWHERE", f"{SAME_KIND} and not known to be in the same region")],
        ),
    ],
)
def test_the_adopter_most_like_ones_own(adopters, said):
    assert [(one["name"], one["same"]) for one in nearest(adopters, [_place("OWN")], {})] == said


def test_a_buyer_reads_which_adopter_is_nearest_and_others_do_not(story, client):
    adoption = story.adoption()
    region = OrganisationFactory(kind="REGION")
    Organisation.objects.filter(pk__in=[story.trust.pk, story.other_trust.pk]).update(region=region)
    address = f"/innovations/{adoption.passport.innovation.slug}/"
    words = f"Most like {story.trust}"
    assert words not in client.get(address).content.decode()
    for person, shown in ((story.lead, True), (story.buyer, False), (story.maker, False)):
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert (words in client.get(address).content.decode()) is shown
    assert "kind" not in client.get(f"/api/v1{address}").json()["adopters"][0]


@pytest.mark.parametrize(
    ("price", "unit", "words"),
    [
        (None, "device", ""),
        (Decimal(0), "", "£0, excluding VAT"),
        (Decimal("1.50"), "per test", "£1.50 per test, excluding VAT"),
    ],
)
def test_prices_in_words(price, unit, words):
    assert price_words({"list_price": price, "price_unit": unit}) == words


@pytest.mark.parametrize(
    ("status", "words"),
    [("VALID", "30 June 2027"), ("EXPIRING", "30 June 2027"), ("WITHDRAWN", "Not valid now"), (None, "No passport")],
)
def test_a_date_is_promised_only_while_it_holds(catalogue, status, words):
    (lamp,) = catalogue.add(Item("Lamp", status=status))
    assert column(compared_in_full((lamp.slug,))[0], date(2026, 11, 21))["until"].words == words


def test_side_by_side(catalogue, client):
    lamp, chair = catalogue.add(Item("Lamp", status="VALID"), Item("Chair", summary=""))
    page = client.get(f"/compare/?i={chair.slug}&i={lamp.slug}")
    words = page.content.decode()
    assert page.status_code == 200
    assert words.index("Chair</a></th>") < words.index("Lamp</a></th>")  # as chosen, never ranked
    assert 'role="region"' in words
    assert 'tabindex="0"' in words
    assert 'scope="row"><span>Assessed by' in words
    assert "Not stated" in words
    assert "None recorded here" in words
    assert f'href="/compare/?i={lamp.slug}"' in words  # without the chair
    assert ">0<" not in words


@pytest.mark.parametrize(
    ("chosen", "status", "words"),
    [
        ([], 200, "Choose 2 to 4 technologies"),
        (["one"], 200, "You have chosen one"),
        (["one", "one"], 200, "You have chosen one"),
        (["one", "two", "three", "four", "five"], 422, "You chose 5. Only 2 to 4"),
        (["one", "nothing"], 404, "Not found or not public: nothing."),
        (["one", "secret"], 404, "Not found or not public: secret."),
        (["one", "two", "😀<b>"], 404, "Compare the others"),
        (["x" * 5000, "one"], 404, "Not found or not public"),
        ([f"s{n}" for n in range(250)], 422, "You chose 250"),
    ],
)
def test_only_two_to_four_public_ones(catalogue, client, chosen, status, words):
    for name in ("one", "two", "three", "four", "five", "secret"):
        (made,) = catalogue.add(Item(name, public=name != "secret", status="VALID"))
        Innovation.objects.filter(pk=made.pk).update(slug=name)
    page = client.get("/compare/", {"i": chosen})
    assert page.status_code == status
    assert words in page.content.decode()
    assert "<b>" not in page.content.decode()
    # A hidden technology and one that never was are told in the same words.
    assert 'href="/innovations/secret/"' not in page.content.decode()


def test_statements_do_not_grow(catalogue, client, django_assert_num_queries, django_assert_max_num_queries):
    made = catalogue.add(*[Item(f"Lamp {n}", status="VALID", facts=n) for n in range(4)])
    address = "/compare/?" + "&".join(f"i={one.slug}" for one in made)
    with django_assert_num_queries(1):
        client.get(address)
    with django_assert_max_num_queries(1):
        client.get(f"/innovations/{made[3].slug}/")


def test_one_statement_reads_all_there_is(story, django_assert_num_queries):
    passport = story.adoption().passport
    OrganisationFactory()
    with django_assert_num_queries(1):
        innovation_page(passport.innovation.slug)
