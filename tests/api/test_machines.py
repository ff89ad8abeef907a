"""Programs with credentials of their own: no browser, no more than their person may, gone at once when ended."""

from __future__ import annotations

import base64
import json
import logging
import uuid
from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from compass.accounts.models import MachineClient, MachineToken
from compass.accounts.operations import CLIENT_LIFE, TOKEN_LIFE, make_client
from compass.foundation.clock import now as real_now
from compass.foundation.models import Email
from evidence.models import InnovatorMember
from evidence.operations.colleagues import remove_colleague
from evidence.operations.innovations import register_innovation
from evidence.operations.innovators import add_colleague
from evidence.operations.machines import end_access, give_access
from tests.api.test_packs import CLAIM, Caller
from tests.api.test_packs import FORM as PACK_FORM
from tests.api.test_refusals import refused
from tests.factories import InnovatorFactory, PersonFactory
from tests.story import DESCRIPTION, Story

pytestmark = pytest.mark.heavy

BOTH = ["packs:read", "packs:write"]
FORM = "application/x-www-form-urlencoded"
GRANT = {"grant_type": "client_credentials"}


def basic(client_id: str, secret: str) -> str:
    return "Basic " + base64.b64encode(f"{client_id}:{secret}".encode()).decode()


def ask(form=GRANT, address="127.0.0.1", **headers):
    client = Client(enforce_csrf_checks=True, REMOTE_ADDR=address)
    return client.post("/api/v1/token/", urlencode(form, doseq=True), content_type=FORM, headers=headers)


class Program(Caller):
    """A program that shows its token, and keeps no cookies."""

    def __init__(self, token, pack=None):
        super().__init__(pack=pack, enforce_csrf_checks=True)
        self.token = token

    def ask(self, method, path="", given=None, **headers):
        return super().ask(method, path, given, Authorization=f"Bearer {self.token}", **headers)


@pytest.fixture
def maker_story(db):
    """A draft, and somebody who works for two companies."""
    story = Story(now=real_now())
    InnovatorMember.objects.create(innovator=InnovatorFactory(), person=story.maker)
    story.draft  # noqa: B018
    return story


def access(story, scopes=BOTH, name="Nightly upload", by=None):
    client, secret = give_access(
        innovator=story.innovator, name=name, scopes=scopes, by=by or story.maker, now=story.now
    )
    return {"client_id": client.client_id, "client_secret": secret}, client


def program(story, **kwargs):
    given, _ = access(story, **kwargs)
    return Program(ask(GRANT | given).json()["access_token"], story.draft)


def test_a_token_is_handed_out_in_both_standard_ways(maker_story):
    given, client = access(maker_story)
    in_form = ask(GRANT | given)
    by_header = ask(GRANT, Authorization=basic(*given.values()))
    for answer in (in_form, by_header):
        assert answer.status_code == 200, answer.content
        assert answer["Cache-Control"] == "no-store"
        body = answer.json()
        assert (body["token_type"], body["expires_in"], body["scope"]) == ("Bearer", 1800, "packs:read packs:write")
        assert Program(body["access_token"], maker_story.draft).ask("get").status_code == 200
    assert ask(GRANT | given | {"scope": "packs:read"}).json()["scope"] == "packs:read"
    client.refresh_from_db()
    assert client.last_used_at is not None


@pytest.mark.parametrize(
    ("change", "header", "error"),
    [
        ({"client_secret": "mtc_secret_" + "x" * 43}, None, "invalid_client"),
        ({"client_secret": ""}, None, "invalid_client"),
        ({"client_id": "mtc_id_" + "0" * 16}, None, "invalid_client"),
        ({"client_id": "a\x00b"}, None, "invalid_client"),
        ({"client_id": ""}, None, "invalid_client"),
        ({}, "Basic !", "invalid_request"),
        ({"client_secret": "", "client_id": ""}, "Basic !", "invalid_client"),
        ({"client_secret": "", "client_id": ""}, "Basic /w==", "invalid_client"),
        ({"client_secret": "", "client_id": ""}, "Bearer x", "invalid_request"),
        ({"grant_type": "password"}, None, "unsupported_grant_type"),
        ({"grant_type": ""}, None, "unsupported_grant_type"),
        ({"scope": "packs:read everything"}, None, "invalid_scope"),
        ({"scope": ["packs:read", "packs:write"]}, None, "invalid_request"),
    ],
)
def test_a_wrong_request_for_a_token_is_refused_as_the_standard_says(maker_story, change, header, error):
    given, _ = access(maker_story)
    answer = ask(GRANT | given | change, **({"Authorization": header} if header else {}))
    assert (answer.json()["error"], bool(answer.json()["error_description"])) == (error, True)
    assert answer.status_code == (401 if error == "invalid_client" else 400)
    assert answer.has_header("WWW-Authenticate") == (error == "invalid_client")
    assert not MachineToken.objects.exists()
    assert ask(GRANT | given).status_code == 200


