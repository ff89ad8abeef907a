"""What a comparison says beyond the passport, how it is taken along, and what it never shows."""

from __future__ import annotations

import csv
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from compass.foundation.separated import harmless
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
from evidence.operations.public_facts import register_known_technology
from tests.evidence.test_exports import pdf_text
from tests.foundation.accessible import faults
from tests.guide.catalogue import Item
from tests.story import DESCRIPTION, Story

TODAY = date(2026, 11, 21)
# Rows that say "none recorded here" in the story below.
NONE_STATED = {"notices", "adopters", "conditions"}


def market_of(innovation: Innovation) -> None:
    """Guidance, a way to buy that has ended, one that has not, and who pays."""
    guidance = Guidance.objects.create(
        reference="MTG99", title="Sensors", url="https://n.example/mtg99", checked_on=TODAY, state="WITHDRAWN"
    )
    GuidanceOn.objects.create(innovation=innovation, guidance=guidance, recommendation="RECOMMENDED")
    for code, starts, ends in (
        ("old", None, date(2026, 11, 20)),
        ("new", None, date(2027, 3, 31)),
        ("next", date(2027, 1, 4), None),
    ):
        kept = {"name": f"The {code} one", "kind": "FRAMEWORK", "starts_on": starts, "ends_on": ends}
        route = BuyingRoute.objects.create(code=code, **kept)
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
    assert said["guidance"] == [
        ("MTG99: Sensors. This guidance was withdrawn. It said: Recommended.", "https://n.example/mtg99")
    ]
    assert [words for words, _ in said["routes"]] == [
        "The new one. Framework agreement. Until 31 March 2027, that day included.",
        # The agreement's own first day counts: nobody can buy through it yet.
        "The next one. Framework agreement. Starts on 4 January 2027, until 30 June 2027, that day included.",
        "The old one. Framework agreement. Ended on 20 November 2026.",
    ]
    ((funding, source),) = said["funding"]
    assert source == "https://f.example/"
    assert funding == (
        "MedTech funding. National mandate: commissioners must pay. Paid by the commissioner. "
        "Starts on 1 January 2027, end date not stated."
    )
    assert said["facts"] == [("NICE looked.", "https://n.example/1")]
    assert said["settings"] == [("Hospital ward, At home", f"{page}#use")]
    assert said["price"] == [
        ("£10 per patient per month, excluding VAT", f"{page}#cost"),
        ("That is £120 per patient per year.", f"{page}#cost"),
    ]
    # Whatever is stated has a source, and who stands behind the maker's own words is said once.
    assert [key for key, told in said.items() if key not in NONE_STATED and not all(source for _, source in told)] == []
    assert said["described"] == [(f"{story.innovator}, its maker, 21 November 2026", f"{page}#about")]
    known = register_known_technology(
        innovator_name="Else", description={**DESCRIPTION, "name": "Known"}, now=story.now
    )
    (other,) = compared_in_full((known.slug,))
    assert column(other, TODAY)["described"].words == "Taken from public sources, 21 November 2026"
    assert (cells["price"].value, cells["price"].unit) == (Decimal(120), "patient per year")
    ((claim, source),) = said["claims"]
    assert source == "https://doi.org/10.5555/wound.1"
    assert "−3.1 percentage points (95% interval −4.4 to −1.8) compared with usual care" in claim
    assert claim.endswith("How sure: strong.")
    assert said["device_class"] == [("Medical device, class IIa", f"{page}#regulation")]
    assert said["esf_tier"] == [("No tier: it is not software", f"{page}#regulation")]


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
    # What neither says cannot be taken to be the same.
    Innovation.objects.update(price_unit="")
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


HOSTILE = '=HYPERLINK("https://x.example")'


