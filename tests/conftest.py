"""What every test may use."""

from __future__ import annotations

import gc
from itertools import count

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase, override_settings
from hypothesis import settings as property_tests

from tests import emptying
from tests.story import Story
from tests.template import template

# How long one example takes is the machine's business: a busy one would fail a true property.
property_tests.register_profile("house", deadline=None)
property_tests.load_profile("house")

_FOLDERS = count()
AT_THE_END = ("tests/passports/", "tests/notices/")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request, django_db_modify_db_settings_parallel_suffix, django_db_use_migrations, django_db_blocker
):
    """New test databases begin as a copy of the migrated one; `--reuse-db` keeps the ones that are there."""
    kept = request.config.getvalue("reuse_db") and not request.config.getvalue("create_db")
    if django_db_use_migrations and not kept:
        with django_db_blocker.unblock():
            connection.settings_dict["TEST"]["TEMPLATE"] = template(connection)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """What stands in a new database stands there again after each test that commits."""
    with django_db_blocker.unblock():
        emptying.remember()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(TransactionTestCase, "_fixture_teardown", lambda _: emptying.put_back())
        yield


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items):
    """Heavy by nature: property tests, which try a hundred examples; tests that commit, whose rows are all deleted
    afterwards; tests of what stands at the end of the journey, each of which walks all before it."""
    for item in items:
        database, place = item.get_closest_marker("django_db"), item.nodeid.partition("::")[0]
        commits = (database and database.kwargs.get("transaction")) or "transactional_db" in item.fixturenames
        walks = place.startswith(AT_THE_END) and (database or "db" in item.fixturenames)
        if commits or walks or getattr(item.obj, "is_hypothesis_test", False):
            item.add_marker("heavy")
    chosen = yield
    # The longest begin first, whatever else is put in order: the short ones fill the time of the other processes.
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
    return chosen


def pytest_collection_finish():
    """What was imported and collected stays: the garbage collector need not look through it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path_factory):
    """Uploads and e-mails of one test stay in its own folder, made by whoever writes there."""
    own = tmp_path_factory.getbasetemp() / f"own-{next(_FOLDERS)}"
    settings.MEDIA_ROOT = own / "media"
    settings.MAIL_DIR = own / "mail"


@pytest.fixture(scope="session", autouse=True)
def _own_cache(worker_id):
    """Each xdist process has its own keys in the one Redis."""
    with override_settings(CACHES={"default": {**settings.CACHES["default"], "KEY_PREFIX": worker_id}}):
        yield


@pytest.fixture(autouse=True)
def _empty_cache(worker_id):
    """One process alone may begin each test with nothing kept; beside others it would empty theirs."""
    yield
    cache.clear() if worker_id == "master" else None


@pytest.fixture
def story(db):
    return Story()
