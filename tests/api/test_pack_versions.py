"""Versions by API: a pack that follows another, its standards, its files, and what rests on a frozen pack."""

from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from compass.foundation.clock import now as real_now
from evidence.models import Confidentiality, RenewalDocument, VersionChange
from evidence.operations.packs import freeze_pack
from tests.api.test_packs import FORM, Caller, read
from tests.api.test_refusals import refused
from tests.factories import NOON
from tests.story import PDF, Story

pytestmark = pytest.mark.heavy

MAJOR = {"magnitude": "MAJOR", "statement": "Another sensor.", "topics": ["WORKFLOW"]}


@pytest.fixture
def first(db):
    """Version 1.0, submitted."""
    story = Story(now=real_now())
    story.fill()
    freeze_pack(pack=story.draft, by=story.maker, now=story.now)
    return story


@pytest.fixture
def following(first):
    """Version 2.0, begun by API from the one before."""
    given = {"innovation": first.innovation.slug, "product_version": "2.0", "change": MAJOR}
    made = Caller(first.maker).ask("post", "/api/v1/packs/", given)
    assert made.status_code == 201, made.content
    return Caller(first.maker, first.innovation.packs.get(pk=made.json()["id"]))


@pytest.mark.parametrize(
    ("given", "status", "pointer"),
    [
        ({"product_version": "2.0"}, 422, "/change/magnitude"),
        ({"product_version": "2.0", "change": MAJOR | {"topics": []}}, 422, "/change/topics"),
        ({"product_version": "2.0", "change": MAJOR | {"magnitude": "MINOR"}}, 422, "/change/topics"),
        ({"product_version": "2.0", "change": MAJOR | {"statement": ""}}, 400, "/change/statement"),
        ({"product_version": "2.0", "change": MAJOR | {"statement": "\x07"}}, 400, "/change/statement"),
        ({"product_version": "2.0", "change": MAJOR | {"topics": ["LUCK"]}}, 400, "/change/topics/0"),
        ({"product_version": "2.0", "change": "big"}, 400, "/change"),
        ({"product_version": "2~0", "change": MAJOR}, 422, "/product_version"),
        ({"product_version": "1.0", "change": MAJOR}, 409, "/product_version"),
    ],
)
def test_a_version_is_refused_by_the_place_of_what_is_wrong(first, given, status, pointer):
    people = Caller(first.maker)
    body = refused(people.ask("post", "/api/v1/packs/", {"innovation": first.innovation.slug, **given}), status)
    assert [error["pointer"] for error in body["errors"]] == [pointer]
    assert first.innovation.packs.count() == 1


def test_a_new_version_says_what_it_touches_until_all_is_confirmed(first, following):
    change = following.ask("get", "change/").json()
    assert (change["follows"]["id"], change["magnitude"], change["topics"]) == (first.draft.pk, "MAJOR", ["WORKFLOW"])
    waiting = [one for one in change["touched"] if one["waits"]]
    assert {one["kind"] for one in waiting} > {"TEXT"}
    blocked = {one["question"] for one in following.ask("get", "tasks/").json()["tasks"] if one["blocking"]}
    assert blocked & {one["question"] for one in waiting}
    wrong = {"questions": [waiting[0]["question"], "software"]}
    refused(following.ask("post", "confirmations/", wrong), 409)
    assert (
        refused(following.ask("post", "confirmations/", {"questions": []}), 400)["errors"][0]["pointer"] == "/questions"
    )
    assert following.ask("get", "confirmations/").json() == [], "all or none"
    *waiting, last, other = waiting
    several = following.ask("post", "confirmations/", {"questions": [last["question"], other["question"]]}).json()
    assert {one["question"] for one in several} == {last["question"], other["question"]}
    assert following.ask("get", "confirmations/").json() == several
    for one in waiting:
        assert following.ask("get", f"confirmations/{one['question']}/").json()["confirmed_at"] is None
        done = following.ask("put", f"confirmations/{one['question']}/")
        assert (done.status_code, done.json()["confirmed_by"]) == (200, str(first.maker))
        assert following.ask("put", f"confirmations/{one['question']}/").json() == done.json(), "twice is once"
    assert not [one for one in following.ask("get", "change/").json()["touched"] if one["waits"]]
    assert following.ask("get", "tasks/").json()["submittable"]
    untouched = next(one for one in following.ask("get", "tasks/").json()["tasks"] if one["question"] == "software")
    refused(following.ask("put", f"confirmations/{untouched['question']}/"), 409)
    refused(following.ask("put", "confirmations/shoe-size/"), 404)


