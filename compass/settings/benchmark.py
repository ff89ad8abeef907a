"""Benchmarks: as in production, without TLS, on this machine only."""

from compass.settings.base import *  # noqa: F403
from compass.settings.base import LOGGING

ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
LOGGING = LOGGING | {"root": {"handlers": ["console"], "level": "CRITICAL"}}
