"""Evidence packs by API: all that the pages do, for their own people only, with every problem by its question."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from compass.foundation.clock import now as real_now
from evidence import exchange
from evidence.models import InnovatorMember, Pack
from evidence.operations.answers import answer_question
from evidence.operations.comments import add_comment
from evidence.operations.documents import upload_document
from evidence.operations.innovators import add_colleague
from evidence.operations.packs import freeze_pack
from evidence.queries import asked_of
from tests.api.test_refusals import refused
from tests.factories import InnovatorFactory, PersonFactory
from tests.foundation.racing import at_once
from tests.story import DESCRIPTION, PDF, Story, plain_answers
from trusts.models import Assessment

pytestmark = pytest.mark.heavy

JSON = "application/json"
FORM = {"schema": exchange.FORM}
CLAIM = {"outcome": "Pain", "population": "adults", "measure": "LEVEL", "size": "2.5", "design": "COHORT"}
# The path below the pack, and the requests that it takes, each with content that is fine.
PARTS = {
    "": [("get", None), ("patch", FORM)],
    "tasks/": [("get", None)],
    "answers/workflow-test/": [("get", None), ("put", {"value": "Tried.", "seen": 0})],
    "cost-model/": [("get", None), ("put", {"model": {}, "revision": 0})],
    "documents/": [("get", None), ("post", "upload")],
    "documents/{document}/": [("get", None), ("delete", None)],
    "documents/{document}/file/": [("get", None)],
    "claims/": [("get", None), ("post", CLAIM)],
    "claims/{claim}/": [("get", None), ("put", CLAIM), ("delete", None)],
    "certificates/": [
        ("get", None),
        ("post", {"kind": "DSPT", "number": "8JX42", "valid_from": "2026-08-01", "expires_on": "2027-06-30"}),
    ],
    "certificates/{certificate}/": [("get", None), ("delete", None)],
    "comments/": [("get", None), ("post", {"topic": "cost", "text": "Is this the new price?"})],
    "comments/{comment}/": [("get", None), ("patch", {"resolved": True})],
    "standards/": [("get", None), ("post", None)],
    "standards/passport-clinical/json/": [("get", None)],
    "versions/": [("get", None)],
    "comparison/{pack}/": [("get", None)],
    "submission/": [("get", None), ("post", {"panel": 1})],
    "revision/": [("get", None), ("post", None)],
}
# Refused in this world as things stand: it was added with the fixture; it is asked the newest ones.
NOT_NOW = {
    ("certificates/", "post"): "already in this pack",
    ("standards/", "post"): "newest standards already",
    ("revision/", "post"): "still in draft",
}
CASES = [(path, method, given) for path, offered in PARTS.items() for method, given in offered]
# A pack is frozen by submitting it, and revised when it is frozen: the rest needs a draft.
WRITING_A_DRAFT = [case for case in CASES if case[1] != "get" and case[0] not in {"submission/", "revision/"}]


class Caller:
    """Somebody's machine."""

    def __init__(self, person=None, pack=None, **kwargs):
        self.client, self.pack = Client(**kwargs), pack
        if person is not None:
            self.client.force_login(person)

    def ask(self, method, path="", given=None, **headers):
        address = path if path.startswith(("/", "http")) else f"/api/v1/packs/{self.pack.pk}/{path}"
        if given == "upload":
            upload = {"title": "Report", "upload": SimpleUploadedFile("a.pdf", PDF)}
            return self.client.post(address, upload, headers=headers)
        content = {} if given is None else {"data": json.dumps(given), "content_type": JSON}
        return getattr(self.client, method)(address, **content, headers=headers)


def read(answer):
    """The content of an answer, files included, which are closed then."""
    content = answer.getvalue()
    for close in answer._resource_closers:  # not answer.close(): that ends the test's database connection too
        close()
    return content


@pytest.fixture
def open_story(db):
    """A draft of today with a claim and a certificate."""
    story = Story(now=real_now())
    pack = story.draft
    mine = Caller(story.maker, pack)
    made = mine.ask("post", "claims/", CLAIM), mine.ask("post", "certificates/", dict(PARTS["certificates/"][1][1]))
    assert [one.status_code for one in made] == [201, 201], [one.json() for one in made]
    story.places = {"claim": made[0].json()["id"], "certificate": made[1].json()["id"], "pack": pack.pk}
    return story


