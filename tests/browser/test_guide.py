"""A buyer's way through the guide, with script and without: search, one product, side by side."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

SEARCH = "/innovations/"
LIMITS = "A passport is not a legal assurance."


@pytest.fixture
def buyer(visitor, many):
    """Nobody in particular: these pages are public."""
    return visitor()


def search(person, text: str) -> None:
    person.go(SEARCH)
    person.page.get_by_role("main").get_by_role("searchbox").fill(text)
    person.submit("Search")


def found(person) -> int:
    """How many the page says it found."""
    said = person.page.get_by_role("main").get_by_role("status").inner_text()
    return int(re.search(r"([\d,]+) technolog", said)[1].replace(",", ""))


def cards(person):
    return person.page.get_by_role("main").get_by_role("listitem").filter(has=person.page.get_by_role("checkbox"))


def names(person) -> list[str]:
    return [one.strip() for one in cards(person).get_by_role("heading").all_inner_texts()]


def open_filter(person, legend: str) -> None:
    """Open unless it is; on a phone all filters stand behind one summary."""
    filters = person.page.get_by_role("main").locator("summary").filter(has_text=re.compile("^Filters"))
    if filters.is_visible():
        filters.click()
    one = person.page.get_by_role("main").locator("summary").filter(has_text=re.compile(f"^{legend}$"))
    if one.locator("xpath=..").get_attribute("open") is None:
        one.click()


def test_a_search_is_narrowed_sorted_and_widened_again(buyer):
    search(buyer, "wound")
    everything = found(buyer)
    assert everything > 1
    open_filter(buyer, "NICE guidance")
    box = buyer.page.get_by_role("group", name="NICE guidance").get_by_label(re.compile(r"^Recommended \(\d+\)$"))
    promised = int(re.search(r"\((\d+)\)", box.locator("xpath=..").inner_text())[1])
    box.check()
    buyer.submit("Search")
    assert found(buyer) == promised < everything
    buyer.pick("Sort by", "Name")
    buyer.submit("Search")
    assert names(buyer) == sorted(names(buyer), key=str.casefold)
    remove = buyer.page.get_by_role("link", name="Remove the filter NICE guidance")
    remove.press("Enter")  # its box is as wide as its words for screen readers: a mouse would aim beside it
    expect(remove).to_have_count(0)
    buyer.look()
    assert found(buyer) == everything
    expect(buyer.page).to_have_url(re.compile("q=wound.*sort=|sort=.*q=wound"))


def test_results_go_on_from_page_to_page(buyer):
    buyer.go(SEARCH)
    first = names(buyer)
    assert len(first) < found(buyer)
    cards(buyer).first.get_by_role("checkbox").check()
    buyer.submit("Next page")
    assert not set(names(buyer)) & set(first)
    buyer.sees(f"Do not choose {first[0]}")  # what was ticked came along
    buyer.submit("Previous page")
    assert names(buyer) == first
    expect(cards(buyer).first.get_by_role("checkbox")).to_be_checked()


def test_a_slip_of_the_keyboard_and_a_search_without_results_are_helped(buyer):
    search(buyer, "wuond")
    buyer.sees("Did you mean")
    buyer.follow("wound")
    assert found(buyer) > 1
    search(buyer, "zzzzqqq")
    assert found(buyer) == 0
    buyer.follow("see all technologies")
    assert found(buyer) > 1


def test_a_product_says_what_is_known_of_it_and_where_to_go_on(buyer):
    search(buyer, "wound")
    name = names(buyer)[0]
    buyer.follow(name)
    expect(buyer.page.get_by_role("heading", level=1)).to_contain_text(name)
    for part in ("Innovator Passport", "About it", "Who uses it"):
        expect(buyer.page.get_by_role("heading", name=part, exact=True)).to_be_visible()
    buyer.sees(LIMITS)
    buyer.follow("Compare with others")
    buyer.sees("You have chosen one; add another.")
    buyer.sees(name)


def compared(person) -> list[str]:
    heads = person.page.get_by_role("table").get_by_role("columnheader").get_by_role("link")
    return [one.strip() for one in heads.all_inner_texts()]


def rows(person) -> int:
    return person.page.get_by_role("table").get_by_role("rowheader").count()


def test_products_stand_side_by_side_as_the_reader_wants_them(buyer):
    search(buyer, "wound")
    one, other, third = names(buyer)[:3]
    for name in (one, other):
        cards(buyer).filter(has_text=name).first.get_by_role("checkbox").check()
    buyer.submit("Compare the chosen ones")
    assert compared(buyer) == [one, other]
    buyer.sees(LIMITS)
    buyer.follow(re.compile(f"Move right.*{re.escape(one)}"))
    assert compared(buyer) == [other, one]
    all_rows = rows(buyer)
    buyer.follow("Show only rows that differ")
    assert 0 < rows(buyer) < all_rows
    buyer.follow("Show all rows")
    buyer.page.get_by_role("main").locator("summary").filter(has_text="Choose what to compare").click()
    buyer.page.get_by_label("Passport valid until", exact=True).uncheck()
    buyer.submit("Show these")
    expect(buyer.page.get_by_role("rowheader", name="List price")).to_be_visible()
    expect(buyer.page.get_by_role("rowheader", name="Passport valid until")).to_have_count(0)
    buyer.follow("Show all rows")
    buyer.follow("Add another")
    buyer.page.get_by_role("main").get_by_role("searchbox").fill(third)
    buyer.submit("Search")
    cards(buyer).filter(has_text=third).first.get_by_role("checkbox").check()
    buyer.submit("Compare the chosen ones")
    assert compared(buyer) == [other, one, third]
    buyer.follow(re.compile(f"Remove.*{re.escape(other)}"))
    assert compared(buyer) == [one, third]
    takes_it_away(buyer, [one, third])


def takes_it_away(person, products: list[str]) -> None:
    """Every file is what its name says, and holds what the page holds."""
    links = person.page.get_by_role("main").get_by_role("link").all()
    files = [address for link in links if "/compare/comparison." in (address := link.get_attribute("href"))]
    assert len(files) == 4
    for address in files:
        answer = person.page.request.get(address)
        assert answer.status == 200, address
        assert len(answer.body()) > 100
        if "comparison.csv" in address or "comparison.json" in address:
            assert all(name in answer.text() for name in products), address
