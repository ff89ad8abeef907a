"""`make screenshots`: a picture of every page of the demonstration. No test of what the product does."""

from __future__ import annotations

import re
from contextlib import contextmanager

from django.urls import resolve

from compass.demo.people import PEOPLE
from tests.browser.screens.pictures import TALLEST, WIDTHS, Shown, index, name_of, replace_all, small
from tests.browser.screens.routes import NO_PAGE, routes
from tests.browser.screens.steps import STEPS
from tests.browser.screens.walk import SEEDS, route_of, walk

ANYBODY = "Anybody"
# Public pages from which somebody who is signed in goes on; through the others they need not go again.
CROSSINGS = {"innovation", "innovations", "passport", "compare", "needs", "need"}


def take(page) -> list[bytes]:
    """The top of the page as it stands open, at each width."""
    taken = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        tall = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
        top = {"x": 0, "y": 0, "width": width, "height": tall}
        taken.append(small(page.screenshot(full_page=True, clip=top)))
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    return taken


def described(page, route: str, address: str) -> Shown:
    written = resolve(address.partition("?")[0]).route.replace("^", "").rstrip("$")
    pattern = "/" + re.sub(r"<\w+:(\w+)>|\(\?P<(\w+)>[^)]*\)", r"<\1\2>", written)
    return Shown(route, page.title().removesuffix(" – MedTech Compass").replace("|", "–"), pattern)


@contextmanager
def page_of(product, chromium, email):
    """A browser of somebody's own; of nobody's without an address."""
    context = chromium.new_context(base_url=product.url, locale="en-GB", viewport={"width": 1280, "height": 900})
    if email:
        context.add_cookies([product.session_of(email)])
    yield context.new_page()
    context.close()


def test_every_page_has_its_picture(product, chromium, pytestconfig):
    made, known, public = {}, set(), set()
    people = {"": (ANYBODY, None), **{one.key: (f"{one.role}: {one.name}", one.email) for one in PEOPLE}}
    by_person = {who: [] for who, _ in people.values()}

    def keep(who, page, route, address):
        if route not in known:
            known.add(route)
            by_person[who].append(described(page, route, address))
            made.update(zip((name_of(route, width) for width in WIDTHS), take(page), strict=True))

    for who, email in people.values():
        with page_of(product, chromium, email) as page:
            first = SEEDS["account" if email else ""]
            for route, address in walk(page, first=first, known=known, passed=public - CROSSINGS):
                keep(who, page, route, address)
        public = public or set(known)
    for key, step in STEPS:
        who, email = people[key]
        with page_of(product, chromium, email) as page:
            for _ in step(page, product):
                keep(who, page, route_of(page.url.removeprefix(product.url)), page.url.removeprefix(product.url))
    size = sum(map(len, made.values()))
    replace_all(made, index(by_person, size))
    said = f"{len(known)} pages, {len(made)} pictures, {size / 1_000_000:.1f} MB."
    pytestconfig.get_terminal_writer().line(f"\n{said}")
    assert routes() - known - set(NO_PAGE) == set(), "Neither a link nor a step leads there."