def place(story, path):
    """The path with the numbers of what stands there, made where it is not there yet."""
    given = {"pack": story.draft, "by": story.maker, "now": story.now}
    if "{document}" in path:
        story.places["document"] = upload_document(title="Picture", upload=story.png(), **given).pk
    if "{comment}" in path:
        story.places["comment"] = add_comment(topic="cost", text="Dear.", **given).pk
    return path.format(**story.places)


@pytest.fixture
def mine(open_story):
    return Caller(open_story.maker, open_story.draft)


def state_of(story):
    return Caller(story.maker, story.draft).ask("get").json()["content_hash"]


@pytest.mark.parametrize(("path", "method", "given"), CASES)
def test_a_foreign_pack_is_not_there_and_nobody_is_asked_to_sign_in(open_story, path, method, given):
    stranger = PersonFactory()
    InnovatorMember.objects.create(innovator=InnovatorFactory(), person=stranger)
    path = place(open_story, path)
    before = state_of(open_story)
    body = refused(Caller(stranger, open_story.draft).ask(method, path, given), 404)
    assert body["detail"] == "None of your evidence packs has this number."
    answer = Caller(pack=open_story.draft).ask(method, path, given)
    refused(answer, 401)
    assert answer["WWW-Authenticate"].startswith("Session")
    assert state_of(open_story) == before


@pytest.mark.parametrize(("path", "method", "given"), [case for case in CASES if case[1] != "get"])
def test_writing_needs_the_token_of_the_session(open_story, path, method, given):
    path = place(open_story, path)
    before = state_of(open_story)
    caller = Caller(open_story.maker, open_story.draft, enforce_csrf_checks=True)
    body = refused(caller.ask(method, path, given), 403)
    assert "CSRF" in body["detail"]
    assert state_of(open_story) == before


@pytest.mark.parametrize(("path", "method", "given"), WRITING_A_DRAFT)
def test_a_frozen_pack_is_read_and_never_written(path, method, given, db):
    story = Story(now=real_now())
    story.fill()
    mine = Caller(story.maker, story.draft)
    story.places = {part[:-1]: mine.ask("get", f"{part}/").json()[0]["id"] for part in ("claims", "certificates")}
    path = place(story, path)
    freeze_pack(pack=story.draft, by=story.maker, now=story.now)
    before = state_of(story)
    body = refused(mine.ask(method, path, given), 409)
    assert "cannot be changed" in body["detail"]
    assert (state_of(story), mine.ask("get").json()["state"]) == (before, "FROZEN")


@pytest.mark.parametrize(("path", "method", "given"), CASES)
def test_its_own_people_may(open_story, path, method, given):
    story = open_story
    story.seats  # noqa: B018 (the panel must have its people)
    if path == "submission/" and method == "post":
        story = Story(now=real_now(), name="Complete")
        story.places = {}
        story.seats  # noqa: B018
        story.fill()
        given = {"panel": story.panel.pk}
    mine = Caller(story.maker, story.draft)
    answer = mine.ask(method, place(story, path), given)
    if (path, method) in NOT_NOW:
        assert NOT_NOW[path, method] in refused(answer, 409)["detail"]
        return
    expected = {"post": 201, "delete": 204}.get(method, 200)
    content = read(answer)
    assert answer.status_code == expected, content


