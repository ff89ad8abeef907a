"""Reading the environment: typed, strict, and clear about what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from compass.settings import env

NAME = "COMPASS_TEST_VALUE"


@pytest.mark.parametrize(
    ("read", "given", "value"),
    [
        (lambda: env.text(NAME), "x", "x"),
        (lambda: env.text(NAME, ""), None, ""),
        (lambda: env.integer(NAME, 8), "12", 12),
        (lambda: env.integer(NAME, 8), None, 8),
        (lambda: env.switch(NAME, default=False), "yes", True),
        (lambda: env.switch(NAME, default=True), "0", False),
        (lambda: env.words(NAME), " a, b ,,", ["a", "b"]),
        (lambda: env.folder(NAME, Path("/tmp")), "files", env.BASE_DIR / "files"),
        (lambda: env.folder(NAME, Path("/tmp")), None, Path("/tmp").resolve()),
        (lambda: env.database(NAME)["HOST"], "postgres://u:p@h/d", "h"),
        (lambda: env.email(NAME, "")["EMAIL_PORT"], "smtp+ssl://u:p@h:465", 465),
        (lambda: env.email(NAME, "")["EMAIL_USE_SSL"], "smtp+ssl://u:p@h:465", True),
        (lambda: env.email(NAME, "")["EMAIL_USE_TLS"], "smtp+tls://u:p@h:587", True),
    ],
)
def test_values_are_read_as_what_they_are(monkeypatch, read, given, value):
    monkeypatch.delenv(NAME, raising=False) if given is None else monkeypatch.setenv(NAME, given)
    assert read() == value


@pytest.mark.parametrize(
    ("read", "given"),
    [
        (lambda: env.text(NAME), None),
        (lambda: env.text(NAME), ""),
        (lambda: env.integer(NAME, 8), "eight"),
        (lambda: env.switch(NAME, default=False), "perhaps"),
        (lambda: env.words(NAME), None),
        (lambda: env.database(NAME), None),
        (lambda: env.database(NAME), "mysql://u:p@h/d"),
        (lambda: env.database(NAME), "sqlite://:memory:"),
        (lambda: env.database(NAME), "nonsense"),
    ],
)
def test_a_bad_value_is_one_clear_error_that_names_the_variable(monkeypatch, read, given):
    monkeypatch.delenv(NAME, raising=False) if given is None else monkeypatch.setenv(NAME, given)
    with pytest.raises(ImproperlyConfigured, match=NAME) as error:
        read()
    assert "environment" in str(error.value) or "must begin with postgresql://" in str(error.value)
