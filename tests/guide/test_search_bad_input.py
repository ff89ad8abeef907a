"""Whatever stands in the address of the search: a page that helps, the right status, and never a fault of ours."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest

from compass.foundation.paging import encode_cursor
from compass.guide.search import FILTERS
from tests.guide.catalogue import Item

HOSTILE = ["'; DROP TABLE guide_searchentry; --", "%' OR 1=1", "\\", "'''", "\ud7ff\U0010ffff",
           "a:*&|!()<->", "{}[]$$", "\u202eevil", "<script>alert(1)</script>", "%s %(q)s", "-" * 200, '"' * 199,
           "or or or"]  # fmt: skip


@pytest.fixture
def page(catalogue, client):
    catalogue.add(Item("Lamp"), Item("Pump"))
    return lambda address: client.get(f"/innovations/{address}")


def helpful(answer, *statuses):
    text = answer.content.decode()
    assert answer.status_code in statuses
    assert 'name="q"' in text
    assert "<script>alert" not in text
    return text


def test_two_hundred_filters(page):
    known = [("setting", "HOME"), ("kind", "DEVICE")] * 50
    text = helpful(page(f"?{urlencode([*known, *((name, f'X{n}') for name in FILTERS for n in range(9))])}"), 200)
    assert "Not used, because there is no such filter" in text
    assert text.count("Remove the filter") == 2


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_words_and_values(page, value):
    helpful(page(f"?{urlencode({'q': value})}"), 200, 422)
    every = [(name, value) for name in FILTERS]
    helpful(page(f"?{urlencode([*every, ('sort', value), ('i', value), ('row', value)])}"), 200)
    helpful(page(f"?{urlencode({'after': value})}"), 422)


def test_a_null_character_is_refused(page):
    assert page("?q=%00").status_code == 400


def test_codes_of_the_right_form_that_nobody_has(page):
    text = helpful(page("?category=Z99&icb=QZZ&q=lamp"), 200)
    assert "Not used, because there is no such filter: Z99 and QZZ." in text
    assert "Showing 1 to 1 of 1 technology" in text  # what is not known keeps nothing away


def test_a_page_beyond_the_end(page):
    text = helpful(page(f"?after={encode_cursor('zzz', 10**15, 20)}"), 200)
    assert "There is nothing after the last page" in text
    assert "First page" in text
    text = helpful(page(f"?q=lamp&after={encode_cursor(-9e9, 'zzz', 10**15, 20)}"), 200)
    assert "There is nothing after the last page" in text


@pytest.mark.parametrize(
    "cursor",
    [encode_cursor(None, 1, 2), encode_cursor("x"), encode_cursor("a", 2**70, 1), encode_cursor("\x00", 1, 1), "e30",
     encode_cursor(float("nan"), "a", 1, 1), encode_cursor(1.5, "a", 1, 1), "A" * 3000, "=", "%F0%9F%98%80"],
)  # fmt: skip
def test_a_cursor_that_was_tampered_with(page, cursor):
    text = helpful(page(f"?kind=DEVICE&after={quote(cursor)}"), 422)
    assert 'href="/innovations/?kind=DEVICE"' in text


def test_a_number_that_is_none_is_no_rank(page):
    helpful(page(f"?q=lamp&after={encode_cursor(float('nan'), 'a', 1, 1)}"), 422)
    helpful(page(f"?q=lamp&after={encode_cursor(float('inf'), 'a', 1, 1)}"), 422)


def test_an_address_of_ten_megabytes(page):
    text = helpful(page(f"?q={'x' * 10_000_000}"), 422)
    assert "You entered 10,000,000" in text
    assert len(text) < 100_000
    helpful(page(f"?{'&'.join(f'kind=K{n}' for n in range(150))}"), 200)


def test_more_fields_than_any_form_has(page):
    answer = page("?" + "&".join("kind=DEVICE" for _ in range(5_000)))
    assert answer.status_code == 400
    assert "MedTech Compass" in answer.content.decode()