def test_the_token_address_takes_forms_only(db):
    refused(Client().get("/api/v1/token/"), 405)
    refused(Client().post("/api/v1/token/", "{}", content_type="application/json"), 415)
    many = {f"f{n}": "x" for n in range(301)}
    assert ask(many).json()["error"] == "invalid_request"


def test_nothing_that_opens_the_door_is_kept_or_logged(maker_story, caplog, settings):
    with caplog.at_level(logging.DEBUG):
        given, _ = access(maker_story)
        token = ask(GRANT | given).json()["access_token"]
        Program(token, maker_story.draft).ask("put", "answers/workflow-test/", {"value": "Tried.", "seen": 0})
        Program(token + "x").ask("get", "/api/v1/packs/")
        ask(GRANT | given | {"scope": "everything"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}" AS t WHERE t::text LIKE ANY (%s)', [
                [f"%{given['client_secret']}%", f"%{token}%"]
            ])  # fmt: skip
            assert cursor.fetchone() == (0,), table
    assert given["client_secret"] not in caplog.text
    assert token not in caplog.text


def test_a_program_does_what_its_person_does_without_a_browser(maker_story):
    mine = program(maker_story)
    assert [one["id"] for one in mine.ask("get", "/api/v1/packs/").json()["results"]] == [maker_story.draft.pk]
    assert mine.ask("put", "answers/workflow-test/", {"value": "Tried.", "seen": 0}).status_code == 200
    assert mine.ask("get", "answers/workflow-test/").json()["changed_by"] == str(maker_story.maker)
    assert mine.ask("post", "claims/", CLAIM).status_code == 201
    assert mine.ask("post", "documents/", "upload").status_code == 201
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.metadata FROM evidence_answerevent e JOIN pghistory_context c ON c.id = e.pgh_context_id"
        )
        (metadata,) = cursor.fetchone()
    metadata = metadata if isinstance(metadata, dict) else json.loads(metadata)
    assert metadata["user"] == maker_story.maker.pk
    assert metadata["machine_client"] == MachineClient.objects.get().client_id


def test_a_program_that_may_read_writes_nothing(maker_story):
    reads = program(maker_story, scopes=["packs:read"], name="Reads")
    writes = program(maker_story, scopes=["packs:write"], name="Writes")
    given = {"value": "Tried.", "seen": 0}
    body = refused(reads.ask("put", "answers/workflow-test/", given), 403)
    assert "packs:write" in body["detail"]
    assert not maker_story.draft.answers.exists()
    assert reads.ask("get").status_code == writes.ask("put", "answers/workflow-test/", given).status_code == 200
    assert "packs:read" in refused(writes.ask("get"), 403)["detail"]


