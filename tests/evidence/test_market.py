"""Guidance, buying routes and funding."""

from __future__ import annotations

from evidence.models import BuyingRoute, Funding, FundingProgramme, Guidance, GuidanceOn, Listing
from tests.evidence.market_cases import MARKET
from tests.factories import NOON, InnovationFactory
from tests.foundation.raw_writes import assert_held


def test_tables_hold_their_rules(db):
    lamp = InnovationFactory()
    guidance = Guidance.objects.create(reference="MTG1", title="Lamps", checked_on=NOON.date())
    said = GuidanceOn.objects.create(innovation=lamp, guidance=guidance, recommendation="RECOMMENDED")
    route = BuyingRoute.objects.create(code="lamps", name="Lamps", kind="FRAMEWORK")
    listing = Listing.objects.create(innovation=lamp, route=route)
    programme = FundingProgramme.objects.create(code="light", name="Light", kind="MANDATE", payer="NHS England")
    funding = Funding.objects.create(innovation=lamp, programme=programme)
    rows = {
        "guidance": guidance, "guidanceon": said, "buyingroute": route,
        "listing": listing, "fundingprogramme": programme, "funding": funding,
    }  # fmt: skip
    assert_held(MARKET, other=InnovationFactory().pk, **{name: row.pk for name, row in rows.items()})
