"""`make screenshots`: a picture of every page of the demonstration. No test of what the product does."""

from __future__ import annotations

import re

from django.urls import resolve

from compass.demo.people import PEOPLE
from tests.browser.screens.pictures import TALLEST, WIDTHS, Shown, index, name_of, replace_all, small
from tests.browser.screens.routes import NO_PAGE, routes
from tests.browser.screens.walk import SEEDS, walk

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
    pattern = "/" + re.sub(r"<\w+:(\w+)>", r"<\1>", resolve(address.partition("?")[0]).route).lstrip("^").rstrip("$")
    return Shown(route, page.title().removesuffix(" – MedTech Compass").replace("|", "–"), pattern)


def test_every_page_has_its_picture(product, chromium, pytestconfig):
    made, by_person, known, public = {}, {}, set(), set()
    people = [(ANYBODY, None), *((f"{one.role}: {one.name}", one.email) for one in PEOPLE)]
    for who, email in people:
        context = chromium.new_context(base_url=product.url, locale="en-GB", viewport={"width": 1280, "height": 900})
        if email:
            context.add_cookies([product.session_of(email)])
        page, pages = context.new_page(), []
        for route, address in walk(
            page, first=SEEDS["account" if email else ""], known=known, passed=public - CROSSINGS
        ):
            if route in known:
                continue
            known.add(route)
            pages.append(described(page, route, address))
            made |= zip((name_of(route, width) for width in WIDTHS), take(page), strict=True)
        by_person[who] = pages
        public = public or set(known)
        context.close()
    size = sum(map(len, made.values()))
    unreached = sorted(routes() - known - set(NO_PAGE))
    replace_all(made, index(by_person, unreached, size))
    said = f"{len(known)} pages, {len(made)} pictures, {size / 1_000_000:.1f} MB. Not reached: {', '.join(unreached)}."
    pytestconfig.get_terminal_writer().line(f"\n{said}")
