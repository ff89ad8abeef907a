"""The OpenAPI document is whole, and the API does what it says."""

from __future__ import annotations

import json
from io import StringIO

import pytest
import schemathesis
import yaml
from django.conf import settings as site
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, assume, settings
from schemathesis.specs.openapi.checks import ignored_auth, negative_data_rejection, positive_data_acceptance

from compass.foundation.clock import now as real_now
from compass.guide.operations.frozen_searches import freeze_search
from compass.guide.operations.saved_searches import Telling, save_search
from compass.guide.operations.shortlists import add_to_shortlist, give_opinion, start_shortlist
from compass.guide.search import Search
from compass.wsgi import application
from evidence.operations.comments import add_comment
from evidence.operations.documents import upload_document
from evidence.operations.exchange_parts import add_given_certificate, state_given_claim
from tests.api.test_packs import CLAIM, PARTS
from tests.factories import PersonFactory
from tests.guide.catalogue import Catalogue, Item
from tests.guide.value_case import ValueCase
from tests.story import Story
from trusts.models import Member, Role
from trusts.operations.needs import publish_need

pytestmark = pytest.mark.heavy

CERTIFICATE = PARTS["certificates/"][1][1]

# As published; a stale one fails `make check`.
SCHEMA = json.loads((site.BASE_DIR / "docs" / "openapi.json").read_text(encoding="utf-8"))
api = schemathesis.openapi.from_dict(SCHEMA)
api.app = application


def test_the_document_has_no_fault():
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=StringIO())


def test_every_operation_is_documented_with_its_refusals():
    assert SCHEMA["openapi"] == "3.1.1"
    kept = (
        "/packs/",
        "/shortlists/",
        "/search-records/",
        "/evaluations/",
        "/local-costs/",
        "/schemes/",
        "/saved-searches/",
        "/needs/",
    )
    ours = {path for path in SCHEMA["paths"] if any(room in path for room in kept)}
    assert set(SCHEMA["paths"]) - ours == {
        "/api/v1/",
        "/api/v1/compare/",
        "/api/v1/innovations/",
        "/api/v1/innovations/{slug}/",
        "/api/v1/organisations/",
        "/api/v1/organisations/{ods_code}/",
        "/api/v1/passports/",
        "/api/v1/passports/{number}/",
    }
    for path in set(SCHEMA["paths"]) - ours:
        operations = SCHEMA["paths"][path]
        assert set(operations) == {"get"}
        assert {"200", "400", "406", "429"} <= set(operations["get"]["responses"]), path
        assert ("404" in operations["get"]["responses"]) == ("{" in path or path == "/api/v1/compare/")


def test_needs_are_open_to_read_and_documented_with_what_refuses_to_write():
    offered = {path: set(methods) for path, methods in SCHEMA["paths"].items() if "/needs/" in path}
    assert offered == {
        "/api/v1/needs/": {"get", "post"},
        "/api/v1/needs/{number}/": {"get", "patch"},
        "/api/v1/needs/{number}/answers/": {"get", "post"},
    }
    for path, methods in offered.items():
        for method in methods:
            operation = SCHEMA["paths"][path][method]
            assert ({"401", "403"} <= set(operation["responses"])) == (method != "get")
            assert (operation.get("security") in ([], None, [{}])) == (method == "get")


def test_working_on_packs_is_documented_with_its_refusals():
    pack = "/api/v1/packs/{id}/"
    offered = {path: set(methods) for path, methods in SCHEMA["paths"].items() if "/packs/" in path}
    assert offered == {
        "/api/v1/packs/": {"get", "post"},
        "/api/v1/packs/schema/": {"get"},
        pack: {"get", "patch"},
        f"{pack}tasks/": {"get"},
        f"{pack}answers/{{question}}/": {"get", "put"},
        f"{pack}cost-model/": {"get", "put"},
        f"{pack}documents/": {"get", "post"},
        f"{pack}documents/{{document}}/": {"get", "delete"},
        f"{pack}documents/{{document}}/file/": {"get"},
        f"{pack}claims/": {"get", "post"},
        f"{pack}claims/{{claim}}/": {"get", "put", "delete"},
        f"{pack}certificates/": {"get", "post"},
        f"{pack}certificates/{{certificate}}/": {"get", "delete"},
        f"{pack}certificates/{{certificate}}/renewals/": {"get", "post"},
        f"{pack}comments/": {"get", "post"},
        f"{pack}comments/{{comment}}/": {"get", "patch"},
        f"{pack}standards/": {"get", "post"},
        f"{pack}standards/{{code}}/{{ending}}/": {"get"},
        f"{pack}change/": {"get", "put"},
        f"{pack}confirmations/": {"get", "post"},
        f"{pack}confirmations/{{question}}/": {"get", "put"},
        f"{pack}versions/": {"get"},
        f"{pack}comparison/{{other}}/": {"get"},
        f"{pack}submission/": {"get", "post"},
        f"{pack}revision/": {"get", "post"},
    }
    for path, methods in offered.items():
        for method in methods - {"parameters"}:
            operation = SCHEMA["paths"][path][method]
            writes = {"403", "409", "413", "422"} if method != "get" else set()
            found = {"404"} if "{" in path else set()
            if path != "/api/v1/packs/schema/":
                assert {"400", "401", "406", "429"} | writes | found <= set(operation["responses"]), (path, method)
                scope = "packs:read" if method == "get" else "packs:write"
                assert operation["security"] == [{"machine": [scope]}, {"session": []}]


