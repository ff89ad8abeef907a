"""Guidance, ways to buy and who pays: stated once, and shown in correct words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from compass.foundation.clock import today
from compass.foundation.errors import Invalid
from compass.foundation.models import Change
from compass.guide.presenters.evidence import regulation
from compass.guide.presenters.market import days_words, guidance_line
from compass.guide.queries.evidence import stated_classes
from evidence.models import Funding, GuidanceOn, Innovation, Listing, Recommendation
from evidence.operations.market import (
    GuidanceFacts,
    ProgrammeFacts,
    RouteFacts,
    list_on_route,
    state_funding,
    state_guidance,
)
from tests.factories import NOON
from tests.guide.catalogue import Item
from tests.story import Story

GUIDANCE = GuidanceFacts(
    publisher="NICE",
    reference="MTG9000",
    title="Lamps for wounds",
    url="https://n.example/mtg9000",
    checked_on=NOON.date(),
)
ROUTE = RouteFacts(code="lamps", name="Lamps and lights", kind="FRAMEWORK", organiser="Invented Buyers")
PROGRAMME = ProgrammeFacts(code="light", name="Light for all", kind="MANDATE", payer="commissioners")


def page_of(client, innovation) -> str:
    page = client.get(f"/innovations/{innovation.slug}/")
    assert page.status_code == 200
    return " ".join(page.content.decode().split())


def test_a_buyer_sees_how_to_buy_it_who_pays_and_what_guidance_says(catalogue, client):
    lamp, other = catalogue.add(Item("Lamp"), Item("Chair"))
    day = timedelta(days=1)
    state_guidance(innovation=lamp, guidance=GUIDANCE, recommendation="WITH_EVIDENCE_GENERATION", now=NOON)
    list_on_route(innovation=lamp, route=ROUTE, ends_on=today(), lot="2", now=NOON)
    ended = RouteFacts(code="old", name="Old lamps", kind="DPS", ends_on=today() - day)
    list_on_route(innovation=lamp, route=ended, ends_on=today() + day, now=NOON)
    state_funding(innovation=lamp, programme=PROGRAMME, starts_on=today() + day, now=NOON)
    Innovation.objects.filter(pk=lamp.pk).update(care_settings=["HOME", "WARD"])
    words = page_of(client, lamp)
    for said in (
        "Can be used while more evidence is gathered. This is not a recommendation for routine use.",
        '<a href="https://n.example/mtg9000" rel="external noreferrer">NICE MTG9000: Lamps for wounds</a>',
        "Framework agreement, Invented Buyers, lot 2.",
        "that day included.",
        "It cannot be bought through this any more.",  # the agreement ended, whatever the listing says
        "National mandate: commissioners must pay. Paid by commissioners.",
        "end date not stated.",
        "At home and Hospital ward.",
    ):
        assert said in words, said
    assert words.count("Ended on") == 1
    assert "Not stated here:" not in words
    missing = "Not stated here: national guidance, agreements to buy it through, who pays and where it is used."
    assert missing in page_of(client, other)
    assert "Lamps for wounds" not in page_of(client, other)


def test_the_same_fact_again_changes_nothing_and_another_one_replaces_it(catalogue):
    (lamp,) = catalogue.add(Item("Lamp"))
    for recommendation in ("RESEARCH_ONLY", "RESEARCH_ONLY", "RECOMMENDED"):
        state_guidance(innovation=lamp, guidance=GUIDANCE, recommendation=recommendation, now=NOON)
    for _ in range(2):
        list_on_route(innovation=lamp, route=ROUTE, now=NOON)
        state_funding(innovation=lamp, programme=PROGRAMME, now=NOON)
    assert GuidanceOn.objects.get().recommendation == "RECOMMENDED"
    assert (Listing.objects.count(), Funding.objects.count()) == (1, 1)
    told = Change.objects.filter(subject="innovation", subject_id=lamp.pk).order_by("id")
    assert list(told.values_list("sentence", flat=True)) == [
        "Guidance MTG9000: use in research only.",
        "Guidance MTG9000: recommended.",
        "It can be bought through Lamps and lights.",
        "It is paid for by commissioners: Light for all.",
    ]


def test_what_cannot_be_is_refused(catalogue):
    (lamp,) = catalogue.add(Item("Lamp"))
    with pytest.raises(Invalid, match="LUCK is not known"):
        state_guidance(innovation=lamp, guidance=GUIDANCE, recommendation="LUCK", now=NOON)
    with pytest.raises(Invalid, match="last day lies before the first"):
        list_on_route(innovation=lamp, route=ROUTE, starts_on=date(2026, 7, 2), ends_on=date(2026, 7, 1), now=NOON)
    assert not GuidanceOn.objects.exists()
    assert not Listing.objects.exists()


def test_every_degree_of_guidance_has_its_own_words():
    of = {"publisher": "", "reference": "X", "title": "T", "url": "", "state": "CURRENT", "replaced_by": None}
    words = {value: guidance_line({**of, "recommendation": value})["words"] for value in Recommendation.values}
    assert len(set(words.values())) == len(Recommendation.values)
    assert [value for value, said in words.items() if said.startswith("Recommended")] == [
        "RECOMMENDED",
        "WITH_DATA_COLLECTION",
    ]
    withdrawn = guidance_line({**of, "recommendation": "RECOMMENDED", "state": "WITHDRAWN"})
    assert withdrawn["words"].startswith("This guidance was withdrawn.")


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [
        (None, None, "End date not stated."),
        (None, date(2026, 7, 1), "Until 1 July 2026, that day included."),
        (None, date(2026, 6, 30), "Ended on 30 June 2026."),
        (date(2026, 7, 2), None, "Starts on 2 July 2026, end date not stated."),
    ],
)
def test_periods_in_words(starts, ends, words):
    assert days_words(starts, ends, date(2026, 7, 1)) == words


@pytest.mark.parametrize(
    ("classes", "said"),
    [
        ({}, ["Not stated", "Not stated"]),
        ({"medical-device": "DEVICE", "device-class": "IIA"}, ["Medical device, class IIa", "Not stated"]),
        ({"medical-device": "DEVICE"}, ["Medical device, class not stated", "Not stated"]),
        # Answers that another one made pointless.
        ({"medical-device": "NO", "device-class": "III"}, ["Not a medical device", "Not stated"]),
        ({"software": "NO", "esf-tier": "C"}, ["Not stated", "No tier: it is not software"]),
        ({"esf-tier": "C"}, ["Not stated", "Not stated"]),
        ({"medical-device": "IVD", "ivd-class": "C"}, ["In vitro diagnostic device, EU: class C", "Not stated"]),
        ({"software": "YES", "esf-tier": "A"}, ["Not stated", "Tier A: helps a service run"]),
    ],
)
def test_regulation_in_words(classes, said):
    rows = [{"question": question, "choice": choice} for question, choice in classes.items()]
    assert [words for _, words in regulation(stated_classes(rows))] == said


def test_a_passport_page_says_the_class_and_that_registration_is_no_approval(db, client):
    asked = Story(now=NOON.replace(year=2026, month=11, day=15))  # the triage is asked from 1 November
    words = page_of(client, asked.passport().innovation)
    assert "Medical device, class IIa" in words
    assert "A device that is registered with the MHRA is not approved" in words
    assert "About Intended purpose" not in words  # no other answer of the pack is public


def test_funding_that_has_ended_is_not_called_unstated(catalogue, client):
    [lamp] = catalogue.add(Item("Lamp"))
    address = f"/innovations/{lamp.slug}/"
    assert "No national programme is stated here. Plan to pay from your own budget" in client.get(address).text
    state_funding(innovation=lamp, programme=PROGRAMME, ends_on=today() - timedelta(days=1), now=NOON)
    assert "Every programme listed here has ended. Plan to pay from your own budget" in client.get(address).text
