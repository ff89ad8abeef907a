"""Production refuses to start when something would be unsafe, and says what to do."""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
from base64 import b64encode
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "SECRET_KEY": secrets.token_urlsafe(64),
    "DATABASE_URL": "postgresql://compass:secret@db.nhs.example:5432/compass",
    "REDIS_URL": "redis://cache.nhs.example:6379/0",
    "SIGNING_KEYS": b64encode(b"-----BEGIN PRIVATE KEY-----").decode(),
    "ALLOWED_HOSTS": "compass.nhs.example, www.compass.nhs.example",
    "SITE_URL": "https://compass.nhs.example/",
    "EMAIL_URL": "smtp+tls://user:secret@mail.nhs.example:587",
    "COMPASS_STATE_DIR": "/tmp/compass-state",
    "LC_ALL": "C.UTF-8",
}
REFUSED = {
    "no key": ({"SECRET_KEY": None}, "SECRET_KEY"),
    "empty key": ({"SECRET_KEY": ""}, "SECRET_KEY is empty"),
    "short key": ({"SECRET_KEY": secrets.token_hex(24)}, "SECRET_KEY is too weak"),
    "dull key": ({"SECRET_KEY": "abcdefghijk" * 9}, "SECRET_KEY is too weak"),
    "Django's own key": ({"SECRET_KEY": f"django-insecure-{secrets.token_urlsafe(64)}"}, "SECRET_KEY is too weak"),
    "no signing key": ({"SIGNING_KEYS": None}, "SIGNING_KEYS must begin with a private key"),
    "a public signing key": (
        {"SIGNING_KEYS": b64encode(b"-----BEGIN PUBLIC KEY-----").decode()},
        "SIGNING_KEYS must begin with a private key",
    ),
    "a signing key that is not base64": ({"SIGNING_KEYS": "-----BEGIN PRIVATE KEY-----"}, "each in base64"),
    "debug": ({"DEBUG": "true"}, "DEBUG may not be on"),
    "debug in other words": ({"DEBUG": "1"}, "DEBUG may not be on"),
    "debug perhaps": ({"DEBUG": "perhaps"}, "DEBUG"),
    "no hosts": ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS"),
    "empty hosts": ({"ALLOWED_HOSTS": " , "}, "ALLOWED_HOSTS must name each host"),
    "any host": ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name each host"),
    "any host among others": ({"ALLOWED_HOSTS": "compass.nhs.example,*"}, "ALLOWED_HOSTS must name each host"),
    "wildcard": ({"ALLOWED_HOSTS": "*.nhs.example"}, "ALLOWED_HOSTS must name each host"),
    "Django's wildcard": ({"ALLOWED_HOSTS": ".nhs.example"}, "ALLOWED_HOSTS must name each host"),
    "plain http": ({"SITE_URL": "http://compass.nhs.example"}, "SITE_URL must begin with https://"),
    "no site": ({"SITE_URL": None}, "SITE_URL must begin with https://"),
    "demonstration": ({"COMPASS_DEMONSTRATION": "yes"}, "Demonstration data is refused"),
    "no database": ({"DATABASE_URL": None}, "DATABASE_URL"),
    "another database": ({"DATABASE_URL": "sqlite:///x"}, "must begin with postgresql://"),
    "nonsense for a database": ({"DATABASE_URL": "nonsense"}, "DATABASE_URL"),
    "no cache": ({"REDIS_URL": None}, "REDIS_URL"),
    "webhooks to itself": ({"WEBHOOKS_TO_THIS_MACHINE": "1"}, "WEBHOOKS_TO_THIS_MACHINE may not be on"),
    "life in words": ({"PASSPORT_LIFE_MONTHS": "two years"}, "PASSPORT_LIFE_MONTHS"),
}


@pytest.fixture(scope="module")
def outcomes():
    """What came of each environment; one process loads them all."""
    environments = {"good": {}, "debug said off": {"DEBUG": "false"}}
    environments |= {name: change for name, (change, _) in REFUSED.items()}
    done = subprocess.run(
        [sys.executable, "-m", "tests.settings.loader"], cwd=ROOT, capture_output=True, text=True, check=True,
        timeout=60, input=json.dumps([{**GOOD, **change} for change in environments.values()]),
    )  # fmt: skip
    return dict(zip(environments, json.loads(done.stdout), strict=True))


@pytest.mark.parametrize("name", ["good", "debug said off"])
def test_a_good_environment_starts(outcomes, name):
    given = outcomes[name]
    assert "error" not in given, given
    assert given["ALLOWED_HOSTS"] == ["compass.nhs.example", "www.compass.nhs.example"]
    assert (given["DEBUG"], given["DEMONSTRATION"]) == (False, False)
    assert given["SITE_URL"] == "https://compass.nhs.example"
    assert (given["EMAIL_HOST"], given["EMAIL_PORT"], given["EMAIL_USE_TLS"]) == ("mail.nhs.example", 587, True)
    assert all(given[name] is True for name in ("SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"))
    assert "compass.demo" not in given["INSTALLED_APPS"]


@pytest.mark.parametrize("name", REFUSED)
def test_an_unsafe_environment_is_refused_in_words(outcomes, name):
    _, said = REFUSED[name]
    error = outcomes[name].get("error", "it started")
    assert error.startswith("ImproperlyConfigured: "), error
    assert said in error
