"""The OpenAPI document is whole, and the API does what it says."""

from __future__ import annotations

from io import StringIO

import pytest
import schemathesis
import yaml
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, assume, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from compass.wsgi import application
from tests.guide.catalogue import Catalogue, Item

DOCUMENT = StringIO()
call_command("spectacular", "--validate", "--fail-on-warn", stdout=DOCUMENT)
SCHEMA = yaml.safe_load(DOCUMENT.getvalue())
api = schemathesis.openapi.from_dict(SCHEMA)
api.app = application


def test_every_operation_is_documented_with_its_refusals():
    assert SCHEMA["openapi"] == "3.1.1"
    assert set(SCHEMA["paths"]) == {
        "/api/v1/",
        "/api/v1/compare/",
        "/api/v1/innovations/",
        "/api/v1/innovations/{slug}/",
        "/api/v1/organisations/",
        "/api/v1/organisations/{ods_code}/",
        "/api/v1/passports/",
        "/api/v1/passports/{number}/",
    }
    for path, operations in SCHEMA["paths"].items():
        assert set(operations) == {"get"}
        assert {"200", "400", "406", "429"} <= set(operations["get"]["responses"]), path
        assert ("404" in operations["get"]["responses"]) == ("{" in path or path == "/api/v1/compare/")


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


@api.parametrize()
@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)
def test_the_api_keeps_to_its_document(filled, case):
    # A null character is refused by middleware, before there is an API to answer for it.
    assume("\\x00" not in repr(case.query))
    response = case.call()
    assert response.status_code < 500
    # A cursor is opaque: no schema can say which texts are one.
    case.validate_response(response, excluded_checks=[positive_data_acceptance] if "after" in case.query else None)