def test_what_an_organisation_keeps_is_documented_with_its_refusals():
    rooms = {
        "shortlists/": {"get", "post"},
        "shortlists/{uuid}/": {"get", "patch"},
        "shortlists/{uuid}/entries/": {"get", "post"},
        "shortlists/{uuid}/entries/{entry}/": {"get", "patch", "delete"},
        "shortlists/{uuid}/entries/{entry}/notes/{note}/": {"get", "patch", "delete"},
        "search-records/": {"get", "post"},
        "search-records/{uuid}/": {"get"},
        "evaluations/": {"get", "post"},
        "evaluations/{uuid}/": {"get", "patch"},
        "evaluations/{uuid}/questions/": {"get", "put"},
        "evaluations/{uuid}/evaluators/": {"get", "post"},
        "evaluations/{uuid}/evaluators/{evaluator}/": {"get", "delete"},
        "evaluations/{uuid}/technologies/{slug}/cost/": {"get", "put"},
        "evaluations/{uuid}/record/": {"get"},
        "evaluations/{uuid}/technologies/{slug}/scores/": {"get", "put"},
        "evaluations/{uuid}/technologies/{slug}/agreed/": {"get", "put"},
        "schemes/{ods_code}/": {"get", "post"},
        "local-costs/{ods_code}/": {"get"},
        "local-costs/{ods_code}/{slug}/": {"get", "put"},
    }
    for room, methods in rooms.items():
        operations = SCHEMA["paths"][f"/api/v1/{room}"]
        assert set(operations) - {"parameters"} == methods
        for method in methods:
            writes = {"403", "409", "413", "422"} if method != "get" else set()
            found = {"404"} if "{" in room else set()
            assert {"400", "401", "406", "429"} | writes | found <= set(operations[method]["responses"]), (room, method)
            assert operations[method]["security"] == [{"session": []}]


def test_working_on_saved_searches_is_documented_with_its_refusals():
    searches = "/api/v1/saved-searches/"
    offered = {path: set(methods) for path, methods in SCHEMA["paths"].items() if path.startswith(searches)}
    assert offered == {searches: {"get", "post"}, f"{searches}{{uuid}}/": {"get", "patch", "delete"}}


def test_names_of_enumerations_are_ours():
    assert {"VerdictStatus", "TechnologyKind", "OrganisationKind"} <= set(SCHEMA["components"]["schemas"])


@pytest.mark.parametrize("accept", ["application/json", "application/vnd.oai.openapi", "*/*"])
def test_it_is_served_to_everybody(db, client, accept):
    answer = client.get("/api/v1/schema/", headers={"accept": accept})
    assert answer.status_code == 200
    assert yaml.safe_load(answer.content)["paths"] == SCHEMA["paths"]


def test_the_page_brings_everything_from_here(db, client):
    page = client.get("/api/docs/")
    words = page.content.decode()
    assert "swagger-ui-bundle" in words
    assert "<style" not in words
    assert "script-src 'self';" in page["Content-Security-Policy"] + ";"
    assert page["Content-Security-Policy"] == client.get("/innovations/")["Content-Security-Policy"]
    assert "unsafe" not in page["Content-Security-Policy"]
    assert client.get("/api/docs/?script=")["Content-Type"].startswith("application/javascript")


@pytest.fixture
def filled(db):
    # A real server ends its connection with the request; here it is the test's own, inside its transaction.
    for moment in (request_started, request_finished):
        moment.disconnect(close_old_connections)
    catalogue = Catalogue()
    catalogue.add(*[Item(f"Lamp {n}", status=status, facts=1) for n, status in enumerate([None, "VALID", "EXPIRED"])])
    yield
    for moment in (request_started, request_finished):
        moment.connect(close_old_connections)


def examples(count: int) -> settings:
    """So many requests to each operation, the same ones in each run."""
    unsuited = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much]
    return settings(max_examples=count, deadline=None, derandomize=True, database=None, suppress_health_check=unsuited)


def guarded(of) -> bool:
    """Whether an operation is for people who have signed in."""
    return "401" in of.operation.definition.raw["responses"]


def test_what_is_open_and_what_is_guarded():
    every = [one for path in SCHEMA["paths"].values() for method, one in path.items() if method != "parameters"]
    closed = [one for one in every if "401" in one["responses"]]
    assert len(list(api.include(guarded).get_all_operations())) == len(closed) > len(every) / 2


