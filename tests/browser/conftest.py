"""A running product with demonstration data, and a Chromium to use it with."""

from __future__ import annotations

import os
import shutil
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import setup_databases, teardown_databases
from playwright.sync_api import Playwright, expect, sync_playwright

from compass.foundation.clock import now
from evidence.operations.public_facts import register_known_technology
from tests.browser.looking import Layout, Looker
from tests.browser.product import Product
from tests.browser.visitor import PATIENCE, Visitor
from tests.story import DESCRIPTION
from tests.template import with_demonstration

# Playwright keeps an event loop in this thread, and Django would take every query here for one from inside of it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# Whatever they lay out is tried at 320 as well (`tests.browser.looking`).
LAYOUTS = (Layout("script", 1280), Layout("no-script", 375, script=False))


def pytest_itemcollected(item):
    """Marked at once, because `-m` chooses before the tests are put in order."""
    if "tests/browser/" in item.nodeid:
        item.add_marker(pytest.mark.browser)


@pytest.fixture(autouse=True)
def _own_folders():
    """The product's processes have their own folders: the ones of single tests do not apply."""


@pytest.fixture(autouse=True)
def _own_cache():
    """Likewise the cache."""


@pytest.fixture(scope="session")
def shared(tmp_path_factory, worker_id):
    """A folder of all processes of this run."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def told(request, shared):
    """The folder of what belongs to the demonstration beside its database: documents, and how to sign in.

    None where the whole demonstration is wanted: for the pictures, as in `make run`.
    """
    if any("tests/browser/screens/" in item.nodeid for item in request.session.items):
        return None
    return shared / "told"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_blocker, testrun_uid, told):
    """The demonstration is told once in a run, by the process that is first; the others begin with a copy."""

    def tell():
        _keep_in(told)
        # One technology of each stage is enough.
        call_command("load_demo", "--small", stdout=StringIO())
        call_command("prepare", stdout=StringIO())

    if told:
        with django_db_blocker.unblock():
            connection.settings_dict["TEST"]["TEMPLATE"] = with_demonstration(connection, run=testrun_uid, fill=tell)


def _keep_in(state: Path) -> None:
    settings.STATE_DIR, settings.MAIL_DIR, settings.MEDIA_ROOT = state, state / "mail", state / "media"


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, django_db_modify_db_settings):
    """A test database that is committed to: these tests share it with processes, so none of them may be rolled back.

    pytest-django makes one only when a test bears its mark, and the mark would wrap the test in a transaction.
    """
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases={"default"})
        yield
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def product(django_db_setup, django_db_blocker, tmp_path_factory, worker_id, told):
    place = Product(tmp_path_factory.mktemp("product") / "state", worker_id)
    with django_db_blocker.unblock():
        _keep_in(place.state)
        if told:
            shutil.copytree(told, place.state)
        else:
            call_command("prepare", stdout=StringIO())
        place.open()
        yield place
        place.stop()


@pytest.fixture(scope="session")
def chromium():
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert found, "There is no Chromium: `make test` installs it, or set CHROMIUM to its path."
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        yield _launch(playwright, found)


def _launch(playwright: Playwright, path: str):
    switches = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    return playwright.chromium.launch(executable_path=path, headless=True, args=switches)


@pytest.fixture(scope="session")
def lookers(chromium, shared):
    """For each layout, who looks at its pages; what was audited once in a run is not audited again."""
    return cache(lambda layout: Looker(chromium, layout, shared / f"audited-{layout.name}"))


@pytest.fixture(params=LAYOUTS, ids=lambda layout: layout.name)
def layout(request):
    return request.param


@pytest.fixture
def visitor(product, chromium, lookers, layout):
    """Opens a fresh browser for somebody: `visitor("chair@…")`, signed in, or nobody without an address."""
    contexts = []

    def enter(email: str | None = None) -> Visitor:
        context = chromium.new_context(
            viewport=layout.viewport, device_scale_factor=layout.scale, java_script_enabled=layout.script,
            base_url=product.url, locale="en-GB",
        )  # fmt: skip
        contexts.append(context)
        if email:
            context.add_cookies([product.session_of(email)])
        return Visitor(context.new_page(), lookers(layout))

    yield enter
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def many(product):
    """More than one page of technologies, all for wounds."""
    for number in range(25):
        told = DESCRIPTION | {"name": f"Wound lamp {number:02}", "summary": "Shows an infected wound."}
        register_known_technology(innovator_name="Lamps of Leeds", description=told, now=now())
