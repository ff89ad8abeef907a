"""Pages that no link of the demonstration leads to: behind a form, or behind a secret link out of an e-mail.

Each step is small, does what a person would do, and stops with a page open that is worth a picture. They come after
everything else was seen, because some change what the others show.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

from playwright.sync_api import Page

from compass.accounts.models import User
from compass.demo.people import BUYER_AT, PEOPLE
from compass.foundation.clock import now
from compass.foundation.models import Email
from compass.foundation.signed_links import signed_link
from compass.notices.models import WebhookDelivery
from tests.browser.product import Product, wait_until
from tests.browser.screens.walk import SIDE_BY_SIDE
from trusts.models import Organisation, Role
from trusts.operations.people import add_member

ADDRESS = {one.key: one.email for one in PEOPLE}
Step = Callable[[Page, Product], Iterator[None]]


def _link_to(place: str, recipient: str = "") -> str:
    """The address in the newest e-mail that leads to such a place."""
    found = Email.objects.filter(text__contains=place, recipient__contains=recipient).latest("id")
    return next("/" + word.split("/", 3)[3] for word in found.text.split() if place in word)


def _press(page: Page) -> None:
    """Send the page's form; by what it is and not by its words, which change more often."""
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()


def _follow(page: Page, place: str) -> None:
    """Follow the first link of the page that leads to such a place."""
    with page.expect_navigation():
        page.locator(f"main a[href*='{place}']").first.click()


def forgotten_password(page: Page, product: Product) -> Iterator[None]:
    """Somebody has a link sent to choose a new password."""
    page.goto("/accounts/password/reset/")
    page.locator("input[name=email]").fill(ADDRESS["buyer"])
    _press(page)
    page.goto(_link_to("/password/reset/key/"))
    yield


def invited_colleague(page: Page, product: Product) -> Iterator[None]:
    """The colleague whom the innovator invited opens the link."""
    page.goto(_link_to("/colleague-invitations/"))
    yield


def unwanted_email(page: Page, product: Product) -> Iterator[None]:
    """Somebody follows the link that stops e-mails about a passport."""
    page.goto("/" + signed_link(Email.objects.exclude(opt_out="").latest("id").opt_out).split("/", 3)[3])
    yield


def nominated(page: Page, product: Product) -> Iterator[None]:
    """The innovator opens an invitation, thinks of declining, and accepts."""
    page.goto(_link_to("/invitations/", ADDRESS["innovator"]))
    yield
    _follow(page, "/decline/")
    yield
    page.go_back()
    page.locator("input[name=innovation][value=new]").check()
    page.locator("input[name=innovator]").first.check()
    _press(page)
    yield


class _Gone(BaseHTTPRequestHandler):
    """A system that takes no messages any more: what is sent to it is given up at once."""

    def do_POST(self) -> None:
        self.send_response(410)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def _gone() -> Iterator[str]:
    """The address of such a system, on this machine."""
    with HTTPServer(("127.0.0.1", 0), _Gone) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/gone"
        server.shutdown()


def webhook(page: Page, product: Product) -> Iterator[None]:
    """The buyer adds a webhook, sends a test to it, and sends again what was given up."""
    with _gone() as address:
        page.goto("/webhooks/add/")
        page.locator("input[name=address]").fill(address)
        _press(page)
        _follow(page, "/test/")
        yield
        _press(page)
        product.send("send_webhooks")
        wait_until(WebhookDelivery.objects.exclude(dead_at=None).exists, seconds=60, what="the test to be given up")
    page.reload()
    _follow(page, "/replay/")
    yield


def works_at_two(page: Page, product: Product) -> Iterator[None]:
    """Somebody who works for a second trust as well is asked for which one a cost is worked out."""
    person = User.objects.get(email=ADDRESS["lead"])
    second = Organisation.objects.get(ods_code=BUYER_AT)
    add_member(organisation=second, person=person, role=Role.NOMINATOR, by=None, now=now())
    page.goto(SIDE_BY_SIDE)
    _follow(page, "/local-cost-comparison/")
    yield
    page.goto("/innovations/windlass-cough-counter/")
    _follow(page, "/local-cost/")
    yield


STEPS: tuple[tuple[str, Step], ...] = (
    ("", forgotten_password),
    ("", invited_colleague),
    ("", unwanted_email),
    ("innovator", nominated),
    ("buyer", webhook),
    ("lead", works_at_two),
)
