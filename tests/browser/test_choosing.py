"""A buyer without script: from the room to a shortlist, side by side, an evaluation and what it would cost."""

from __future__ import annotations

import pytest

from tests.browser.looking import Layout


@pytest.fixture(params=(Layout("no-script", 375, script=False),), ids=lambda layout: layout.name)
def layout(request):
    return request.param


def test_a_buyer_chooses_without_script(visitor):
    """Over the pages of the room; each page is looked at as it is reached."""
    person = visitor("buyer@demo.example")
    main = person.page.get_by_role("main")
    person.go("/home/")
    person.follow("Everything you keep")
    person.sees("Choose and buy")
    main.get_by_role("region", name="Shortlists").get_by_role("listitem").get_by_role("link").first.click()
    person.look()
    person.sees("Votes:")
    shortlist = person.page.url
    person.page.get_by_role("button", name="Compare side by side", exact=True).click()
    person.look()
    person.sees("For your organisation")
    person.follow("See what they would cost us")
    person.sees("Only people of")
    person.go(shortlist)
    person.page.get_by_role("button", name="Start an evaluation", exact=True).click()
    person.look()
    person.press("Start the evaluation")  # without a name: said, and nothing chosen is lost
    person.sees("There is a problem")
    person.fill("Name of the purchase", "Browser test")
    person.press("Start the evaluation")
    person.sees("Being set up")
    person.follow("Change questions and weights")
    person.go("/choosing/")
    main.get_by_role("listitem").filter(has_text="Agree on the scores").get_by_role("link").first.click()
    person.look()
    person.follow("Agree on scores")
    person.go("/evaluations/")
    main.get_by_role("listitem").filter(has_text="Closed").get_by_role("link").first.click()
    person.look()
    person.follow("See the result")
    person.sees("first place")
    person.follow("Choose and buy")
    person.follow("All local costs")
    main.get_by_role("listitem").get_by_role("link").first.click()
    person.look()
    person.follow("Change your numbers")
