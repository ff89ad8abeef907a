"""What every test may use."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from hypothesis import settings as property_tests

from tests.story import Story
from tests.template import template

# How long one example takes is the machine's business: a busy one would fail a true property.
property_tests.register_profile("house", deadline=None)
property_tests.load_profile("house")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request, django_db_modify_db_settings_parallel_suffix, django_db_use_migrations, django_db_blocker
):
    """New test databases begin as a copy of the migrated one; `--reuse-db` keeps the ones that are there."""
    kept = request.config.getvalue("reuse_db") and not request.config.getvalue("create_db")
    if django_db_use_migrations and not kept:
        with django_db_blocker.unblock():
            connection.settings_dict["TEST"]["TEMPLATE"] = template(connection)


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
