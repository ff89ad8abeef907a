"""Reading safety notices: the real files, the forms that were not at hand whole, and whatever else may come."""

from __future__ import annotations

import csv
import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passports.safety.index_pages import is_index
from passports.safety.notices import SOURCE_MAX
from passports.safety.reading import read_file
from passports.safety.wording import identifiers_in, lots_in, names_lot
from tests.passports.safety_cases import FILES, document

# Four lines to an item, as the MHRA writes them; what is named is invented.
WEEK = """
<p>List of field safety notices from 2 to 6 March 2026.</p>
<h3 id="a">Invented Devices Ltd: Wound Sensor, Wound Sensor Mini</h3>
<p>3 March 2026<br />Wound sensor<br /><a href="https://mhra.example/1">MHRA reference: 2026/003/002/601/001</a></p>
<h3>Other Maker GmbH: Infusion &amp; Feeding Pump</h3>
<p>4 March 2026</p><p>Pumps</p><p>Lots 100 to 199</p><p>MHRA reference: <a href="#">2026/003/003/601/002</a></p>
<h3>Torn Maker: Thing</h3><p>5 March 2026</p><p>No reference was written</p>
<h2>Contact</h2><p>Somebody: +44 20 3080 6000</p>
"""


def reading(*items):
    return read_file(json.dumps(items).encode())


def test_the_fda_file_holds_seven_device_recalls_whatever_its_product_types_say():
    found = read_file((FILES / "fda_enforcement_sample.ndjson").read_bytes())
    assert [one.source_id for one in found.notices] == [
        f"Z-{number}-2012" for number in (1707, 1773, 1783, 1791, 1792, 1793, 1794)
    ]
    assert (len(found.left_out), found.malformed) == (65, ())
    plasma = found.notices[-1]
    assert (plasma.maker, plasma.products, plasma.lots, plasma.published_on) == (
        "Plasma Surgical Inc.", ("PlasmaJet Open Surgery Handpiece",), ("40041", "40043"), date(2012, 6, 13),
    )  # fmt: skip
    makers = {one.source_id: one.maker for one in found.notices}
    assert makers["Z-1793-2012"] == "Aesculap AG"  # the manufacturer, not the firm that recalls
    assert makers["Z-1792-2012"] == "MicroAire Surgical Instruments, LLC"


def test_a_recall_without_a_product_type_or_a_day_is_read():
    (found,) = read_file((FILES / "fda_one_device_recall.json").read_bytes()).notices
    assert (found.source_id, found.maker, found.published_on) == ("Z-1004-04", "Zimmer Inc.", None)
    assert found.products == ("M/DN Intramedullary Fixation Humeral Nail",)


def test_the_form_of_today_is_read_too():
    (found,) = read_file(
        json.dumps({
            "meta": {}, "results": [{
                "recall_number": "Z-0123-2026", "product_type": "Devices", "recalling_firm": "Invented Devices Ltd",
                "product_description": "Wound Sensor, model 2", "code_info": "UDI-DI 09506000134352; Lot: A17",
                "reason_for_recall": "Late alarm.", "report_date": "20260304",
            }],
        }).encode()
    ).notices  # fmt: skip
    assert (found.maker, found.published_on, found.identifiers, found.lots) == (
        "Invented Devices Ltd", date(2026, 3, 4), ("GTIN 09506000134352",), ("A17",),
    )  # fmt: skip


def test_the_mhra_alert_is_read_as_text():
    (found,) = read_file((FILES / "govuk_content_api_drug-device-alerts.json").read_bytes()).notices
    assert (found.maker, found.published_on) == ("CooperSurgical", date(2015, 7, 6))
    assert found.products[:2] == (
        "TransWarmer infant transport mattress", "NovaPlus TransWarmer infant heat therapy mattress with WarmGel",
    )  # fmt: skip
    assert "Liquid infant heel warmer" in found.products  # from its tables
    assert "Identify and quarantine all product" in found.body
    assert not set("<>") & set(found.body)


def test_what_is_not_about_devices_is_left_out():
    found = read_file((FILES / "govuk_content_api_drug-safety-update.json").read_bytes())
    assert (found.notices, found.malformed) == ((), ())
    assert [one.reason for one in found.left_out] == ["A GOV.UK document of the kind “drug_safety_update”."]


