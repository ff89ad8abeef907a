"""Search entries written by several at once, and by a migration that comes back: what holds is what is left."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction

from compass.guide.models import SearchEntry
from evidence.models import BuyingRoute, Funding, FundingProgramme, Guidance, GuidanceOn, Innovation, Listing
from tests.foundation.racing import Elsewhere, at_once
from tests.guide.catalogue import Item
from tests.guide.test_search_entries import left_undone

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lamp(catalogue):
    (one,) = catalogue.add(Item("Lamp"))
    return one


@pytest.fixture
def facts(lamp):
    """Writes of one fact each about the same technology, by the tag that it leads to."""
    route = BuyingRoute.objects.create(code="dps", name="DPS", kind="DPS")
    programme = FundingProgramme.objects.create(code="f", name="Fund", kind="MANDATE", payer="NHS")
    guidance = Guidance.objects.create(
        reference="HTG1", title="One", url="https://g.example/", checked_on=date(2026, 1, 5)
    )
    return {
        "route:DPS": lambda: Listing.objects.create(innovation=lamp, route=route),
        "funding:MANDATE": lambda: Funding.objects.create(innovation=lamp, programme=programme),
        "guidance:RECOMMENDED": lambda: GuidanceOn.objects.create(
            innovation=lamp, guidance=guidance, recommendation="RECOMMENDED"
        ),
        "price:UNDER_100": lambda: Innovation.objects.filter(pk=lamp.pk).update(list_price=5),
    }


def tags():
    return {*SearchEntry.objects.get().tags}


def test_who_comes_second_waits_and_then_knows_both_facts(facts):
    with transaction.atomic():
        facts["route:DPS"]()
        second = Elsewhere(facts["guidance:RECOMMENDED"]).goes_as_far_as_it_can()
        assert second.is_alive()  # it waits for the entry
        assert "guidance:RECOMMENDED" not in tags()
    assert not isinstance(second.result(), Exception)
    assert {"route:DPS", "guidance:RECOMMENDED"} <= tags()
    assert left_undone() == 0


def test_facts_written_at_the_same_moment_are_all_known(facts):
    for outcome in at_once(*facts.values()):
        assert not isinstance(outcome, Exception), outcome
    assert {*facts} <= tags()
    assert left_undone() == 0


def entry():
    return SearchEntry.objects.values().get()


def test_entries_that_nobody_watched_hold_again_when_their_migration_comes_back(lamp):
    before = entry()
    try:
        call_command("migrate", "guide", "0001_tables", verbosity=0)
        Innovation.objects.filter(pk=lamp.pk).update(care_settings=["THEATRE"])  # nobody watches
        assert entry() == before
    finally:
        call_command("migrate", "guide", verbosity=0)
    assert entry() == before | {"tags": sorted({*before["tags"], "setting:THEATRE"})}
    Innovation.objects.filter(pk=lamp.pk).update(care_settings=["WARD"])  # and it is watched again
    assert {"setting:WARD", "setting:THEATRE"} & tags() == {"setting:WARD"}
    assert left_undone() == 0