@api.exclude(guarded).parametrize()
@examples(15)
def test_the_api_keeps_to_its_document(filled, case):
    answered_as_documented(case)


# Whatever is sent, it is not read.
@api.include(guarded).parametrize()
@examples(2)
def test_what_is_for_others_is_refused_as_documented(filled, case):
    answered_as_documented(case)


def answered_as_documented(case) -> None:
    # A null character is refused by middleware, before there is an API to answer for it.
    assume("\\x00" not in repr(case.query))
    response = case.call()
    assert response.status_code < 500
    # A cursor is opaque: no schema can say which texts are one, nor which days are still to come.
    beyond = "after" in case.query or "on" in case.query
    case.validate_response(response, excluded_checks=[positive_data_acceptance] if beyond else None)


def signed_in_as(person) -> dict[str, object]:
    """The cookies of a session, and its token for what writes."""
    client, token = Client(), "a" * 32
    client.force_login(person)
    name = site.SESSION_COOKIE_NAME
    return {"cookies": {name: client.cookies[name].value, "csrftoken": token}, "token": token}


@pytest.fixture
def signed_in(filled):
    """A maker's session and a draft of theirs, for requests that get past the door."""
    story = Story(now=real_now())
    for part, given in (("claim", CLAIM), ("certificate", CERTIFICATE)):
        state = {"claim": state_given_claim, "certificate": add_given_certificate}[part]
        setattr(story, part, state(pack=story.draft, given=given, by=story.maker, now=story.now).pk)
    with_them = {"pack": story.draft, "by": story.maker, "now": story.now}
    document = upload_document(title="Picture", upload=story.png(), **with_them).pk
    comment = add_comment(topic="cost", text="Dear.", **with_them).pk
    return signed_in_as(story.maker) | {
        "ids": {"id": story.draft.pk, "claim": story.claim, "certificate": story.certificate}
        | {"document": document, "comment": comment, "other": story.draft.pk, "code": "passport-clinical"},
    }


@pytest.fixture
def at_work(filled, request):
    """The session of somebody with every role at a trust, and something of theirs at each address."""
    story = Story(now=real_now())
    if "local-costs" in request.node.name:
        story.passport()
    # Whoever answers a need works for a company, and such a person takes no part in choosing.
    answers = "answers" in request.node.name
    person = story.maker if answers else PersonFactory()
    kept = {"organisation": story.trust, "by": person, "now": story.now}
    for role in Role:
        Member.objects.create(organisation=story.trust, person=person, role=role)
    lead = None if answers else person
    case = ValueCase(organisation=story.trust, lead=lead, now=story.now).cost(10, 20).move("open_scoring")
    shortlist = start_shortlist(name="Sensors", **kept)
    add_to_shortlist(shortlist=shortlist, innovations=case.technologies, by=person, now=story.now)
    entry = shortlist.entries.earliest("id")
    give_opinion(entry=entry, choice="FOR", note="Ask the wards.", by=person, now=story.now)
    own = {
        "shortlists": shortlist.key,
        "evaluations": case.evaluation.key,
        "saved-searches": save_search(search=Search(), name="All", telling=Telling.DAILY, **kept).key,
        "search-records": freeze_search(search=Search(), purpose="", **kept).key,
    }
    need = publish_need(title="A need", problem="Late.", clinical_area="SURGERY", **kept)
    room = next((name for name in own if name in request.node.name), "")
    slug = case.technologies[0].slug if room else story.innovation.slug
    return signed_in_as(person) | {
        "ids": {"uuid": own.get(room), "entry": entry.key, "note": entry.notes.get().key, "number": need.pk}
        | {"evaluator": case.evaluation.evaluators.get().key, "slug": slug, "ods_code": story.trust.ods_code}
    }


def told_as_documented(session, case) -> None:
    """One request of somebody signed in, to what is theirs."""
    assume("\\x00" not in repr(case.query))
    for name, own in session["ids"].items():
        if name in (case.path_parameters or {}):
            case.path_parameters[name] = own
    response = case.call(headers={"X-CSRFToken": session["token"]}, cookies=session["cookies"])
    assert response.status_code not in {401, 403} | set(range(500, 600)), response.content
    # Our own ids stand where wrong ones were made up, and no schema can say all that may be said of what is there.
    excluded = [positive_data_acceptance, negative_data_rejection, ignored_auth]
    case.validate_response(response, excluded_checks=excluded)


# The generator's client leaves the files that it is sent open; they are read in test_packs.py.
@api.include(path_regex="/api/v1/packs/.").exclude(path_regex="/file/$").parametrize()
@examples(15)
def test_whatever_a_maker_sends_is_answered_as_documented(signed_in, case):
    told_as_documented(signed_in, case)


@api.include(guarded).exclude(path_regex="/api/v1/packs/").parametrize()
@examples(8)
def test_whatever_is_sent_by_people_of_a_trust_is_answered_as_documented(at_work, case):
    told_as_documented(at_work, case)
