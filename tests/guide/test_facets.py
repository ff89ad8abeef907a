"""Filters of which a technology may have several values, and the orders: counted and paged as one by one."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest

from compass.guide.presenters.finding import OPTIONS
from compass.guide.queries.finding import results
from compass.guide.search import FACETS, FILTERS, How, Sort, count, read_search
from evidence.models import (
    BuyingRoute,
    EmdnCode,
    Funding,
    FundingProgramme,
    Guidance,
    GuidanceOn,
    Identifier,
    Innovation,
    Listing,
)
from passports.models import Adoption, Passport
from tests.factories import NOON, OrganisationFactory, PersonFactory
from tests.guide.catalogue import Item
from trusts.models import Member, Organisation, Role

DAY = date(2026, 6, 1)
PAST = DAY - timedelta(days=1)
CATEGORIES = ["A", "A01", "A0101", "A0102", "B", "B02"]
BOARDS = ["QAA", "QBB"]
# What a random search may ask of the filters that offer others' codes.
CODES = {"category": CATEGORIES, "icb": BOARDS, "like": ["TRUST-Y56", "TRUST-Y62", "ICB-Y56"]}
STANDING = {"VALID", "VALID_WITH_CONDITIONS", "EXPIRING"}
# Answers of a pack, with the class and the tier that they make; what was asked for before is parked and makes none.
ANSWERED = [
    ({}, set(), set()),
    ({"device-class": "I", "ivd-class": "A", "esf-tier": "B"}, set(), set()),
    (
        {"medical-device": "DEVICE", "device-class": "I", "ivd-class": "C", "software": "YES", "esf-tier": "B"},
        {"I"}, {"B"},
    ),
    (
        {"medical-device": "IVD", "device-class": "IIA", "ivd-class": "A", "software": "NO", "esf-tier": "C"},
        {"IVD_A"}, set(),
    ),
    ({"medical-device": "AIMD", "device-class": "III"}, {"AIMD"}, set()),
]  # fmt: skip
PRICES = {"UNDER_100": "0", "UNDER_1000": "100", "UNDER_10000": "9999.99", "FROM_10000": "10000", "NONE": None}


def search(text="", sort="", **asked):
    return read_search(text, asked, OPTIONS, (), sort)


def values_of(name):
    return list(CODES.get(name, OPTIONS[name]))


def found(what, after="", size=100):
    return results(what, after, size, on=DAY)


def of_its_pack(item):
    """What is public of it while its passport stands."""
    if item.status not in STANDING:
        return {}
    ((classes, tiers),) = [(made, tier) for answers, made, tier in ANSWERED if answers == item.classes]
    return {
        "strength": set(sorted(item.designs, key=list(OPTIONS["strength"]).index)[:1]),
        "class": classes,
        "tier": tiers,
    }


def categorised(one, codes):
    """Adds the technology to categories; gives those and all that they lie in."""
    for code in codes:
        Identifier.objects.create(innovation=one, scheme="EMDN", value=code, added_at=NOON)
    return {code[:end] for code in codes for end in range(1, len(code) + 1, 2)}


@pytest.fixture
def market(catalogue):
    """Forty technologies with what the market knows of each, as a mapping of id to the values of each filter."""
    draw = random.Random(3)
    guidance = Guidance.objects.create(reference="MTG1", title="One", url="https://g.example/", checked_on=DAY)
    old = Guidance.objects.create(
        reference="MTG2", title="Two", url="https://g.example/", checked_on=DAY, state="WITHDRAWN"
    )
    routes = {k: BuyingRoute.objects.create(code=k.lower(), name=k, kind=k, ends_on=DAY) for k in OPTIONS["route"]}
    ended = BuyingRoute.objects.create(code="ended", name="Ended", kind="DPS", ends_on=PAST)
    programmes = {
        k: FundingProgramme.objects.create(code=k.lower(), name=k, kind=k, payer="NHS") for k in OPTIONS["funding"]
    }
    trusts = []
    for code, board in zip(("Y56", "Y62"), BOARDS, strict=True):
        region = OrganisationFactory(ods_code=code, kind="REGION")
        icb = OrganisationFactory(ods_code=board, kind="ICB", region=region, name=f"Board {board}")
        trusts += [(code, board, OrganisationFactory(region=region, icb=icb)) for _ in range(2)]
        trusts.append((code, board, icb))
    EmdnCode.objects.bulk_create(EmdnCode(code=code, title=f"TITLE {code}") for code in CATEGORIES)
    known = {}
    for n in range(40):
        item = Item(
            f"{draw.choice(['lamp', 'pump'])} {n}", kind=draw.choice(list(OPTIONS["kind"])),
            status=draw.choice([None, "VALID", "EXPIRING", "SUSPENDED"]), public=draw.random() > 0.1,
            designs=tuple(draw.sample(list(OPTIONS["strength"])[:3], draw.choice([0, 1, 2]))),
            classes=draw.choice(ANSWERED)[0],
        )  # fmt: skip
        (one,) = catalogue.add(item)
        values = {
            "kind": {item.kind}, "area": {item.area}, "status": {item.status or "NONE"},
            "setting": set(draw.sample(list(OPTIONS["setting"])[:3], draw.choice([0, 1, 2]))),
            "benefit": set(draw.sample(list(OPTIONS["benefit"])[:3], draw.choice([0, 1, 2]))),
            "price": {draw.choice(list(PRICES))},
            "guidance": set(draw.sample(list(OPTIONS["guidance"])[:2], draw.choice([0, 1]))),
            "route": set(draw.sample(list(routes), draw.choice([0, 1, 2]))),
            "funding": set(draw.sample(list(programmes), draw.choice([0, 1, 2]))),
            "region": set(), "icb": set(), "like": set(), "category": set(), "class": set(), "tier": set(),
            "strength": set(),
        }  # fmt: skip
        values |= of_its_pack(item)
        values["category"] = categorised(one, draw.sample(CATEGORIES, draw.choice([0, 0, 1, 2])))
        (price,) = (PRICES[band] for band in values["price"])
        Innovation.objects.filter(pk=one.pk).update(
            care_settings=sorted(values["setting"]), benefits=sorted(values["benefit"]),
            list_price=price and Decimal(price), published_at=NOON - timedelta(days=n % 7) if item.public else None,
        )  # fmt: skip
        for recommendation in values["guidance"]:
            GuidanceOn.objects.create(innovation=one, guidance=guidance, recommendation=recommendation)
        GuidanceOn.objects.create(innovation=one, guidance=old, recommendation="NOT_RECOMMENDED")
        Listing.objects.create(innovation=one, route=ended)
        for kind in values["route"]:
            for lot in ("1", "2"):
                Listing.objects.create(innovation=one, route=routes[kind], lot=lot)
        for kind in values["funding"]:
            Funding.objects.create(innovation=one, programme=programmes[kind], starts_on=DAY)
        if passport := Passport.objects.filter(innovation=one).first():
            for code, board, trust in draw.sample(trusts, draw.choice([0, 1, 3])):
                Adoption.objects.create(
                    passport=passport, organisation=trust, accepted_by=catalogue.person, accepted_at=NOON
                )
                values["region"].add(code)
                values["icb"].add(board)
                values["like"].add(f"{trust.kind}-{code}")
        if item.public:
            known[one.pk] = values | {
                "name": item.name, "published": NOON - timedelta(days=n % 7), "status": {item.status or "NONE"},
            }  # fmt: skip
    return known


def fitting(market, text, chosen):
    return {
        pk
        for pk, values in market.items()
        if text in values["name"] and all(values[name] & set(wanted) for name, wanted in chosen.items() if wanted)
    }


def test_every_count_is_that_of_counting_one_by_one(market):
    draw = random.Random(5)
    for _ in range(40):
        names = draw.sample(FILTERS, draw.choice([0, 1, 1, 2, 3]))
        asked = {name: draw.sample(values_of(name)[:3], draw.choice([1, 2])) for name in names}
        sort = draw.choice(["", *Sort])
        what = search(draw.choice(["", "lamp"]), sort, **asked)
        given = found(what)
        counts = count(given["cells"], what.chosen, OPTIONS, given["facets"])
        right = fitting(market, what.text, what.chosen)
        assert {row["id"] for row in given["rows"]} == right, what
        assert counts.total == len(right), what
        some = bool(what.text and names)
        assert given["whole"] == (len(fitting(market, what.text, {})) if some else None), what
        for name in FILTERS:
            for value in offered(name, what.chosen):
                alone = fitting(market, what.text, {**what.chosen, name: (value,)})
                assert counts.of[name].get(value, 0) == len(alone), (what, name, value)
            without = fitting(market, what.text, {**what.chosen, name: ()})
            assert given["refused"].get(f"{name}:", 0) == len(without) - len(right), (what, name)


def offered(name, chosen):
    """The values that are counted: of the tree the first level, and the one below where it is open."""
    if name != "category":
        return values_of(name)
    at = "".join(chosen["category"])
    return [code for code in CATEGORIES if len(code) == 1 or (code.startswith(at) and len(code) == len(at) + 2)]


def test_machines_filter_as_the_page_does(market, client):
    for name, value in [(one, value) for one in FACETS for value in values_of(one)[:4]]:
        answer = client.get("/api/v1/innovations/", {name: value, "kind": "DEVICE", "limit": 200})
        assert answer.status_code == 200, answer.json()
        page = results(search(kind=["DEVICE"], **{name: [value]}), size=100)
        assert {row["slug"] for row in answer.json()["results"]} == {row["slug"] for row in page["rows"]}, value
    for name in FACETS:
        assert client.get("/api/v1/innovations/", {name: "no such'"}).status_code == 400
        several = client.get("/api/v1/innovations/", {name: values_of(name)[:2]})
        assert several.status_code == (400 if name in CODES else 200)  # others' codes are given one at a time


@pytest.mark.parametrize("sort", ["", *Sort])
@pytest.mark.parametrize("text", ["", "lamp", "lamp zebra"])
def test_pages_of_every_order_join(market, sort, text):
    what = search(text, sort)
    whole, pages, after = found(what)["rows"], [], ""
    while True:
        page = found(what, after, 7)
        pages += page["rows"]
        if not (after := page["next"]):
            break
    assert [row["id"] for row in pages] == [row["id"] for row in whole]
    assert len(whole) == len(fitting(market, text.split(" ")[0] if text else "", {}))


def test_orders_put_first_what_they_say(market):
    newest = [market[row["id"]]["published"] for row in found(search(sort="newest"))["rows"]]
    assert newest == sorted(newest, reverse=True)
    by_name = [row["name"].lower() for row in found(search("lamp", "name"))["rows"]]
    assert by_name == sorted(by_name)
    used = [
        Adoption.objects.filter(passport__innovation=row["id"]).values("organisation").distinct().count()
        for row in found(search(sort="adopted"))["rows"]
    ]
    assert used == sorted(used, reverse=True)
    assert used[0] == 3
    last = Passport.objects.filter(status__in=STANDING).order_by("pk").last()
    Passport.objects.filter(pk=last.pk).update(until=last.until - timedelta(days=9))
    rows = found(search(sort="expiring"))["rows"]
    expiring = [row["passport_until"] for row in rows]
    dated = [row["passport_until"] for row in rows if row["passport_status"] in STANDING]
    assert expiring[: len(dated)] == sorted(dated)
    assert expiring[0] == last.until - timedelta(days=9) or last.innovation_id not in market


def test_filters_that_leave_nothing_do_not_widen_the_search(market):
    what = search("lamp zebra", price=["FROM_10000"], region=["Y58"])
    assert found(what)["rows"] == []
    assert found(search("lamp", region=["Y58"]))["how"] is How.ALL
    assert found(search("lamp", region=["Y58"]))["rows"] == []


def test_the_page_offers_only_more_filters_that_lead_somewhere(market, client):
    page = client.get("/innovations/?sort=newest&region=Y58").content.decode()
    assert "Used in region" in page
    assert re.search(r"South West <span [^>]*>\(0\)", page)  # in use, so it can be taken away
    assert "Midlands" not in page
    assert 'value="newest" selected' in page
    assert "the newest first" in client.get("/innovations/?sort=newest").content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "?sort=sideways",
        "?sort=" + "x" * 300,
        "?sort=%F0%9F%98%80&q=lamp",
        "?sort=newest&after=zzz",
        "?" + "&".join(f"setting={name}" for name in list(OPTIONS["setting"]) * 7),
        "?" + "&".join(f"{name}={'%F0%9F%98%80' * 40}" for name in FILTERS),
        "?" + "&".join(f"{name}={value}" for name in FACETS for value in values_of(name)),
        "?category=A&category=B&category=a01&category=A0&category=Z99&category='",
        "?icb=QZZ&icb=QAA&like=TRUST-Y99&like=PUB-Y56&like=" + "Y" * 500,
        "?sort=newest&q=lamp&after=W251bGwsbnVsbF0",
        "?q=%25%5C%27%22lamp&price=UNDER_100%27--",
    ],
)
def test_no_address_breaks_the_page(market, client, address):
    answer = client.get(f"/innovations/{address}")
    assert answer.status_code in {200, 422}
    assert 'name="q"' in answer.content.decode()


def test_organisations_like_ones_own_are_offered_to_whoever_has_one(market, client):
    box = 'value="TRUST-Y56"'
    assert box not in client.get("/innovations/").content.decode()
    trust = Organisation.objects.filter(kind="TRUST", region__ods_code="Y56").order_by("id").first()
    person = PersonFactory()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert box not in client.get("/innovations/").content.decode()
    Member.objects.create(organisation=trust, person=person, role=Role.BUYER)
    assert box in client.get("/innovations/").content.decode()
