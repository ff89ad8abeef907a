"""Addresses that hold a secret: whoever reads a log, a history row, a referrer or a cache cannot use them."""

from __future__ import annotations

import io
import logging
import re
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from gunicorn.config import Config
from pghistory.models import Context

from compass.foundation.access_log import AccessLog
from compass.foundation.logs import MaskedFormatter, render
from compass.foundation.secret_addresses import masked
from tests.factories import NOON, PASSWORD, PersonFactory
from trusts.operations.nominations import invitation_token, nominate

SECRET_ARGUMENTS = {"token", "key"}


@pytest.fixture
def lines():
    """What the product logs, as its handler writes it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(MaskedFormatter(processor=render))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def token(story):
    return invitation_token(
        nominate(
            organisation=story.trust, technology_name="Wound Sensor", kind="DEVICE", clinical_area="SURGERY",
            problem="Late.", innovator_name="Maker", contact_email="new@maker.example", by=story.nominator, now=NOON,
        )
    )  # fmt: skip


@pytest.fixture
def reset_key(db):
    person = PersonFactory()
    return {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}


def test_the_settings_use_the_masking_formatter(settings):
    assert settings.LOGGING["formatters"]["json"]["()"] == "compass.foundation.logs.MaskedFormatter"


def test_an_invitation_is_not_logged(client, token, lines):
    assert client.get(reverse("invitation", args=[token])).status_code == 200
    client.get(reverse("account_login"), {"next": reverse("invitation", args=[token])})
    client.get(reverse("about"), headers={"referer": f"http://testserver/invitations/{token}/"})
    said = lines.getvalue()
    assert "GET /invitations/[secret]/" in said
    assert token not in said
    assert quote(token) not in said


def test_an_invitation_that_fails_is_not_logged(client, token, lines):
    client.get(f"/invitations/{token}/nothing-here/")
    client.post(reverse("invitation", args=[token]), {"name": "\x00"})
    logging.getLogger("compass").error("Internal Server Error: /invitations/%s/", token)
    assert lines.getvalue().count("[secret]") >= 5
    assert token not in lines.getvalue()


def test_a_reset_key_is_not_logged(client, reset_key, lines):
    assert client.get(reverse("account_reset_password_from_key", kwargs=reset_key)).status_code == 302
    assert "/accounts/password/reset/key/[secret]/" in lines.getvalue()
    assert reset_key["key"] not in lines.getvalue()


def test_other_addresses_are_logged_in_full(client, db, lines):
    client.get("/innovations/", {"q": "wound"})
    assert "GET /innovations/?q=wound" in lines.getvalue()


def test_the_web_server_does_not_log_it_either(token):
    path = f"/invitations/{token}/"
    environ = {"REQUEST_METHOD": "GET", "RAW_URI": f"{path}?next={quote(path, safe='')}", "SERVER_PROTOCOL": "HTTP/1.1",
               "PATH_INFO": path, "QUERY_STRING": f"next={quote(path, safe='')}", "REMOTE_ADDR": "192.0.2.1",
               "HTTP_REFERER": f"https://compass.example{path}"}  # fmt: skip
    took = SimpleNamespace(seconds=0, microseconds=12)
    answer = SimpleNamespace(status="200 OK", sent=7, headers=[])
    log = AccessLog(Config())
    atoms = log.atoms(answer, [("REFERER", environ["HTTP_REFERER"])], environ, took)
    line = log.cfg.access_log_format % log.atoms_wrapper_class(atoms)
    assert '"GET /invitations/[secret]/?next=%2Finvitations%2F[secret]%2F HTTP/1.1" 200 7' in line
    assert [name for name, value in atoms.items() if token in str(value) or quote(token) in str(value)] == []


def test_history_keeps_the_page_and_not_the_secret(client, token):
    answer = client.post(reverse("invitation", args=[token]), {"name": "New Maker", "password": PASSWORD})
    assert answer.status_code == 302
    assert {row["url"] for row in Context.objects.values_list("metadata", flat=True)} == {"/invitations/[secret]/"}


@pytest.mark.parametrize("page", ["invitation", "decline-invitation", "closed", "reset", "broken"])
def test_no_cache_and_no_referrer_gets_it(client, token, reset_key, page):
    address = {
        "invitation": reverse("invitation", args=[token]),
        "decline-invitation": reverse("decline-invitation", args=[token]),
        "closed": reverse("invitation", args=["no-such-token"]),
        "reset": reverse("account_reset_password_from_key", kwargs=reset_key),
        "broken": f"/invitations/{token}/nothing-here/",
    }[page]
    answer = client.get(address)
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "strict-origin"


def test_its_form_is_taken_with_the_origin_that_the_policy_lets_browsers_send(token):
    """A browser sends "null" for the origin of a page that may send no referrer at all; that is refused as forged."""
    client, address = Client(enforce_csrf_checks=True), reverse("invitation", args=[token])
    page = client.get(address)
    csrf = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())[1]
    typed = {"name": "New Maker", "password": PASSWORD, "csrfmiddlewaretoken": csrf}
    assert page.headers["Referrer-Policy"] not in {"no-referrer", "unsafe-url", ""}
    assert client.post(address, typed, headers={"origin": "null"}).status_code == 403
    assert client.post(address, typed, headers={"origin": "http://testserver"}).status_code == 302


def test_other_pages_name_themselves_to_this_site_only(client):
    assert client.get(reverse("about")).headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("starter", ["Dockerfile", "compass/launch/running.py"])
def test_whoever_starts_the_web_server_gives_it_that_log(settings, starter):
    text = (settings.BASE_DIR / starter).read_text(encoding="utf-8")
    assert f'"--logger-class", "{AccessLog.__module__}.{AccessLog.__name__}"' in text


def routes(patterns) -> list[tuple[str, set[str]]]:
    """The name and the arguments of each route."""
    found = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found += routes(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            route = pattern.pattern
            found.append((pattern.name, set(route.converters) or set(route.regex.groupindex)))
    return found


def test_every_route_with_a_secret_is_masked():
    secret = [
        (name, arguments) for name, arguments in routes(get_resolver().url_patterns) if SECRET_ARGUMENTS & arguments
    ]
    addresses = [
        reverse(name, kwargs={a: "canary" if a in SECRET_ARGUMENTS else "1" for a in arguments})
        for name, arguments in secret
    ]
    assert len(addresses) >= 3
    assert [address for address in addresses if "canary" in masked(address)] == []
