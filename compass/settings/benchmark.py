"""Benchmarks: as in production, without TLS, on this machine only."""

from compass.settings.base import *  # noqa: F403

ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
LOG_LEVEL = "ERROR"
