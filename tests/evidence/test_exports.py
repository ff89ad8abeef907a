"""A standard of a pack, filled in and taken away: as a page, PDF, Word document, spreadsheet and JSON."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import docx
import jsonschema
import openpyxl
import pikepdf
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from compass.foundation.pdf import PdfError, pdf
from evidence.exports import FORMATS
from evidence.exports.machine import SCHEMA_FILE
from evidence.filling import answers_of
from evidence.models import Confidentiality, InnovatorMember
from evidence.operations.answers import answer_question, answer_questions
from evidence.operations.innovations import register_innovation
from evidence.operations.packs import start_pack
from tests.factories import InnovatorFactory, PersonFactory
from tests.foundation.accessible import faults
from tests.story import Story

pytestmark = pytest.mark.heavy

NOVEMBER = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TYPED = '=1+1 #import "x" *bold* $x$ ] [ \\ <label> @ref // `raw`'


@pytest.fixture(autouse=True)
def _november():
    """The first month in which packs are asked every standard."""
    with time_machine.travel(NOVEMBER, tick=True):
        yield


@pytest.fixture
def story(db):
    return Story(now=NOVEMBER)


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


def export(story, ending, code="dtac", person=None):
    address = reverse("export-set", args=[story.draft.pk, code, ending])
    return client_of(person or story.maker).get(address)


def say(story, question, given, seen=0):
    answer_question(pack=story.draft, question=question, given=given, seen=seen, by=story.maker, now=story.now)


def software(story):
    """A draft of a program that is no medical device, with one answer nobody would want read as markup."""
    answer_questions(
        pack=story.draft,
        given={"software": "YES", "medical-device": "NO", "intended-purpose": TYPED},
        by=story.maker,
        now=story.now,
    )


def rows_of(content: bytes) -> dict[str, dict]:
    told = json.loads(content)
    return {row["code"]: row for group in told["groups"] for row in group["rows"]}


def pdf_text(content: bytes) -> str:
    """What a reader's clipboard gets: from the content streams through each typeface's own table of characters."""
    words = []
    with pikepdf.open(BytesIO(content)) as book:
        for page in book.pages:
            tables = {name: _characters(font) for name, font in page.resources.get("/Font", {}).items()}
            now = {}
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    now = tables[str(operands[0])]
                elif str(operator) == "Tj":
                    words.append(_read(bytes(operands[0]), now))
                elif str(operator) == "TJ":
                    words.append("".join(_read(bytes(o), now) for o in operands[0] if isinstance(o, pikepdf.String)))
    return " ".join(" ".join(words).split())


def _characters(font) -> dict[int, str]:
    table = font["/ToUnicode"].read_bytes().decode("latin-1")
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, said in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(said).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, said in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + step] = chr(ord(bytes.fromhex(said).decode("utf-16-be")) + step)
    return found


def _read(raw: bytes, table: dict[int, str]) -> str:
    return "".join(table.get(int.from_bytes(raw[i : i + 2]), "") for i in range(0, len(raw), 2))


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", text)


def test_each_requirement_says_how_it_stands(story):
    software(story)
    rows = rows_of(export(story, "json").content)
    assert rows["B1"]["answer"] == TYPED
    assert rows["C1.3a"]["answer"] == "No, it is not a medical device"
    assert rows["C3.1"]["standing"] == "Not answered"
    assert rows["A9"]["standing"] == (
        "Not known yet whether this applies, because “Where the company is registered” (A8) is not answered."
    )
    say(story, "company-country", "OTHER")
    after = rows_of(export(story, "json").content)["A9"]
    assert after["standing"] == (
        "Does not apply, because the answer to “Where the company is registered” (A8) is “Another country”."
    )


def test_sums_are_said_to_the_penny_in_a_file_and_rounded_on_the_pages_of_a_panel(story):
    pack = story.fill()
    assert "£2,339.38 (£2,998.10 to £2,435.65)" in export(story, "json", "passport-clinical").content.decode()
    said = " ".join(str(row) for row in answers_of(pack, []))
    assert "£2,339 (£2,998 to £2,436)" in said


def test_a_standard_that_is_not_meant_for_the_technology_says_why(story):
    say(story, "software", "NO")
    rows = rows_of(export(story, "json").content)
    assert {row["standing"] for row in rows.values()} == {
        "Does not apply, because the answer to “Is it software, or does it need software to work?” is “No”."
    }


def test_the_official_order_and_parts_are_kept(story):
    software(story)
    told = json.loads(export(story, "json").content)
    assert [group["title"].partition(".")[0] for group in told["groups"]] == ["A", "B", "C1", "C2", "C3", "C4", "D"]
    codes = [row["code"] for group in told["groups"] for row in group["rows"]]
    assert codes[:3] == ["A3", "A4", "A8"]
    assert codes[-1].startswith("D1.")


@pytest.mark.parametrize("code", ["triage", "dtac", "nice-esf", "passport-clinical"])
def test_json_is_as_its_schema_says_for_a_draft_and_when_frozen(story, code):
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    for state in ("DRAFT", "FROZEN"):
        told = json.loads(export(story, "json", code).content)
        assert told["state"] == state
        jsonschema.validate(told, schema, format_checker=jsonschema.FormatChecker())
        if state == "DRAFT":
            story.assessment()
    story.draft.refresh_from_db()
    assert told["content_hash"] == story.draft.content_hash
    assert told["standing"]["mandatory"] == told["standing"]["mandatory_met"]


def test_the_pdf_is_accessible_and_says_that_it_is_a_draft_on_every_page(story):
    software(story)
    content = export(story, "pdf").content
    assert faults(content) == []
    with pikepdf.open(BytesIO(content)) as book:
        assert str(book.Root.Lang) == "en-GB"
        kinds = {str(one.get("/S")) for one in book.objects if isinstance(one, pikepdf.Dictionary)}
        assert {"/H1", "/H2", "/Table", "/TH", "/TD"} <= kinds
        meta = book.open_metadata()
        assert meta["dc:title"].startswith("Digital Technology Assessment Criteria (DTAC) 2.0: Wound Sensor")
        pages = len(book.pages)
    text = pdf_text(content)
    assert squeezed(TYPED) in squeezed(text)
    assert text.count("DRAFT – not submitted") >= pages
    assert "Not answered" in text


def test_a_frozen_pack_is_no_draft_and_keeps_the_names_it_was_frozen_with(story):
    story.assessment()
    before = story.innovator.name
    type(story.innovator).objects.filter(pk=story.innovator.pk).update(name="Renamed Ltd")
    text = pdf_text(export(story, "pdf", "triage").content)
    story.draft.refresh_from_db()
    assert "DRAFT" not in text
    assert story.draft.content_hash in squeezed(text)
    assert before in text
    assert "Renamed" not in text


@pytest.mark.parametrize("invented", [True, False])
def test_demonstration_data_says_that_it_is(story, invented):
    type(story.innovator).objects.filter(pk=story.innovator.pk).update(is_demonstration=invented)
    said = "Demonstration data: company and product are invented"
    content = export(story, "pdf", "triage").content
    assert (squeezed(said) in squeezed(pdf_text(content))) == invented
    word = docx.Document(BytesIO(export(story, "docx", "triage").content))
    assert (said in word.sections[0].header.paragraphs[0].text) == invented
    assert json.loads(export(story, "json", "triage").content)["demonstration"] == invented


def test_word_has_headings_header_rows_language_and_title(story):
    software(story)
    book = docx.Document(BytesIO(export(story, "docx").content))
    assert book.core_properties.title.startswith("Digital Technology Assessment Criteria (DTAC) 2.0: Wound Sensor")
    assert book.core_properties.language == "en-GB"
    headings = [(p.style.name, p.text) for p in book.paragraphs if p.style.name.startswith("Heading")]
    assert headings[0][0] == "Heading 1"
    assert ("Heading 2", "C1. Clinical safety") in headings
    assert all(table.rows[0]._tr.trPr is not None for table in book.tables)
    told = {row.cells[0].text: row.cells[2].text for table in book.tables for row in table.rows}
    assert told["B1"] == TYPED
    assert told["C3.1"] == "Not answered"
    assert "DRAFT" in book.sections[0].header.paragraphs[0].text


@pytest.mark.parametrize("typed", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "=cmd|' /C calc'!A0", "https://x.example"])
def test_nothing_typed_becomes_a_formula_or_a_link(story, typed):
    software(story)
    say(story, "intended-purpose", f"{typed} x", seen=1)
    book = openpyxl.load_workbook(BytesIO(export(story, "xlsx").content))
    sheet = book["Requirements"]
    head = [cell.value for cell in sheet[1]]
    rows = {row[head.index("Code")].value: row for row in sheet.iter_rows(min_row=2)}
    answer = rows["B1"][head.index("Answer")]
    assert (answer.data_type, answer.value, answer.hyperlink) == ("s", f"{typed} x".strip(), None)
    assert sheet.freeze_panes == "D2"
    assert rows["C3.1"][head.index("Missing, or why it does not apply")].value == "Not answered"
    assert all(cell.data_type in {"s", "n"} for row in sheet.iter_rows() for cell in row)


def test_every_kind_of_file_takes_long_foreign_and_odd_text(story):
    software(story)
    odd = "smile 😀 👨‍👩‍👧 漢字 e\u0301 مرحبا שלום \u202eright to left " + "y" * 9_900
    say(story, "intended-purpose", odd[:10_000], seen=1)
    for ending in FORMATS:
        answer = export(story, ending)
        assert answer.status_code == 200, ending
        assert len(answer.content) > 5_000
    text = pdf_text(export(story, "pdf").content)
    for said in ("[grinning face]", "[2 characters not in this typeface]", "stand in square brackets"):
        assert squeezed(said) in squeezed(text)


def test_downloads_are_never_shown_sniffed_or_kept(story):
    for ending, made in FORMATS.items():
        answer = export(story, ending, "triage")
        assert answer["Content-Type"] == made.content_type
        assert answer["Content-Disposition"] == f'attachment; filename="wound-sensor-1-0-triage-1-0-draft.{ending}"'
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert export(story, "exe", "triage").status_code == 404
    assert export(story, "pdf", "no-such-standard").status_code == 404


def test_the_page_shows_the_same_and_leads_to_the_files(story):
    software(story)
    page = client_of(story.maker).get(reverse("filled-set", args=[story.draft.pk, "dtac"])).content.decode()
    assert "C1. Clinical safety" in page
    assert "=1+1 #import &#34;x&#34;" in page
    for ending in FORMATS:
        assert reverse("export-set", args=[story.draft.pk, "dtac", ending]) in page
    pack = client_of(story.maker).get(reverse("pack", args=[story.draft.pk])).content.decode()
    assert reverse("filled-set", args=[story.draft.pk, "dtac"]) in pack


def test_only_the_innovators_own_people_see_a_draft(story):
    stranger = PersonFactory()
    InnovatorMember.objects.create(innovator=InnovatorFactory(), person=stranger)
    for name, rest in (("filled-set", []), ("export-set", ["pdf"])):
        address = reverse(name, args=[story.draft.pk, "triage", *rest])
        assert client_of(stranger).get(address).status_code == 404
        assert client_of(story.maker).get(address).status_code == 200


def test_the_panel_reads_the_whole_standard_and_an_innovation_lead_does_not(story):
    story.readers = Confidentiality.COMMERCIAL
    assessment = story.assessment()
    for name, rest in (("assessed-set", []), ("export-assessed-set", ["json"])):
        address = reverse(name, args=[assessment.pk, "dtac", *rest])
        assert client_of(story.chair).get(address).status_code == 200
        assert client_of(story.lead).get(address).status_code == 403
        assert client_of(story.buyer).get(address).status_code == 404
    page = client_of(story.chair).get(reverse("assessment", args=[assessment.pk])).content.decode()
    assert reverse("assessed-set", args=[assessment.pk, "dtac"]) in page


def test_a_wrong_template_is_told_and_no_text_can_reach_a_file(tmp_path):
    template = tmp_path / "wrong.typ"
    template.write_text('#set document(title: "x")\n#read("/etc/hostname")', encoding="utf-8")
    with pytest.raises(PdfError, match="not found"):
        pdf(template, {}, made_at=NOVEMBER)
    template.write_text('#set document(title: "x")\n#json(bytes(sys.inputs.data)).said', encoding="utf-8")
    assert pdf(template, {"said": '#read("/etc/hostname") \x00 \ud800'}, made_at=NOVEMBER).startswith(b"%PDF")


def real_technology():
    """A draft with nothing but the public facts of a real technology."""
    told = tomllib.loads((Path(__file__).parent / "real_technology.toml").read_text(encoding="utf-8"))
    facts = told["technology"]
    story = Story(now=NOVEMBER, version=facts["version"])
    story.innovator = InnovatorFactory(name=facts["company"])
    fields = ("name", "kind", "clinical_area", "summary", "problem", "description")
    description = {**{field: facts[field] for field in fields}, "list_price": None, "price_unit": ""}
    story.innovation = register_innovation(
        innovator=story.innovator, description=description, by=story.maker, now=story.now
    )
    story.draft = start_pack(
        innovation=story.innovation, product_version=facts["version"], by=story.maker, now=story.now
    )
    answer_questions(pack=story.draft, given=told["answers"], by=story.maker, now=story.now)
    return story, told["answers"]


@pytest.mark.django_db
def test_the_public_facts_of_a_real_technology_make_a_dtac_form_that_invents_nothing():
    story, answers = real_technology()
    content = export(story, "pdf").content
    text = pdf_text(content)
    rows = rows_of(export(story, "json").content)
    assert {row["question"] for row in rows.values() if row["answer"] or row["pieces"]} < set(answers)
    assert all("nice.org.uk" in row["answer"] for row in rows.values() if row["answer"])
    assert rows["C4.4"]["answer"].startswith("Yes")
    assert rows["C1.1.2a"]["standing"] == "Not answered"
    assert "Big Health" in text
    assert "recommended" not in text.lower().replace("recommended. assessed", "")
