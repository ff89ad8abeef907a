"""What a comparison says beyond the passport, how it is taken along, and what it never shows."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from compass.guide.presenters.side_by_side import ROWS, column
from compass.guide.queries.side_by_side import compared_in_full
from evidence.models import (
    BuyingRoute,
    Funding,
    FundingProgramme,
    Guidance,
    GuidanceOn,
    Innovation,
    Listing,
    PublicFact,
)
from tests.guide.catalogue import Item
from tests.story import Story

TODAY = date(2026, 11, 21)


def market_of(innovation: Innovation) -> None:
    """Guidance, a way to buy that has ended, one that has not, and who pays."""
    guidance = Guidance.objects.create(
        reference="MTG99", title="Sensors", url="https://n.example/mtg99", checked_on=TODAY, state="WITHDRAWN"
    )
    GuidanceOn.objects.create(innovation=innovation, guidance=guidance, recommendation="RECOMMENDED")
    for code, ends in (("old", date(2026, 11, 20)), ("new", date(2027, 3, 31))):
        route = BuyingRoute.objects.create(code=code, name=f"The {code} one", kind="FRAMEWORK", ends_on=ends)
        Listing.objects.create(innovation=innovation, route=route, ends_on=date(2027, 6, 30))
    programme = FundingProgramme.objects.create(
        code="f", name="MedTech funding", kind="MANDATE", payer="the commissioner", url="https://f.example/"
    )
    Funding.objects.create(innovation=innovation, programme=programme, starts_on=date(2027, 1, 1))


def test_everything_a_buyer_asks_stands_in_a_row_with_its_source(db):
    story = Story(now=datetime(2026, 11, 21, 12, tzinfo=UTC))
    public = story.passport().innovation
    market_of(public)
    Innovation.objects.filter(pk=public.pk).update(
        list_price=Decimal(10), price_unit="patient per month", care_settings=["WARD", "HOME"], benefits=["WAITING"]
    )
    PublicFact.objects.create(
        innovation=public, statement="NICE looked.", source_title="NICE", source_url="https://n.example/1"
    )
    (row,) = compared_in_full((public.slug,))
    cells = column(row, TODAY)
    assert set(cells) == {one.key for rows in ROWS.values() for one in rows}
    said = {key: [(one.words, one.source) for one in cell.said] for key, cell in cells.items()}
    page = f"/innovations/{public.slug}/"
    assert said["guidance"] == [("MTG99 (withdrawn): Recommended", "https://n.example/mtg99")]
    assert [words for words, _ in said["routes"]] == [
        "The new one (framework agreement), until 31 March 2027",
        "The old one (framework agreement), ended on 20 November 2026",
    ]
    mandate = "MedTech funding (national mandate: commissioners must pay), paid by the commissioner"
    assert said["funding"] == [(f"{mandate}, from 1 January 2027, end date not stated", "https://f.example/")]
    assert said["facts"] == [("NICE looked.", "https://n.example/1")]
    assert said["settings"] == [("Hospital ward, At home", "")]
    assert said["price"] == [
        ("£10 per patient per month, excluding VAT", ""),
        ("That is £120 per patient per year.", ""),
    ]
    assert (cells["price"].value, cells["price"].unit) == (Decimal(120), "patient per year")
    ((claim, source),) = said["claims"]
    assert source == "https://doi.org/10.5555/wound.1"
    assert "−3.1 points (95% interval −4.4 to −1.8) compared with usual care" in claim.replace("percentage points ", "")
    assert claim.endswith("Evidence: strong.")
    assert said["device_class"] == [("Class IIa", f"{page}#passport")]
    assert said["esf_tier"] == [("Not software", f"{page}#passport")]


def test_the_page_marks_what_is_better_and_leads_to_sources(catalogue, client):
    lamp, chair = catalogue.add(Item("Lamp", status="VALID", facts=1), Item("Chair"))
    Innovation.objects.filter(pk=lamp.pk).update(list_price=Decimal(5), price_unit="per test")
    Innovation.objects.filter(pk=chair.pk).update(list_price=Decimal(4), price_unit="Test")
    page = client.get(f"/compare/?i={lamp.slug}&i={chair.slug}").content.decode()
    assert page.count("Lowest price stated") == 1
    assert "Valid longest</strong>" not in page  # only one has a passport
    assert 'href="https://s.example/0" rel="external noreferrer">Source<' in page
    Innovation.objects.filter(pk=chair.pk).update(price_unit="device")
    page = client.get(f"/compare/?i={lamp.slug}&i={chair.slug}").content.decode()
    assert "Lowest price stated" not in page
    assert "none is called the lowest" in page


def test_what_a_reader_chose_stays_while_products_move(catalogue, client):
    lamp, chair, bed = catalogue.add(Item("Lamp"), Item("Chair"), Item("Bed"))
    state = "&amp;row=price&amp;row=kind&amp;differences=yes"
    page = client.get(
        "/compare/",
        {"i": [lamp.slug, chair.slug, bed.slug], "row": ["kind", "price", "<b>"], "differences": "yes"},
    ).content.decode()
    assert f'href="/compare/?i={chair.slug}&amp;i={lamp.slug}&amp;i={bed.slug}{state}">Move left' in page
    assert f'href="/compare/?i={lamp.slug}&amp;i={bed.slug}{state}">Remove' in page
    assert 'scope="row"><span>Kind of technology' not in page  # the same for all
    assert "1 row left out: all say the same." in page
    assert "<b>" not in page
    assert 'value="price" checked' in page
    assert 'value="problem">' in page