def test_the_real_titles_are_told_apart():
    with (FILES / "mhra_alert_titles.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    results = [
        {"title": row["title"], "link": f"/drug-device-alerts/t{n}", "format": "medical_safety_alert",
         "public_timestamp": f"{row['issued'] or '2026-01-01'}T00:00:00Z"}
        for n, row in enumerate(rows)
    ]  # fmt: skip
    found = read_file(json.dumps({"results": results}).encode())
    assert sum(is_index(row["title"]) for row in rows) == 7
    assert (len(found.notices), len(found.left_out), found.malformed) == (10, 7, ())
    by_title = {one.title: one for one in found.notices}
    flow_stop = next(one for title, one in by_title.items() if title.startswith("CADD"))
    assert flow_stop.products == ("CADD administration sets with Flow Stop free-flow protection",)
    assert flow_stop.maker == "Smiths Medical ASD"
    pumps = next(one for title, one in by_title.items() if title.startswith("Ambulatory"))
    assert pumps.maker == "Caesarea Medical Electronics"


@pytest.mark.parametrize(
    ("title", "more"),
    [
        ("Letters and medicine recalls sent to healthcare professionals in April 2023", {}),
        ("MHRA Safety Roundup: March 2026", {}),
        ("Class 2 Medicines Recall: Invented 5mg tablets", {}),
        ("Something - fault", {"alert_type": "drugs"}),
        ("Something - fault", {"alert_type": [{"value": "company-led-drugs", "label": "Company led recall"}]}),
    ],
)
def test_medicines_and_round_ups_are_left_out(title, more):
    found = reading({"title": title, "link": "/drug-device-alerts/x", **more})
    assert (found.notices, len(found.left_out)) == ((), 1)
    assert len(reading({"title": "Wound Sensor - fault", "link": "/drug-device-alerts/x"}).notices) == 1


def test_a_weekly_list_is_split_into_its_items():
    found = reading(document("Field Safety Notices: 2 to 6 March 2026", WEEK, path="week"))
    first, second = found.notices
    assert (first.source_id, first.published_on) == (
        "/drug-device-alerts/week#2026/003/002/601/001", date(2026, 3, 3),
    )  # fmt: skip
    assert (first.maker, first.products) == ("Invented Devices Ltd", ("Wound Sensor", "Wound Sensor Mini"))
    assert (second.maker, second.products, second.lots) == (
        "Other Maker GmbH", ("Infusion & Feeding Pump",), ("100..199",),
    )  # fmt: skip
    assert [one.reason for one in found.malformed] == ["The item has no MHRA reference that can be read."]
    empty = reading(document("Field Safety Notices: 2 to 6 March 2026", "<p>Nothing</p>", path="week"))
    assert [one.reason for one in empty.malformed] == ["No item was found in this weekly list."]


def test_the_feed_is_read_as_far_as_it_goes():
    entry = (
        '<entry><title>Wound Sensor - fault</title><link href="https://www.gov.uk/drug-device-alerts/{}"/>'
        "<summary>Late alarm</summary><updated>2026-03-03T10:00:00Z</updated></entry>"
    )
    start = '<feed xmlns="http://www.w3.org/2005/Atom">'
    whole = read_file(f"{start}{entry.format('one')}{entry.format('two')}</feed>".encode())
    assert [one.source_id for one in whole.notices] == ["/drug-device-alerts/one", "/drug-device-alerts/two"]
    torn = read_file(f"{start}{entry.format('one')}<entry><title>&broken".encode())
    assert (len(torn.notices), len(torn.malformed)) == (1, 1)
    elsewhere = read_file(f"{start}{entry.format('one')}</feed>".replace("www.gov.uk", "www.gov.uk.example").encode())
    assert (elsewhere.notices, len(elsewhere.malformed)) == ((), 1)
    bomb = read_file(b'<!DOCTYPE feed [<!ENTITY a "x">]><feed/>')
    assert "document type" in bomb.malformed[0].reason


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("UDI-DI: 09506000134352, lot 4", ("GTIN 09506000134352",)),
        ("(01)09506000134352(10)A17", ("GTIN 09506000134352",)),
        ("GTIN 9506000134352", ("GTIN 09506000134352",)),
        ("GTIN 9506000134353", ()),  # its check digit is wrong
        ("Lot 02031103, 09241101", ()),  # eight digits that nobody calls a GTIN
        ("phone 1800 500 3520", ()),
    ],
)
def test_identifiers_are_found_in_words(text, named):
    assert identifiers_in(text) == named