def test_the_change_is_restated_in_a_draft_only(first, following):
    minor = {"magnitude": "MINOR", "statement": "A smaller battery."}
    assert following.ask("put", "change/", minor).json()["topics"] == []
    body = refused(following.ask("put", "change/", minor | {"topics": ["WORKFLOW"]}), 422)
    assert [error["pointer"] for error in body["errors"]] == ["/topics"]
    before = Caller(first.maker, first.draft)
    for method, path in (("get", "change/"), ("put", "change/"), ("put", "confirmations/workflow-test/")):
        refused(before.ask(method, path, minor if path == "change/" and method == "put" else None), 404)
    assert VersionChange.objects.get().statement == "A smaller battery."


def test_versions_are_listed_and_two_are_compared(first, following):
    following.ask("patch", "", {**FORM, "answers": {"workflow-test": "Tried again, elsewhere."}})
    listed = following.ask("get", "versions/").json()
    assert [(one["product_version"], one["state"]) for one in listed] == [("2.0", "DRAFT"), ("1.0", "FROZEN")]
    told = following.ask("get", f"comparison/{first.draft.pk}/").json()
    assert (told["before"]["id"], told["after"]["id"]) == (first.draft.pk, following.pack.pk)
    answers = next(part["differences"] for part in told["parts"] if part["part"] == "Answers")
    assert [(one["how"], one["after"]) for one in answers] == [("CHANGED", "Tried again, elsewhere.")]
    other = Story(now=first.now, name="Another")
    refused(following.ask("get", f"comparison/{other.draft.pk}/"), 404)


def test_a_draft_moves_to_the_newest_standards_and_is_told_what_changed(db):
    with time_machine.travel(NOON):
        story = Story(now=NOON)
        mine = Caller(story.maker, story.draft)
        old = mine.ask("get", "standards/").json()
        assert (len(old["standards"]), old["changes"]) == (1, [])
    mine = Caller(story.maker, story.draft)  # the session of that day has ended
    offered = mine.ask("get", "standards/").json()
    moved = mine.ask("post", "standards/")
    assert (moved.status_code, moved.json()["changes"]) == (200, offered["changes"])
    assert any(change["added"] for change in offered["changes"])
    after = mine.ask("get", "standards/").json()
    assert (after["standards"], after["changes"]) == (moved.json()["standards"], [])
    assert len(after["standards"]) > 1
    refused(mine.ask("post", "standards/"), 409)


@pytest.mark.parametrize("accept", ["*/*", "application/pdf"])
def test_a_standard_is_handed_out_as_a_file_of_each_kind(first, accept):
    mine = Caller(first.maker, first.draft)
    code = mine.ask("get", "standards/").json()["standards"][0]["code"]
    files = {e: mine.ask("get", f"standards/{code}/{e}/", accept=accept) for e in ("pdf", "docx", "xlsx", "json")}
    assert {answer.status_code for answer in files.values()} == {200}
    assert files["pdf"].content.startswith(b"%PDF")
    assert files["pdf"]["Content-Type"] == "application/pdf"
    assert json.loads(files["json"].content)
    for ending in ("docx", "xlsx"):
        assert "[Content_Types].xml" in ZipFile(BytesIO(files[ending].content)).namelist()
    assert all("attachment" in one["Content-Disposition"] and one["Cache-Control"] for one in files.values())
    refused(mine.ask("get", f"standards/{code}/exe/"), 404)
    refused(mine.ask("get", "standards/shoes/pdf/"), 404)


def test_a_redacted_rendition_stands_beside_its_document_and_goes_first(db):
    story = Story(now=real_now())
    mine = Caller(story.maker, story.draft)
    address = f"/api/v1/packs/{story.draft.pk}/documents/"
    full = mine.ask("post", "documents/", "upload").json()

    def redacted(**given):
        upload = {"title": "Redacted", "upload": story.png(), "redacts": full["id"], "confidentiality": "PUBLIC"}
        return mine.client.post(address, upload | given)

    assert full["redacts"] is None
    body = refused(redacted(confidentiality=Confidentiality.COMMERCIAL), 422)
    assert [error["field"] for error in body["errors"]] == ["confidentiality"]
    assert refused(redacted(redacts=full["id"] + 1000), 400)["errors"][0]["field"] == "redacts"
    made = redacted()
    assert (made.status_code, made.json()["redacts"]) == (201, full["id"]), made.content
    refused(redacted(), 409)
    refused(mine.ask("delete", f"documents/{full['id']}/"), 409)
    sent = mine.ask("get", f"documents/{full['id']}/file/")
    assert (read(sent), sent["Content-Type"]) == (PDF, "application/pdf")
    for one in (made.json()["id"], full["id"]):
        assert mine.ask("delete", f"documents/{one}/").status_code == 204
        refused(mine.ask("get", f"documents/{one}/"), 404)
    assert mine.ask("get", "documents/").json() == []


