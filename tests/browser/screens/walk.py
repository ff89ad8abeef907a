"""Going through the demonstration as somebody, from link to link, until each page that they can reach was seen once."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Set
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Error, Page

from tests.browser.screens.routes import NO_PAGE, routes

TRIES = 8  # pages of one kind that are tried, where the first ones cannot be shown as things stand
# What these offer differs with the state of what they show: more than one of each is looked through for ways on.
VARIED = {
    "innovations", "innovation", "passport", "pack", "workplace", "assessment", "submission", "adoption", "evaluation",
    "need", "notice-match", "pack-assessments", "proposal", "shortlist",
}  # fmt: skip
# What a page has to show before it is worth a picture: without, it only says that there is nothing yet.
TELLING = {"compare": ".app-compare", "evaluation-result": ".app-chart", "local-cost-comparison": "table",
           "pack-comments": "a[href*='/resolve/']"}  # fmt: skip
LOOKED_THROUGH = 6
SIDE_BY_SIDE = "/compare/?i=windlass-cough-counter&i=heathcliff-breath-meter&i=ravenscar-chest-drain-sensor"
# Technologies that stand in a state of their own: suspended, with a condition, a maker that is one of the people.
EXAMPLES = ("cairn-fracture-finder", "millrace-dialysis-sentinel", "stillwater-rhythm-patch")
SEEDS = {
    "": [
        SIDE_BY_SIDE,
        "/",
        "/innovations/?q=wound",
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/password/reset/done/",
        "/accounts/password/reset/key/done/",
        "/accounts/inactive/",
    ],
    "account": [
        "/home/",
        SIDE_BY_SIDE,
        "/needs/",
        *(f"/innovations/{slug}/" for slug in EXAMPLES),
        "/innovations/?status=VALID&sort=newest",
        "/innovations/?status=VALID_WITH_CONDITIONS",
        "/innovations/?status=SUSPENDED",
        "/notices/",
        "/subscriptions/",
        "/webhooks/",
        "/accounts/logout/",
    ],
}


def route_of(address: str) -> str:
    """The name of the address's route; empty for what is no page of ours."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path:
        return ""
    try:
        return resolve(parts.path).url_name or ""
    except Resolver404:
        return ""


def links(page: Page) -> list[str]:
    """The addresses on this site that a page leads to, as they stand in it."""
    found = page.eval_on_selector_all("a[href]", "all => all.map(one => one.getAttribute('href'))")
    whole = page.evaluate(
        "all => all.map(one => new URL(one, location.href)).filter(one => one.origin === location.origin)"
        ".map(one => one.pathname + one.search)",
        found,
    )
    return list(dict.fromkeys(whole))


def walk(page: Page, *, first: list[str], known: Set[str], passed: Set[str]) -> Iterator[tuple[str, str]]:
    """Each route that can be reached with its address, the page open: unknown ones first, `passed` never."""
    waiting, tried, done = deque(first), Counter[str](), Counter[str]()
    asked, pages = set(first), routes() - set(NO_PAGE) - passed
    while waiting:
        address = waiting.popleft()
        name = route_of(address)
        enough = LOOKED_THROUGH if name in VARIED else 1
        if name not in pages or done[name] >= enough or tried[name] >= TRIES:
            continue
        tried[name] += 1
        try:
            answer = page.goto(address)
        except Error:  # a file, which Chromium would save
            continue
        there = urlsplit(page.url)
        name = route_of(there.path)  # it may have led on
        if answer is None or answer.status != 200 or name not in pages:
            continue
        told = name not in TELLING or page.locator(TELLING[name]).count() > 0
        done[name] += told
        for link in links(page):
            if link not in asked:
                asked.add(link)
                # What is not known yet comes first: it may be the only way to more.
                (waiting.append if route_of(link) in known else waiting.appendleft)(link)
        if told:
            yield name, f"{there.path}?{there.query}".rstrip("?")
