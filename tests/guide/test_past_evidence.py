"""The evidence and the market of a past day: those of the passport that stood then, and nothing told later."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from compass.foundation.clock import civil_date, now
from compass.foundation.history import record_change
from compass.foundation.transparency.operations import seal_days
from compass.guide.queries.history import innovation_on
from compass.guide.queries.product import innovation_page
from evidence.models import EmdnCode, GuidanceOn, Innovation
from evidence.operations.identifiers import add_identifier, remove_identifier
from evidence.operations.market import list_on_route, state_funding, state_guidance
from evidence.operations.public_facts import state_public_fact
from evidence.states import DocumentState
from passports.operations.renewals import confirm_renewal
from tests.evidence.test_document_roads import Open
from tests.factories import OrganisationFactory, PersonFactory
from tests.foundation.sealed import tamper
from tests.guide.catalogue import Item
from tests.guide.test_market_facts import GUIDANCE, PROGRAMME, ROUTE
from tests.guide.test_product_evidence import BACKEND, EVIDENCE
from tests.operators import suspend_passport
from tests.passports.test_renewals import renewed
from trusts.models import Role

pytestmark = pytest.mark.heavy

DAY = timedelta(days=1)
LATER = 20 * DAY


@pytest.fixture
def issued(db):
    """Public for ten days without a passport, with one from day 0, suspended on day 8."""
    story = Open(now=datetime(2026, 11, 15, 12, tzinfo=UTC))
    story.issued = story.passport()
    suspend_passport(passport=story.issued, reason="Notice 7.", by=story.operator, now=story.now + 8 * DAY)
    Innovation.objects.filter(pk=story.innovation.pk).update(published_at=story.now - 10 * DAY)
    return story


def page_on(client, story, day: int, person=None) -> str:
    with time_machine.travel(story.now + LATER, tick=False):
        client.logout()
        if person is not None:
            client.force_login(person, backend=BACKEND)
        page = client.get(reverse("innovation", args=[story.innovation.slug]), {"on": story.today + day * DAY})
    assert page.status_code == 200
    return re.sub(r"\s+", " ", page.content.decode())


def told_on(story, day: int) -> dict:
    return innovation_on(story.innovation.slug, story.today + day * DAY)


def test_the_evidence_of_a_day_is_that_of_the_passport_that_stood_then(issued, client):
    stood = page_on(client, issued, 7)
    for said in EVIDENCE:
        assert said in stood, said
    assert "Net prices" not in stood
    for day, *why in (
        (8, "Its passport was suspended on that day, so it could not be relied on."),
        (-1, "nobody here had assessed them", "What is on this page is public information, not an assessment."),
    ):
        page = page_on(client, issued, day)
        for said in (*why, "Not shown: it had no passport you could rely on that day"):
            assert said in page, said
        for of_now in ("relied on now", "rely on now", "has given it a passport"):
            assert of_now not in page, of_now
        for said in EVIDENCE:
            assert said not in page, said
        assert not any(told_on(issued, day)[name] for name in ("claims", "classes", "certificates", "documents"))


def test_a_newer_version_does_not_change_what_stood_before_it(client, db):
    first = Open()  # before more was asked of a new version
    first.issued = first.passport()
    before = {**told_on(first, 3)}
    first.draft.refresh_from_db()
    second = first.next_version("2.0")
    second.now = first.now + 5 * DAY
    newer = second.passport()
    assert told_on(first, 3) == before
    after = told_on(first, 5)
    assert (before["product_version"], after["product_version"]) == ("1.0", "2.0")
    assert after["passport_number"] == newer.number
    assert {one["id"] for one in before["documents"]}.isdisjoint(one["id"] for one in after["documents"])


def test_while_the_passport_stands_the_past_says_what_the_present_does(client, db):
    story = Open(now=datetime(2026, 11, 15, 12, tzinfo=UTC))
    story.issued = story.passport()
    present, past = innovation_page(story.innovation.slug), told_on(story, 0)
    assert past == {name: value for name, value in present.items() if name != "picture"}
    for name in ("claims", "classes", "certificates", "standards", "documents", "described"):
        assert past[name], name


def test_a_certificate_has_the_last_day_that_counted_on_that_day(client, db):
    story = Open(now=datetime(2026, 11, 15, 12, tzinfo=UTC))
    story.issued = story.passport()

    def days(day: int) -> set[str]:
        return {one["valid_until"] for one in told_on(story, day)["certificates"]}

    before = days(4)
    confirm_renewal(renewal=renewed(story), by=story.operator, now=story.now + 5 * DAY)
    assert days(4) == before
    assert days(5) != before
    assert told_on(story, 5)["certificates"] == innovation_page(story.innovation.slug)["certificates"]


def test_documents_of_a_past_day_follow_the_rule_of_today(issued, client):
    """What is for the NHS alone is open beyond those who rely on it only while the passport can be relied on."""
    assessor, stranger = issued.lead, issued.member(OrganisationFactory(), Role.BUYER)
    for person, named in ((None, False), (PersonFactory(), False), (issued.maker, False), (assessor, True),
                          (stranger, False)):  # fmt: skip
        page = page_on(client, issued, 7, person)
        assert ("Evaluation report</a>" in page) is named, person
        assert "Net prices" not in page
    assert "Evaluation report</a>" not in page_on(client, issued, -1, assessor)
    issued.public.state, issued.public.finding = DocumentState.INFECTED, "Virus"
    issued.public.scanned_by, issued.public.scanned_at = "ClamAV", issued.now + 9 * DAY
    issued.public.save()
    assert "Leaflet" not in page_on(client, issued, 7)


def test_the_market_is_what_had_been_recorded_by_then(issued, client):
    innovation, now = issued.innovation, issued.now
    state_guidance(innovation=innovation, guidance=GUIDANCE, recommendation="RESEARCH_ONLY", now=now + DAY)
    list_on_route(innovation=innovation, route=ROUTE, lot="2", ends_on=issued.today + 3 * DAY, now=now + 2 * DAY)
    state_funding(innovation=innovation, programme=PROGRAMME, note="In part.", now=now + 3 * DAY)
    present = innovation_page(innovation.slug)
    counts = [[len(told_on(issued, day)[name]) for name in ("guidance", "routes", "funding")] for day in range(4)]
    assert counts == [[0, 0, 0], [1, 0, 0], [1, 1, 0], [1, 1, 1]]
    then = told_on(issued, 7)
    assert {name: then[name] for name in ("guidance", "routes", "funding")} == {
        name: present[name] for name in ("guidance", "routes", "funding")
    }
    assert "Use it in research only." in page_on(client, issued, 7)
    assert "cannot be bought through this any more" not in page_on(client, issued, 3)  # its last day
    assert "cannot be bought through this any more" in page_on(client, issued, 7)


def test_what_was_said_of_the_market_then_stays_said_when_it_changes(issued):
    """The history of the rows bears the database's own time, so that is set here."""
    innovation, now = issued.innovation, issued.now
    state_guidance(innovation=innovation, guidance=GUIDANCE, recommendation="RESEARCH_ONLY", now=now)
    tamper("UPDATE evidence_guidanceonevent SET pgh_created_at = %s", now)
    state_guidance(innovation=innovation, guidance=GUIDANCE, recommendation="RECOMMENDED", now=now + 5 * DAY)
    tamper("UPDATE evidence_guidanceonevent SET pgh_created_at = %s WHERE pgh_label = 'update'", now + 5 * DAY)
    GuidanceOn.objects.all().delete()
    tamper("UPDATE evidence_guidanceonevent SET pgh_created_at = %s WHERE pgh_label = 'delete'", now + 7 * DAY)
    said = [[one["recommendation"] for one in told_on(issued, day)["guidance"]] for day in (-1, 4, 5, 6, 7)]
    assert said == [[], ["RESEARCH_ONLY"], ["RECOMMENDED"], ["RECOMMENDED"], []]