def test_a_program_that_may_only_write_is_told_nothing_of_what_stands_there(maker_story):
    """A new pack may begin with all that the one before says."""
    writes = program(maker_story, scopes=["packs:write"], name="Writes")
    both = program(maker_story)
    for asking, answered in ((both, True), (writes, False)):
        given = {"value": f"Tried {answered}.", "seen": 0 if answered else 1}
        told = asking.ask("put", "answers/workflow-test/", given).json()
        assert ("value" in told, told["revision"]) == (answered, 1 + (not answered))
        clash = asking.ask("put", "answers/workflow-test/", {"value": "Other.", "seen": 0})
        assert (clash.status_code, "standing" in clash.json()) == (409, answered)
        assert "next_step" in clash.json()
        claim = asking.ask("post", "claims/", CLAIM)
        assert (claim.status_code, "said" in claim.json(), "id" in claim.json()) == (201, answered, True)
        again = asking.ask("put", f"claims/{claim.json()['id']}/", CLAIM)
        assert (again.status_code, "said" in again.json()) == (200, answered)
    assert set(writes.ask("patch", "", PACK_FORM).json()) == {"written"}
    other = register_innovation(
        innovator=maker_story.innovator, description=DESCRIPTION | {"name": "Other"}, by=maker_story.maker,
        now=maker_story.now,
    )  # fmt: skip
    begun = writes.ask("post", "/api/v1/packs/", {"innovation": other.slug, "product_version": "1"})
    assert (begun.status_code, set(begun.json())) == (201, {"id", "state", "revision"})
    assert begun["Location"].endswith(f"/api/v1/packs/{begun.json()['id']}/")


def test_whoever_gives_a_program_access_is_told_by_e_mail_how_to_end_it(maker_story):
    access(maker_story)
    (told,) = Email.objects.filter(recipient=maker_story.maker.email, key__startswith="api-access-")
    assert "“Nightly upload”" in told.text
    assert reverse("api-access", args=[maker_story.innovator.slug]) in told.text
    assert "mtc_secret_" not in told.text
    Client().post(reverse("account_reset_password"), {"email": maker_story.maker.email})
    asked = Email.objects.get(recipient=maker_story.maker.email, key__startswith="account-")
    assert "a new password does not end it" in asked.text


def test_another_company_of_the_same_person_is_out_of_reach(maker_story):
    other = Story(now=maker_story.now, name="Elsewhere")
    other.maker = maker_story.maker
    InnovatorMember.objects.create(innovator=other.innovator, person=maker_story.maker)
    mine = program(maker_story)
    refused(Program(mine.token, other.draft).ask("get"), 404)
    assert Caller(maker_story.maker, other.draft).ask("get").status_code == 200, "the person may"
    assert [one["id"] for one in mine.ask("get", "/api/v1/packs/").json()["results"]] == [maker_story.draft.pk]
    refused(mine.ask("get", f"comparison/{other.draft.pk}/"), 404)
    body = refused(
        mine.ask("post", "/api/v1/packs/", {"innovation": other.innovation.slug, "product_version": "9"}), 400
    )
    assert body["errors"][0]["pointer"] == "/innovation"


def test_a_program_for_something_else_than_a_company_reaches_none(maker_story):
    client, secret = make_client(
        owner=maker_story.maker, acts_for=f"panel:{maker_story.innovator.pk}", name="Odd", scopes=BOTH,
        now=maker_story.now,
    )  # fmt: skip
    given = {"client_id": client.client_id, "client_secret": secret}
    odd = Program(ask(GRANT | given).json()["access_token"], maker_story.draft)
    refused(odd.ask("get"), 404)
    assert odd.ask("get", "/api/v1/packs/").json()["results"] == []


@pytest.mark.parametrize("end", ["revoked", "left", "left and came back", "account closed", "token old", "client old"])
def test_access_ends_at_once(maker_story, end):
    colleague = PersonFactory()
    add_colleague(innovator=maker_story.innovator, person=colleague, by=maker_story.maker, now=maker_story.now)
    given, client = access(maker_story)
    mine = Program(ask(GRANT | given).json()["access_token"], maker_story.draft)
    assert mine.ask("get").status_code == 200
    at = maker_story.now + timedelta(minutes=1)
    if end == "revoked":
        end_access(innovator=maker_story.innovator, client=client, by=colleague, now=at)
    elif end.startswith("left"):
        member = InnovatorMember.objects.get(innovator=maker_story.innovator, person=maker_story.maker)
        remove_colleague(member=member, by=colleague, now=at)
        if end != "left":
            add_colleague(innovator=maker_story.innovator, person=maker_story.maker, by=colleague, now=at)
    elif end == "account closed":
        maker_story.maker.is_active = False
        maker_story.maker.save()
    later = {"token old": TOKEN_LIFE, "client old": CLIENT_LIFE}.get(end, timedelta(0))
    with time_machine.travel(at + later, tick=False):
        answer = mine.ask("get")
        refused(answer, 401)
        assert answer["WWW-Authenticate"] == 'Bearer realm="api", error="invalid_token"'
        again = ask(GRANT | given)
    assert again.status_code == (200 if end == "token old" else 401)


