"""A technology as its page showed it on a past day, and its public timeline."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from compass.foundation.history import record_change
from compass.guide.queries.history import innovation_on
from evidence.models import Innovation
from evidence.operations.public_facts import state_public_fact
from passports.operations.adoptions import adopt, end_adoption
from passports.operations.verdicts import recompute_due
from tests.foundation.sealed import tamper
from tests.operators import suspend_passport
from trusts.operations.decisions import Condition

pytestmark = pytest.mark.heavy

DAY = timedelta(days=1)


@pytest.fixture
def innovation(story):
    """Public with a passport from day 0, in use from day 2 to day 6, with another fact from day 4, suspended on 8."""
    due = Condition("Publish the audit.", story.today + 200 * DAY)
    passport = story.passport(outcome="APPROVED_WITH_CONDITIONS", conditions=(due,))
    adoption = adopt(passport=passport, organisation=story.other_trust, by=story.buyer, now=story.now + 2 * DAY)
    state_public_fact(
        innovation=story.innovation, statement="Seen in a trial.", source_title="A journal",
        source_url="https://journal.example/1", now=story.now + 4 * DAY,
    )  # fmt: skip
    end_adoption(adoption=adoption, by=story.buyer, now=story.now + 6 * DAY)
    suspend_passport(passport=passport, reason="Notice 7.", by=story.operator, now=story.now + 8 * DAY)
    return story.innovation


def on(story, innovation, day: int) -> dict:
    return innovation_on(innovation.slug, story.today + day * DAY)


def test_what_is_dated_is_as_it_was(story, innovation):
    rows = [on(story, innovation, day) for day in (0, 3, 5, 7, 9)]
    assert [row["adopter_count"] for row in rows] == [0, 1, 1, 0, 0]
    assert [row["public_fact_count"] for row in rows] == [0, 0, 1, 1, 1]
    assert [row["passport_status"] for row in rows] == ["VALID_WITH_CONDITIONS"] * 4 + ["SUSPENDED"]
    assert rows[0]["passport_conditions"][0]["text"] == "Publish the audit."
    assert rows[4]["passport_reasons"][0] == "Suspended: Notice 7."


def test_today_it_is_what_the_page_says(story, innovation, client):
    """The road over the past and the hot one agree on the present."""
    later = story.now + 20 * DAY
    recompute_due(on=story.today + 20 * DAY, now=later)
    with time_machine.travel(later, tick=False):
        present = client.get(reverse("api-innovation", args=[innovation.slug])).json()
    with time_machine.travel(later + DAY, tick=False):
        past = client.get(reverse("api-innovation", args=[innovation.slug]), {"on": story.today + 20 * DAY}).json()
    assert set(present) - set(past) == {"picture"}  # only today's is known
    assert past == {name: value for name, value in present.items() if name != "picture"}
    assert past["described"]


def test_before_its_passport_and_before_it_was_public(story, innovation, client):
    Innovation.objects.filter(pk=innovation.pk).update(published_at=story.now - 10 * DAY)
    row = on(story, innovation, -1)
    assert (row["passport_number"], row["passport_conditions"], row["assessed_at"]) == (None, [], None)
    address = reverse("innovation", args=[innovation.slug])
    with time_machine.travel(story.now + 20 * DAY, tick=False):
        page = client.get(address, {"on": story.today - DAY}).content.decode()
        assert "No NHS organisation had given it a passport here on that day." in page
        refused = client.get(address, {"on": story.today - 11 * DAY})
        told = client.get(reverse("api-innovation", args=[innovation.slug]), {"on": story.today - 11 * DAY})
    assert refused.status_code == told.status_code == 404
    assert "was not public here on 20 June 2026." in refused.content.decode()
    assert "was not public here on 20 June 2026." in told.json()["detail"]


def test_its_text_is_what_its_maker_had_written_by_then(story, innovation):
    """The history of the row bears the database's own time, so that is set here."""
    begun, changed = story.now - DAY, story.now + 5 * DAY
    Innovation.objects.filter(pk=innovation.pk).update(summary="It heals everything.", list_price=100)
    tamper("UPDATE evidence_innovationevent SET pgh_created_at = %s WHERE pgh_obj_id = %s", begun, innovation.pk)
    tamper("UPDATE evidence_innovationevent SET pgh_created_at = %s WHERE summary ~ 'everything'", changed)
    before, after = on(story, innovation, 4), on(story, innovation, 5)
    assert before["summary"] == "A sensor under the dressing that shows early signs of infection."
    assert (before["list_price"], before["list_price_currency"]) == (None, None)
    assert after["summary"] == "It heals everything."
    assert (after["list_price"], after["list_price_currency"], after["list_price_includes_vat"]) == (100, "GBP", False)


def test_the_page_says_which_day_it_shows_and_offers_nothing_to_do(story, innovation, client):
    with time_machine.travel(story.now + 20 * DAY, tick=False):
        page = client.get(reverse("innovation", args=[innovation.slug]), {"on": story.today + 9 * DAY}).content.decode()
    assert "This is how it stood at the end of 10 July 2026." in page
    assert "Compare with others" not in page
    assert "Suspended: Notice 7." in page


def test_the_timeline_is_of_the_technology_and_its_passports_since_it_was_public(story, innovation, client):
    record_change("innovation_described", innovation, "Described in secret.", by=None, now=story.now - DAY)
    record_change("innovation_described", innovation, "Described in public.", by=None, now=story.now + DAY)
    record_change("innovation_talk", innovation, "Not for the public.", by=None, now=story.now + DAY)
    page = client.get(reverse("innovation-history", args=[innovation.slug])).content.decode()
    for said in ("is public.", "was issued.", "A journal was added as a source.", "Suspended: Notice 7.", "in public."):
        assert said in page
    for hidden in ("Described in secret.", "Not for the public.", "registered by"):
        assert hidden not in page
    assert "Described in public." in client.get(reverse("innovation", args=[innovation.slug])).content.decode()


def test_an_unpublished_technology_has_neither_past_nor_timeline(story, client):
    hidden = story.innovation
    for name in ("innovation", "innovation-history"):
        assert client.get(reverse(name, args=[hidden.slug]), {"on": "2026-07-01"}).status_code == 404
    assert client.get(reverse("api-innovation", args=[hidden.slug]), {"on": "2026-07-01"}).status_code == 404


def test_the_past_costs_the_same_however_much_happened(story, innovation):
    def spent() -> int:
        with CaptureQueriesContext(connection) as queries:
            on(story, innovation, 9)
        return len(queries)

    before = spent()
    for n in range(20):
        state_public_fact(
            innovation=innovation, statement=f"Fact {n}.", source_title="A journal",
            source_url=f"https://journal.example/{n + 2}", now=story.now + DAY,
        )  # fmt: skip
    assert spent() == before <= 17