def test_what_was_written_too_late_counts_from_when_it_was_written(catalogue):
    """The log's own time is the database's, so the days here are real ones."""
    [lamp] = catalogue.add(Item("Lamp"))
    begun = now() - 30 * DAY
    Innovation.objects.filter(pk=lamp.pk).update(published_at=begun)
    told = {"innovation": lamp, "source_title": "A journal", "source_url": "https://journal.example/1"}
    state_public_fact(statement="True.", now=begun + DAY, **told)
    state_guidance(innovation=lamp, guidance=GUIDANCE, recommendation="RECOMMENDED", now=begun + DAY)
    record_change("innovation_described", lamp, "Described.", by=None, now=begun + DAY)
    seal_days(now=now())
    state_public_fact(statement="Forged.", now=begun + 2 * DAY, **told)
    list_on_route(innovation=lamp, route=ROUTE, now=begun + 2 * DAY)
    record_change("innovation_described", lamp, "Forged.", by=None, now=begun + 2 * DAY)
    row = innovation_on(lamp.slug, civil_date(begun + 5 * DAY))
    assert [one["statement"] for one in row["public_facts"]] == ["True."]
    assert (len(row["guidance"]), row["routes"]) == (1, [])
    assert row["described"]["at"] == begun + DAY
    assert innovation_page(lamp.slug)["described"]["at"] > begun + 29 * DAY


