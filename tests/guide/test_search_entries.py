"""What the search reads follows the facts at once, whoever writes them, and knows nothing that is not public."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from compass.foundation.clock import today
from compass.guide.models import SearchEntry
from compass.guide.operations.entries import write_due_entries
from compass.guide.presenters.finding import DEVICE_CLASSES, ESF_TIERS, IVD_CLASSES, OPTIONS, result
from compass.guide.queries.finding import results
from compass.guide.queries.product import innovation_page
from compass.guide.search import read_search
from evidence.claims import Design
from evidence.models import BuyingRoute, EmdnCode, Guidance, GuidanceOn, Identifier, Innovation, Listing, Requirement
from evidence.operations.standards import load_standards
from passports.models import Adoption, Passport
from passports.validity import USABLE, Status
from tests.factories import NOON, OrganisationFactory
from tests.guide.catalogue import Item
from trusts.models import Organisation


def found(text, **asked):
    return results(read_search(text, asked, OPTIONS))


def names(text, **asked):
    return [row["name"] for row in found(text, **asked)["rows"]]


def left_undone():
    """How many entries would change if all were written again; none, whatever happened."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT guide_write_entries(ARRAY(SELECT id FROM evidence_innovation), %s)", [today()])
        return cursor.fetchone()[0]


@pytest.fixture
def claimed(catalogue):
    """A technology whose claim alone says "delirium"."""
    (one,) = catalogue.add(Item("Lamp", status="VALID", designs=("COHORT", "RANDOMISED"), outcome="Days of delirium"))
    return one


def test_a_claim_is_found_and_named_as_the_reason(claimed):
    row = found("delirium")["rows"][0]
    assert row["why_claims"] == ["Days of delirium", "Days of delirium"]
    assert "the claim “Days of delirium”" in result(row, read_search("delirium", {}, OPTIONS))["why"]
    assert names("", strength=["RANDOMISED"]) == ["Lamp"]
    assert names("", strength=["COHORT"]) == []  # the strongest counts


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.SUPERSEDED])
def test_claims_are_searched_exactly_while_the_passport_stands(claimed, status):
    Passport.objects.update(status=status)
    assert names("delirium") == (["Lamp"] if status in USABLE else [])
    assert names("", strength=["RANDOMISED"]) == (["Lamp"] if status in USABLE else [])
    Passport.objects.update(status="VALID")
    assert names("delirium") == ["Lamp"]


def test_claims_of_a_replaced_passport_are_gone(claimed):
    Passport.objects.update(state="SUPERSEDED", status="SUPERSEDED", is_current=False, state_reason="New version.")
    assert names("delirium") == []
    assert found("", strength=["RANDOMISED"])["cells"] == []


def test_an_unpublished_technology_is_in_no_result_and_no_count(catalogue):
    catalogue.add(Item("Lamp", status="VALID", designs=("RANDOMISED",), outcome="Delirium", public=False))
    given = found("delirium")
    assert (given["rows"], given["cells"], found("")["facets"]) == ([], [], [])


def test_each_fact_is_followed_at_once(claimed, catalogue):
    region = OrganisationFactory(ods_code="Y56", kind="REGION")
    board = OrganisationFactory(ods_code="QAA", kind="ICB", region=region)
    trust = OrganisationFactory(region=region)
    EmdnCode.objects.create(code="A0101", title="LAMPS")
    own = {"innovation": claimed}
    steps = [
        (lambda: Identifier.objects.create(**own, scheme="EMDN", value="A0101", added_at=NOON), "category", "A01"),
        (
            lambda: Adoption.objects.create(
                passport=Passport.objects.get(), organisation=trust, accepted_by=catalogue.person, accepted_at=NOON
            ),
            "region", "Y56",
        ),
        (lambda: Organisation.objects.filter(pk=trust.pk).update(icb=board), "icb", "QAA"),
        (lambda: Innovation.objects.update(benefits=["BEDS"]), "benefit", "BEDS"),
        (lambda: Innovation.objects.update(list_price=5), "price", "UNDER_100"),
    ]  # fmt: skip
    EmdnCode.objects.create(code="A01", title="LIGHTS")
    for step, name, value in steps:
        assert names("", **{name: [value]}) == [], name
        step()
        assert names("", **{name: [value]}) == ["Lamp"], name
    guidance = Guidance.objects.create(reference="HTG1", title="One", url="https://g.example/", checked_on=today())
    GuidanceOn.objects.create(**own, guidance=guidance, recommendation="RECOMMENDED")
    assert names("", guidance=["RECOMMENDED"]) == ["Lamp"]
    Guidance.objects.update(state="WITHDRAWN")
    assert names("", guidance=["RECOMMENDED"]) == []
    Adoption.objects.update(state="ENDED", ended_at=NOON)
    assert names("", region=["Y56"]) == []
    Identifier.objects.all().delete()
    assert names("", category=["A01"]) == []
    assert left_undone() == 0


@pytest.mark.parametrize("device", [None, "DEVICE", "IVD", "AIMD", "NO"])
@pytest.mark.parametrize("software", [None, "YES", "NO"])
def test_filters_know_a_class_exactly_where_the_products_page_says_it(catalogue, device, software):
    answers = {"medical-device": device, "software": software, "device-class": "IIA", "ivd-class": "C", "esf-tier": "B"}
    said = {question: choice for question, choice in answers.items() if choice}
    (one,) = catalogue.add(Item("Lamp", status="VALID", classes=said))
    shown = innovation_page(one.slug)["classes"]
    tags = {"device-class": "class:IIA", "ivd-class": "class:IVD_C", "esf-tier": "tier:B"}
    right = {tags[question] for question in shown if question in tags}
    right |= {"class:AIMD"} if device == "AIMD" else set()
    (entry,) = SearchEntry.objects.all()
    assert {tag for tag in entry.tags if tag.startswith(("class:", "tier:"))} == right


def test_agreements_hold_on_their_days_and_the_daily_job_writes_them_down(claimed):
    day = today()
    route = BuyingRoute.objects.create(code="dps", name="DPS", kind="DPS", ends_on=day)
    Listing.objects.create(innovation=claimed, route=route)
    asked = read_search("", {"route": ["DPS"]}, OPTIONS)
    tomorrow = day + timedelta(days=1)
    assert [len(results(asked, on=on)["rows"]) for on in (day, tomorrow)] == [1, 0]
    assert write_due_entries(on=day) == 0
    assert write_due_entries(on=tomorrow) == 1
    assert write_due_entries(on=tomorrow) == 0
    assert "route:DPS" not in SearchEntry.objects.get().tags
    assert [len(results(asked, on=on)["rows"]) for on in (day, tomorrow)] == [1, 0]


def test_words_of_classes_are_those_of_the_standard(db):
    load_standards()
    asked = Requirement.objects.filter(requirement_set__code="triage").values_list("question", "options")
    said = {question: dict(options) for question, options in asked}
    assert said["device-class"] == DEVICE_CLASSES
    assert said["ivd-class"] == IVD_CLASSES
    assert {*said["esf-tier"]} == {*ESF_TIERS}
    assert all(said["esf-tier"][tier].startswith(words) for tier, words in ESF_TIERS.items())
    assert [*OPTIONS["strength"]] == [design.name for design in Design]


def test_a_technology_that_goes_takes_its_entry_along(catalogue):
    catalogue.add(Item("Lamp"), Item("Pump"))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM evidence_innovation WHERE name = 'Lamp'")
    assert [*SearchEntry.objects.values_list("name", flat=True)] == ["Pump"]
