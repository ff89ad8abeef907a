"""What a buyer keeps for their organisation, with script and without: a shortlist, a record, a cost, an evaluation."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from compass.foundation.clock import now
from passports.models import Passport
from tests.factories import OrganisationFactory, PersonFactory
from tests.guide.value_case import ValueCase
from trusts.models import Member, Role


@pytest.fixture
def colleague(product, many):
    """A buyer at a trust of their own, so that no other test's lists are in the way."""
    person = PersonFactory()
    Member.objects.create(organisation=OrganisationFactory(), person=person, role=Role.BUYER)
    return person


@pytest.fixture
def buyer(visitor, colleague):
    return visitor(colleague.email)


def listed(person) -> list[str]:
    items = person.page.get_by_role("main").get_by_role("listitem").filter(has=person.page.get_by_role("heading"))
    return [re.sub(r"^\d+\.\s*", "", one.strip()) for one in items.get_by_role("heading").all_inner_texts()]


def test_a_shortlist_is_started_from_a_search_and_weighed_up(buyer):
    buyer.go("/innovations/?q=wound")
    for number in (0, 1):
        buyer.page.get_by_role("checkbox", name=re.compile("^Compare ")).nth(number).check()
    buyer.submit("Add the chosen ones to a shortlist")
    buyer.press("Add to the shortlist")
    buyer.sees("Enter the name of the new shortlist")
    buyer.fill("Name of the new shortlist", "Wounds of the winter")
    buyer.press("Add to the shortlist")
    first, second = listed(buyer)
    buyer.follow(re.compile(f"Vote or write a note.*{re.escape(second)}"))
    buyer.choose("For")
    buyer.fill("Note (optional)", "The wards liked it. 😀")
    buyer.press("Save")
    buyer.sees("The wards liked it. 😀")
    buyer.follow(re.compile(f"Move up.*{re.escape(second)}"))
    buyer.press("Move up")
    assert listed(buyer) == [second, first]
    buyer.follow("Archive the shortlist")
    buyer.press("Archive the shortlist")
    buyer.sees("It can be read, but not changed.")


def test_a_search_is_kept_as_a_record_that_proves_itself(buyer):
    buyer.go("/innovations/?q=wound")
    buyer.follow("Keep a record of this search")
    buyer.fill("What is it for? (optional)", "Tender 2027-12")
    buyer.press("Keep the record")
    buyer.sees("Nothing in it has changed since it was made.")
    buyer.sees("Tender 2027-12")
    pdf = buyer.page.get_by_role("button", name="Download the record (PDF)").get_attribute("href")
    assert buyer.page.request.get(pdf).body().startswith(b"%PDF")


def test_a_search_is_saved_renamed_and_stopped(buyer):
    buyer.go("/innovations/?q=wound")
    buyer.follow(re.compile("^Save this search"))
    buyer.press("Save this search")
    buyer.sees("Enter the name of the search")
    buyer.fill("Name of the search", "Wounds 😀")
    buyer.choose("No emails, only notices here")
    buyer.press("Save this search")
    buyer.go("/saved-searches/")
    buyer.follow("Wounds 😀")
    buyer.follow(re.compile("^Rename"))
    buyer.fill("Name of the search", "Wounds of the winter")
    buyer.press("Save")
    buyer.sees("The search has its new name.")
    buyer.follow(re.compile("^Stop"))
    buyer.press("Stop this search")
    buyer.sees("The search is stopped.")


def test_an_organisation_asks_its_own_questions(buyer):
    buyer.go("/evaluations/")
    buyer.follow(re.compile("^Questions and weights of"))
    buyer.follow("Change questions and weights")
    buyer.fill("Weight of whole-life cost, %", "41")
    buyer.fill("What did you change, and why?", "Cost counts for more here.")
    buyer.press("Save as a new version")
    buyer.sees("There is a problem")
    buyer.fill("Weight of whole-life cost, %", "40")
    first = buyer.page.get_by_label("Question 1", exact=True)
    first.fill("Does the maker pay fair wages? 😀")
    buyer.press("Save as a new version")
    buyer.sees("The new version is saved.")
    buyer.sees("Does the maker pay fair wages? 😀")
    buyer.sees("Cost counts for more here.")


def test_a_cost_model_is_run_with_ones_own_numbers(buyer):
    passport = Passport.objects.filter(status="VALID", pack__cost_model__isnull=False).earliest("pk")
    buyer.go(f"/innovations/{passport.innovation.slug}/")
    buyer.follow("What would it cost here?")
    buyer.sees("These results use the innovator’s numbers.")
    buyer.follow("Enter your numbers")
    field = buyer.page.get_by_role("main").get_by_role("textbox").first
    field.fill("many")
    buyer.press("Save and work it out")
    buyer.sees("There is a problem")
    expect(field).to_have_value("many")
    field.fill("7")
    buyer.press("Save and work it out")
    expect(buyer.page.get_by_role("table").first).to_be_visible()
    buyer.follow("Change your numbers")
    expect(field).to_have_value("7")


def test_an_evaluation_is_scored_and_its_result_is_drawn_and_told(buyer, colleague):
    """Setting it up and agreeing on scores is done by operations here: their pages are forms like these."""
    case = ValueCase(organisation=Member.objects.get(person=colleague).organisation, lead=colleague, now=now())
    case.cost(200, 100)
    buyer.go(f"/evaluations/{case.evaluation.key}/")
    buyer.follow("Open scoring")
    buyer.press("Open scoring")
    buyer.page.get_by_role("main").get_by_role("link", name=re.compile("^Give your scores")).first.click()
    buyer.look()
    points = buyer.page.get_by_role("main").get_by_role("combobox").first
    chosen = points.select_option(index=1)
    buyer.press("Save your scores")
    buyer.sees("Enter the reason for your points under question 1")
    expect(points).to_have_value(chosen[0])
    case.score(colleague, 4, 2).move("start_moderation").moderate(4, 2).move("close")
    buyer.go(f"/evaluations/{case.evaluation.key}/")
    buyer.follow("See the result")
    expect(buyer.page.get_by_role("main").get_by_role("img").first).to_be_visible()
    expect(buyer.page.get_by_role("table").first).to_be_visible()