def test_a_pack_is_begun_listed_in_pages_and_read(open_story):
    story, people = open_story, Caller(open_story.maker)
    other = Story(now=story.now, name="Second")
    other.__dict__.update(innovator=story.innovator, maker=story.maker)
    made = people.ask("post", "/api/v1/packs/", {"innovation": other.innovation.slug, "product_version": "3.1"})
    assert made.status_code == 201, made.content
    assert made.json()["pack"]["product_version"] == "3.1"
    assert people.ask("get", made["Location"]).json() == made.json()
    seen, address = [], "/api/v1/packs/?limit=1"
    while address:
        page = people.ask("get", address).json()
        seen += [row["id"] for row in page["results"]]
        address = page["next"] and page["next"].removeprefix("http://testserver")
    assert seen == [story.draft.pk, made.json()["id"]]
    assert people.ask("get", f"/api/v1/packs/?innovation={other.innovation.slug}").json()["results"][0]["id"] == seen[1]
    assert people.ask("get", "/api/v1/packs/?state=FROZEN").json()["results"] == []
    assert Caller(PersonFactory()).ask("get", "/api/v1/packs/").json()["results"] == []
    refused(people.ask("get", "/api/v1/packs/?after=x"), 422)
    refused(Caller().ask("get", "/api/v1/packs/"), 401)

    again = people.ask("post", "/api/v1/packs/", {"innovation": other.innovation.slug, "product_version": "v3.1"})
    refused(again, 409)
    foreign = Story(now=story.now, name=DESCRIPTION["name"] + " of others").innovation
    for given, field in (
        ({"innovation": foreign.slug, "product_version": "1"}, "innovation"),
        ({"innovation": other.innovation.slug}, "product_version"),
        ({"innovation": other.innovation.slug, "product_version": "1", "name": "x"}, "name"),
    ):
        body = refused(people.ask("post", "/api/v1/packs/", given), 400)
        assert [error["field"] for error in body["errors"]] == [field]


def test_the_tasks_say_what_is_met_what_blocks_and_what_one_answer_counts_for(open_story, mine):
    before = mine.ask("get", "tasks/").json()
    assert not before["submittable"]
    assert before["blocking"] == sum(task["blocking"] for task in before["tasks"]) > 0
    task = next(task for task in before["tasks"] if task["kind"] == "TEXT" and task["blocking"])
    answered = mine.ask("put", f"answers/{task['question']}/", {"value": "Yes, it is so.", "seen": 0})
    assert answered.json()["revision"] == 1
    after = {one["question"]: one for one in mine.ask("get", "tasks/").json()["tasks"]}
    assert (after[task["question"]]["met"], after[task["question"]]["blocking"]) == (True, False)
    assert all(line["met"] for line in after[task["question"]]["requirements"])
    triage = plain_answers(asked_of(open_story.draft))
    mine.ask("patch", "", {**FORM, "answers": triage})
    tasks = mine.ask("get", "tasks/").json()["tasks"]
    assert any(len(one["standards"]) > 1 for one in tasks)
    assert len({one["question"] for one in tasks}) == len(tasks)


def test_of_two_writers_both_versions_are_kept_and_shown(open_story, mine):
    colleague = PersonFactory()
    add_colleague(innovator=open_story.innovator, person=colleague, by=open_story.maker, now=open_story.now)
    theirs = {"question": "workflow-test", "given": "Theirs.", "seen": 0, "by": colleague, "now": open_story.now}
    answer_question(pack=open_story.draft, **theirs)
    body = refused(mine.ask("put", "answers/workflow-test/", {"value": "Mine.", "seen": 0}), 409)
    assert (body["standing"]["value"], body["standing"]["revision"]) == ({"text": "Theirs."}, 1)
    assert (body["standing"]["changed_by"], body["yours"]) == (str(colleague), {"text": "Mine."})
    assert open_story.draft.set_aside.get().value == {"text": "Mine."}
    chosen = mine.ask("put", "answers/workflow-test/", {"value": {"text": "Both."}, "seen": 1})
    assert (chosen.status_code, chosen.json()["revision"]) == (200, 2)
    assert not open_story.draft.set_aside.exists()


@pytest.mark.parametrize(
    ("question", "given", "status", "errors"),
    [
        ("software", {"value": "PERHAPS", "seen": 0}, 422, {"software"}),
        ("shoe-size", {"value": "9", "seen": 0}, 422, {"shoe-size"}),
        ("workflow-test", {"value": "x" * 10_001, "seen": 0}, 422, {"workflow-test"}),
        ("workflow-test", {"value": {"txt": "x"}, "seen": 0}, 422, {"workflow-test"}),
        ("workflow-test", {"value": "x"}, 400, {"seen"}),
        ("workflow-test", {"value": "x", "seen": -1}, 400, {"seen"}),
        ("workflow-test", ["x"], 400, {"non_field_errors"}),
    ],
)
def test_an_answer_that_is_none_is_refused_by_its_question(mine, question, given, status, errors):
    body = refused(mine.ask("put", f"answers/{question}/", given), status)
    assert {error.get("question") or error["field"] for error in body["errors"]} == errors
    assert not mine.pack.answers.filter(question=question).exists()