def read_csv(answer) -> list[list[str]]:
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_files_hold_exactly_what_the_page_shows(catalogue, client):
    lamp, chair = catalogue.add(Item("Lamp", status="VALID", facts=2), Item("Chair"))
    Innovation.objects.filter(pk=lamp.pk).update(name=HOSTILE, problem="  +cmd|x", list_price=Decimal(5))
    query = f"?i={chair.slug}&i={lamp.slug}&row=facts&row=price&row=problem"
    page = client.get(f"/compare/{query}").content.decode()
    labels = re.findall(r'scope="row"><span>([^<]+)', page)
    assert len(labels) == 3

    answer = client.get(f"/compare/comparison.csv{query}")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="comparison-')
    rows = read_csv(answer)
    assert rows[0] == ["Group", "Row", "Chair", f"'{HOSTILE}", "Sources: Chair", f"Sources: {HOSTILE}"]
    assert len({len(row) for row in rows}) == 1
    assert [row[1] for row in rows if row[0] not in {"", "Group", "About this file"}] == labels
    assert not [cell for row in rows for cell in row if cell.lstrip().startswith(("=", "+", "-", "@"))]
    (facts,) = [row for row in rows if row[1].startswith("Published")]
    assert facts[5] == "https://s.example/0\nhttps://s.example/1"

    book = load_workbook(BytesIO(client.get(f"/compare/comparison.xlsx{query}").content))
    assert book.sheetnames == ["Comparison", "Sources", "About"]
    cells = [cell for row in book["Comparison"].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [row[1].value for row in book["Comparison"].iter_rows(min_row=2)] == labels

    told = client.get(f"/compare/comparison.json{query}").json()
    assert [row["label"] for group in told["groups"] for row in group["rows"]] == labels
    assert [product["name"] for product in told["products"]] == ["Chair", HOSTILE]
    assert told["page"].endswith(f"/compare/{query}")
    prices = next(row for group in told["groups"] for row in group["rows"] if row["key"] == "price")["cells"]
    assert [cell["stated"] for cell in prices] == [False, True]


def test_the_pdf_is_accessible_and_made_once_a_day(catalogue, client):
    lamp, chair = catalogue.add(Item("Lamp", status="VALID", facts=2), Item("Chair 😀 #eval"))
    address = f"/compare/comparison.pdf?i={chair.slug}&i={lamp.slug}"
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert faults(answer.content) == []
    # Kerning divides words as they stand in the file.
    words = re.sub(r"[\s\u200b]", "", pdf_text(answer.content))
    for said in ("Passport valid until", "30 June 2027", "Not stated", "Sources", "#eval"):
        assert said.replace(" ", "") in words, said
    assert client.get(address).content == answer.content


@pytest.fixture
def one_and_secret(catalogue):
    """Two technologies by these short names, the second not public."""
    for name in ("one", "secret"):
        (made,) = catalogue.add(Item(name, public=name != "secret", status="VALID"))
        Innovation.objects.filter(pk=made.pk).update(slug=name)


@pytest.mark.usefixtures("one_and_secret")
@pytest.mark.parametrize("ending", ["pdf", "xlsx", "csv", "json"])
@pytest.mark.parametrize(
    ("chosen", "status", "words"),
    [
        ([], 422, "Choose 2 to 4"),
        (["one"], 422, "You have chosen one"),
        (["one", "one"], 422, "You have chosen one"),
        (["one", "secret"], 404, "Not found or not public: secret."),
        (["one", "nothing"], 404, "Not found or not public: nothing."),
        (["one", "../../etc\u202e<b>"], 404, "Not found or not public"),
        ([f"s{n}" for n in range(250)], 422, "You chose 250"),
    ],
)
def test_no_file_is_made_of_what_cannot_be_compared(client, ending, chosen, status, words):
    answer = client.get(f"/compare/comparison.{ending}", {"i": chosen})
    assert answer.status_code == status
    assert answer.headers["Content-Type"].startswith("text/html")
    assert words in answer.content.decode()


def test_a_withdrawn_passport_is_compared_and_said_to_be_withdrawn(catalogue, client):
    lamp, chair = catalogue.add(Item("Lamp", status="WITHDRAWN"), Item("Chair", status="VALID"))
    page = client.get(f"/compare/?i={lamp.slug}&i={chair.slug}").content.decode()
    assert "Withdrawn" in page
    assert "Not valid now" in page
    assert "Valid longest</strong>" not in page  # only one can be relied on


def test_one_statement_whatever_there_is(story, catalogue, client, django_assert_num_queries):
    public = story.adoption().passport.innovation
    market_of(public)
    made = catalogue.add(*[Item(f"Lamp {n}", status="VALID", facts=n) for n in range(3)])
    query = "?" + "&".join(f"i={one.slug}" for one in (public, *made))
    for address in ("/compare/", "/compare/comparison.csv"):
        with django_assert_num_queries(1):
            client.get(address + query)


@given(st.text(max_size=40))
def test_no_cell_of_a_csv_begins_a_formula(said):
    assert not harmless(said).lstrip(" \t\r\n").startswith(("=", "+", "-", "@"))
    assert harmless(said).removeprefix("'") == said.removeprefix("'")