def test_a_certificate_of_a_frozen_pack_is_renewed_and_nothing_else(first, following):
    certificate = first.draft.certificates.get(kind="UKCA")
    ends = first.expires_on + timedelta(days=365)
    given = {"number": "GB-1235", "body_number": "0086", "issued_by": "Invented Notified Body"}
    given |= {"valid_from": first.today.isoformat(), "expires_on": ends.isoformat()}
    mine, path = Caller(first.maker, first.draft), f"certificates/{certificate.pk}/renewals/"

    def hand_in(caller=mine, path=path, **changed):
        return caller.client.post(f"/api/v1/packs/{caller.pack.pk}/{path}", given | changed)

    for wrong, status, pointer in (
        ({"body_number": "86"}, 422, "/body_number"),
        ({"expires_on": first.today.isoformat()}, 422, "/expires_on"),
        ({"expires_on": "soon"}, 400, "/expires_on"),
        ({"issued_by": "B" * 201}, 400, "/issued_by"),
        ({"issued_by": "Body\nBody"}, 400, "/issued_by"),
        ({"kind": "UKCA"}, 400, "/kind"),
        ({"upload": SimpleUploadedFile("a.pdf", b"MZ not a document")}, 422, "/upload"),
    ):
        body = refused(hand_in(**wrong), status)
        assert [error["pointer"] for error in body["errors"]] == [pointer]
    made = hand_in(upload=first.png())
    assert (made.status_code, made.json()["state"], made.json()["ends_on"]) == (201, "WAITING", ends.isoformat())
    assert RenewalDocument.objects.get().renewal_id == made.json()["id"]
    refused(hand_in(), 409)
    assert mine.ask("get", path).json() == [made.json()]
    carried = following.pack.certificates.get(kind="UKCA")
    assert "in draft" in refused(hand_in(following, f"certificates/{carried.pk}/renewals/"), 409)["detail"]
    refused(hand_in(following), 404)


def test_colleagues_comment_by_api(db):
    story = Story(now=real_now())
    mine = Caller(story.maker, story.draft)
    topic = next(iter(mine.ask("get", "comments/").json()["topics"]))
    made = mine.ask("post", "comments/", {"topic": topic, "text": "Dear?"}).json()
    done = mine.ask("patch", f"comments/{made['id']}/", {"resolved": True}).json()
    assert done == made | {"resolved_at": done["resolved_at"], "resolved_by": str(story.maker)}
    assert mine.ask("get", "comments/").json()["comments"] == [done]
    assert mine.ask("get", f"comments/{made['id']}/").json() == done
    refused(mine.ask("patch", f"comments/{made['id']}/", {"resolved": True}), 409)
    refused(mine.ask("patch", f"comments/{made['id']}/", {"resolved": False}), 400)
    for given, status, pointer in (
        ({"topic": "luck", "text": "x"}, 422, "/topic"),
        ({"topic": topic, "text": "a\x07"}, 400, "/text"),
        ({"topic": topic}, 400, "/text"),
    ):
        body = refused(mine.ask("post", "comments/", given), status)
        assert [error["pointer"] for error in body["errors"]] == [pointer]


@pytest.mark.parametrize(("outcome", "status"), [("REJECTED", 201), ("APPROVED", 409)])
def test_a_pack_that_was_not_approved_is_revised(db, outcome, status):
    story = Story(now=real_now())
    story.decision(outcome=outcome)
    mine = Caller(story.maker, story.draft)
    assert mine.ask("get", "revision/").json()["possible"] == (status == 201)
    answer = mine.ask("post", "revision/")
    assert answer.status_code == status, answer.content
    if status == 201:
        made = answer.json()
        assert (made["revision"], made["state"], mine.ask("get", answer["Location"]).json()) == (2, "DRAFT", made)
        assert made["pack"]["answers"] == mine.ask("get").json()["pack"]["answers"]
        assert "in draft" in refused(mine.ask("post", "revision/"), 409)["detail"]
    else:
        refused(answer, 409)
        assert mine.ask("get", "revision/").json()["reason"]
