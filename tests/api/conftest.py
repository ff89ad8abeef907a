from __future__ import annotations

import pytest
from rest_framework.settings import api_settings

from tests.guide.catalogue import Catalogue


@pytest.fixture
def catalogue(db) -> Catalogue:
    return Catalogue()


@pytest.fixture(autouse=True)
def _unthrottled(monkeypatch):
    """The limit is per address and minute; hundreds of requests of one test run would meet it."""
    from rest_framework.throttling import SimpleRateThrottle

    monkeypatch.setattr(SimpleRateThrottle, "allow_request", lambda *_: True)
    assert api_settings.DEFAULT_THROTTLE_CLASSES
