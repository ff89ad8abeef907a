"""A running product with demonstration data, and a Chromium to use it with."""

from __future__ import annotations

import os
import shutil

import pytest
from django.core.management import call_command
from django.test.utils import setup_databases, teardown_databases
from playwright.sync_api import Playwright, sync_playwright

from tests.browser.product import Product
from tests.browser.visitor import Visitor

# Playwright keeps an event loop in this thread, and Django would take every query here for one from inside of it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

LAYOUTS = {
    "wide": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 375, "height": 800}},
    "no-script": {"viewport": {"width": 1280, "height": 900}, "java_script_enabled": False},
}


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(autouse=True)
def _own_folders():
    """The product's processes have their own folders: the ones of single tests do not apply."""


@pytest.fixture(autouse=True)
def _own_cache():
    """Likewise the cache."""


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """A test database that is committed to: these tests share it with processes, so none of them may be rolled back.

    pytest-django makes one only when a test bears its mark, and the mark would wrap the test in a transaction.
    """
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases={"default"})
        yield
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def product(django_db_setup, django_db_blocker, tmp_path_factory):
    from django.conf import settings

    place = Product(tmp_path_factory.mktemp("product"))
    with django_db_blocker.unblock():
        settings.STATE_DIR, settings.MAIL_DIR = place.state, place.mail
        settings.MEDIA_ROOT = place.state / "media"
        call_command("prepare", verbosity=0)
        place.open()
        yield place
        place.stop()


@pytest.fixture(scope="session")
def chromium():
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert found, "There is no Chromium: `make test` installs it, or set CHROMIUM to its path."
    with sync_playwright() as playwright:
        yield _launch(playwright, found)


def _launch(playwright: Playwright, path: str):
    switches = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    return playwright.chromium.launch(executable_path=path, headless=True, args=switches)


@pytest.fixture(params=LAYOUTS)
def layout(request):
    return request.param


@pytest.fixture
def visitor(product, chromium, layout):
    """Opens a fresh browser for somebody: `visitor("chair@…")`, or nobody without an address."""
    contexts, visitors = [], []

    def enter(email: str | None = None) -> Visitor:
        context = chromium.new_context(**LAYOUTS[layout], base_url=product.url, locale="en-GB")
        contexts.append(context)
        person = Visitor(context.new_page(), layout)
        visitors.append(person)
        if email:
            person.sign_in(email)
        return person

    yield enter
    for person in visitors:
        if person.auditor is not None:
            person.auditor.context.close()
    for context in contexts:
        context.close()