def test_its_numbers_are_those_it_had(issued):
    EmdnCode.objects.create(code="A01", title="Needles")
    given = {"innovation": issued.innovation, "by": issued.maker}
    number = add_identifier(scheme="GTIN", value="04012345678901", now=issued.now + 2 * DAY, **given)
    add_identifier(scheme="EMDN", value="A01", now=issued.now + 3 * DAY, **given)
    present = innovation_page(issued.innovation.slug)["device_identifiers"]
    assert told_on(issued, 3)["device_identifiers"] == present
    remove_identifier(identifier=number, by=issued.maker, now=issued.now + 5 * DAY)
    tamper("UPDATE evidence_identifierevent SET pgh_created_at = %s WHERE pgh_label = 'delete'", issued.now + 5 * DAY)
    found = [[one["scheme"] for one in told_on(issued, day)["device_identifiers"]] for day in (1, 2, 4, 5)]
    assert found == [[], ["GTIN"], ["EMDN", "GTIN"], ["EMDN"]]


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ("2027-01-01", 422, "1 January 2027 is still to come."),
        ("9999-12-31", 422, "31 December 9999 is still to come."),
        ("2026-02-31", 422, "2026-02-31 is not a date."),
        ("", 422, "Nothing is not a date."),
        ("2026-11-04", 404, "It has been public since 5 November 2026."),
        ("0001-01-01", 404, "It has been public since 5 November 2026."),
    ],
)
def test_a_day_that_cannot_be_shown_is_explained_with_a_way_on(issued, client, typed, status, said):
    address = reverse("innovation", args=[issued.innovation.slug])
    with time_machine.travel(issued.now + LATER, tick=False):
        page = client.get(address, {"on": typed})
    assert page.status_code == status
    words = page.content.decode()
    assert said in words
    assert f'action="{address}"' in words  # to ask for another day
    assert 'name="on"' in words


def test_a_past_page_costs_the_same_however_much_there_is(issued, client):
    address = reverse("innovation", args=[issued.innovation.slug])

    def spent() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(address, {"on": issued.today + 7 * DAY})
        return len(queries)

    def more(n: int) -> None:
        of = {"innovation": issued.innovation, "now": issued.now}
        state_guidance(guidance=replace(GUIDANCE, reference=f"MTG{n}"), recommendation="RECOMMENDED", **of)
        list_on_route(route=replace(ROUTE, code=f"r{n}"), **of)
        state_funding(programme=replace(PROGRAMME, code=f"p{n}"), **of)

    more(0)
    with time_machine.travel(issued.now + LATER, tick=False):
        before = spent()
        for n in range(1, 6):
            more(n)
        assert spent() == before <= 17