def test_membership_is_asked_with_every_request_even_if_a_token_were_left(maker_story):
    mine = program(maker_story)
    InnovatorMember.objects.create(innovator=maker_story.innovator, person=PersonFactory())
    InnovatorMember.objects.filter(innovator=maker_story.innovator, person=maker_story.maker).delete()
    refused(mine.ask("get"), 404)
    assert mine.ask("get", "/api/v1/packs/").json()["results"] == []


@pytest.mark.parametrize("shown", ["Bearer", "Bearer x", "Bearer mtc_token_" + "é" * 43, "bearer  " + "a" * 5000])
def test_a_token_that_is_none_is_refused_also_beside_a_session(maker_story, shown):
    person = Client()
    person.force_login(maker_story.maker)
    address = f"/api/v1/packs/{maker_story.draft.pk}/"
    assert person.get(address).status_code == 200
    refused(person.get(address, HTTP_AUTHORIZATION=shown), 401)


def test_guessing_is_slowed_down(maker_story, monkeypatch):
    monkeypatch.undo()  # the limit is lifted for the other tests
    given, _ = access(maker_story)
    wrong = GRANT | given | {"client_secret": "mtc_secret_" + "x" * 43}
    here, elsewhere = (f"2001:db8::{uuid.uuid4().hex[:4]}:{n}" for n in (1, 2))
    found = [ask(wrong, here).status_code for _ in range(61)]
    assert (set(found[:60]), found[60]) == ({401}, 429)
    assert ask(GRANT | given, elsewhere).status_code == 200


def test_tokens_are_counted_by_the_hour(maker_story, settings):
    settings.HOURLY_LIMITS = {"api-token": 2}
    given, _ = access(maker_story)
    assert [ask(GRANT | given).status_code for _ in range(3)] == [200, 200, 429]


def test_somebody_gives_a_program_access_on_a_page_and_sees_its_secret_once(maker_story):
    page = Client()
    page.force_login(maker_story.maker)
    address = reverse("api-access", args=[maker_story.innovator.slug])
    assert address in page.get(reverse("workplace")).content.decode()
    assert "No program has access yet." in page.get(address).content.decode()
    assert page.post(address, {"name": "", "scopes": "write"}).status_code == 422
    made = page.post(address, {"name": "Nightly upload", "scopes": "write"})
    client = MachineClient.objects.get()
    words = made.content.decode()
    secret = words[words.index("mtc_secret_") :][:54]
    assert (made.status_code, client.client_id in words) == (200, True)
    assert "no-store" in made["Cache-Control"]
    token = ask(GRANT | {"client_id": client.client_id, "client_secret": secret}).json()["access_token"]
    assert Program(token, maker_story.draft).ask("get").status_code == 200
    again = page.get(address).content.decode()
    assert ("Nightly upload" in again, "mtc_secret_" in again) == (True, False)
    twice = page.post(address, {"name": "Nightly  upload", "scopes": "read"})
    assert (twice.status_code, "Nightly  upload" in twice.content.decode()) == (409, True)

    colleague = PersonFactory()
    add_colleague(innovator=maker_story.innovator, person=colleague, by=maker_story.maker, now=maker_story.now)
    theirs = Client()
    theirs.force_login(colleague)
    end = reverse("end-api-access", args=[maker_story.innovator.slug, client.pk])
    assert str(maker_story.maker) in theirs.get(end).content.decode()
    assert theirs.post(end).status_code == 302
    refused(Program(token, maker_story.draft).ask("get"), 401)
    assert "No program has access yet." in theirs.get(address).content.decode()
    assert theirs.get(end).status_code == 404


def test_no_more_than_ten_programs_of_one_person(maker_story):
    page = Client()
    page.force_login(maker_story.maker)
    address = reverse("api-access", args=[maker_story.innovator.slug])
    found = [page.post(address, {"name": f"Program {n}", "scopes": "read"}).status_code for n in range(11)]
    assert found == [200] * 10 + [409]
