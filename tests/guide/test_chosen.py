"""What is chosen while searching stays chosen, without script: whatever button is pressed, on each page."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from compass.guide.comparison import MOST_CARRIED
from tests.guide.catalogue import Item
from tests.guide.pressing import press

CHIP = re.compile(r'<a class="app-chip" href="([^"]+)"><span[^>]*>Do not choose </span>([^<]+) <span')


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def asked(address):
    return parse_qs(urlsplit(address).query)


def chips(page):
    """Who is said to be chosen, each with the address without them."""
    return {name: unescape(address) for address, name in CHIP.findall(page)}


@pytest.fixture
def lamps(catalogue):
    return catalogue.add(*[Item(f"Lamp {n:02}", kind="DIGITAL" if n % 2 else "DEVICE") for n in range(45)])


@pytest.mark.parametrize("button", ["Search", "Sort", "Apply filters", "Next page"])
def test_a_tick_survives_every_button(lamps, client, button):
    page = read(client, "/innovations/?q=lamp")
    address = press(page, button, ticked=[lamps[1].slug, lamps[3].slug], q="lamp 4")
    assert asked(address)["i"] == [lamps[1].slug, lamps[3].slug]
    after = read(client, address)
    assert {*chips(after)} == {"Lamp 01", "Lamp 03"}
    assert asked(press(after, "Search"))["i"] == [lamps[1].slug, lamps[3].slug]
    compared = press(after, "Compare the chosen ones", ticked=[lamps[40].slug])
    assert compared.startswith("/compare/?")
    assert {lamps[1].slug, lamps[3].slug} < {*asked(compared)["i"]}
    assert "Only 2 to 4" not in read(client, compared)


def test_a_box_that_is_unticked_is_chosen_no_longer(lamps, client):
    page = read(client, f"/innovations/?i={lamps[0].slug}&i={lamps[30].slug}")
    assert [*chips(page)] == ["Lamp 00", "Lamp 30"]
    unticked = page.replace(f'value="{lamps[0].slug}" checked', f'value="{lamps[0].slug}"')
    assert asked(press(unticked, "Search"))["i"] == [lamps[30].slug]


def test_each_chosen_one_is_named_and_can_be_taken_out(lamps, client):
    page = read(client, f"/innovations/?q=lamp&kind=DIGITAL&i={lamps[0].slug}&i={lamps[30].slug}")
    without = chips(page)["Lamp 30"]  # on neither page of these results
    assert asked(without) == {"q": ["lamp"], "kind": ["DIGITAL"], "i": [lamps[0].slug]}
    assert [*chips(read(client, without))] == ["Lamp 00"]
    assert "Compare these 2" in page
    assert "Compare these" not in read(client, without)


def test_what_is_not_public_is_neither_named_nor_carried(catalogue, client):
    shown, hidden = catalogue.add(Item("Lamp"), Item("Secret lamp", public=False))
    page = read(client, f"/innovations/?i={hidden.slug}&i={shown.slug}&i=nobody")
    assert [*chips(page)] == ["Lamp"]
    assert f"not found or not public: {hidden.slug} and nobody." in page
    assert asked(press(page, "Search"))["i"] == [shown.slug]


def test_no_more_are_carried_than_an_address_holds(lamps, client):
    page = read(client, "/innovations/?" + "&".join(f"i={one.slug}" for one in lamps))
    assert len(chips(page)) == MOST_CARRIED
    assert "Compare these" not in page  # more than fit side by side


@pytest.mark.parametrize("text", ["lamp", ""])
def test_a_products_page_leads_back_to_the_search_and_on_to_the_comparison(lamps, client, text):
    page = read(client, f"/innovations/?q={text}&kind=DEVICE&sort=newest&i={lamps[1].slug}")
    address = unescape(re.search(rf'href="(/innovations/{lamps[2].slug}/[^"]*)"', page)[1])
    product = read(client, address)
    back = unescape(re.search(r'nhsuk-back-link[^>]*href="([^"]+)"|href="([^"]+)"[^>]*nhsuk-back-link', product)[0])
    for part in (*([f"q={text}"] if text else []), "kind=DEVICE", "sort=newest", f"i={lamps[1].slug}"):
        assert part in back
    compare = unescape(re.search(r'href="(/compare/[^"]+)"', product)[1])
    assert asked(compare)["i"] == [lamps[1].slug, lamps[2].slug]
    compared = read(client, compare)
    assert "Lamp 01" in compared
    assert f"kind=DEVICE&amp;i={lamps[1].slug}&amp;i={lamps[2].slug}&amp;sort=newest" in compared  # and back again


def test_a_products_page_by_itself_leads_to_all_of_them(lamps, client):
    plain = read(client, f"/innovations/{lamps[0].slug}/")
    assert 'href="/innovations/"' in plain
    assert f'href="/compare/?i={lamps[0].slug}"' in plain
    assert f'href="/innovations/{lamps[0].slug}/"' in read(client, "/innovations/")
    overlong = read(client, f"/innovations/{lamps[0].slug}/?q={'x' * 100_000}&kind=DEVICE")
    assert len(overlong) < len(plain) + 1000


def test_known_pages_are_known_by_the_search_that_led_to_them(lamps, client):
    address = f"/innovations/{lamps[0].slug}/"
    tags = [client.get(f"{address}{query}")["ETag"] for query in ("", "?q=lamp", "?q=lamp", "?i=x")]
    assert len({*tags}) == 3