@pytest.mark.parametrize(
    ("text", "lots"),
    [
        ("Lot # 214117, 216117 and 217117.", ("214117", "216117", "217117")),
        ("Lot Number 40041, exp. date February 2015 and Lot Number 40043", ("40041", "40043")),
        ("1) Lot Number: 07110002 thru 07110009;4) Lot Number: 6110100", ("07110002..07110009", "6110100")),
        ("Batch A17", ("A17",)),
        ("A lot of devices", ()),
    ],
)
def test_lots_are_found_in_words(text, lots):
    assert lots_in(text) == lots


def test_a_lot_is_named_alone_or_within_a_range_of_numbers():
    lots = ("A17", "07110002..07110009", "B1..B9")
    named = [lot for lot in ("a17", "07110005", "7110005", "07110010", "B5", "B9", "") if names_lot(lots, lot)]
    assert named == ["a17", "07110005", "B9"]


NAMES = (
    "title", "link", "base_path", "details", "body", "metadata", "alert_type", "document_type", "recall-number",
    "product-description", "recalling-firm", "code-info", "report_date", "results", "description", "public_timestamp",
    "issued_date", "withdrawn_notice", "format",
)  # fmt: skip
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6),
)
TORN = st.lists(
    st.sampled_from([
        "<h3>", "</h3>", "<!--", "-->", "<![x", "<script>", "<td>", "<tr>", "<th>Product</th>", "MHRA reference: ",
        "2026/003/006/601/001", "13 June 2026", "31 February 2026", "Maker: Thing", "Lot ", "07110002 thru ", "(01)",
        "9506000134352", "&#", "&#x110000;", "+A123BJC5D6E71G", "manufactured by ", " - ", "\x00", "\ud800", "\u202e",
    ]) | st.text(),
    max_size=30,
).map("".join)  # fmt: skip


def storable(text: str) -> bool:
    return "\x00" not in text and text.encode("utf-8", "ignore").decode() == text


@given(ANY_JSON)
def test_no_json_raises(content):
    read_file(json.dumps(content).encode())


@given(st.binary())
def test_no_bytes_raise(content):
    for start in (b"", b"<", b"<feed><entry>", b"{"):
        read_file(start + content)


@settings(max_examples=200)
@given(TORN, TORN)
def test_no_torn_text_raises_and_what_is_kept_can_be_stored(short, long):
    found = reading(
        document(short, long),
        document("Field Safety Notices: 1 to 2 May 2026", long),
        {"recall-number": "Z-1234-2012", "product-description": short, "recalling-firm": long, "code-info": long},
    )
    for one in found.notices:
        texts = (one.source_id, one.title, one.maker, one.body, *one.products, *one.identifiers, *one.lots)
        assert one.title
        assert all(map(storable, texts))
        assert len(one.title) <= 300
        assert len(one.source_id) <= 300
        assert max(map(len, one.lots), default=0) <= 70
        assert max(map(len, one.identifiers), default=0) <= 60
    assert all(storable(one.raw) and storable(one.reference) for one in found.malformed)


@pytest.mark.parametrize("piece", ["<", "<!--", "<script ", "<a ", "lot 1,", "UDI ", "Lot 1AA exp ", "manufacturer: "])
def test_hostile_lengths_are_read_in_time(piece):
    """Whatever is repeated, the work grows with the length and not with its square."""
    long = piece * (2 * SOURCE_MAX // len(piece))
    found = reading(document(long, long), document("Field Safety Notices: 1 to 2 May 2026", long, path="week"))
    assert len(found.notices) + len(found.malformed) + len(found.left_out) >= 1
