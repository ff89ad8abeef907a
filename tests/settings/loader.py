"""Loads production settings under many environments in one process: JSON in (a list of environments), JSON out."""

from __future__ import annotations

import importlib
import json
import os
import sys


def load(environment: dict[str, str | None]) -> dict[str, object]:
    """What came of it: the error, or some of the settings."""
    for name in [n for n in sys.modules if n.startswith("compass.settings")]:
        del sys.modules[name]
    os.environ.clear()
    os.environ.update({name: value for name, value in environment.items() if value is not None})
    try:
        settings = importlib.import_module("compass.settings.production")
    except Exception as error:  # noqa: BLE001 (the test looks at it)
        return {"error": f"{type(error).__name__}: {error}"}
    given = ("ALLOWED_HOSTS", "DEBUG", "SITE_URL", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE",
             "EMAIL_HOST", "EMAIL_PORT", "EMAIL_USE_TLS", "DEMONSTRATION", "INSTALLED_APPS")  # fmt: skip
    return {name: getattr(settings, name, None) for name in given}


if __name__ == "__main__":
    print(json.dumps([load(environment) for environment in json.load(sys.stdin)]))  # noqa: T201
