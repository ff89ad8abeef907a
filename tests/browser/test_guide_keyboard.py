"""The guide by keyboard alone, wide and at 400 % zoom, which leaves 320 by 256 CSS pixels of 1280 by 1024."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.keyboard import Keyboard
from tests.browser.looking import Layout

ZOOMED = Layout("zoomed", 320, height=256, scale=4)
SEARCH = "/innovations/?status=VALID&status=VALID_WITH_CONDITIONS&status=EXPIRING"


@pytest.fixture(params=(Layout("script", 1280), ZOOMED), ids=lambda layout: layout.name)
def layout(request):
    return request.param


def first_two(page) -> list[str]:
    """The addresses of the first two results."""
    links = page.get_by_role("main").get_by_role("listitem").get_by_role("heading").get_by_role("link")
    return [one.get_attribute("href") for one in links.all()[:2]]


def test_every_control_is_reached_in_turn_and_seen(visitor):
    person = visitor()
    person.go(SEARCH)
    one, other = first_two(person.page)
    compared = "/compare/?" + "&".join(
        f"i={address.partition('?')[0].strip('/').rpartition('/')[2]}" for address in (one, other)
    )
    for address in (SEARCH, one, compared):
        person.go(address)
        Keyboard(person.page).skips_to_the_content()
        person.go(address)
        Keyboard(person.page).walks_the_page()


def test_products_are_found_and_compared_without_a_mouse(visitor, many):
    person = visitor()
    person.go("/")
    keyboard = Keyboard(person.page)
    keyboard.to("What problem, product or company are you looking for?")
    person.page.keyboard.type("wound")
    keyboard.press("Enter")
    expect(person.page).to_have_url(re.compile(r"/innovations/\?q=wound"))
    person.look()
    for box in person.page.get_by_role("checkbox", name=re.compile("^Compare ")).all()[:2]:
        keyboard.to(box.evaluate("box => box.labels[0].innerText"))
        keyboard.press("Space")
        expect(box).to_be_checked()
    keyboard.to("Compare the chosen ones")
    keyboard.press("Enter")
    expect(person.page.get_by_role("table")).to_be_visible()
    person.look()
    keyboard.to("Show only rows that differ")
    keyboard.press("Enter")
    expect(person.page.get_by_role("main")).to_contain_text("Only rows that differ are shown.")


def test_what_is_kept_is_walked_without_a_mouse(visitor):
    """The room of a buyer, and the first of each thing that leads on from it."""
    person = visitor("buyer@demo.example")
    person.go("/choosing/")
    parts = person.page.get_by_role("main").get_by_role("region")
    firsts = [one.get_by_role("link").first.get_attribute("href") for one in parts.all()]
    assert len(firsts) >= 3
    for address in ("/choosing/", *firsts, "/saved-searches/", "/evaluations/"):
        person.go(address)
        Keyboard(person.page).walks_the_page()