@pytest.mark.parametrize(
    "content", [b'{"value": "a\\u0000b", "seen": 0}', b'{"value": 1, "value": 2, "seen": 0}', b"[[[", b"\xff"]
)
def test_json_that_cannot_be_kept_is_refused_at_the_door(open_story, mine, content):
    address = f"/api/v1/packs/{open_story.draft.pk}/answers/workflow-test/"
    refused(mine.client.put(address, data=content, content_type=JSON), 400)
    refused(mine.client.put(address, data={"value": "x"}, content_type="multipart/form-data; boundary=x"), 415)


def test_a_whole_pack_is_brought_in_once_all_or_none(open_story, mine):
    read = mine.ask("get")
    tag, form = read["ETag"], read.json()["pack"]
    same = mine.ask("patch", "", form, **{"If-Match": tag}).json()
    assert (sum(part["new"] + part["changed"] for part in same["counts"].values()), same["content_hash"]) == (
        0, read.json()["content_hash"],
    )  # fmt: skip

    wrong = {
        **FORM,
        "answers": {"workflow-test": "Tried.", "software": "PERHAPS", "a/b": 1},
        "claims": [CLAIM | {"low": "9"}],
    }
    body = refused(mine.ask("patch", "", wrong), 422)
    assert any(error["pointer"].startswith("/answers") for error in body["errors"])
    del wrong["answers"]["a/b"]
    body = refused(mine.ask("patch", "", wrong), 422)
    assert {error["pointer"]: error.get("question") for error in body["errors"]} == {
        "/answers/software": "software", "/claims/0/high": None,
    }  # fmt: skip

    right = {**FORM, "answers": {"workflow-test": "Tried.", "software": "NO"}}
    dry = mine.ask("patch", "?dry_run=true", right).json()
    assert (dry["written"], dry["counts"]["answers"]["new"]) == (False, 2)
    assert mine.ask("get")["ETag"] == tag
    done = mine.ask("patch", "", right, **{"If-Match": tag})
    assert (done.json()["written"], done.json()["counts"]) == (True, dry["counts"])
    assert done["ETag"] == mine.ask("get")["ETag"] != tag
    refused(mine.ask("patch", "", right, **{"If-Match": tag}), 409)
    refused(mine.ask("patch", "?dry_run=maybe", right), 400)
    refused(mine.ask("patch", "?dry=true", right), 400)


def test_the_schema_is_published_to_everybody(db, client):
    answer = client.get("/api/v1/packs/schema/")
    assert (answer.status_code, answer.json()) == (200, exchange.schema())


def test_a_document_is_uploaded_by_content_and_named_by_its_hash(open_story, mine):
    made = mine.ask("post", "documents/", "upload").json()
    assert (made["content_type"], made["supports"]) == ("application/pdf", ["supporting-document"])
    assert mine.ask("get", "documents/").json() == [made]
    body = refused(mine.ask("post", "documents/", "upload"), 409)
    assert body["errors"][0]["field"] == "upload"
    send = lambda **given: mine.client.post(f"/api/v1/packs/{open_story.draft.pk}/documents/", given)  # noqa: E731
    for given, status, field in (
        ({"title": "x", "upload": SimpleUploadedFile("a.pdf", b"MZ not a document")}, 422, "upload"),
        ({"title": "x"}, 400, "upload"),
        ({"title": "x\x07", "upload": SimpleUploadedFile("a.pdf", PDF)}, 400, "title"),
        ({"title": "x", "supports": "shoe-size", "upload": SimpleUploadedFile("a.pdf", PDF)}, 400, "supports"),
        ({"title": "x", "colour": "red", "upload": SimpleUploadedFile("a.pdf", PDF)}, 400, "colour"),
    ):
        body = refused(send(**given), status)
        assert [error["field"] for error in body["errors"]] == [field]
    resting = mine.ask("post", "claims/", CLAIM | {"outcome": "Sleep", "documents": [made["sha256"]]})
    assert resting.json()["said"]["documents"] == [made["sha256"]]


