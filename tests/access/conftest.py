"""The world is built once for a file, in a transaction of its own: each test works in a savepoint of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings

from tests.access.world import World


@pytest.fixture(scope="module")
def media(tmp_path_factory) -> Path:
    """Where the documents of the world lie."""
    return tmp_path_factory.mktemp("world") / "media"


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, media):
    """With its people and addresses; whatever a test changes is rolled back, so keep no row's state in memory."""
    whole = transaction.atomic()
    whole._from_testcase = True  # as Django marks its own: what must be outermost may run in it
    with django_db_blocker.unblock(), whole:
        with override_settings(MEDIA_ROOT=media):
            made = World()
        yield made
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path, media):
    """A test that reads a document finds it where the world put it."""
    settings.MEDIA_ROOT = media
    settings.MAIL_DIR = tmp_path / "mail"
