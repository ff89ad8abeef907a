"""What every test may use."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from tests.story import Story


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path):
    """Uploads and e-mails of one test stay in its own folder."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MAIL_DIR = tmp_path / "mail"


@pytest.fixture(autouse=True)
def _own_cache(settings, worker_id):
    """Each xdist process has its own keys in the one Redis."""
    settings.CACHES = {"default": {**settings.CACHES["default"], "KEY_PREFIX": worker_id}}
    yield
    cache.clear() if worker_id == "master" else None


@pytest.fixture
def story(db):
    return Story()