def test_a_claim_that_a_colleague_changed_is_not_overwritten(open_story, mine):
    path = f"claims/{open_story.places['claim']}/"
    tag = mine.ask("get", path)["ETag"]
    changed = mine.ask("put", path, CLAIM | {"outcome": "Sleep"}, **{"If-Match": tag})
    assert (changed.status_code, changed.json()["said"]["outcome"]) == (200, "Sleep")
    refused(mine.ask("put", path, CLAIM | {"outcome": "Late"}, **{"If-Match": tag}), 409)
    assert mine.ask("put", path, CLAIM | {"outcome": "Now"}, **{"If-Match": changed["ETag"]}).status_code == 200


def test_claims_and_certificates_are_refused_by_field(open_story, mine):
    for path, given, pointers in (
        ("claims/", CLAIM | {"low": "9", "sites": ["!"]}, {"/high", "/sites"}),
        ("claims/", CLAIM | {"size": "big", "design": "GUESS"}, {"/size", "/design"}),
        ("claims/", CLAIM | {"documents": ["0" * 64]}, {"/documents"}),
        ("claims/", [], {""}),
        (
            "certificates/",
            {"kind": "CE", "number": "!", "valid_from": "2026-01-01"},
            {"/number", "/body_number", "/legislation", "/expires_on", "/issued_by"},
        ),
        ("certificates/", {"kind": "DSPT", "number": "8JX43", "valid_from": "2026-02-30"}, {"/valid_from"}),
    ):
        body = refused(mine.ask("post", path, given), 422)
        assert {error["pointer"] for error in body["errors"]} == pointers
    again = refused(mine.ask("post", "certificates/", PARTS["certificates/"][1][1]), 409)
    assert again["errors"][0]["pointer"] == "/number"


def test_the_cost_model_is_kept_by_revision_with_its_gaps(open_story, mine):
    first = mine.ask("put", "cost-model/", {"model": {"version": "1.0", "currency": "EUR"}, "revision": 0}).json()
    assert (first["revision"], first["complete"]) == (1, False)
    assert "/currency" in {one["pointer"] for one in first["problems"]}
    assert mine.ask("get", "cost-model/").json() == first
    refused(mine.ask("put", "cost-model/", {"model": {}, "revision": 0}), 409)
    refused(mine.ask("put", "cost-model/", {"model": [], "revision": 1}), 400)


def test_an_incomplete_pack_is_refused_with_every_question_that_blocks_it(open_story, mine):
    open_story.seats  # noqa: B018
    panels = mine.ask("get", "submission/").json()["panels"]
    assert [one["id"] for one in panels] == [open_story.panel.pk]
    body = refused(mine.ask("post", "submission/", {"panel": open_story.panel.pk}), 409)
    blocking = {one["question"] for one in mine.ask("get", "tasks/").json()["tasks"] if one["blocking"]}
    assert {error["question"] for error in body["errors"]} == blocking
    assert refused(mine.ask("post", "submission/", {"panel": 0}), 400)["errors"][0]["field"] == "panel"
    assert refused(mine.ask("post", "submission/", {"panel": 10**6}), 400)["errors"][0]["field"] == "panel"


@pytest.mark.django_db(transaction=True)
def test_two_submits_at_once_make_one_assessment(story):
    story.seats  # noqa: B018
    pack = story.fill()
    callers = [Caller(story.maker, pack) for _ in range(2)]
    given = {"panel": story.panel.pk}
    answers = at_once(*[lambda caller=caller: caller.ask("post", "submission/", given) for caller in callers])
    won, lost = sorted(answers, key=lambda answer: answer.status_code)
    assert (won.status_code, lost.status_code) == (201, 409), [answer.content for answer in answers]
    made = Assessment.objects.get()
    assert won.json()["id"] == lost.json()["assessment"]["id"] == made.pk
    assert refused(callers[0].ask("post", "submission/", given), 409)["assessment"]["id"] == made.pk
    assert Pack.objects.get(pk=pack.pk).state == "FROZEN"
    assert callers[0].ask("get", "submission/").json()["assessments"][0]["state"] == "OPEN"
