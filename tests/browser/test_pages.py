"""Every page of the demonstration, seen by the one who works there: with script and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from compass.demo.people import PEOPLE
from tests.browser.screens.walk import route_of

PUBLIC = (
    "/", "/innovations/", "/innovations/?q=wound", "/innovations/?q=zzzzqqq", "/innovations/?kind=DIGITAL&status=VALID",
    "/organisations/", "/organisations/?q=zzzz", "/organisations/R0A/", "/organisations/QNQ/", "/passports/", "/about/",
    "/passports/verify/how/",
    "/accessibility/", "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/",
    "/accounts/password/reset/done/",
)  # fmt: skip


@pytest.fixture
def password(product):
    return (product.state / "demonstration-password").read_text(encoding="utf-8").strip()


def test_public_pages(visitor):
    person = visitor()
    for address in PUBLIC:
        person.go(address)
    person.go("/no-such-page/", status=404)
    person.go("/compare/?i=no-such-thing&i=nor-this", status=404)


def test_every_verdict_has_a_page(visitor):
    from passports.models import Passport

    person = visitor()
    for status in Passport.objects.order_by().values_list("status", flat=True).distinct():
        passport = Passport.objects.filter(status=status).select_related("innovation").order_by("pk").first()
        person.go(f"/passports/{passport.number}/")
        person.go(f"/innovations/{passport.innovation.slug}/")


def test_a_pasted_credential_is_genuine_until_it_is_changed(visitor):
    from passports.models import Passport

    person = visitor()
    passport = Passport.objects.filter(status="VALID").order_by("pk").first()
    token = person.page.request.get(f"/passports/{passport.number}/credential").text()
    for text, said in ((token, "Genuine, and good today"), (token[:-8] + "AAAAAAAA", "Its signature does not match")):
        person.go("/passports/verify/")
        person.fill("Signed credential", text)
        person.press("Check the credential")
        person.sees(said)


def test_a_real_technology_has_facts_and_no_decision(visitor):
    from evidence.models import PublicFact

    fact = PublicFact.objects.select_related("innovation").order_by("pk").first()
    person = visitor()
    person.go(f"/innovations/{fact.innovation.slug}/")
    person.sees("No passport")


def test_somebody_signs_in_and_out(visitor, password):
    person = visitor()
    person.sign_in(PEOPLE[0].email, "not the password")
    person.sees("There is a problem")
    person.sign_in(PEOPLE[0].email, password)
    expect(person.page).to_have_url(re.compile("/home/$"))
    person.page.get_by_role("button", name="Sign out").click()
    person.look()
    person.go("/home/")
    expect(person.page).to_have_url(re.compile("/accounts/login/"))


def test_each_role_sees_its_work(visitor, layout):
    """Of each kind of page one for each person; whether it needs script is the same for all of them."""
    opened = set()
    for one in PEOPLE:
        person = visitor(one.email)
        person.go("/home/")
        main = person.page.get_by_role("main")
        addresses = {a.get_attribute("href") for a in main.get_by_role("link").all()}
        for address in sorted(addresses):
            kind = (one if layout.script else None, route_of(address))
            if kind not in opened:
                opened.add(kind)
                person.go(address)


def test_the_page_of_the_api_has_one_main_part_and_fits(visitor, layout):
    person = visitor()
    page = person.page
    page.goto("/api/docs/")
    if not layout.script:
        assert page.locator("noscript p").is_visible()
        assert page.get_by_role("main").get_by_role("link", name="OpenAPI document").is_visible()
        return
    operation = page.locator(".opblock").filter(has_text="/api/v1/passports/").first
    operation.locator(".opblock-summary-control").click()
    operation.locator("table.parameters").wait_for()
    assert page.get_by_role("main").count() == 1
    assert page.locator("h1:not([aria-level])").count() == 1
    document = page.get_by_role("main").get_by_role("link", name="OpenAPI document")
    assert document.get_attribute("href") == "/api/v1/schema/"
    width = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert width[0] <= width[1]
    assert person.complaints == []
